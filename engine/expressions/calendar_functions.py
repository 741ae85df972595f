"""Our functions of the calendar: weekdays, yearly days, and gaps between periods of days.

A period of days is a range; both ends are days of it unless the range leaves one out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from engine.model.period import Days, add_months
from engine.model.value import ABSENT, Absent, Range

WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAY: Final = timedelta(days=1)


def weekday_on_or_before(day: date, weekday: str) -> date:
    """The last such weekday up to `day`, which can be `day` itself."""
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(weekday)) % 7)


def weekday_on_or_after(day: date, weekday: str) -> date:
    """The first such weekday from `day` on, which can be `day` itself."""
    return day + timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % 7)


def yearly_on_or_after(first: date, day: date) -> date:
    """The first day from `day` on that lies whole years, perhaps none, after `first`.

    Counted from `first` each time, so 29 February comes back in leap years.
    """
    years = max(0, day.year - first.year)
    found = add_months(first, 12 * years)
    return found if found >= day else add_months(first, 12 * (years + 1))


def yearly_on_or_before(first: date, day: date) -> date | Absent:
    """The last day up to `day` that lies whole years, perhaps none, after `first`."""
    if day < first:
        return ABSENT
    years = day.year - first.year
    found = add_months(first, 12 * years)
    return found if found <= day else add_months(first, 12 * (years - 1))


def days_of(period: Range) -> tuple[date, date]:
    """The first and the last day; the last is before the first where there is none."""
    match period:
        case Range(date() as low, date() as high, has_low, has_high):
            return (low if has_low else low + _DAY), (high if has_high else high - _DAY)
        case _:
            raise ValueError(f"{period} is no period of days")


def have_overlap(periods: tuple[Range, ...]) -> bool:
    """Whether some day belongs to two of the periods."""
    sorted_ = sorted(days for days in map(days_of, periods) if days[0] <= days[1])
    return any(following[0] <= before[1] for before, following in pairwise(sorted_))


def gaps(periods: tuple[Range, ...], within: Range) -> tuple[Range, ...]:
    """The longest stretches of days inside `within` that belong to no period, in their order."""
    return tuple(Range(first, last) for first, last in _gaps(periods, within))


def _gaps(periods: tuple[Range, ...], within: Range) -> Iterator[tuple[date, date]]:
    at, last = days_of(within)
    for first, end in sorted(map(days_of, periods)):
        if first > end:
            continue
        if at < first and at <= last:
            yield at, min(first - _DAY, last)
        if end >= last:
            return
        at = max(at, end + _DAY)
    if at <= last:
        yield at, last


def longest_gap(periods: tuple[Range, ...], within: Range) -> Days:
    """The days of the longest gap; none, where there is no gap."""
    lengths = ((last - first).days + 1 for first, last in _gaps(periods, within))
    return Days(max(lengths, default=0))
