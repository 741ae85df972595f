"""Months and years in either calendar, and the day that they are read as."""

from __future__ import annotations

from datetime import date

import pytest

from engine.answers import Bounds, answer_text, field_text
from engine.model.partial import PartialDate, Precision, ReadsAs
from engine.model.service import Field, FieldType
from tests.support.declared import field
from tests.support.reading import code_of, error_of, read


def asked(precision: Precision, reads_as: ReadsAs) -> Field:
    return field(FieldType.DATE, partial=PartialDate(precision, reads_as))


FIRST = asked(Precision.MONTH, ReadsAs.FIRST_DAY)
LAST = asked(Precision.MONTH, ReadsAs.LAST_DAY)
YEAR = asked(Precision.YEAR, ReadsAs.LAST_DAY)


@pytest.mark.parametrize(
    "text",
    ["2/2024", "02-2024", "2.2024", "2024-02", "2024/2", "٢/٢٠٢٤", "۲ ۲۰۲۴", "February 2024",
     "feb 2024", "فبراير ٢٠٢٤", "فبراير 2024م", "2/2024 AD"],
)  # fmt: skip
def test_a_month_is_read_as_its_first_or_last_day(text: str) -> None:
    assert read(FIRST, text) == date(2024, 2, 1)
    assert read(LAST, text) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["9/1445", "رمضان 1445", "رمضان ١٤٤٥هـ", "1445-09", "Ramadan 1445 AH"]
)
def test_a_hijri_month_is_a_month_of_its_own_calendar(text: str) -> None:
    assert read(FIRST, text) == date(2024, 3, 11)
    assert read(LAST, text) == date(2024, 4, 9)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2019", date(2019, 12, 31)),
        ("٢٠١٩", date(2019, 12, 31)),
        ("1440", date(2019, 8, 30)),
        ("1440هـ", date(2019, 8, 30)),
        ("1500", date(2077, 11, 16)),
        ("2999", date(2999, 12, 31)),
    ],
)
def test_a_year_is_read_as_its_last_day(text: str, last: date) -> None:
    assert read(YEAR, text) == last


@pytest.mark.parametrize(
    ("one", "text", "code"),
    [
        (FIRST, "1/2/2024", "not-a-month"),
        (FIRST, "2024", "not-a-month"),
        (FIRST, "13/2024", "not-a-month"),
        (FIRST, "0/2024", "not-a-month"),
        (FIRST, "Smarch 2024", "not-a-month"),
        (FIRST, "2/24", "year-not-four-digits"),
        (FIRST, "2/1600", "year-out-of-range"),
        (FIRST, "2/2024هـ", "year-out-of-range"),
        (FIRST, "2/1342", "hijri-out-of-range"),
        (YEAR, "2/2024", "not-a-year"),
        (YEAR, "24", "year-not-four-digits"),
        (YEAR, "1301", "hijri-out-of-range"),
    ],
)
def test_what_is_no_month_or_year_is_refused(one: Field, text: str, code: str) -> None:
    assert code_of(one, text) == code


@pytest.mark.parametrize("reads_as", ReadsAs)
def test_a_month_is_within_bounds_when_one_of_its_days_is(reads_as: ReadsAs) -> None:
    one = asked(Precision.MONTH, reads_as)
    bounds = Bounds(date(2024, 2, 29), date(2024, 4, 1))
    for text in ("2/2024", "3/2024", "4/2024"):
        assert isinstance(read(one, text, bounds), date)
    assert code_of(one, "1/2024", bounds) == "below-minimum"
    assert code_of(one, "5/2024", bounds) == "above-maximum"


def test_a_full_date_is_told_what_to_write() -> None:
    assert "3/2019" in error_of(FIRST, "1/2/2024").message.en


def test_a_value_is_written_as_it_would_be_typed() -> None:
    day = date(2024, 2, 29)
    assert field_text(LAST, day) == "2/2024"
    assert field_text(YEAR, day) == "2024"
    assert field_text(field(FieldType.DATE), day) == answer_text(day) == "29/2/2024"
