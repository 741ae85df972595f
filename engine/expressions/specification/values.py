"""What FEEL's expressions give in the specification's mode.

null is `None`; a number is a `Decimal` of at most 34 digits; a string a `str`; a boolean a `bool`;
a list a `tuple`; a context a `dict` that nobody changes. Everything else is a class of this module
or a `Date`. Lengths of time are whole nanoseconds, so sums are exact.

Source: OMG DMN 1.5, 10.3.2.2 and 10.3.2.3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias
from zoneinfo import ZoneInfo

from engine.expressions.specification.calendar import Date, date_on

if TYPE_CHECKING:
    from engine.expressions.specification.types import FeelType

SECOND: Final = 1_000_000_000
DAY: Final = 86_400 * SECOND


@dataclass(frozen=True, slots=True)
class Zone:
    """An offset from UTC in seconds, or with a `name` the place whose clocks are read."""

    offset: int
    name: str = ""

    def offset_at(self, day: Date, since_midnight: int = 0) -> int:
        """Seconds ahead of UTC when the zone's own clock shows this day and time."""
        if not self.name:
            return self.offset
        year = min(max(day.year, 2), 9998)  # what Python's time zones can say
        midnight = datetime(year, day.month, min(day.day, 28), tzinfo=ZoneInfo(self.name))
        days = day.day - midnight.day
        shown = midnight + timedelta(days=days, microseconds=since_midnight // 1000)
        offset = shown.utcoffset()
        assert offset is not None
        return int(offset.total_seconds())


@dataclass(frozen=True, slots=True)
class Time:
    hour: int
    minute: int
    second: int
    nanosecond: int
    zone: Zone | None = None

    @property
    def since_midnight(self) -> int:
        """Nanoseconds on its own clock."""
        return (self.hour * 3600 + self.minute * 60 + self.second) * SECOND + self.nanosecond


_EPOCH: Final = Date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class DateTime:
    date: Date
    time: Time

    @property
    def local(self) -> int:
        """Nanoseconds since 1970-01-01T00:00 by its own clock."""
        return self.date.ordinal * DAY + self.time.since_midnight


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration."""

    months: int


@dataclass(frozen=True, slots=True, order=True)
class DaysTime:
    """A days and time duration."""

    nanoseconds: int


@dataclass(frozen=True, slots=True)
class Range:
    """An end that is None is open for ever."""

    low: Value
    high: Value
    has_low: bool
    has_high: bool


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """`call` takes values in the order of `parameters` and gives null for what fails."""

    parameters: tuple[tuple[str, FeelType], ...]
    call: Callable[[tuple[Value, ...]], Value] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class BuiltInFunction:
    """A standard function where it is used as a value, as in `sort(list, ...)`."""

    name: str


Value: TypeAlias = (
    bool
    | Decimal
    | str
    | Date
    | Time
    | DateTime
    | YearsMonths
    | DaysTime
    | Range
    | Function
    | BuiltInFunction
    | tuple["Value", ...]
    | dict[str, "Value"]
    | None
)


def time_at(nanoseconds: int, zone: Zone | None) -> Time:
    """The time so long after midnight, round the clock."""
    seconds, nanosecond = divmod(nanoseconds % DAY, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return Time(hour, minute, second, nanosecond, zone)


def moment_at(local: int, zone: Zone | None) -> DateTime:
    """The date and time by the clock of `zone`; raises ValueError past the years."""
    day, rest = divmod(local, DAY)
    return DateTime(date_on(day), time_at(rest, zone))


def instant(moment: DateTime | Date) -> int:
    """Nanoseconds since 1970-01-01T00:00Z; a date is its midnight, and no zone is UTC."""
    if isinstance(moment, Date):
        return moment.ordinal * DAY
    zone = moment.time.zone
    offset = zone.offset_at(moment.date, moment.time.since_midnight) if zone else 0
    return moment.local - offset * SECOND


def instant_of_time(time: Time) -> int:
    """Nanoseconds since midnight, UTC; no zone is UTC."""
    offset = time.zone.offset_at(_EPOCH, time.since_midnight) if time.zone else 0
    return time.since_midnight - offset * SECOND


def moment_of(clock: datetime) -> DateTime:
    """The value of a Python date and time; a naive one has no zone."""
    offset = clock.utcoffset()
    zone = None if offset is None else Zone(int(offset.total_seconds()))
    day = Date(clock.year, clock.month, clock.day)
    return DateTime(
        day, Time(clock.hour, clock.minute, clock.second, clock.microsecond * 1000, zone)
    )
