"""Steps, fields and paragraphs that can never be shown, where that is plain to see.

A condition is contradictory when its conjuncts leave no value for one fact: two codes at once, a
number below 5 and above 10, a date before itself. Whatever takes more than that to see is left
to the solver (`mumaris prove`): a false alarm would be worse than silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from engine.definitions.draft import Draft
from engine.expressions.cases import Case, cases
from engine.expressions.core import (
    Compare,
    Comparison,
    Const,
    DerivedRef,
    FactRef,
    ItemRef,
    Node,
    Not,
)
from engine.expressions.shape import shape
from engine.model.condition import Condition
from engine.model.problem import Problem
from engine.model.value import ABSENT

Ordered: TypeAlias = Decimal | date
_FLIPPED = {
    Comparison.LT: Comparison.GT,
    Comparison.LE: Comparison.GE,
    Comparison.GT: Comparison.LT,
    Comparison.GE: Comparison.LE,
}


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.every_service():
        program = draft.programs.get(service.id)
        if program is None:
            continue
        for step in service.asking:
            shown = program.steps[step.id] or program.held.get(step.id)
            yield from _never(f"step `{step.id}`", step.shown_when, shown)
            for field in step.fields:
                compiled = program.fields[step.id, field.id]
                yield from _never(f"field `{field.id}`", field.shown_when, compiled.shown_when)
            conditions = program.paragraphs.get(step.id, ())
            for paragraph, node in zip(step.says, conditions, strict=True):
                yield from _never(f"a paragraph of `{step.id}`", paragraph.condition, node)


def _never(what: str, written: Condition | None, node: Node | None) -> Iterator[Problem]:
    if written is not None and node is not None and is_contradictory(node):
        hint = "no answers make this condition true"
        yield Problem("D120", f"{what} is never shown", written.span, hint)


def is_contradictory(node: Node) -> bool:
    """Whether `node` is plainly false, whatever the facts are."""
    return all(_is_false(case) for case in cases(node))


def _is_false(conjuncts: Case) -> bool:
    if any(isinstance(one, Const) and one.value is False for one in conjuncts):
        return True
    shapes = {shape(one) for one in conjuncts}
    denied = (one.operand for one in conjuncts if isinstance(one, Not))
    return any(shape(one) in shapes for one in denied) or _no_value_left(conjuncts)


def _no_value_left(conjuncts: Iterable[Node]) -> bool:
    """Whether the comparisons of one fact with constants exclude each other."""
    by_fact: dict[str, list[tuple[Comparison, Const]]] = {}
    ranges: dict[str, list[tuple[Comparison, Ordered]]] = {}
    for node in conjuncts:
        if not isinstance(node, Compare):
            continue
        name, operator, constant, subject = _compared(node)
        if name is None or constant is None or constant.value is ABSENT:
            continue
        by_fact.setdefault(name, []).append((operator, constant))
        if subject is not None and isinstance(constant.value, Decimal | date):
            bounds = ranges.setdefault(name, list(_domain(subject)))
            bounds.append((operator, constant.value))
    return any(map(_are_unequal, by_fact.values())) or any(map(_is_empty, ranges.values()))


def _compared(
    node: Compare,
) -> tuple[str | None, Comparison, Const | None, FactRef | ItemRef | None]:
    """The fact, operator and constant of a comparison, the fact on the left."""
    left, right, operator = node.left, node.right, node.operator
    if isinstance(left, Const):
        left, right, operator = right, left, _FLIPPED.get(operator, operator)
    if not isinstance(right, Const):
        return None, operator, None, None
    match left:
        case FactRef(name):
            return name, operator, right, left
        case DerivedRef(name):
            return name, operator, right, None
        case ItemRef(variable, field) if field is not None:
            return f"{variable}.{field}", operator, right, left
        case _:
            return None, operator, None, None


def _domain(subject: FactRef | ItemRef) -> Iterator[tuple[Comparison, Ordered]]:
    if subject.type.low is not None:
        yield Comparison.GE, subject.type.low
    if subject.type.high is not None:
        yield Comparison.LE, subject.type.high


def _are_unequal(comparisons: list[tuple[Comparison, Const]]) -> bool:
    equal = {constant.value for operator, constant in comparisons if operator is Comparison.EQ}
    unequal = {constant.value for operator, constant in comparisons if operator is Comparison.NE}
    return len(equal) > 1 or bool(equal & unequal)


def _is_empty(bounds: list[tuple[Comparison, Ordered]]) -> bool:
    """Whether no number, or no date, keeps all bounds; numbers are taken as dense."""
    low: tuple[Ordered, bool] | None = None
    high: tuple[Ordered, bool] | None = None
    for operator, value in bounds:
        if operator in (Comparison.GE, Comparison.GT, Comparison.EQ):
            is_open = operator is Comparison.GT
            if low is None or (value, is_open) > low:
                low = (value, is_open)
        if operator in (Comparison.LE, Comparison.LT, Comparison.EQ):
            is_closed = operator is not Comparison.LT
            if high is None or (value, is_closed) < high:
                high = (value, is_closed)
    if low is None or high is None:
        return False
    if low[0] == high[0]:
        return low[1] or not high[1]
    return bool(low[0] > high[0])  # type: ignore[operator]
