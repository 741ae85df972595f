"""Umm al-Qura, the civil calendar of Saudi Arabia, through `hijridate`.

Its tables cover 1 Muharram 1343 to 30 Dhu al-Hijjah 1500; outside it a date has no Hijri form
here, because no table says what it was or will be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

FIRST_HIJRI_DATE: Final = date(1924, 8, 1)
LAST_HIJRI_DATE: Final = date(2077, 11, 16)
FIRST_HIJRI_YEAR: Final = 1343
LAST_HIJRI_YEAR: Final = 1500


@dataclass(frozen=True, slots=True, order=True)
class HijriDate:
    """A day of the Umm al-Qura calendar; `month` counts from 1, Muharram."""

    year: int
    month: int
    day: int


def to_hijri(day: date) -> HijriDate | None:
    """The Hijri form of `day`, or None outside the tables.

    >>> to_hijri(date(2024, 7, 7))
    HijriDate(year=1446, month=1, day=1)
    """
    return _converted(day) if FIRST_HIJRI_DATE <= day <= LAST_HIJRI_DATE else None


@lru_cache(maxsize=4096)
def _converted(day: date) -> HijriDate:
    from hijridate import Gregorian  # carries tables: only when a date is shown or read

    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    return HijriDate(hijri.year, hijri.month, hijri.day)


def from_hijri(year: int, month: int, day: int) -> date | None:
    """The Gregorian form of a Hijri day, or None when the tables hold no such day.

    Umm al-Qura months have 29 or 30 days, so day 30 exists in some months of some years only.

    >>> from_hijri(1448, 1, 1)
    datetime.date(2026, 6, 16)
    """
    from hijridate import Hijri

    try:
        gregorian = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(gregorian.year, gregorian.month, gregorian.day)
