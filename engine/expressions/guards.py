"""What is known where a part of a condition is read: which conditions hold, which names are there.

A guard is `x = null or ...`, `x != null and ...`, an `if` on either, or the conditions under which
the fact's own field or document is asked for. Guards work in any order: each operand of an `and`
is read knowing that all others are true, each operand of an `or` that all others are false.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.scope import Presence
from engine.expressions.shape import shape


@dataclass(frozen=True, slots=True)
class Held:
    """`shapes` of conditions that are true, and `names` that are present."""

    shapes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def __or__(self, other: Held) -> Held:
        return Held(self.shapes | other.shapes, self.names | other.names)

    def has(self, name: str, presence: Presence) -> bool:
        """Whether `name` is present; `presence` says which conditions make it so."""
        needed = presence.get(name)
        return name in self.names or (needed is not None and needed <= self.shapes)

    def common(self, other: Held, presence: Presence) -> Held:
        """What holds in both of two cases, of which only one is so."""
        names = self.names | other.names | presence.keys()
        both = (name for name in names if self.has(name, presence) and other.has(name, presence))
        return Held(self.shapes & other.shapes, frozenset(both))


NOTHING = Held()


def key_of(node: Node) -> str | None:
    """The name under which presence is tracked, or None for a node that is no plain name."""
    match node:
        case core.FactRef() | core.DerivedRef() | core.ItemRef() | core.TableRef():
            return shape(node)
        case _:
            return None


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
        case core.IsAbsent(operand) if not truth and (key := key_of(operand)):
            return held | Held(names=frozenset({key}))
        case _:
            return held


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
