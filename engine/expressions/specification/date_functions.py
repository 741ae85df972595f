"""Functions of dates, the clock and contexts.

Source: OMG DMN 1.5, 10.3.4.6, 10.3.4.9 and 10.3.4.10.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from engine.expressions.specification.calendar import Date
from engine.expressions.specification.comparison import equal
from engine.expressions.specification.signatures import BuiltIn, Run, built_in
from engine.expressions.specification.values import DateTime, Time, Value, moment_of

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _day(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


def _day_of_year(_: Run, value: Date | DateTime) -> Value:
    day = _day(value)
    return Decimal(day.ordinal - Date(day.year, 1, 1).ordinal + 1)


def _day_of_week(_: Run, value: Date | DateTime) -> Value:
    return _DAYS[_day(value).weekday - 1]


def _month_of_year(_: Run, value: Date | DateTime) -> Value:
    return _MONTHS[_day(value).month - 1]


def _week_of_year(_: Run, value: Date | DateTime) -> Value:
    """The week of ISO 8601: the one that holds the Thursday of this day's week."""
    day = _day(value)
    thursday = day.ordinal - day.weekday + 4
    year = day.year
    if thursday < Date(year, 1, 1).ordinal:
        year -= 1
    elif thursday >= Date(year + 1, 1, 1).ordinal:
        year += 1
    return Decimal((thursday - Date(year, 1, 1).ordinal) // 7 + 1)


def _now(run: Run) -> Value:
    return moment_of(run.clock)


def _today(run: Run) -> Value:
    return moment_of(run.clock).date


def _is(run: Run, a: Value, b: Value) -> Value:
    """Whether two values are one element of the domain: a zone counts, and never null."""
    match a, b:
        case Time(), Time():
            return a == b
        case DateTime(), DateTime():
            return a == b
        case _:
            return equal(a, b, run.budget) is True


FUNCTIONS: Final[tuple[BuiltIn, ...]] = (
    built_in("day of year", ("date: day", _day_of_year)),
    built_in("day of week", ("date: day", _day_of_week)),
    built_in("month of year", ("date: day", _month_of_year)),
    built_in("week of year", ("date: day", _week_of_year)),
    built_in("now", ("", _now)),
    built_in("today", ("", _today)),
    built_in("is", ("value1: any; value2: any", _is)),
)
