"""Operations on known values: comparing, adding, scaling and gathering them.

Each raises an ArithmeticError, TypeError or ValueError where there is no result; the evaluator
makes a fault of it. Not here: what an absent or unknown operand means (`evaluate.py`).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Any, Final, assert_never

from engine.expressions.core import Aggregate, Comparison
from engine.expressions.decimals import DECIMALS
from engine.model.clock import SECONDS_A_DAY, Moment, Time
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds, add_months
from engine.model.rounding import Rounding
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Absent, Known

COMPARE: Final[Mapping[Comparison, Callable[[Any, Any], bool]]] = {
    Comparison.EQ: operator.eq,
    Comparison.NE: operator.ne,
    Comparison.LT: operator.lt,
    Comparison.LE: operator.le,
    Comparison.GT: operator.gt,
    Comparison.GE: operator.ge,
}
_TOO_MUCH: Final = 10**17  # minor units; more than can be written
_LONGEST: Final = 4_000_000  # days; more than from the first to the last day of the calendar
MOST_MINOR: Final = 10**18  # minor units of money: more than any state has ever held


def added(a: object, b: object, sign: int) -> Known:
    """`a + b`, or with `sign` -1 `a - b`; numbers are rounded to 34 digits, half to even."""
    match a, b:
        case Decimal(), Decimal():
            return DECIMALS.add(a, b) if sign > 0 else DECIMALS.subtract(a, b)
        case Money(), Money():
            return a + b if sign > 0 else a - b
        case date(), Days():
            return a + timedelta(days=sign * b.count)
        case date(), date():
            return Days((a - b).days)
        case Time(), Seconds():
            return a.later(sign * b.count)
        case Moment(), Seconds():
            return a.later(sign * b.count)
        case Moment(), Days():
            return a.later(sign * b.count * SECONDS_A_DAY)
        case Moment(), Moment():
            return a.since(b)
        case Time(), Time():
            return Seconds(a.seconds - b.seconds)
        case Days(), Days():
            return Days(a.count + sign * b.count)
        case Months(), Months():
            return Months(a.count + sign * b.count)
        case Seconds(), Seconds():
            return Seconds(a.count + sign * b.count)
        case _:
            raise ValueError(f"{a} and {b}")


def months_added(day: date | Moment, length: Months, sign: int) -> date | Moment:
    """`day` plus, or with `sign` -1 minus, whole months, clamped to the end of the month."""
    if isinstance(day, Moment):
        return day.months_later(sign * length.count)
    return add_months(day, sign * length.count)


def is_in(element: Known, collection: tuple[Known, ...]) -> bool:
    return element in collection


def attribute(code: str, values: Mapping[str, Known | Absent]) -> Known | Absent:
    """What a code says; one that is not of the list is a ValueError."""
    if code not in values:
        raise ValueError(f"{code} is not of the list")
    return values[code]


def scaled(a: object, factor: Decimal) -> Known:
    """`a * factor`; money and lengths must come out whole."""
    match a:
        case Decimal():
            return DECIMALS.multiply(a, factor)
        case Money(currency, amount):
            return Money(currency, whole(DECIMALS.multiply(Decimal(amount), factor), MOST_MINOR))
        case Days(count):
            return Days(whole(DECIMALS.multiply(count, factor)))
        case Months(count):
            return Months(whole(DECIMALS.multiply(count, factor)))
        case Seconds(count):
            return Seconds(whole(DECIMALS.multiply(count, factor), _LONGEST * SECONDS_A_DAY))
        case _:
            raise ValueError(f"{a}")


def shared(rounding: Rounding | None, over: object, *parts: Any) -> Money:
    """Of each two `parts`, amount times count, the sum divided by `over`; see `core.Shares`."""
    exact, currencies = Fraction(0), set()
    for amount, count in zip(parts[::2], parts[1::2], strict=True):
        exact += amount.amount_minor * _fraction(count)
        currencies.add(amount.currency)
    exact /= _fraction(over)
    (currency,) = currencies
    if abs(exact) >= _TOO_MUCH:
        raise ValueError("too much money")
    if rounding is None and exact.denominator != 1:
        raise ValueError("not a whole minor unit")
    return Money(currency, int(exact) if rounding is None else rounding.minor(exact))


def _fraction(number: object) -> Fraction:
    match number:
        case Decimal():
            return Fraction(number)
        case Days(count):
            return Fraction(count)
        case _:
            raise ValueError(f"{number}")


def aggregated(aggregate: Aggregate, values: Sequence[Any], type_: Type) -> Known | Absent:
    """The count of true `values`, or their sum, least or greatest; see `core.Aggregated`."""
    match aggregate:
        case Aggregate.COUNT:
            return Decimal(sum(value is True for value in values))
        case Aggregate.MIN:
            return min(values, default=ABSENT)
        case Aggregate.MAX:
            return max(values, default=ABSENT)
        case Aggregate.SUM:
            return reduce(lambda total, value: added(total, value, 1), values, zero_of(type_))
        case _:
            assert_never(aggregate)


def zero_of(type_: Type) -> Known:
    """The sum of nothing, of a type that is added up."""
    match type_.kind:
        case Kind.MONEY:
            return Money(type_.of or "", 0)
        case Kind.DAYS:
            return Days(0)
        case Kind.PERIOD:
            return Months(0)
        case Kind.SECONDS:
            return Seconds(0)
        case _:
            return Decimal(0)


def whole(number: Decimal, most: int = _LONGEST) -> int:
    """A whole number of units; raises ValueError for a fraction, or one past what is bounded."""
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    if abs(number) > most:
        raise ValueError("too large")
    return int(number)
