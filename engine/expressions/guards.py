"""What is known where a part of a condition is read: which conditions hold, which names are there.

A guard is `x = null or ...`, `x != null and ...`, an `if` on either, or the conditions under which
the fact's own field or document is asked for. Guards work in any order: each operand of an `and`
is read knowing that all others are true, each operand of an `or` that all others are false.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from engine.expressions import beyond, core
from engine.expressions.core import Aggregate, Node
from engine.expressions.operators import LENGTHS
from engine.expressions.scope import Presence
from engine.expressions.shape import shape
from engine.model.problem import Span
from engine.model.types import NUMBER, YES_NO


@dataclass(frozen=True, slots=True)
class Held:
    """`shapes` of conditions that are true, and `names` that are present."""

    shapes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def __or__(self, other: Held) -> Held:
        return Held(self.shapes | other.shapes, self.names | other.names)

    def settles(self, node: Node) -> bool:
        """Whether a calculation has a result because of what holds: no divisor of zero, or enough
        numbers."""
        if isinstance(node, beyond.Call) and node.function == _OF_TWO:
            count = _count_of(node.arguments[0], node.at)
            one, two = (shape(core.Const(Decimal(most), NUMBER, node.at)) for most in (1, 2))
            several = (f"({shape(count)} > {one})", f"({shape(count)} >= {two})")
            return not self.shapes.isdisjoint(several)
        divisor = _divisor(node)
        if divisor is None:
            return False
        zero = shape(core.Const(Decimal(0), NUMBER, divisor.at))
        one = shape(core.Const(Decimal(1), NUMBER, divisor.at))
        of = shape(divisor)
        tests = (f"({of} != {zero})", f"(not ({of} = {zero}))", f"({of} > {zero})")
        return not self.shapes.isdisjoint((*tests, f"({of} >= {one})", f"({of} < {zero})"))

    def has(self, name: str, presence: Presence) -> bool:
        """Whether `name` is present; `presence` says which conditions make it so."""
        ways = presence.get(name, ())
        return name in self.names or any(needed <= self.shapes for needed in ways)

    def common(self, other: Held, presence: Presence) -> Held:
        """What holds in both of two cases, of which only one is so."""
        names = self.names | other.names | presence.keys()
        both = (name for name in names if self.has(name, presence) and other.has(name, presence))
        return Held(self.shapes & other.shapes, frozenset(both))


NOTHING = Held()
_OF_SOME = {Aggregate.MIN, Aggregate.MAX}
_OF_TWO = "stddev"  # of one number there is none


def _divisor(node: Node) -> Node | None:
    """What must not be zero: a divisor, or the count of what a least or greatest is taken of.

    A length that is divided may not come out whole, whatever it is divided by.
    """
    match node:
        case beyond.Divide(left) if left.type.kind in LENGTHS:
            return None
        case beyond.Divide(_, right) | beyond.Call("modulo", (_, right)):
            return right
        case core.Aggregated(aggregate, _, source, _, _, at) if aggregate in _OF_SOME:
            return _count_of(source, at)
        case beyond.Call("mean" | "median" | "product", (source,), _, at):
            return _count_of(source, at)
        case _:
            return None


def _count_of(source: Node, at: Span) -> Node:
    if isinstance(source, beyond.Filtered):
        body, over = source.body, source.source
        return core.Aggregated(Aggregate.COUNT, source.variable, over, body, NUMBER, at)
    if isinstance(source, beyond.Mapped):
        return _count_of(source.source, at)
    always = core.Const(True, YES_NO, at)
    return core.Aggregated(Aggregate.COUNT, "item", source, always, NUMBER, at)


def key_of(node: Node) -> str | None:
    """What presence is tracked by: a plain name, or all of what is written; None for the rest."""
    match node:
        case core.FactRef() | core.DerivedRef() | core.ItemRef() | core.TableRef():
            return shape(node)
        case core.AttributeOf():
            return shape(node)
        case _:
            return shape(node) if node.type.is_optional else None


def held_if(node: Node, truth: bool, presence: Presence) -> Held:
    """What holds whenever `node` is `truth`."""
    held = Held(frozenset({shape(node) if truth else f"(not {shape(node)})"}))
    match node:
        case core.Not(operand):
            return held | held_if(operand, not truth, presence)
        case core.And(items) | core.Or(items):
            cases = [held_if(item, truth, presence) for item in items]
            return held | (
                _all(cases) if truth is isinstance(node, core.And) else _any(cases, presence)
            )
        case core.IsAbsent(operand) if not truth:
            return held | Held(names=frozenset(_present_with(operand)))
        case _:
            return held


def _present_with(node: Node) -> Iterator[str]:
    """The names that are present when `node` is; of an attribute, its code too."""
    if key := key_of(node):
        yield key
    if isinstance(node, core.AttributeOf):
        yield from _present_with(node.operand)


def beside(items: tuple[Node, ...], truth: bool, presence: Presence) -> Iterator[tuple[Node, Held]]:
    """Each operand with what holds when all the others are `truth`."""
    held = [held_if(item, truth, presence) for item in items]
    after = [NOTHING]
    for case in reversed(held[1:]):
        after.append(after[-1] | case)
    before = NOTHING
    for item, case, rest in zip(items, held, reversed(after), strict=True):
        yield item, before | rest
        before |= case


def _all(cases: Iterable[Held]) -> Held:
    together = NOTHING
    for case in cases:
        together |= case
    return together


def _any(cases: list[Held], presence: Presence) -> Held:
    if not cases:
        return NOTHING
    common, *others = cases
    for other in others:
        common = common.common(other, presence)
    return common
