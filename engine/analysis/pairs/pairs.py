"""Two versions of one service as one world, so that a question can be asked of both at once.

What is the same in both has one name: a fact of one kind, and every value, derived fact and table
that is written alike and reads alike. Everything else is renamed apart, `old:limit` and
`new:limit`. Questions, proofs, the formula and the reference evaluator work on the pair as on any
program.

Who applies can apply under both versions: what is declared of facts by either of them holds. A
fact that one version alone asks, or asks as something else, is kept apart: versions are compared
for every answer to it. One that is asked of other people than before is two facts, and the same
answer where both ask.

Not here: what the versions decide differently (`meaning/meaning.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from engine.analysis.pairs.facts import Domain, joined_lists, joined_type, same_answer
from engine.analysis.pairs.names import Difference, apart
from engine.analysis.pairs.nodes import Rewriting, attributes_of
from engine.analysis.pairs.tables import joined_tables
from engine.analysis.questions import Question, World
from engine.expressions import core
from engine.expressions.compiled import CompiledDerived
from engine.expressions.core import Comparison, Node
from engine.expressions.shape import shape
from engine.expressions.walk import children, given_names
from engine.model.fact import Fact
from engine.model.problem import Span
from engine.model.rule import Value
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import Facts, Items, Known, State

__all__ = ["NEW", "OLD", "Apart", "Difference", "Pair", "Side", "pair_of"]

OLD: Final = "old"
NEW: Final = "new"


@dataclass(frozen=True, slots=True)
class Apart:
    """A fact that the two versions do not share.

    `has_other_limits`: of one that is asked otherwise, one version takes an answer that the other
    does not, perhaps; whoever gives it is not compared.
    """

    name: str
    difference: Difference
    has_other_limits: bool = False


@dataclass(frozen=True)
class Side:
    """One version in the pair."""

    world: World  # its own, as it stands alone
    rewriting: Rewriting
    given: Mapping[str, tuple[Node, ...]]  # what holds of a fact for everybody, by name in the pair

    def node(self, node: Node) -> Node:
        """A node of this version, as the pair reads it."""
        return self.rewriting.node(node)

    def facts(self, facts: Facts) -> Facts:
        """The facts of somebody in the pair, as this version reads them."""
        names = self.rewriting.names
        own: dict[str, State] = {}
        for name, fact in self.world.program.facts.items():
            state = facts.get(names.get(name, name))
            if state is not None:
                own[name] = _narrowed(state, fact.type)
        return own


@dataclass(frozen=True)
class Pair:
    """`world` has both programs and what both versions declare; `apart` are facts not shared."""

    world: World
    old: Side
    new: Side
    apart: tuple[Apart, ...]
    links: Mapping[str, tuple[Node, ...]]  # that two facts are one answer, by the name of either

    def under(self, side: Side) -> World:
        """The world of those who can apply under this version, if not under the other."""
        return replace(self.world, given=_joined(side.given, self.links))

    def given(self, side: Side, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """What this version declares of the facts that nodes read."""
        return Question(replace(self.world, given=side.given), nodes).given()


def pair_of(old: World, new: World) -> Pair:
    return _Joining(old, new).pair()


class _Joining:
    def __init__(self, old: World, new: World) -> None:
        self._old, self._new = old, new
        self._lists = joined_lists(old.lists, new.lists)
        is_shared = old.program.calendar == new.program.calendar
        joined = attributes_of(old.lists, new.lists)
        kept: dict[tuple[str, Type], Node] = {}
        self._over = {
            name: Rewriting(name, joined, world.lists, kept, is_calendar_shared=is_shared)
            for name, world in ((OLD, old), (NEW, new))
        }
        self._worlds = {OLD: old, NEW: new}
        self._apart = apart(self._worlds, self._over)

    def pair(self) -> Pair:
        facts = {**self._facts(OLD), **self._facts(NEW)}
        types = {name: fact.type for name, fact in facts.items()}
        for side, over in self._over.items():
            over.rename({name: f"{side}:{name}" for name in self._apart}, types)
        old, new = self._side(OLD, types), self._side(NEW, types)
        links = self._links(facts)
        program = replace(
            self._new.program,
            facts=facts,
            values={**self._values(OLD), **self._values(NEW)},
            derived={**self._derived(OLD), **self._derived(NEW)},
            tables=joined_tables(self._worlds, self._over),
            rules=(),
            documents=(),
            fees=(),
            validity=None,
            determinations=(),
        )
        world = World(
            program,
            self._lists,
            self._sizes(),
            _joined(old.given, new.given, links),
            max(self._old.present, self._new.present),
            {**self._like(OLD), **self._like(NEW)},
        )
        return Pair(world, old, new, tuple(self._said_of_facts(old, new)), links)

    # What is apart -----------------------------------------------------------------------

    def _said_of_facts(self, old: Side, new: Side) -> Iterator[Apart]:
        before, now = self._old.program.facts, self._new.program.facts
        for name in (*before, *(name for name in now if name not in before)):
            difference = self._apart.get(name)
            if name not in before or name not in now:
                if difference is None:
                    only = Difference.ONLY_OLD if name in before else Difference.ONLY_NEW
                    yield Apart(name, only)
            elif difference is not None:
                is_asked = difference is Difference.ASKED_OTHERWISE
                yield Apart(
                    name,
                    difference,
                    is_asked and _limits(OLD, name, old) != _limits(NEW, name, new),
                )

    def _has_other_limits(self, name: str, old: Side, new: Side) -> bool:
        is_asked = self._apart[name] is Difference.ASKED_OTHERWISE
        return is_asked and _limits(OLD, name, old) != _limits(NEW, name, new)

    # The pair ----------------------------------------------------------------------------

    def _named(self, side: str, name: str) -> str:
        return self._over[side].names.get(name, name)

    def _facts(self, side: str) -> dict[str, Fact]:
        """The facts of one version; a shared one has the type that holds the values of both."""
        facts: dict[str, Fact] = {}
        other = self._worlds[OLD if side == NEW else NEW].program.facts
        for name, fact in self._worlds[side].program.facts.items():
            if name in self._apart:
                facts[f"{side}:{name}"] = replace(fact, name=f"{side}:{name}")
                continue
            type_ = joined_type(other[name].type, fact.type) if name in other else fact.type
            assert type_ is not None, "a shared fact is of one kind"
            facts[name] = replace(fact, type=type_)
        return facts

    def _like(self, side: str) -> dict[str, Known]:
        like = self._worlds[side].like
        return {self._named(side, name): value for name, value in like.items()}

    def _values(self, side: str) -> dict[str, Value]:
        return {
            self._named(side, name): replace(value, name=self._named(side, name))
            for name, value in self._worlds[side].program.values.items()
        }

    def _derived(self, side: str) -> dict[str, CompiledDerived]:
        over = self._over[side]
        return {
            self._named(side, name): CompiledDerived(made.derived, over.node(made.body))
            for name, made in self._worlds[side].program.derived.items()
        }

    def _sizes(self) -> dict[str, tuple[int, int]]:
        """By name in the pair: the fewest and the most items that either version takes."""
        sizes: dict[str, tuple[int, int]] = {}
        for side, world in self._worlds.items():
            for name, (fewest, most) in world.sizes.items():
                known = sizes.get(self._named(side, name), (fewest, most))
                sizes[self._named(side, name)] = min(known[0], fewest), max(known[1], most)
        return sizes

    def _side(self, side: str, types: Mapping[str, Type]) -> Side:
        world, over = self._worlds[side], self._over[side]
        domain = Domain(world.lists, self._lists)
        given: dict[str, tuple[Node, ...]] = {}
        sizes = self._sizes()
        for name, fact in world.program.facts.items():
            pair_name = self._named(side, name)
            asked = core.FactRef(pair_name, types[pair_name], fact.span)
            nodes = [over.node(node) for node in world.given.get(name, ())]
            nodes += domain.of(asked, fact.type)
            if name in world.sizes and world.sizes[name] != sizes[pair_name]:
                nodes.append(_sized(asked, world.sizes[name], fact.span))
            if nodes:
                given[pair_name] = tuple(nodes)
        return Side(world, over, given)

    def _links(self, facts: Mapping[str, Fact]) -> dict[str, tuple[Node, ...]]:
        """That a fact which is asked otherwise is one answer where both versions ask."""
        links: dict[str, tuple[Node, ...]] = {}
        for name in self._apart:
            sides = [facts.get(f"{side}:{name}") for side in (OLD, NEW)]
            first, second = sides
            if first is None or second is None:
                continue
            link = same_answer(
                *(core.FactRef(one.name, one.type, one.span) for one in (first, second))
            )
            if link is not None:
                links[first.name] = links[second.name] = (link,)
        return links


def _narrowed(state: State, type_: Type) -> State:
    """Items, and what they hold, without the fields that only the other version has."""
    match state:
        case Items(items, is_complete) if type_.kind is Kind.GROUP:
            return Items(tuple(_item_narrowed(one, type_) for one in items), is_complete)
        case tuple() if type_.element is not None and type_.element.kind is Kind.CONTEXT:
            inner = type_.element
            return tuple(_item_narrowed(one, inner) for one in state if isinstance(one, Mapping))
        case _:
            return state


def _item_narrowed(item: Mapping[str, State], type_: Type) -> dict[str, State]:
    types = dict(type_.fields)
    return {name: _narrowed(one, types[name]) for name, one in item.items() if name in types}


def _limits(side: str, name: str, of: Side) -> set[str]:
    """What a version takes for an answer to a fact of its own, whenever it is asked."""
    own = f"{side}:{name}"
    said = (shape(one) for node in of.given.get(own, ()) for one in _limiting(node, own))
    return {one.replace(own, name) for one in said}


def _limiting(node: Node, name: str) -> Iterator[Node]:
    """What is asked of the fact, beside whether it is there."""
    match node:
        case core.And() | core.Or() | core.Not() | core.If():
            for child in children(node):
                yield from _limiting(child, name)
        case core.IsAbsent():
            return
        case _ if name in given_names(node):
            yield node


def _sized(asked: Node, size: tuple[int, int], at: Span) -> Node:
    """That a group has as many items as this version takes."""
    fewest, most = size
    whole = Type(Kind.NUMBER)
    counted = core.Aggregated(
        core.Aggregate.COUNT, "item", asked, core.Const(True, YES_NO, at), whole, at
    )
    bounds = [_bound(Comparison.GE, counted, fewest), _bound(Comparison.LE, counted, most)]
    empty = _bound(Comparison.EQ, counted, 0)
    return core.Or((empty, core.And(tuple(bounds), YES_NO, at)), YES_NO, at)


def _bound(comparison: Comparison, counted: Node, count: int) -> Node:
    at = counted.at
    limit = core.Const(Decimal(count), Type(Kind.NUMBER), at)
    return core.Compare(comparison, counted, limit, YES_NO, at, "")


def _joined(*given: Mapping[str, tuple[Node, ...]]) -> dict[str, tuple[Node, ...]]:
    joined: dict[str, dict[str, Node]] = {}
    for one in given:
        for name, nodes in one.items():
            joined.setdefault(name, {}).update({shape(node): node for node in nodes})
    return {name: tuple(nodes.values()) for name, nodes in joined.items()}
