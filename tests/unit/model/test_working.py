from dataclasses import replace
from datetime import date

import pytest

from tests.support.visits import PORTAL

SUNDAY = date(2026, 9, 20)  # Wednesday 23 is a holiday; Friday and Saturday are the weekend
WORKING = PORTAL.working


def test_the_first_day_is_not_counted() -> None:
    assert WORKING.after(SUNDAY, 1) == date(2026, 9, 21)


def test_no_days_after_a_day_is_that_day() -> None:
    assert WORKING.after(date(2026, 9, 25), 0) == date(2026, 9, 25)


def test_weekends_and_holidays_are_skipped() -> None:
    assert WORKING.after(SUNDAY, 2) == date(2026, 9, 22)
    assert WORKING.after(SUNDAY, 3) == date(2026, 9, 24)
    assert WORKING.after(SUNDAY, 4) == date(2026, 9, 27)
    assert WORKING.after(date(2026, 9, 27), -4) == SUNDAY


def test_days_between_are_counted_like_days_after() -> None:
    assert [WORKING.between(SUNDAY, date(2026, 9, day)) for day in (20, 22, 23, 24, 26, 27)] == [
        0, 2, 2, 3, 3, 4,
    ]  # fmt: skip
    assert WORKING.between(date(2026, 9, 27), SUNDAY) == -4


def test_days_past_the_holiday_list_have_no_answer() -> None:
    known = replace(PORTAL, holidays_known_to=date(2027, 12, 29)).working  # a Wednesday
    assert known.after(date(2027, 12, 28), 1) == date(2027, 12, 29)
    with pytest.raises(ValueError, match="known up to 2027-12-29"):
        known.after(date(2027, 12, 28), 2)


def test_a_holiday_and_a_friday_are_no_working_days() -> None:
    assert not WORKING.is_working_day(date(2026, 9, 23))
    assert not WORKING.is_working_day(date(2026, 9, 25))
    assert WORKING.is_working_day(date(2026, 9, 24))
