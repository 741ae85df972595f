"""Which names two versions do not share: what stands behind them differs, or reads what does.

Facts of one kind are shared. One that can be absent, and is so of other people than before, is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from engine.analysis.pairs.facts import joined_type
from engine.analysis.pairs.nodes import Rewriting
from engine.analysis.questions import World
from engine.expressions.compiled import CompiledTable
from engine.expressions.shape import shape
from engine.expressions.walk import given_names
from engine.model.dated import Dated
from engine.model.types import Type


class Difference(StrEnum):
    """Why a fact is not simply one fact of both versions."""

    ONLY_OLD = "only_old"  # no longer a fact
    ONLY_NEW = "only_new"  # a fact that was none: compared for every answer to it
    RETYPED = "retyped"  # of another kind: compared for every pair of answers
    ASKED_OTHERWISE = "asked_otherwise"  # asked of other people; the same answer where both ask


def apart(
    worlds: Mapping[str, World], over: Mapping[str, Rewriting]
) -> dict[str, Difference | None]:
    """The names that are in both versions and do not mean the same; of facts also why."""
    return _Comparing(worlds, over).found()


class _Comparing:
    def __init__(self, worlds: Mapping[str, World], over: Mapping[str, Rewriting]) -> None:
        self._worlds = worlds
        self._over = over
        self._apart: dict[str, Difference | None] = {}

    def found(self) -> dict[str, Difference | None]:
        """Looks until no more are found: what reads a name that is apart, is apart itself."""
        old, new = (_said(world, self._over[side]) for side, world in self._worlds.items())
        both = old.keys() & new.keys()
        for name in both:
            if not _is_one(old[name][0], new[name][0]):
                self._apart[name] = self._retyped(name)
        more = True
        while more:
            readers = [
                name
                for name in both - self._apart.keys()
                if any(read in self._apart for one in (old, new) for read in one[name][1])
            ]
            self._apart |= dict.fromkeys(readers)
            asked = dict.fromkeys(self._asked_otherwise(both), Difference.ASKED_OTHERWISE)
            self._apart |= asked
            more = bool(readers or asked)
        return self._apart

    def _retyped(self, name: str) -> Difference | None:
        is_fact = any(name in world.program.facts for world in self._worlds.values())
        return Difference.RETYPED if is_fact else None

    def _asked_otherwise(self, both: set[str]) -> Iterator[str]:
        """Facts that can be absent, and are so of other people."""
        programs = [world.program for world in self._worlds.values()]
        for name in sorted(both - self._apart.keys()):
            facts = [program.facts[name] for program in programs if name in program.facts]
            if any(fact.type.is_optional for fact in facts) and self._is_given_otherwise(name):
                yield name

    def _is_given_otherwise(self, name: str) -> bool:
        """Whether what is declared of the fact differs, or reads anything that does."""
        said = []
        for side, world in self._worlds.items():
            nodes = [self._over[side].node(node) for node in world.given.get(name, ())]
            if any(read in self._apart for node in nodes for read in given_names(node)):
                return True
            said.append(sorted(map(shape, nodes)))
        return said[0] != said[1]


def _is_one(old: object, new: object) -> bool:
    """Whether what stands behind a name is the same, or are facts of one kind."""
    if isinstance(old, Type) and isinstance(new, Type):
        return joined_type(old, new) is not None
    return old == new


def _said(world: World, over: Rewriting) -> dict[str, tuple[object, tuple[str, ...]]]:
    """What stands behind each name, places left out, and the names that it reads."""
    program = world.program
    said: dict[str, tuple[object, tuple[str, ...]]] = {}
    for name, fact in program.facts.items():
        said[name] = fact.type, ()
    for name, value in program.values.items():
        said[name] = ("value", value.type, value.by_date.entries), ()
    for name, derived in program.derived.items():
        body = over.node(derived.body)
        said[name] = ("derived", shape(body), body.type), tuple(given_names(body))
    for name, made in program.tables.items():
        said[name] = _of_table(made, over)
    return said


def _of_table(made: CompiledTable, over: Rewriting) -> tuple[object, tuple[str, ...]]:
    nodes = [over.node(row.condition) for row in made.rows]
    nodes += [over.node(one) for output in made.types for one in made.computed(output)]
    nodes += [] if made.on is None else [over.node(made.on)]
    outputs = [row.outputs for row in made.rows]
    outputs += [] if made.default is None else [made.default]
    what = (
        "table",
        made.table.hit_policy,
        made.table.aggregate,
        made.table.order,
        made.types,
        made.default is None,
        tuple(shape(node) for node in nodes),
        tuple(
            tuple(
                (id_, one.entries if isinstance(one, Dated) else None) for id_, one in row.items()
            )
            for row in outputs
        ),
    )
    return what, tuple(name for node in nodes for name in given_names(node))
