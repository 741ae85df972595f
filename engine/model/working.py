"""Which days are worked on: a weekend, and holidays that are known up to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)
_MOST: Final = 10_000  # days that are looked through one by one


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """`weekend` holds ISO weekdays (Monday is 1); each holiday has its first and its last day.

    Every question raises ValueError where the answer lies past `known_to`: a day counted without
    its holidays would look right and be wrong.
    """

    weekend: tuple[int, ...]
    holidays: tuple[tuple[date, date], ...]
    known_to: date

    def is_working_day(self, day: date) -> bool:
        """Neither a weekend day nor a holiday."""
        if day.isoweekday() in self.weekend:
            return False
        if day > self.known_to:
            raise ValueError(f"holidays are known up to {self.known_to.isoformat()} only")
        return not any(first <= day <= last for first, last in self.holidays)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which is not counted itself; before it, when
        `count` is negative. `count` 0 is `day`, whatever it is."""
        step = _DAY if count >= 0 else -_DAY
        left = abs(count)
        for _ in range(_MOST):
            if not left:
                return day
            day += step
            left -= self.is_working_day(day)
        raise ValueError("too many working days")

    def between(self, start: date, end: date) -> int:
        """The working days after `start`, up to and with `end`; negative when `end` is earlier.

        `after(start, between(start, end))` is the last working day up to `end`.
        """
        if end < start:
            return -self.between(end, start)
        if (end - start).days > _MOST:
            raise ValueError("too many days")
        days = range(1, (end - start).days + 1)
        return sum(self.is_working_day(start + timedelta(days=at)) for at in days)


EVERY_DAY: Final = WorkingCalendar((), (), date.max)
