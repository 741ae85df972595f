"""Equality, order and membership of values: true, false, or null where there is no answer.

Source: OMG DMN 1.5, 10.3.2.13 (tables 50 to 53) and 10.3.2.7.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.expressions.specification.calendar import Date
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.values import (
    BuiltInFunction,
    DateTime,
    DaysTime,
    Function,
    Range,
    Time,
    Value,
    YearsMonths,
    instant,
    instant_of_time,
)


def equal(a: Value, b: Value, budget: Budget) -> bool | None:
    """`a = b`: null for two different kinds; null itself equals null alone."""
    if a is None or b is None:
        return a is b
    budget.descend()
    result = _equal(a, b, budget)
    budget.ascend()
    return result


def _equal(a: Value, b: Value, budget: Budget) -> bool | None:
    match a, b:
        case tuple(), tuple():
            return _all_equal(a, b, budget) if len(a) == len(b) else False
        case dict(), dict():
            if a.keys() != b.keys():
                return False
            return _all_equal(tuple(a.values()), tuple(b[key] for key in a), budget)
        case Range(), Range():
            if (a.has_low, a.has_high) != (b.has_low, b.has_high):
                return False
            return _all_equal((a.low, a.high), (b.low, b.high), budget)
        case ((Function() | BuiltInFunction()), (Function() | BuiltInFunction())):
            return a is b
        case (Time(), Time()) | (DateTime(), DateTime()):
            found = _sortable(a, b)
            return False if found is None else found[0] == found[1]
        case _:
            found = _sortable(a, b)
            if found is None and isinstance(a, bool) and isinstance(b, bool):
                return a is b
            return None if found is None else found[0] == found[1]


def _all_equal(a: tuple[Value, ...], b: tuple[Value, ...], budget: Budget) -> bool | None:
    budget.spend(len(a))
    result: bool | None = True
    for left, right in zip(a, b, strict=True):
        is_same = equal(left, right, budget)
        if is_same is False:
            return False
        result = result if is_same else None
    return result


def _sortable(a: Value, b: Value) -> tuple[Any, Any] | None:
    """What Python can compare in place of two values of one ordered kind, or None."""
    match a, b:
        case (bool(), _) | (_, bool()):
            return None
        case (
            (Decimal(), Decimal())
            | (str(), str())
            | (Date(), Date())
            | (YearsMonths(), YearsMonths())
            | (DaysTime(), DaysTime())
        ):
            return a, b
        case Time(), Time():
            if (a.zone is None) is not (b.zone is None):
                return None
            return instant_of_time(a), instant_of_time(b)
        case DateTime(), DateTime():
            if (a.time.zone is None) is not (b.time.zone is None):
                return None
            return instant(a), instant(b)
        case _:
            return None


def less(a: Value, b: Value) -> bool | None:
    """`a < b`, or null where the two have no order."""
    found = _sortable(a, b)
    return None if found is None else found[0] < found[1]


def at_most(a: Value, b: Value) -> bool | None:
    found = _sortable(a, b)
    return None if found is None else found[0] <= found[1]


def compared(operator: str, a: Value, b: Value, budget: Budget) -> bool | None:
    """The result of `=`, `!=`, `<`, `<=`, `>` or `>=`."""
    match operator:
        case "=":
            return equal(a, b, budget)
        case "!=":
            same = equal(a, b, budget)
            return None if same is None else not same
        case "<":
            return less(a, b)
        case "<=":
            return at_most(a, b)
        case ">":
            return less(b, a)
        case _:
            return at_most(b, a)


def holds(range_: Range, value: Value) -> bool | None:
    """Whether the value lies in the range."""
    above: bool | None = True
    below: bool | None = True
    if range_.low is None and range_.high is None:
        return None
    if range_.low is not None:
        above = at_most(range_.low, value) if range_.has_low else less(range_.low, value)
    if range_.high is not None:
        below = at_most(value, range_.high) if range_.has_high else less(value, range_.high)
    return all_of(above, below)


def all_of(a: Value, b: Value) -> bool | None:
    """Three-valued `and`: what is no boolean counts as null."""
    if a is False or b is False:
        return False
    return True if a is True and b is True else None


def any_of(a: Value, b: Value) -> bool | None:
    """Three-valued `or`: what is no boolean counts as null."""
    if a is True or b is True:
        return True
    return False if a is False and b is False else None


def passes(subject: Value, test: Value, budget: Budget) -> bool | None:
    """Whether `subject in test`: in a list or a range, or equal to it. Table 55."""
    match test:
        case Range():
            is_same = isinstance(subject, Range) and equal(subject, test, budget) is True
            return True if is_same else holds(test, subject)
        case tuple():
            budget.items(len(test))
            if isinstance(subject, tuple) and equal(subject, test, budget) is True:
                return True
            result: bool | None = False
            for item in test:
                found = (
                    holds(item, subject)
                    if isinstance(item, Range) and not isinstance(subject, Range)
                    else equal(subject, item, budget) is True
                )
                result = any_of(result, found)
            return result
        case _:
            return equal(subject, test, budget)
