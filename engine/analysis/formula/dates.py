"""Calendar days in the solver: a year, a month and a day, as people read a date.

Months are added by counting months, and clamped to the end of the month, leap years included.
Days are added by carrying from month to month, and two dates are compared with a number of days
between them in the same way: the solver settles that in milliseconds, where it finds no end with
days numbered through. Numbers of days are for what is left: long or unknown stretches.

Source: the proleptic Gregorian calendar of ISO 8601, as `datetime` has it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any, Final

from engine.analysis.formula.truths import Truth, Whole, all_of, any_of, chosen, leaves_of
from engine.expressions.core import Comparison

COMPARE: Final[Mapping[Comparison, Callable[[Any, Any], Any]]] = {
    Comparison.EQ: operator.eq,
    Comparison.NE: operator.ne,
    Comparison.LT: operator.lt,
    Comparison.LE: operator.le,
    Comparison.GT: operator.gt,
    Comparison.GE: operator.ge,
}
_LAST_NUMBER: Final = date.max.toordinal()
_SHORTEST: Final = 28
_LONGEST: Final = 31
_CARRIED: Final = 800  # days; beyond, there would be too many months to carry through


@dataclass(frozen=True, slots=True)
class Day:
    """`month` counts from 0, for January; `day` from 1."""

    year: Whole
    month: Whole
    day: Whole

    @classmethod
    def of(cls, day: date) -> Day:
        return cls(day.year, day.month - 1, day.day)

    @property
    def rank(self) -> Whole:
        """A number that grows with the day, with holes at the ends of months."""
        return (_LONGEST + 1) * (12 * self.year + self.month) + self.day

    @property
    def number(self) -> Whole:
        """The days from 1 January of year 1, counted from 1, as `date.toordinal` gives them."""
        before = self.year - 1
        years = 365 * before + _divided(before, 4) - _divided(before, 100) + _divided(before, 400)
        late = chosen(_is_leap(self.year), -1, -2)
        shift = chosen(self.month < 2, 0, late)
        return years + _divided(367 * self.month + 5, 12) + shift + self.day

    @property
    def is_real(self) -> Truth:
        """Whether there is such a day: the month has it, and the calendar the year."""
        return all_of(
            (self.month >= 0, self.month < 12, self.day >= 1, self.day <= length_of(self))
        )

    @property
    def is_in_calendar(self) -> Truth:
        return all_of((self.year >= date.min.year, self.year <= date.max.year))


@dataclass(frozen=True, slots=True)
class Length:
    """A number of days: `count`, and where there is `between`, the days from its second to its
    first day as well."""

    count: Whole
    between: tuple[Day, Day] | None = None

    @property
    def days(self) -> Whole:
        if self.between is None:
            return self.count
        return self.between[0].number - self.between[1].number + self.count


def chosen_day(condition: Truth, then: Day, otherwise: Day) -> Day:
    return Day(
        chosen(condition, then.year, otherwise.year),
        chosen(condition, then.month, otherwise.month),
        chosen(condition, then.day, otherwise.day),
    )


def compared_days(comparison: Comparison, a: Day, b: Day) -> Truth:
    return COMPARE[comparison](a.rank, b.rank)


def compared_lengths(comparison: Comparison, a: Length, b: Length) -> Truth:
    """A difference of two dates is compared with a number of days by adding it to the one."""
    if a.between is None and b.between is not None:
        return compared_lengths(_TURNED[comparison], b, a)
    if a.between is not None and b.between is None:
        later, earlier = a.between
        moved = days_added(earlier, b.count)
        since = days_added(later, a.count)
        if moved is not None and since is not None:
            return compared_days(comparison, since, moved)
    return COMPARE[comparison](a.days, b.days)


_TURNED: Final[Mapping[Comparison, Comparison]] = {
    Comparison.EQ: Comparison.EQ,
    Comparison.NE: Comparison.NE,
    Comparison.LT: Comparison.GT,
    Comparison.LE: Comparison.GE,
    Comparison.GT: Comparison.LT,
    Comparison.GE: Comparison.LE,
}


def months_added(start: Day, months: Whole) -> Day:
    """The day so many months on, clamped to the end of its month."""
    leaves = leaves_of(months)
    if leaves is None:
        whole = 12 * start.year + start.month + months
        return _clamped(Day(whole / 12, whole % 12, start.day))
    return _clamped(_by_leaf(leaves, lambda count: _months_on(start, count)))


def _months_on(start: Day, count: int) -> Day:
    years, months = divmod(count, 12)
    over = start.month + months >= 12
    return Day(
        start.year + years + chosen(over, 1, 0),
        start.month + months - chosen(over, 12, 0),
        start.day,
    )


def _clamped(day: Day) -> Day:
    length = length_of(day)
    return Day(day.year, day.month, chosen(day.day <= length, day.day, length))


def days_added(start: Day, count: Whole) -> Day | None:
    """The day so many days on; None where it is only known by its number."""
    leaves = leaves_of(count)
    if leaves is None or any(abs(leaf) > _CARRIED for _, leaf in leaves):
        return None
    return _by_leaf(leaves, lambda leaf: _carried(start, leaf))


def _carried(start: Day, count: int) -> Day:
    """The day `count` days on, by going over to the next or the last month as often as needed."""
    at = Day(start.year, start.month, start.day + count)
    for _ in range(abs(count) // _SHORTEST + (count != 0)):
        if count > 0:
            length = length_of(at)
            over = Day(
                at.year + chosen(at.month >= 11, 1, 0),
                chosen(at.month >= 11, 0, at.month + 1),
                at.day - length,
            )
            at = chosen_day(at.day > length, over, at)
        else:
            before = Day(
                at.year - chosen(at.month <= 0, 1, 0),
                chosen(at.month <= 0, 11, at.month - 1),
                at.day,
            )
            under = Day(before.year, before.month, at.day + length_of(before))
            at = chosen_day(at.day < 1, under, at)
    return at


def _by_leaf(leaves: tuple[tuple[Truth, int], ...], made: Callable[[int], Day]) -> Day:
    days = [(holds, made(count)) for holds, count in reversed(leaves)]
    return reduce(lambda rest, leaf: chosen_day(leaf[0], leaf[1], rest), days[1:], days[0][1])


def is_numbered(day: Day, number: Whole) -> Truth:
    """Whether `day` is the day of this number."""
    return all_of((day.is_real, day.number == number))


def is_number_in_calendar(number: Whole) -> Truth:
    return all_of((number >= 1, number <= _LAST_NUMBER))


def length_of(day: Day) -> Whole:
    """The days of the month of `day`: 28 to 31."""
    month = day.month
    is_short = any_of(month == at for at in (3, 5, 8, 10))
    february = chosen(_is_leap(day.year), 29, 28) if not _is_never_february(month) else 28
    return chosen(month == 1, february, chosen(is_short, 30, 31))


def _is_never_february(month: Whole) -> bool:
    return isinstance(month, int) and month != 1


def _is_leap(year: Whole) -> Truth:
    return all_of((year % 4 == 0, any_of((year % 100 != 0, year % 400 == 0))))


def _divided(number: Whole, by: int) -> Whole:
    return number // by if isinstance(number, int) else number / by
