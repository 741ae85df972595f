"""Reading dates in either calendar: the year says which.

A year from 1300 to 1500 is Hijri (Umm al-Qura), one from 1800 to 2999 Gregorian, and any other
is refused, as are years of two digits: `26` could be 2026, 1426 or 1926.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from engine.answers.bounds import Bounds, within
from engine.answers.errors import FieldError, field_error
from engine.calendar import from_hijri
from engine.calendar.hijri import FIRST_HIJRI_YEAR, LAST_HIJRI_YEAR
from engine.calendar.months import GREGORIAN_MONTHS, HIJRI_MONTHS
from engine.model.service import Field
from engine.model.words import Text

_HIJRI_YEARS: Final = range(1300, 1501)
_GREGORIAN_YEARS: Final = range(1800, 3000)
_NUMBERS: Final = re.compile(r"([0-9]{1,4}) ?[-/.\\ ] ?([0-9]{1,2}) ?[-/.\\ ] ?([0-9]{1,4})")
_NAMED: Final = re.compile(
    r"([0-9]{1,2}) ?[-/ ]? ?([^\W\d_][^\d/]{1,20}?)\.?,? ?[-/ ]? ?([0-9]{1,4})"
)
_ERA: Final = re.compile(r" ?(?:(?P<hijri>هـ|ه|A\.?H\.?|H)|م|A\.?D\.?|C\.?E\.?)$", re.IGNORECASE)
_LETTERS: Final = str.maketrans("أإآىة", "ااايه", "\u0640'’ʿ`-")


def read_date(field: Field, text: str, bounds: Bounds) -> date | FieldError:
    """`text` with western digits as a date, always in the Gregorian calendar."""
    day = _date(field, text)
    if isinstance(day, FieldError):
        return day
    low = bounds.low if isinstance(bounds.low, date) else None
    high = bounds.high if isinstance(bounds.high, date) else None
    return within(field, "date", day, low, high)


def _date(field: Field, text: str) -> date | FieldError:
    era, rest = era_of(text)
    parts = _parts(rest)
    if parts is None:
        return field_error(field, "not-a-date")
    year, month, day = parts
    is_hijri = calendar_of(field, year, era)
    if isinstance(is_hijri, FieldError):
        return is_hijri
    number = month_number(month, is_hijri=is_hijri)
    if number is None:
        return field_error(field, "not-a-date")
    read = _hijri if is_hijri else _gregorian
    return read(field, int(year), number, int(day))


def era_of(text: str) -> tuple[bool | None, str]:
    """Whether `text` says that it is Hijri, or that it is not, and the text without saying so."""
    era = _ERA.search(text)
    return (None, text) if era is None else (era["hijri"] is not None, text[: era.start()])


def calendar_of(field: Field, year: str, era: bool | None) -> bool | FieldError:
    """Whether a year is Hijri, which its four digits say; the era may not say otherwise."""
    if len(year) != 4:
        return field_error(field, "year-not-four-digits")
    is_hijri = int(year) in _HIJRI_YEARS
    if not is_hijri and int(year) not in _GREGORIAN_YEARS:
        return field_error(field, "year-out-of-range")
    if era is not None and era is not is_hijri:
        return field_error(field, "year-out-of-range")
    return is_hijri


def month_number(written: str, *, is_hijri: bool) -> int | None:
    """The number of a month by its digits or by any of its names; None for no name of one."""
    if written.isascii() and written.isdigit():  # `²` is a digit too, and no number
        return int(written)
    return (_HIJRI if is_hijri else _GREGORIAN).get(_folded(written))


def _parts(text: str) -> tuple[str, str, str] | None:
    """Year, month and day as written; a year first when it has four digits, as in ISO 8601."""
    match = _NUMBERS.fullmatch(text)
    if match is None:
        match = _NAMED.fullmatch(text)
        return (match[3], match[2], match[1]) if match else None
    if len(match[1]) > 2:
        return match[1], match[2], match[3]
    return match[3], match[2], match[1]


def _gregorian(field: Field, year: int, month: int, day: int) -> date | FieldError:
    try:
        return date(year, month, day)
    except ValueError:
        return field_error(field, "no-such-date")


def _hijri(field: Field, year: int, month: int, day: int) -> date | FieldError:
    if not FIRST_HIJRI_YEAR <= year <= LAST_HIJRI_YEAR:
        return field_error(field, "hijri-out-of-range")
    return from_hijri(year, month, day) or field_error(field, "no-such-hijri-date")


def _folded(name: str) -> str:
    """The name of a month without the marks that people leave out."""
    return " ".join(name.casefold().translate(_LETTERS).split())


def _numbered(months: Iterable[Text]) -> dict[str, int]:
    """The months by every name they are typed with, English ones by three letters too."""
    names: dict[str, int] = {}
    for number, month in enumerate(months, start=1):
        names[_folded(month.ar)] = names[_folded(month.en)] = number
    return names


_HIJRI: Final = _numbered(HIJRI_MONTHS) | {"ربيع الثاني": 4, "جمادي الاول": 5, "جمادي الثانيه": 6}
_GREGORIAN: Final = _numbered(GREGORIAN_MONTHS) | {
    month.en[:3].casefold(): number for number, month in enumerate(GREGORIAN_MONTHS, start=1)
}
