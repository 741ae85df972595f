from dataclasses import replace
from datetime import date

from engine.calendar import working_days_after
from engine.calendar.working_days import is_working_day
from engine.model.value import Fault
from tests.support.visits import PORTAL

SUNDAY = date(2026, 9, 20)  # Wednesday 23 is a holiday; Friday and Saturday are the weekend


def test_the_first_day_is_not_counted() -> None:
    assert working_days_after(SUNDAY, 1, PORTAL) == date(2026, 9, 21)


def test_no_days_after_a_day_is_that_day() -> None:
    assert working_days_after(date(2026, 9, 25), 0, PORTAL) == date(2026, 9, 25)


def test_weekends_and_holidays_are_skipped() -> None:
    assert working_days_after(SUNDAY, 2, PORTAL) == date(2026, 9, 22)
    assert working_days_after(SUNDAY, 3, PORTAL) == date(2026, 9, 24)
    assert working_days_after(SUNDAY, 4, PORTAL) == date(2026, 9, 27)


def test_days_past_the_holiday_list_are_a_fault() -> None:
    known = replace(PORTAL, holidays_known_to=date(2027, 12, 29))  # a Wednesday
    assert working_days_after(date(2027, 12, 28), 1, known) == date(2027, 12, 29)
    assert isinstance(working_days_after(date(2027, 12, 28), 2, known), Fault)


def test_a_holiday_and_a_friday_are_no_working_days() -> None:
    assert not is_working_day(date(2026, 9, 23), PORTAL)
    assert not is_working_day(date(2026, 9, 25), PORTAL)
    assert is_working_day(date(2026, 9, 24), PORTAL)
