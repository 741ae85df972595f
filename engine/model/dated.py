"""Values that change on known dates."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from engine.model.problem import EngineError

T = TypeVar("T")


class NotInForceError(EngineError):
    """A dated value was read on a day on which nothing is in force."""


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Entries by first day, ascending; each holds until the next, and `None` ends it."""

    name: str
    entries: tuple[tuple[date, T | None], ...]

    def on(self, day: date) -> T:
        """Return the value in force on `day`.

        Each entry holds from its date, inclusive, until the day before the next one; a `None`
        entry says that nothing is in force from that date.

        Raises:
            NotInForceError: if `day` is before the first entry or inside a `None` period. We
                never fall back to the nearest value: a wrong amount looks like a right one.

        >>> fee = Dated("fee", ((date(2025, 4, 1), 12000), (date(2026, 4, 1), 12500)))
        >>> fee.on(date(2026, 3, 31)), fee.on(date(2026, 4, 1))  # minor units
        (12000, 12500)
        """
        return self.entry_on(day)[1]

    def entry_on(self, day: date) -> tuple[date, T]:
        """The first day and the value of the entry in force on `day`; raises as `on` does."""
        at = bisect_right(self.entries, day, key=lambda entry: entry[0]) - 1
        if at >= 0:
            since, value = self.entries[at]
            if value is not None:
                return since, value
        raise NotInForceError(f"{self.name} is not in force on {day.isoformat()}")

    def during(self, first: date, last: date) -> tuple[T, ...]:
        """Each value in force on some day from `first` to `last`, both inclusive, in order of time.

        None when `last` is before `first`.

        Raises:
            NotInForceError: if nothing is in force on one of these days.

        >>> fee = Dated("fee", ((date(2025, 4, 1), 12000), (date(2026, 4, 1), 12500)))
        >>> fee.during(date(2026, 3, 31), date(2026, 4, 1)), fee.during(date.max, date.min)
        ((12000, 12500), ())
        """
        if last < first:
            return ()
        begun = (since for since, _ in self.entries if first < since <= last)
        return tuple(self.on(day) for day in (first, *begun))


def is_in_force(first: date, last: date | None, day: date) -> bool:
    """Whether `day` lies from `first` to `last`, both inclusive; no `last` means for good."""
    return first <= day and (last is None or day <= last)
