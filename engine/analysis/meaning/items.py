"""For which items of a group a document is asked: as aspects of one pair.

Where both versions run through the same items, these are compared one by one. Where they do not, as
one of them asks once, or for the items of another group, whoever is asked by both may be asked for
other items: that is looked for, and is not proved where nobody is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from engine.analysis.failing import can_fail
from engine.analysis.meaning.aspects import Aspect, Case, Finding, Part, Topic
from engine.analysis.pairs.pairs import Pair, Side
from engine.analysis.whole import Whole
from engine.definitions.world import in_force
from engine.expressions import core
from engine.expressions.compiled import CompiledDocument
from engine.expressions.core import Node, Quantifier
from engine.expressions.shape import shape
from engine.model.types import YES_NO

_KNOWN: Final = (Finding.YES, Finding.NO)


def of_items(pair: Pair, old: Whole, new: Whole) -> Iterator[Aspect]:
    """Each document that both versions ask, and one of them at least for each item of a group."""
    before = {one.document.id: one for one in pair.old.world.program.documents}
    for one in pair.new.world.program.documents:
        id_ = one.document.id
        if id_ not in before:
            continue
        sides = _Asked.of(pair.old, before[id_]), _Asked.of(pair.new, one)
        loops = [side.loop for side in sides if side.loop is not None]
        if len(loops) == 2 and _run_alike(*loops):
            cases = tuple(_by_item(*sides, *loops))
            yield Aspect(Topic.ITEM, id_, (loops[0],), (loops[1],), cases)
        elif sides[0].over != sides[1].over:  # if not, the group is apart, and told as a fact
            whole = pair.old.node(old.documents[id_]), pair.new.node(new.documents[id_])
            yield _of_others(id_, *sides, whole)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A document of one version. `loop`: what it is asked for each item by, as the pair reads it;
    None of one that is asked once. `over`: the variable and the group of it, as written."""

    days: tuple[Node, ...]
    over: tuple[str, str] | None
    loop: core.Quantified | None
    can_fail: bool

    @classmethod
    def of(cls, side: Side, made: CompiledDocument) -> _Asked:
        document, each = made.document, made.document.for_each
        days = tuple(in_force(document.effective_from, document.effective_to, document.span))
        if each is None or made.when is None:
            return cls(days, None, None, can_fail=False)
        loop = side.node(made.when)
        assert isinstance(loop, core.Quantified), "what is due for each item is asked of each"
        fails = can_fail(made.when, side.world.program, document.effective_from)
        return cls(days, (each.variable, each.source), loop, can_fail=fails)


def _run_alike(old: core.Quantified, new: core.Quantified) -> bool:
    return (old.variable, shape(old.source)) == (new.variable, shape(new.source))


def _of_others(id_: str, old: _Asked, new: _Asked, whole: tuple[Node, Node]) -> Aspect:
    """For items that the other version does not ask it for, of whoever is asked."""
    cases: list[Case] = []
    if old.loop is not None:
        asked = Part(true=(whole[0],))
        cases.append(Case(Finding.YES, Finding.NO, asked, Part()))
        if old.can_fail:
            fails = _open_of_some(None, old.loop)
            cases += (Case(Finding.UNKNOWN, one, Part(), fails) for one in _KNOWN)
    if new.loop is not None:
        asked = Part(true=(whole[1],))
        cases.append(Case(Finding.NO, Finding.YES, asked, Part(), is_base_old=False))
        if new.can_fail:
            fails = _open_of_some(None, new.loop)
            cases += (Case(one, Finding.UNKNOWN, Part(), fails) for one in _KNOWN)
    first, second = (() if one.loop is None else (one.loop,) for one in (old, new))
    return Aspect(Topic.ITEM, id_, first, second, tuple(cases))


def _by_item(
    old: _Asked, new: _Asked, before: core.Quantified, now: core.Quantified
) -> Iterator[Case]:
    yield _some(before, now, Finding.YES, Finding.NO)
    yield _some(now, before, Finding.NO, Finding.YES)
    if new.can_fail:
        for was, given in ((Finding.YES, before), (Finding.NO, _denied(before))):
            yield Case(was, Finding.UNKNOWN, Part(true=new.days), _open_of_some(given, now))
    if old.can_fail:
        for becomes, given in ((Finding.YES, now), (Finding.NO, _denied(now))):
            yield Case(Finding.UNKNOWN, becomes, Part(true=old.days), _open_of_some(given, before))


def _open_of_some(given: core.Quantified | None, asked: core.Quantified) -> Part:
    """That there is an item of which `asked` is open, and `given`, if any, is not false."""
    at = asked.at
    body: Node = core.Not(core.IsAbsent(asked.body, YES_NO, at, ""), YES_NO, at)  # true, or open
    if given is not None:
        body = core.Or((core.Not(given.body, YES_NO, at), body), YES_NO, at)
    return Part(open=(replace(asked, quantifier=Quantifier.EVERY, body=body),))


def _denied(loop: core.Quantified) -> core.Quantified:
    return replace(loop, body=core.Not(loop.body, YES_NO, loop.at))


def _some(has: core.Quantified, lacks: core.Quantified, was: Finding, becomes: Finding) -> Case:
    """There is an item of which the one condition is true and the other is not."""
    differs = core.And((has.body, core.Not(lacks.body, YES_NO, has.at)), YES_NO, has.at)
    some = core.Quantified(Quantifier.SOME, has.variable, has.source, differs, YES_NO, has.at, "")
    return Case(was, becomes, Part(), Part(true=(some,)))
