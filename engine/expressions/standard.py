"""The standard's own functions on our values: one library for both modes of the language.

A value is carried over, the function of `specification/` applied, and its result carried back; null
is absent. What reads a clock is not called from here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from engine.expressions.specification.built_ins import BUILT_INS
from engine.expressions.specification.calendar import Date
from engine.expressions.specification.interpreter import Interpreter
from engine.expressions.specification.limits import Exhausted
from engine.expressions.specification.values import DAY, SECOND, DateTime, DaysTime, YearsMonths
from engine.expressions.specification.values import Range as StandardRange
from engine.expressions.specification.values import Time as StandardTime
from engine.expressions.specification.values import Value as Standard
from engine.model.clock import Moment, Time
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Absent, Known, Range

_NO_CLOCK: Final = datetime(1970, 1, 1, tzinfo=UTC)
MOST: Final = 1000  # elements of a list, and thousands of letters of a text, that a function gives


def applied(name: str, values: tuple[Known, ...], gives: Type) -> Known | Absent:
    """What the standard's function gives.

    Raises:
        ValueError: where a bound is reached, and for no result of a type that has one always.
    """
    run = Interpreter(_NO_CLOCK)
    try:
        result = BUILT_INS[name].call(run, tuple(map(to_standard, values)), ())
    except Exhausted:
        raise ValueError("a bound was reached") from None
    if result is None and not gives.is_optional:
        raise ValueError(f"`{name}` gives nothing")
    return from_standard(result, gives)


def to_standard(value: Known) -> Standard:
    match value:
        case date():
            return Date(value.year, value.month, value.day)
        case Time():
            return StandardTime(*value.parts, 0)
        case Moment(day, time):
            return DateTime(Date(day.year, day.month, day.day), StandardTime(*time.parts, 0))
        case Months(count):
            return YearsMonths(count)
        case Days(count):
            return DaysTime(count * DAY)
        case Seconds(count):
            return DaysTime(count * SECOND)
        case Range(low, high, has_low, has_high):
            return StandardRange(to_standard(low), to_standard(high), has_low, has_high)
        case tuple():
            return tuple(map(to_standard, value))
        case Money():
            return str(value)
        case bool() | str():
            return value
        case _:
            return value  # type: ignore[return-value]  # a number; no other value is passed


def from_standard(value: Standard, type_: Type) -> Known | Absent:
    """The value as one of the type; raises ValueError for a day that no calendar of ours has."""
    match value:
        case None:
            return ABSENT
        case Date():
            return date(value.year, value.month, value.day)
        case StandardTime():
            return Time.of(value.hour, value.minute, value.second)
        case DateTime(day, time):
            return Moment(
                date(day.year, day.month, day.day), Time.of(time.hour, time.minute, time.second)
            )
        case YearsMonths(months):
            return Months(months)
        case DaysTime(nanoseconds):
            is_days = type_.kind is Kind.DAYS
            return Days(nanoseconds // DAY) if is_days else Seconds(nanoseconds // SECOND)
        case tuple():
            if len(value) > MOST:
                raise ValueError(f"a list of more than {MOST} elements")
            inner = type_.element or type_
            made = tuple(from_standard(item, inner) for item in value)
            return tuple(item for item in made if not isinstance(item, Absent))
        case str() if len(value) > MOST * 1000:
            raise ValueError("a text that is too long")
        case _:
            return value  # type: ignore[return-value]  # a number, a text or yes/no
