"""Operations on known values: comparing, adding, scaling and gathering them.

Each raises an ArithmeticError, TypeError or ValueError where there is no result; the evaluator
makes a fault of it. Not here: what an absent or unknown operand means (`evaluate.py`).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any, Final, assert_never

from engine.expressions.core import Aggregate, Comparison
from engine.expressions.decimals import DECIMALS
from engine.model.money import Money
from engine.model.period import Days, Months, add_months
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
_LONGEST: Final = 4_000_000  # days; more than from the first to the last day of the calendar


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
        case Days(), Days():
            return Days(a.count + sign * b.count)
        case Months(), Months():
            return Months(a.count + sign * b.count)
        case _:
            raise ValueError(f"{a} and {b}")


def months_added(day: date, length: Months, sign: int) -> date:
    """`day` plus, or with `sign` -1 minus, whole months, clamped to the end of the month."""
    return add_months(day, sign * length.count)


def is_in(element: Known, collection: tuple[Known, ...]) -> bool:
    return element in collection


def scaled(a: object, factor: Decimal) -> Known:
    """`a * factor`; a length must come out whole."""
    match a:
        case Decimal():
            return DECIMALS.multiply(a, factor)
        case Days(count):
            return Days(_whole(DECIMALS.multiply(count, factor)))
        case Months(count):
            return Months(_whole(DECIMALS.multiply(count, factor)))
        case _:
            raise ValueError(f"{a}")


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
            return reduce(lambda total, value: added(total, value, 1), values, _zero(type_))
        case _:
            assert_never(aggregate)


def _zero(type_: Type) -> Known:
    match type_.kind:
        case Kind.MONEY:
            return Money(type_.of or "", 0)
        case Kind.DAYS:
            return Days(0)
        case Kind.PERIOD:
            return Months(0)
        case _:
            return Decimal(0)


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    if abs(number) > _LONGEST:
        raise ValueError("too long")
    return int(number)
