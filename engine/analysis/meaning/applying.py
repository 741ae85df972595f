"""Who can apply under one version alone: an answer that only one of them takes, a register asked.

Only what both versions ask is looked at: a fact that they do not share is told apart
(`pairs.Difference`), and everybody can give it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.analysis.meaning.aspects import Aspect, Case, Finding, Part, Topic
from engine.analysis.pairs.pairs import Difference, Pair, Side
from engine.analysis.questions import opened
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.shape import shape
from engine.model.types import YES_NO


def applying(pair: Pair, aspects: tuple[Aspect, ...]) -> Iterator[Aspect]:
    """Whether somebody who can apply under the one version cannot under the other."""
    read = tuple(node for aspect in aspects for node in aspect.all_nodes)
    old, new = _declared(pair, pair.old, read), _declared(pair, pair.new, read)
    known = {shape(node) for node in old} & {shape(node) for node in new}
    only_old = tuple(node for node in old if shape(node) not in known)
    only_new = tuple(node for node in new if shape(node) not in known)
    for side, kept, was in (
        (pair.old, only_new, Finding.CAN),
        (pair.new, only_old, Finding.CANNOT),
    ):
        if kept:
            becomes = Finding.CANNOT if was is Finding.CAN else Finding.CAN
            holds = core.And(kept, YES_NO, kept[0].at)
            cases = (
                Case(was, becomes, Part(), Part(false=(holds,))),
                Case(was, becomes, Part(), Part(open=(holds,))),
            )
            first, second = ((), kept) if side is pair.old else (kept, ())
            yield Aspect(Topic.APPLYING, "", first, second, cases, pair.under(side))


def _declared(pair: Pair, side: Side, read: tuple[Node, ...]) -> tuple[Node, ...]:
    """What the version declares of the facts that are read, where both versions share all of it."""
    one_sided = {one.name for one in pair.apart if one.difference in _ONE_SIDED}
    facts = pair.world.program.facts
    own = {name for name in facts if name in one_sided or name.startswith(("old:", "new:"))}
    return tuple(
        node
        for node in pair.given(side, read)
        if own.isdisjoint(opened((node,), pair.world.program))
    )


_ONE_SIDED = {Difference.ONLY_OLD, Difference.ONLY_NEW}
