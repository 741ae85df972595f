from datetime import UTC, date, datetime

from engine.calendar import format_date, format_gregorian, format_hijri, format_moment
from engine.calendar.months import GREGORIAN_MONTHS, HIJRI_MONTHS
from engine.model.words import Language


def test_a_date_is_said_in_both_calendars() -> None:
    day = date(2026, 12, 3)
    assert format_date(day, Language.AR) == "3 ديسمبر 2026م (23 جمادى الآخرة 1448هـ)"
    assert format_date(day, Language.EN) == "3 December 2026 (23 Jumada II 1448 AH)"


def test_a_date_outside_the_hijri_tables_is_gregorian_alone() -> None:
    day = date(2090, 1, 2)
    assert format_hijri(day, Language.AR) is None
    assert format_date(day, Language.AR) == format_gregorian(day, Language.AR) == "2 يناير 2090م"


def test_each_calendar_has_twelve_months_of_different_names() -> None:
    for months in (GREGORIAN_MONTHS, HIJRI_MONTHS):
        for language in Language:
            assert len({month.in_(language) for month in months}) == 12


def test_a_moment_is_said_where_the_service_is_run() -> None:
    moment = datetime(2026, 12, 2, 22, 5, tzinfo=UTC)  # past midnight in Riyadh
    assert format_moment(moment, "Asia/Riyadh", Language.EN).startswith("3 December 2026")
    assert format_moment(moment, "Asia/Riyadh", Language.AR).endswith("الساعة 01:05")
