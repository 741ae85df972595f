"""Days of the proleptic Gregorian calendar, in years -999,999,999 to 999,999,999.

Python's own dates end with the years 1 and 9999.

Sources: OMG DMN 1.5, 10.3.2.3.5; H. Hinnant, chrono-compatible low-level date algorithms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MAX_YEAR: Final = 999_999_999
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A civil day. Make one by `date_of`, which refuses days that do not exist."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"

    @property
    def ordinal(self) -> int:
        """Days since 1970-01-01."""
        year = self.year - (self.month <= 2)
        era, of_era = divmod(year, 400)
        of_year = (153 * (self.month + (-3 if self.month > 2 else 9)) + 2) // 5 + self.day - 1
        return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (self.ordinal + 3) % 7 + 1

    def plus_months(self, months: int) -> Date:
        """So many months on, clamped to the end of the month; raises ValueError past the years."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return date_of(year, month + 1, min(self.day, month_length(year, month + 1)))


def date_of(year: int, month: int, day: int) -> Date:
    """The day with these numbers; raises ValueError where there is none."""
    if abs(year) > MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    return Date(year, month, day)


def date_on(ordinal: int) -> Date:
    """The day so many days after 1970-01-01; raises ValueError past the years.

    >>> str(date_on(20_000))
    '2024-10-04'
    """
    era, of_era = divmod(ordinal + 719_468, 146_097)
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    return date_of(year + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1)


def month_length(year: int, month: int) -> int:
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and is_leap else _LENGTHS[month - 1]
