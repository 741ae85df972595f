"""Times of day, and moments: a day and a time of it. To the second, by the clocks of the portal.

FEEL's offsets and time zones have no place here: an offset says where somebody was, and no rule of
a service asks that. A text with an offset is refused where it is read.

Source: OMG DMN 1.5, 10.3.2.3; ISO 8601.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from engine.model.period import Seconds, add_months

SECONDS_A_DAY: Final = 86_400
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, order=True)
class Time:
    """So many whole `seconds` after midnight: 0 to 86,399."""

    seconds: int

    @staticmethod
    def of(hour: int, minute: int, second: int) -> Time:
        """Raises ValueError for a time that no clock shows."""
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
            raise ValueError(f"no time: {hour}:{minute}:{second}")
        return Time(hour * 3600 + minute * 60 + second)

    @property
    def parts(self) -> tuple[int, int, int]:
        """Hour, minute and second."""
        minutes, second = divmod(self.seconds, 60)
        hour, minute = divmod(minutes, 60)
        return hour, minute, second

    def __str__(self) -> str:
        return "{:02}:{:02}:{:02}".format(*self.parts)

    def later(self, seconds: int) -> Time:
        """So many seconds later, round the clock."""
        return Time((self.seconds + seconds) % SECONDS_A_DAY)


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """FEEL's date and time."""

    day: date
    time: Time

    def __str__(self) -> str:
        return f"{self.day.isoformat()}T{self.time}"

    def later(self, seconds: int) -> Moment:
        """So many seconds later; raises OverflowError outside the calendar."""
        days, rest = divmod(self.time.seconds + seconds, SECONDS_A_DAY)
        return Moment(self.day + timedelta(days=days), Time(rest))

    def months_later(self, months: int) -> Moment:
        return Moment(add_months(self.day, months), self.time)

    def since(self, earlier: Moment) -> Seconds:
        days = (self.day - earlier.day).days
        return Seconds(days * SECONDS_A_DAY + self.time.seconds - earlier.time.seconds)


def parse_day(text: str) -> date:
    """Read `2026-01-31` and no other form of ISO 8601; raises ValueError."""
    if _DAY.fullmatch(text) is None:
        raise ValueError(f"not a date: {text}")
    return date.fromisoformat(text)


def parse_time(text: str) -> Time:
    """Read `09:30:00`; raises ValueError.

    >>> parse_time("09:30:00")
    Time(seconds=34200)
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"not a time: {text}")
    return Time.of(*map(int, found.groups()))


def parse_moment(text: str) -> Moment:
    """Read `2026-01-31T09:30:00`; raises ValueError."""
    day, separator, time = text.partition("T")
    if not separator:
        raise ValueError(f"not a date and time: {text}")
    return Moment(parse_day(day), parse_time(time))
