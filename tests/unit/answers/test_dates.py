from datetime import date

import pytest

from engine.answers import Bounds
from engine.model.service import FieldType
from engine.wording import without_isolates
from tests.support.declared import field
from tests.support.reading import code_of, error_of, read

QUESTION = field(FieldType.DATE)


@pytest.mark.parametrize(
    "text",
    [
        "3/12/2026",
        "03/12/2026",
        "3-12-2026",
        "3.12.2026",
        "3 12 2026",
        "2026-12-03",
        "2026/12/3",
        "٣/١٢/٢٠٢٦",
        "۳/۱۲/۲۰۲۶",
        "\u200f٣\u200f/\u200f١٢\u200f/\u200f٢٠٢٦",
        "3/12/2026م",
        "3 December 2026",
        "3 dec 2026",
        "٣ ديسمبر ٢٠٢٦",
        "3 ديسمبر 2026م",
    ],
)
def test_a_gregorian_date_is_read_as_people_write_it(text: str) -> None:
    assert read(QUESTION, text) == date(2026, 12, 3)


@pytest.mark.parametrize(
    "text",
    [
        "1/1/1448",
        "1448-01-01",
        "١/١/١٤٤٨هـ",
        "1/1/1448 هـ",
        "1/1/1448 AH",
        "1 محرم 1448",
        "1 Muharram 1448",
    ],
)
def test_a_hijri_date_is_known_by_its_year(text: str) -> None:
    assert read(QUESTION, text) == date(2026, 6, 16)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10 ربيع الآخر 1448", date(2026, 9, 21)),
        ("10 ربيع الثاني 1448", date(2026, 9, 21)),
        ("9 ذو الحجه 1447", date(2026, 5, 26)),
    ],
)
def test_hijri_months_are_known_by_their_other_names(text: str, day: date) -> None:
    assert read(QUESTION, text) == day


@pytest.mark.parametrize("text", ["29/2/2026", "31/4/2026", "0/1/2026", "1/13/2026", "12/25/2026"])
def test_a_day_that_the_gregorian_calendar_lacks_is_refused(text: str) -> None:
    assert code_of(QUESTION, text) == "no-such-date"


def test_a_leap_day_is_read() -> None:
    assert read(QUESTION, "29/2/2028") == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["31/1/1448", "1/13/1448", "30/2/1447"])
def test_a_day_that_the_hijri_calendar_lacks_is_refused(text: str) -> None:
    """Umm al-Qura months have 29 or 30 days; Safar 1447 has 29."""
    assert code_of(QUESTION, text) == "no-such-hijri-date"


def test_hijri_tables_end_in_1343_and_1500() -> None:
    assert read(QUESTION, "1/1/1343") == date(1924, 8, 1)
    assert read(QUESTION, "30/12/1500") == date(2077, 11, 16)
    assert code_of(QUESTION, "1/1/1342") == "hijri-out-of-range"


@pytest.mark.parametrize("text", ["3/12/26", "3/12/126", "26-12-03", "3 ديسمبر 26"])
def test_a_year_of_two_digits_is_refused(text: str) -> None:
    assert code_of(QUESTION, text) == "year-not-four-digits"


@pytest.mark.parametrize("text", ["3/12/1700", "3/12/9999", "1/1/1501", "1/1/2026هـ", "1/1/1448م"])
def test_a_year_of_neither_calendar_is_refused(text: str) -> None:
    assert code_of(QUESTION, text) == "year-out-of-range"


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026", "3/12", "3/12/2026/1", "32026", "3 Foo 2026", "१/१/२०२६"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert code_of(QUESTION, text) == "not-a-date"


def test_bounds_are_inclusive_and_said_in_both_calendars() -> None:
    bounds = Bounds(date(2026, 1, 1), date(2026, 12, 31))
    assert read(QUESTION, "1/1/2026", bounds) == date(2026, 1, 1)
    assert read(QUESTION, "31/12/2026", bounds) == date(2026, 12, 31)
    assert code_of(QUESTION, "31/12/2025", bounds) == "below-minimum"
    above = error_of(QUESTION, "1/1/2027", bounds)
    assert above.code == "above-maximum"
    assert "31 December 2026 (22 Rajab 1448 AH)" in above.message.en
    assert "31 ديسمبر 2026م (22 رجب 1448هـ)" in without_isolates(above.message.ar)
