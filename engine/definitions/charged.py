"""What the forms of a fee line are made with: what is lent to them, and pieces of the core."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from engine.expressions import core
from engine.expressions.compiled import CompiledDerived, CompiledPart, Reads
from engine.expressions.core import Comparison, Node
from engine.model.condition import Condition, Formula
from engine.model.fact import Fact
from engine.model.fee import Concession, FeeRule
from engine.model.fee_part import PartKind
from engine.model.problem import Problem, Span
from engine.model.rule import Value
from engine.model.types import DATE, NUMBER, YES_NO, Type

ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Lowering:
    """What the compiler of a service lends to its fees. `values` takes what brackets say by date.

    `reading_on` gives the same for a line that reads dated values on a day of its own; where it
    reads none, `refuse_idle` says so. `typed` and `condition` give None for what is at fault, which
    is then among `problems`.
    """

    typed: Callable[..., Node | None]
    condition: Callable[[Condition | None], Node | None]
    reads: Callable[..., Reads]
    measure: Callable[[Node, Span], None]
    derived: Mapping[str, CompiledDerived]
    facts: Mapping[str, Fact]
    problems: list[Problem]
    reading_on: Callable[[Formula | None], Lowering]
    refuse_idle: Callable[..., None]
    values: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Charged:
    """What a line comes to. `counts`: it is not charged while this is false."""

    amount: Node
    parts: tuple[CompiledPart, ...] = ()
    counts: Node | None = None


def sum_of(nodes: Iterable[Node], money: Type, at: Span) -> Node:
    one = core.Const(ONE, NUMBER, at)
    return core.Shares(tuple((node, one) for node in nodes), one, None, money, at)


def compare(operator: Comparison, left: Node, right: Node, at: Span, text: str) -> Node:
    return core.Compare(operator, left, right, YES_NO, at, text)


def name_of(node: Node) -> str:
    """The name that a node is, or nothing."""
    match node:
        case core.FactRef(name) | core.DerivedRef(name) | core.ValueRef(name) | core.TableRef(name):
            return name
        case _:
            return ""


def explained_by(part: CompiledPart) -> tuple[Node | None, ...]:
    """What a part rests on; other lines, and the part before it, say that of themselves."""
    match part.kind:
        case PartKind.PER_CENT | PartKind.VAT | PartKind.GRACE | PartKind.AT_MOST:
            return (part.factor,)
        case PartKind.DAYS:
            return (part.base,)
        case PartKind.AMOUNT | PartKind.MINIMUM | PartKind.MAXIMUM | PartKind.BRACKET:
            return part.base, part.amount
        case PartKind.SUM | PartKind.WAIVED:
            return ()
        case _:
            return part.base, part.factor


def in_force(entry: FeeRule | Concession, reader: FeeRule, at: Span) -> tuple[Node, ...]:
    """That `entry` is in force, as far as this does not follow from `reader` being so."""
    day = core.FactRef("decision_date", DATE, at)

    def bound(operator: Comparison, limit: date) -> Node:
        text = f'decision_date {operator} date("{limit}")'
        return core.Compare(operator, day, core.Const(limit, DATE, at), YES_NO, at, text)

    tests = []
    if entry.effective_from > reader.effective_from:
        tests.append(bound(Comparison.GE, entry.effective_from))
    if entry.effective_to is not None and entry.effective_to < (reader.effective_to or date.max):
        tests.append(bound(Comparison.LE, entry.effective_to))
    return tuple(tests)


def all_true(nodes: Iterable[Node], at: Span) -> Node:
    parts = tuple(nodes)
    return parts[0] if len(parts) == 1 else core.And(parts, YES_NO, at)


def any_true(nodes: Iterable[Node], at: Span) -> Node:
    parts = tuple(nodes)
    return parts[0] if len(parts) == 1 else core.Or(parts, YES_NO, at)
