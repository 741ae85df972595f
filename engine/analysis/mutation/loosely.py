"""Questions about a change in or beside a loop, in which loops and items may come to anything.

A loop over the items of a group takes the solver long. Often that is not needed: where the part
that was changed comes out the same for every item there could be, open where it is open, so does
the loop around it. So the parts around a change are asked about one by one, the smallest first; an
item that such a part reads is a fact of its own, and so is whatever else reads a group. A proof
holds all the more of real items; what is found is nobody, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.analysis.mutation.mutant import differing
from engine.analysis.questions import Question, World
from engine.analysis.rebuilding import rebuilt
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.expressions.walk import bound_in, children, given_names
from engine.model.fact import Fact, FactSource
from engine.model.types import YES_NO, Kind
from engine.model.words import Text

Pair = tuple[Node, Node]


def loosely(world: World, old: Node, new: Node) -> Iterator[tuple[Question, ...]]:
    """For each part around the change, the questions of which none may be possible."""
    for pair in _around(old, new):
        asked = _Loose(world)
        first, second = (asked.node(node) for node in pair)
        if first is None or second is None:
            return  # it is a loop itself, and so is all that is around it
        loose = asked.world()
        yield tuple(_apart(loose, first, second))


def _apart(world: World, old: Node, new: Node) -> Iterator[Question]:
    """That one comes out otherwise than the other, or is settled where the other is open."""
    yield from (Question(world, true, false) for true, false in differing(old, new))
    if old.type.kind is Kind.YES_NO:
        for one, other in ((old, new), (new, old)):
            yield Question(world, (one,), (), (other,))
            yield Question(world, (), (one,), (other,))
    elif old.type.is_optional or new.type.is_optional:
        yield Question(
            world, (core.Const(True, YES_NO, old.at),)
        )  # it is not asked: always possible


def _around(old: Node, new: Node) -> list[Pair]:
    """The parts that differ, the smallest first."""
    found = [(old, new)]
    while True:
        before, after = (children(node) for node in found[-1])
        if type(found[-1][0]) is not type(found[-1][1]) or len(before) != len(after):
            break
        other = [
            pair for pair in zip(before, after, strict=True) if shape(pair[0]) != shape(pair[1])
        ]
        if len(other) != 1:
            break
        found.append(other[0])
    return found[::-1]


class _Loose:
    """Nodes of a world in which what reads a group is a fact that may be anything."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._facts: dict[str, Fact] = {}

    def node(self, node: Node) -> Node | None:
        """None for a node that is all loop."""
        return None if self._is_loop(node) else self._over(node, frozenset())

    def world(self) -> World:
        program = self._world.program
        derived = {
            name: replace(made, body=self._anything(made.body))
            if self._is_loop(made.body)
            else replace(made, body=self._over(made.body, frozenset()))
            for name, made in program.derived.items()
        }
        loose: Program = replace(program, derived=derived, facts={**program.facts, **self._facts})
        given: Mapping[str, tuple[Node, ...]] = {
            name: nodes for name, nodes in self._world.given.items() if name not in self._facts
        }
        return replace(self._world, program=loose, given=given)

    def _over(self, node: Node, bound: frozenset[str]) -> Node:
        if isinstance(node, core.ItemRef) and node.variable not in bound:
            return self._anything(node)
        if self._is_loop(node):
            return self._anything(node)
        inner = bound | bound_in(node)
        return rebuilt(node, lambda one: self._over(one, inner))

    def _is_loop(self, node: Node) -> bool:
        """Whether it binds an item of what a group holds."""
        if bound_in(node):
            return True
        return any(name in self._world.sizes for name in given_names(node)) and not isinstance(
            node, core.And | core.Or | core.Not | core.If
        )

    def _anything(self, node: Node) -> Node:
        name = f"anything {shape(node)}"
        label = Text(name, name)
        self._facts[name] = Fact(name, node.type, FactSource.APPLICANT, label, node.at)
        return core.FactRef(name, node.type, node.at)
