"""Reading a month or a year in either calendar, as the day that its definition says.

What was typed is kept; the fact is the first or the last day of it, never a guess. Bounds are of
days: a month is refused when none of its days lies between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from engine.answers.bounds import Bounds, within
from engine.answers.dates import calendar_of, era_of, month_number
from engine.answers.errors import FieldError, field_error
from engine.calendar import from_hijri
from engine.calendar.hijri import FIRST_HIJRI_YEAR, LAST_HIJRI_DATE, LAST_HIJRI_YEAR
from engine.model.partial import Precision, ReadsAs
from engine.model.service import Field

_NUMBERS: Final = re.compile(r"([0-9]{1,4}) ?[-/.\\ ] ?([0-9]{1,4})")
_NAMED: Final = re.compile(r"([^\W\d_][^\d/]{1,20}?)\.?,? ?[-/ ]? ?([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A month of a year, or a whole year, in the calendar that it was typed in."""

    is_hijri: bool
    year: int
    month: int | None

    @property
    def first(self) -> date | None:
        """The first day; None past the tables of the Hijri calendar."""
        return self._begins(self.year, self.month or 1)

    @property
    def last(self) -> date | None:
        month = self.month or 12
        following = (self.year, month + 1) if month < 12 else (self.year + 1, 1)
        if self.is_hijri and following[0] > LAST_HIJRI_YEAR:
            return LAST_HIJRI_DATE
        begins = self._begins(*following)
        return None if begins is None else begins - timedelta(days=1)

    def _begins(self, year: int, month: int) -> date | None:
        return from_hijri(year, month, 1) if self.is_hijri else date(year, month, 1)


def read_partial_date(field: Field, text: str, bounds: Bounds) -> date | FieldError:
    """The day that `text`, with western digits, is read as."""
    part = typed_part(field, text)
    if isinstance(part, FieldError):
        return part
    first, last = part.first, part.last
    if first is None or last is None:
        return field_error(field, "hijri-out-of-range")
    low = bounds.low if isinstance(bounds.low, date) else None
    high = bounds.high if isinstance(bounds.high, date) else None
    nearest = last if low is not None and last < low else first
    if not _overlaps(first, last, low, high):
        return within(field, "date", nearest, low, high)
    assert field.partial is not None, "a whole date is read elsewhere"
    return first if field.partial.reads_as is ReadsAs.FIRST_DAY else last


def typed_part(field: Field, text: str) -> TypedPart | FieldError:
    """What `text`, with western digits, names."""
    assert field.partial is not None, "a whole date is read elsewhere"
    era, rest = era_of(text)
    is_year = field.partial.precision is Precision.YEAR
    found = _year_alone(rest) if is_year else _month_and_year(rest)
    if found is None:
        return field_error(field, "not-a-year" if is_year else "not-a-month")
    written, year = found
    is_hijri = calendar_of(field, year, era)
    if isinstance(is_hijri, FieldError):
        return is_hijri
    if is_hijri and not FIRST_HIJRI_YEAR <= int(year) <= LAST_HIJRI_YEAR:
        return field_error(field, "hijri-out-of-range")
    month = None if written is None else month_number(written, is_hijri=is_hijri)
    if written is not None and (month is None or not 1 <= month <= 12):
        return field_error(field, "not-a-month")
    return TypedPart(is_hijri, int(year), month)


def _year_alone(text: str) -> tuple[None, str] | None:
    return (None, text) if re.fullmatch("[0-9]{1,4}", text) else None


def _month_and_year(text: str) -> tuple[str, str] | None:
    """The month and the year as written; a year first when it has more than two digits."""
    match = _NUMBERS.fullmatch(text)
    if match is None:
        match = _NAMED.fullmatch(text)
        return (match[1], match[2]) if match else None
    return (match[2], match[1]) if len(match[1]) > 2 else (match[1], match[2])


def _overlaps(first: date, last: date, low: date | None, high: date | None) -> bool:
    return (low is None or last >= low) and (high is None or first <= high)
