"""Everything that the decisions of two versions say, side by side, as aspects of one pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from engine.analysis.failing import can_fail
from engine.analysis.meaning.aspects import (
    Aspect,
    Case,
    Finding,
    Part,
    Topic,
    charge,
    conjuncts,
    outcome,
    truth,
    value,
)
from engine.analysis.meaning.items import of_items
from engine.analysis.pairs.pairs import Pair
from engine.analysis.whole import Whole
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.shape import shape
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.types import YES_NO

K = TypeVar("K", bound=str)


def aspects_of(pair: Pair, old: Whole, new: Whole) -> Iterator[Aspect]:
    """Each thing that decisions of either version say, in the order of the newer file."""
    eligible = pair.old.node(old.eligible), pair.new.node(new.eligible)
    yield outcome(*eligible, frozenset(_failing(pair, old)))
    charged = dict(_charges(pair, old, new))
    yield from charged.values()
    yield from _totals(pair, old, new, charged)
    yield from _documents(pair, old, new)
    yield from of_items(pair, old, new)
    for name in _either(old.determinations, new.determinations):
        yield _valued(
            Topic.DETERMINATION,
            name,
            _over(pair.old.node, old.determinations.get(name)),
            _over(pair.new.node, new.determinations.get(name)),
        )
    yield from _validity(pair, old, new)


def _failing(pair: Pair, old: Whole) -> Iterator[str]:
    """The shapes of what a rule of the older version comes to that can fail where it is read.

    One that applies on a day of its own may be read on any.
    """
    program = pair.old.world.program
    for entry in program.rules:
        begins = entry.rule.effective_from if entry.applies is None else date.min
        if can_fail(entry.condition, program, begins):
            yield from map(shape, conjuncts(pair.old.node(old.rules[entry.rule.id])))


def _charges(pair: Pair, old: Whole, new: Whole) -> Iterator[tuple[str, Aspect]]:
    for id_ in _either(old.fees, new.fees):
        before, now = old.fees.get(id_), new.fees.get(id_)
        sides = [
            None if one is None else (side.node(one.is_charged), side.node(one.amount))
            for side, one in ((pair.old, before), (pair.new, now))
        ]
        first, second = sides
        some = first or second
        assert some is not None, "a line is of one version at least"
        nothing = _no(some[0]), some[1]
        yield id_, charge(id_, first or nothing, second or nothing)


def _totals(pair: Pair, old: Whole, new: Whole, charged: dict[str, Aspect]) -> Iterator[Aspect]:
    """The sum of each stage in which a line differs."""
    for stage in _either(old.totals, new.totals):
        lines = [*_of_stage(old, stage), *_of_stage(new, stage)]
        if all(charged[id_].is_same for id_ in lines):
            continue
        first = _over(pair.old.node, old.totals.get(stage))
        second = _over(pair.new.node, new.totals.get(stage))
        some = first or second
        assert some is not None, "a stage is of one version at least"
        yield value(Topic.TOTAL, stage, first or _zero(some), second or _zero(some))


def _of_stage(whole: Whole, stage: Stage) -> Iterator[str]:
    return (id_ for id_, one in whole.fees.items() if one.stage is stage)


def _documents(pair: Pair, old: Whole, new: Whole) -> Iterator[Aspect]:
    for id_ in _either(old.documents, new.documents):
        first = _over(pair.old.node, old.documents.get(id_))
        second = _over(pair.new.node, new.documents.get(id_))
        some = first or second
        assert some is not None, "a document is of one version at least"
        yield truth(Topic.DOCUMENT, id_, first or _no(some), second or _no(some))


def _validity(pair: Pair, old: Whole, new: Whole) -> Iterator[Aspect]:
    for at, name in enumerate(("starts", "lasts")):
        before = None if old.validity is None else pair.old.node(old.validity[at])
        now = None if new.validity is None else pair.new.node(new.validity[at])
        if before is not None or now is not None:
            yield _valued(Topic.VALIDITY, name, before, now)


def _valued(topic: Topic, id_: str, old: Node | None, new: Node | None) -> Aspect:
    """Something with a value, which one version may not say at all: then everybody differs."""
    if old is not None and new is not None:
        return value(topic, id_, old, new)
    was, becomes = (Finding.ONE, Finding.NONE) if new is None else (Finding.NONE, Finding.ONE)
    before, now = (() if one is None else (one,) for one in (old, new))
    return Aspect(topic, id_, before, now, (Case(was, becomes, Part(), Part()),))


def _either(old: Mapping[K, object], new: Mapping[K, object]) -> tuple[K, ...]:
    return tuple(dict.fromkeys((*new, *old)))


def _over(read: Callable[[Node], Node], node: Node | None) -> Node | None:
    return None if node is None else read(node)


def _no(like: Node) -> Node:
    return core.Const(False, YES_NO, like.at)


def _zero(like: Node) -> Node:
    return core.Const(Money(like.type.of or "", 0), like.type.required(), like.at)
