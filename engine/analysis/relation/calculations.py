"""Sums, products and shares of terms, as `engine/expressions/arithmetic.py` has them.

All are strict. Money and lengths must come out whole. A division is exact, or it is not covered.

Not here: moving days (`days.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, assert_never

from engine.analysis.relation.days import days_between, moved
from engine.analysis.relation.logic import compared, strict
from engine.analysis.relation.terms import (
    EXACT,
    NotCovered,
    Term,
    constant,
    merged,
    whole_term,
)
from engine.analysis.relation.truths import (
    WHOLE,
    Flag,
    Value,
    all_of,
    any_of,
    chosen,
    column,
    denied,
    is_true,
    wide,
)
from engine.expressions.arithmetic import MOST_MINOR, zero_of
from engine.expressions.core import Aggregate, Comparison
from engine.model.rounding import Rounding, RoundingMode
from engine.model.types import Kind, Type

_LONGEST: Final = 4_000_000  # days or months of a multiplied length, as evaluated
_TOO_MUCH: Final = 10**17  # minor units of shares


def added(left: Term, right: Term, sign: int) -> Term:
    """Number + number, money + money, length + length, date + days, date - date."""
    is_fault = strict((left, right))
    if left.value is None or right.value is None:
        return Term(is_fault=is_fault)
    is_sure = left.is_sure and right.is_sure
    match left.kind, right.kind:
        case "int64", "int64":
            decimals = max(left.decimals, right.decimals)
            a, b = left.with_decimals(decimals), right.with_decimals(decimals)
            low, high = (b.low, b.high) if sign > 0 else (-b.high, -b.low)
            value = wide(a.value) + b.value if sign > 0 else wide(a.value) - b.value
            low, high = a.low + low, a.high + high
            return whole_term(value, low, high, decimals, is_fault=is_fault, is_sure=is_sure)
        case "date", "date" if sign < 0:
            low, high = (left.low - right.high).days, (left.high - right.low).days
            value = days_between(right.value, left.value)
            return whole_term(value, low, high, is_fault=is_fault, is_sure=is_sure)
        case "date", "int64" if right.decimals == 0:
            return moved(left, right, sign, is_months=False)
        case _:
            raise NotCovered


def scaled(operand: Term, factor: Decimal, type_: Type) -> Term:
    """Money and lengths must come out whole, and not too large."""
    by = constant(factor)
    if operand.value is None:
        return Term(is_fault=operand.is_fault)
    if operand.kind != WHOLE:
        raise NotCovered
    low, high = sorted((operand.low * by.value, operand.high * by.value))
    decimals = operand.decimals + by.decimals
    flags = {"is_fault": operand.is_fault, "is_sure": operand.is_sure}
    product = whole_term(wide(operand.value) * by.value, low, high, decimals, **flags)
    if type_.kind is Kind.NUMBER:
        return product
    most = MOST_MINOR if type_.kind is Kind.MONEY else _LONGEST
    over = 10**by.decimals
    found = quotient(replace_decimals(product, 0), over)
    is_whole = _divides(over, product.value)
    return _only(found, all_of((is_whole, *_at_most(found, most))))


def _at_most(term: Term, most: int) -> Sequence[Flag]:
    if term.most <= most:
        return ()
    return (term.value <= most, term.value >= -most)


def _divides(by: int, number: Value) -> Any:
    if by == 1:
        return True
    return number % by == 0


def replace_decimals(term: Term, decimals: int) -> Term:
    """The same whole number, read as one of other decimals."""
    return whole_term(
        term.value, term.low, term.high, decimals, is_fault=term.is_fault, is_sure=term.is_sure
    )


def _only(term: Term, holds: Any) -> Term:
    """The term where something holds of its value, else a fault."""
    if holds is True:
        return term
    value = chosen(((holds, term.value),), None, WHOLE)
    is_fault = any_of((term.is_fault, is_true(denied(holds))))
    return whole_term(value, term.low, term.high, is_fault=is_fault)


def quotient(term: Term, over: int) -> Term:
    """Divided by a whole number, without the rest: towards zero."""
    if over == 1:
        return term
    if term.most > EXACT:
        raise NotCovered
    number = term.value
    if isinstance(number, int):
        value: Any = abs(number) // over * (1 if number >= 0 else -1)
    else:
        # Exact: both are whole, below 2**53, and the one divides the other.
        value = ((number - number % over).cast("float64") / over).cast(WHOLE)
    flags = {"is_fault": term.is_fault, "is_sure": term.is_sure}
    return whole_term(value, -(abs(term.low) // over), abs(term.high) // over, **flags)


def shared(parts: Sequence[tuple[Term, Term]], over: Term, rounding: Rounding | None) -> Term:
    """Amounts, each times a number or days, added, divided by a constant and rounded once."""
    operands = [over, *(one for part in parts for one in part)]
    is_fault = strict(operands)
    if any(one.value is None for one in operands):
        return Term(is_fault=is_fault)
    if not isinstance(over.value, int) or over.value <= 0:
        raise NotCovered
    decimals = max(count.decimals for _, count in parts)
    total = whole_term(0, 0, 0, is_sure=True)
    for amount, count in parts:
        total = added(total, _product(amount, count.with_decimals(decimals)), 1)
    total = _product(total, constant(Decimal(10**over.decimals)))
    divisor = over.value * 10**decimals
    if total.most // divisor >= _TOO_MUCH:
        raise NotCovered
    if rounding is None:
        found = _only(quotient(total, divisor), _divides(divisor, total.value))
    else:
        found = _rounded(total, divisor, rounding)
    return whole_term(
        found.value,
        found.low,
        found.high,
        is_fault=any_of((is_fault, found.is_fault)),
        is_sure=found.is_sure,
    )


def _product(left: Term, right: Term) -> Term:
    """Of two whole numbers, whatever their decimals."""
    if left.kind != WHOLE or right.kind != WHOLE:
        raise NotCovered
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    is_sure = left.is_sure and right.is_sure
    return whole_term(
        wide(left.value) * wide(right.value), min(corners), max(corners), is_sure=is_sure
    )


def _rounded(total: Term, divisor: int, rounding: Rounding) -> Term:
    """The quotient in multiples of the unit; see `Rounding`."""
    by = divisor * rounding.unit_minor
    found = quotient(total, by)
    unit = rounding.unit_minor
    low, high = (found.low - 1) * unit, (found.high + 1) * unit
    if isinstance(total.value, int):
        minor = rounding.minor(Fraction(total.value, divisor))
        return whole_term(minor, minor, minor, is_sure=True)
    number = column(total.value, WHOLE)
    rest, units = (number % by).abs(), column(found.value, WHOLE)
    match rounding.mode:
        case RoundingMode.UP:
            is_up = rest > 0
        case RoundingMode.DOWN:
            is_up = False
        case RoundingMode.HALF_UP:
            is_up = rest * 2 >= by
        case RoundingMode.HALF_EVEN:
            is_up = (rest * 2 > by) | ((rest * 2 == by) & ((units % 2).abs() == 1))
        case _:
            assert_never(rounding.mode)
    step = chosen(((is_up, chosen(((number < 0, -1),), 1, WHOLE)),), 0, WHOLE)
    return whole_term((units + step) * unit, low, high, is_sure=total.is_sure)


# Of lists ---------------------------------------------------------------------------------------


def gathered(
    aggregate: Aggregate, bodies: Sequence[tuple[Term, Flag]], is_known: Flag, type_: Type
) -> Term:
    """COUNT of what is true, or SUM, MIN, MAX; open where one that is there has no value."""
    waits = [all_of((has, denied(body.is_known))) for body, has in bodies]
    is_fault = all_of((is_known, any_of(all_of((has, one.is_fault)) for one, has in bodies)))
    is_known = all_of((is_known, denied(any_of(waits))))
    match aggregate:
        case Aggregate.COUNT:
            ones = [chosen(((all_of((has, body.value)), 1),), 0, WHOLE) for body, has in bodies]
            found = whole_term(sum(ones), 0, len(ones))
        case Aggregate.SUM:
            found = constant(zero_of(type_))
            for body, has in bodies:
                found = merged(((has, added(found, body, 1)),), found)
        case Aggregate.MIN | Aggregate.MAX:
            beats = Comparison.LT if aggregate is Aggregate.MIN else Comparison.GT
            found = Term(is_absent=True)
            for body, has in bodies:
                is_better = True if found.value is None else compared(beats, body, found).value
                is_it = all_of((has, any_of((found.is_absent, is_better))))
                found = merged(((is_it, body),), found)
        case _:
            assert_never(aggregate)
    if found.value is None:
        return Term(None, all_of((is_known, found.is_absent)), is_fault)
    assert found.kind is not None
    return Term(
        chosen(((is_known, found.value),), None, found.kind),
        all_of((is_known, found.is_absent)),
        is_fault,
        found.kind,
        found.decimals,
        found.low,
        found.high,
    )
