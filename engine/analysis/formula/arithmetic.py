"""Operations on terms, as `engine/expressions/arithmetic.py` has them on plain values.

All are strict but `as_truth`: a term without a value makes the result open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from engine.analysis.formula.dates import COMPARE, Day, Length, compared_days, compared_lengths
from engine.analysis.formula.terms import (
    OPEN,
    Crowd,
    NotCoveredError,
    Scaled,
    Slots,
    Term,
    Value,
    aligned,
    merged,
)
from engine.analysis.formula.truths import Truth, Whole, all_of, any_of
from engine.expressions.arithmetic import MOST_MINOR
from engine.expressions.core import Comparison
from engine.expressions.decimals import places
from engine.model.types import Kind, Type

_LONGEST: Final = 4_000_000  # days or months of a multiplied length, as evaluated


def as_truth(term: Term) -> Term:
    """As the connectives read a term: absent counts as open."""
    return Term(False if term.value is None else term.value, False, term.is_blocking)


def strict(made: Callable[..., Value], *operands: Term) -> Term:
    """What is made of the operands' values; open where one has none."""
    if any(operand.value is None for operand in operands):
        return OPEN
    value = made(*(operand.value for operand in operands))
    return Term(value, False, any_of(operand.is_blocking for operand in operands))


def faulty(term: Term, is_fault: Callable[[Any], Truth]) -> Term:
    """The term, and open where its value is beyond what there is."""
    if term.value is None:
        return term
    return replace(term, is_open=any_of((term.is_open, is_fault(term.value))))


def signed(number: Any, sign: int) -> Any:
    return number if sign > 0 else -number


def total(a: Any, b: Any, sign: int) -> Value:
    """`a + b` or `a - b`; two dates give the days between them."""
    match a, b:
        case Scaled(), Scaled():
            first, second = aligned(a, b)
            units = first.units + signed(second.units, sign)
            return Scaled(units, first.decimals, first.most + second.most)
        case Day(), Day():
            return Length(0, (a, b))
        case Length(), Length(count, None):
            return Length(a.count + signed(count, sign), a.between)
        case Length(), Length():
            return Length(a.days + signed(b.days, sign))
        case _:
            return a + signed(b, sign)


def zero(type_: Type) -> Value:
    match type_.kind:
        case Kind.NUMBER:
            return Scaled(0, 0, 0)
        case Kind.DAYS:
            return Length(0)
        case _:
            return 0


def best(comparison: Comparison, values: Iterable[tuple[Value, Truth]]) -> Term:
    """The value that is less, or greater, than all others; absent where there is none."""
    best = Term(None, True)
    for value, has in values:
        beats = best.value is None or compared(comparison, value, best.value)
        best = merged(all_of((has, any_of((best.is_absent, beats)))), Term(value), best)
    return best


def compared(comparison: Comparison, a: Any, b: Any) -> Truth:
    match a, b:
        case Scaled(), Scaled():
            first, second = aligned(a, b)
            return COMPARE[comparison](first.units, second.units)
        case Day(), Day():
            return compared_days(comparison, a, b)
        case Length(), Length():
            return compared_lengths(comparison, a, b)
        case (Slots() | Crowd(), _) | (_, Slots() | Crowd()):
            raise NotCoveredError
        case _:
            return COMPARE[comparison](a, b)


def is_in(element: Any, collection: Any) -> Truth:
    if not isinstance(collection, Slots):
        raise NotCoveredError
    return any_of(
        all_of((has, compared(Comparison.EQ, element, part.value)))
        for part, has in collection.elements
        if isinstance(part, Term)
    )


def scaled(operand: Term, factor: Decimal, type_: Type) -> Term:
    """Money and lengths must come out whole, and not too large."""
    scale = 10 ** places(factor)
    units = int(factor * scale)
    if isinstance(operand.value, Scaled):
        return strict(
            lambda value: Scaled(
                value.units * units, value.decimals + places(factor), value.most * abs(units)
            ),
            operand,
        )
    if operand.value is None:
        return OPEN
    is_days = isinstance(operand.value, Length)
    count: Whole = operand.value.days if isinstance(operand.value, Length) else operand.value
    product = count * units
    whole = product // scale if isinstance(product, int) else product / scale
    most = MOST_MINOR if type_.kind is Kind.MONEY else _LONGEST
    is_fault = any_of((product % scale != 0, whole > most, whole < -most))
    term = strict(lambda _: Length(whole) if is_days else whole, operand)
    return faulty(term, lambda _: is_fault)
