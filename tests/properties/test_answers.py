"""Laws of reading answers, for any text that anyone may type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.answers import FieldError, answer_text, field_text
from engine.calendar import FIRST_HIJRI_DATE, LAST_HIJRI_DATE, from_hijri, to_hijri
from engine.digits import clean_text
from engine.model.money import Money
from engine.model.partial import PartialDate, Precision, ReadsAs
from engine.model.service import Field, FieldType
from engine.model.value import ABSENT
from tests.support.declared import field
from tests.support.reading import read

FIELDS = {
    kind: field(
        kind,
        of={FieldType.CHOICE: "colours", FieldType.CHOICES: "colours", FieldType.MONEY: "SAR"}.get(
            kind
        ),
        decimals=2 if kind is FieldType.NUMBER else 0,
        max_length=200 if kind is FieldType.LONG_TEXT else None,
    )
    for kind in FieldType
}
PARTS = [
    field(FieldType.DATE, partial=PartialDate(precision, reads_as))
    for precision in Precision
    for reads_as in ReadsAs
]
fields = st.sampled_from([*FIELDS.values(), *PARTS])
typed = st.one_of(
    st.text(max_size=60),
    st.text("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹ /-.,،٫٬+@هـم", max_size=20),
    st.from_regex(r"[0-9]{1,4}[/-][0-9]{1,2}[/-][0-9]{1,4}", fullmatch=True),
    st.from_regex(r"([0-9]{1,2}[/ -])?(1[34][0-9]{2}|20[0-9]{2})", fullmatch=True),
    st.from_regex(r"[+-]?[0-9]{1,6}([.,][0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"(05|\+9665|5)[0-9]{8}", fullmatch=True),
    st.from_regex(r"[12][0-9]{9}", fullmatch=True),
    st.from_regex(r"[a-z.]{1,10}@[a-z.]{1,10}", fullmatch=True),
    st.sampled_from(["yes", "no", "red", "green", "blue,red", "red، blue", "نعم"]),
)
DIGITS = {
    "arabic": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "persian": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "full-width": str.maketrans("0123456789", "０１２３４５６７８９"),
}
MARKS = st.text(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202e\u2066\u2067\u2068\u2069\ufeff", max_size=3
)


def answer(one: Field, text: str) -> object:
    """What was read, or the code of the error."""
    found = read(one, text)
    return found.code if isinstance(found, FieldError) else found


@given(fields, typed)
def test_any_text_is_read_or_refused(one: Field, text: str) -> None:
    assert answer(one, text) is not None


@pytest.mark.parametrize("digits", DIGITS)
@given(one=fields, text=typed)
def test_text_in_any_digits_reads_alike(digits: str, one: Field, text: str) -> None:
    assert answer(one, text.translate(DIGITS[digits])) == answer(one, text)


@given(fields, typed, MARKS, st.integers(0, 60))
def test_bidi_marks_change_nothing(one: Field, text: str, marks: str, place: int) -> None:
    assert answer(one, text[:place] + marks + text[place:]) == answer(one, text)


@given(fields, typed)
def test_what_was_read_reads_the_same_when_it_is_filled_in(one: Field, text: str) -> None:
    found = read(one, text)
    if not isinstance(found, FieldError) and found is not ABSENT:
        assert read(one, field_text(one, found)) == found or one in PARTS


@given(st.sampled_from(PARTS), st.dates(date(1930, 1, 1), date(2070, 12, 31)), st.booleans())
def test_a_part_of_a_date_is_read_as_a_day_that_it_holds(
    one: Field, day: date, is_hijri: bool
) -> None:
    hijri = to_hijri(day)
    assert hijri is not None
    year, month = (hijri.year, hijri.month) if is_hijri else (day.year, day.month)
    partial = one.partial
    assert partial is not None
    found = read(one, f"{month}/{year}" if partial.precision is Precision.MONTH else f"{year}")
    assert isinstance(found, date)
    assert found <= day if partial.reads_as is ReadsAs.FIRST_DAY else found >= day
    assert abs((found - day).days) <= (30 if partial.precision is Precision.MONTH else 365)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**20), max_value=10**20
    )
)
def test_every_number_survives_writing_and_reading(number: Decimal) -> None:
    assert read(FIELDS[FieldType.NUMBER], answer_text(number)) == number


@given(st.integers(0, 10**14))
def test_every_amount_survives_writing_and_reading(amount_minor: int) -> None:
    amount = Money("SAR", amount_minor)
    assert read(FIELDS[FieldType.MONEY], answer_text(amount)) == amount


@given(st.dates(date(1800, 1, 1), date(2999, 12, 31)))
def test_every_date_survives_writing_and_reading(day: date) -> None:
    assert read(FIELDS[FieldType.DATE], answer_text(day)) == day
    assert read(FIELDS[FieldType.DATE], day.isoformat()) == day


@given(st.dates(FIRST_HIJRI_DATE, LAST_HIJRI_DATE))
def test_a_date_typed_in_either_calendar_is_the_same_day(day: date) -> None:
    hijri = to_hijri(day)
    assert hijri is not None
    assert from_hijri(hijri.year, hijri.month, hijri.day) == day
    assert read(FIELDS[FieldType.DATE], f"{hijri.day}/{hijri.month}/{hijri.year}") == day


@given(st.text())
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
