"""Lengths of time: whole months (FEEL's years and months duration), whole days, and seconds.

Days and seconds are both FEEL's days and time duration: whole days count days of the calendar,
seconds go by the clock. Adding and subtracting months clamps to the end of the month, so the two
are not inverses at month ends.

Source: OMG DMN 1.5, 10.3.2.3; ISO 8601.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

_IN_EVERY_MONTH = 28
_PERIOD = re.compile(r"(-?)P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})D)?")
_CLOCK = re.compile(r"(-?)P(?:(\d{1,6})D)?T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?")


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A length of `count` whole months."""

    count: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.count), 12)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{'-' if self.count < 0 else ''}P{parts}"

    def __neg__(self) -> Months:
        return Months(-self.count)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """A length of `count` whole days."""

    count: int

    def __str__(self) -> str:
        return f"{'-' if self.count < 0 else ''}P{abs(self.count)}D"

    def __neg__(self) -> Days:
        return Days(-self.count)


@dataclass(frozen=True, slots=True, order=True)
class Seconds:
    """A length of `count` whole seconds."""

    count: int

    def __str__(self) -> str:
        days, rest = divmod(abs(self.count), 86_400)
        minutes, seconds = divmod(rest, 60)
        hours, minutes = divmod(minutes, 60)
        parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
        clock = "".join(f"{count}{letter}" for count, letter in parts if count)
        whole = f"{days}D" if days else ""
        written = f"{whole}T{clock}" if clock else whole or "T0S"
        return f"{'-' if self.count < 0 else ''}P{written}"

    def __neg__(self) -> Seconds:
        return Seconds(-self.count)


Length: TypeAlias = Months | Days | Seconds


def parse_length(text: str) -> Length:
    """Read any ISO 8601 length: whole months, whole days, or with hours, minutes or seconds.

    >>> parse_length("PT36H"), parse_length("P2D")
    (Seconds(count=129600), Days(count=2))
    """
    match = _CLOCK.fullmatch(text)
    if match is None:
        return parse_period(text)
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    count = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return Seconds(-count if match[1] else count)


def parse_period(text: str) -> Months | Days:
    """Read an ISO 8601 length: `P3M`, `P1Y6M` or `P30D`; raises ValueError for a mixture.

    >>> parse_period("P1Y6M")
    Months(count=18)
    """
    match = _PERIOD.fullmatch(text)
    if match is None or (match[2] is match[3] is match[4] is None):
        raise ValueError(f"not a period: {text}")
    sign = -1 if match[1] else 1
    if match[4] is None:
        return Months(sign * (int(match[2] or 0) * 12 + int(match[3] or 0)))
    if match[2] is not None or match[3] is not None:
        raise ValueError(f"months and days cannot be mixed: {text}")
    return Days(sign * int(match[4]))


def add_months(day: date, months: int) -> date:
    """Move `day` by whole months, clamped to the end of the month; OverflowError past year 9999.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("date out of range")
    if day.day <= _IN_EVERY_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`: 12 dy + dm - (d2 < d1), negated when `end` is earlier."""
    if end < start:
        return -whole_months_between(end, start)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
