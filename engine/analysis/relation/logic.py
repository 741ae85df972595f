"""Conditions over terms: `if`, the connectives, comparisons, membership, and whether one is absent.

As `engine/expressions/kleene.py` and `evaluate.py` have them; a fault counts as unknown while
another operand can settle the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from engine.analysis.relation.terms import Elements, NotCovered, Term, merged, truth_term
from engine.analysis.relation.truths import (
    FLAG,
    TEXT,
    WHOLE,
    Flag,
    Truth,
    Value,
    all_of,
    any_of,
    chosen,
    denied,
    is_null,
    is_plain,
)
from engine.expressions.core import Comparison


def conditional(condition: Term, then: Term, otherwise: Term) -> Term:
    """`if`: open where the condition is neither, and a fault where that is one."""
    truth = condition.value
    if isinstance(truth, bool):
        return then if truth else otherwise
    open_ = Term(is_fault=condition.is_fault)
    if truth is None:
        return open_
    if condition.is_sure:
        return merged(((truth, then),), otherwise)
    return merged(((truth, then), (denied(truth), otherwise)), open_)


def as_truth(term: Term) -> Term:
    """As the connectives read a term: absent counts as unknown."""
    if isinstance(term.value, Elements) or term.kind not in {FLAG, None}:
        raise NotCovered
    return truth_term(term.value, term.is_fault, is_sure=term.is_sure)


def kleene(truths: Sequence[Term], *, by: bool) -> Term:
    """`or` (by True) and `and` (by False); a fault where one is there and nothing settles it."""
    value = any_of(one.value for one in truths) if by else all_of(one.value for one in truths)
    return truth_term(
        value,
        where_open(value, any_of(one.is_fault for one in truths)),
        is_sure=all(one.is_sure for one in truths),
    )


def where_open(value: Value, is_fault: Flag) -> Flag:
    """The flag where there is no value; asked only there."""
    if is_fault is False or (is_plain(value) and value is not None):
        return False
    return chosen(((denied(is_null(value)), False),), is_fault, FLAG)


def strict(operands: Iterable[Term]) -> Flag:
    """Whether what reads these values is a fault: where one of them is."""
    return any_of(one.is_fault for one in operands)


def compared(comparison: Comparison, left: Term, right: Term) -> Term:
    """Strict. Texts and truths know only = and !=."""
    is_fault = strict((left, right))
    if isinstance(left.value, Elements) or isinstance(right.value, Elements):
        raise NotCovered
    if left.value is None or right.value is None:
        return Term(None, False, is_fault, FLAG)
    if left.kind != right.kind:
        raise NotCovered
    if left.kind in {FLAG, TEXT} and comparison not in {Comparison.EQ, Comparison.NE}:
        raise NotCovered
    decimals = max(left.decimals, right.decimals)
    if left.kind == WHOLE:
        left, right = left.with_decimals(decimals), right.with_decimals(decimals)
    is_sure = left.is_sure and right.is_sure
    value = _always(comparison, left, right) if is_sure else None
    if value is None:
        same = _same_truth if left.kind == FLAG else _ordered
        value = same(comparison, left.value, right.value)
    return truth_term(value, is_fault, is_sure=is_sure)


def _always(comparison: Comparison, left: Term, right: Term) -> bool | None:
    """What the bounds of two sure terms say, whatever the values are."""
    if left.low is None or right.low is None:
        return None
    match comparison:
        case Comparison.LT | Comparison.GE:
            is_less = left.high < right.low or (None if left.low < right.high else False)
        case Comparison.LE | Comparison.GT:
            is_less = left.high <= right.low or (None if left.low <= right.high else False)
        case _:
            return None
    if is_less is None:
        return None
    return is_less if comparison in {Comparison.LT, Comparison.LE} else not is_less


def _same_truth(comparison: Comparison, left: Truth, right: Truth) -> Truth:
    if isinstance(right, bool):
        left, right = right, left
    if isinstance(left, bool):
        if isinstance(right, bool):
            return (left is right) is (comparison is Comparison.EQ)
        return right if left is (comparison is Comparison.EQ) else denied(right)
    return left == right if comparison is Comparison.EQ else left != right


def _ordered(comparison: Comparison, left: Value, right: Value) -> Truth:
    return _COMPARED[comparison](left, right)


_COMPARED: Final[Mapping[Comparison, Callable[[Any, Any], Any]]] = {
    Comparison.EQ: lambda a, b: a == b,
    Comparison.NE: lambda a, b: a != b,
    Comparison.LT: lambda a, b: a < b,
    Comparison.LE: lambda a, b: a <= b,
    Comparison.GT: lambda a, b: a > b,
    Comparison.GE: lambda a, b: a >= b,
}


def member(element: Term, collection: Term) -> Term:
    """The `or` of its equalities; open where the list is."""
    is_fault = strict((element, collection))
    if collection.value is None or element.value is None:
        return Term(None, False, is_fault, FLAG)
    if not isinstance(collection.value, Elements):
        raise NotCovered
    parts = collection.value.parts
    if _are_plain(parts, element):
        value = _is_one_of(element, [part.value for part, _ in parts])
    else:
        found = [(compared(Comparison.EQ, element, part).value, has) for part, has in parts]
        value = any_of(all_of((has, truth)) for truth, has in found)
        value = chosen(((element.is_known, value),), None, FLAG)
    return truth_term(
        chosen(((collection.value.is_known, value),), None, FLAG),
        is_fault,
        is_sure=element.is_sure and collection.value.is_known is True,
    )


def _are_plain(parts: Sequence[tuple[Term, Flag]], element: Term) -> bool:
    return len(parts) > 0 and all(
        has is True
        and is_plain(one.value)
        and (one.kind, one.decimals) == (element.kind, element.decimals)
        for one, has in parts
    )


def _is_one_of(element: Term, values: list[Value]) -> Truth:
    return element.value in values if is_plain(element.value) else element.value.isin(values)


def is_absent(operand: Term) -> Term:
    """`x = null`."""
    value = chosen(((operand.is_absent, True), (operand.is_known, False)), None, FLAG)
    return truth_term(value, operand.is_fault)
