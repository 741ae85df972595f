"""What of a decision is compared between two versions, and what can have become of it.

An aspect is one thing that decisions say: the outcome, a fee line, a document, a determination. A
case is one way in which it can differ; the cases of an aspect leave nothing out, so that where none
of them can be, nobody is decided differently in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from engine.analysis.questions import Question, World
from engine.expressions import core
from engine.expressions.core import Comparison, Node
from engine.expressions.shape import shape
from engine.model.types import YES_NO, Kind


class Topic(StrEnum):
    OUTCOME = "outcome"
    FEE = "fee"
    TOTAL = "total"
    DOCUMENT = "document"
    ITEM = "item"  # for which a document is asked
    DETERMINATION = "determination"
    VALIDITY = "validity"
    APPLYING = "applying"


class Finding(StrEnum):
    """What a version says of somebody."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDECIDED = "undecided"
    YES = "yes"  # charged, asked, or determined so
    NO = "no"
    LOWER = "lower"  # of two amounts or numbers
    HIGHER = "higher"
    ONE = "one"  # of two values that are no numbers
    OTHER = "other"
    NONE = "none"  # no value: it is absent
    UNKNOWN = "unknown"  # neither: nothing in force, a bound reached
    CAN = "can"  # apply at all
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Part:
    """Conditions of a question, without its world."""

    true: tuple[Node, ...] = ()
    false: tuple[Node, ...] = ()
    open: tuple[Node, ...] = ()

    def __add__(self, other: Part) -> Part:
        return Part(self.true + other.true, self.false + other.false, self.open + other.open)

    @property
    def nodes(self) -> tuple[Node, ...]:
        return *self.true, *self.false, *self.open

    def of(self, world: World) -> Question:
        return Question(world, self.true, self.false, self.open)


@dataclass(frozen=True, slots=True)
class Case:
    """Of somebody of whom `base` holds, `rest` does too: that is what differs.

    `is_base_old`: the base is of the older version. `also` is true of everybody in an example, and
    was the same in both versions.
    """

    was: Finding
    becomes: Finding
    base: Part
    rest: Part
    also: tuple[Node, ...] = ()
    is_base_old: bool = True

    @property
    def is_open(self) -> bool:
        """Whether it hangs on something that a version cannot tell."""
        return bool({self.was, self.becomes} & {Finding.UNDECIDED, Finding.UNKNOWN})

    @property
    def whole(self) -> Part:
        return self.base + self.rest + Part(self.also)


@dataclass(frozen=True, slots=True)
class Aspect:
    """`id` is that of the line, document, stage or determination; "" for the outcome.

    `old` and `new` are what the two versions read for it; conditions of an outcome that both share
    are left out, and are `beside` it as far as they can be open for somebody. `world` is another
    one than that of the pair where not everybody is asked about who can apply under both.
    """

    topic: Topic
    id: str
    old: tuple[Node, ...]
    new: tuple[Node, ...]
    cases: tuple[Case, ...] = field(compare=False, repr=False)
    world: World | None = field(default=None, compare=False, repr=False)
    beside: tuple[Node, ...] = ()

    @property
    def all_nodes(self) -> tuple[Node, ...]:
        """Everything that is asked about it, what both versions share included."""
        return *self.old, *self.new, *(node for case in self.cases for node in case.whole.nodes)

    @property
    def is_same(self) -> bool:
        """Whether both versions are written the same, in everything that they read."""
        return tuple(map(shape, self.old)) == tuple(map(shape, self.new))


_OUTCOMES: Final = (Finding.ELIGIBLE, Finding.INELIGIBLE, Finding.UNDECIDED)
_TRUTHS: Final = (Finding.YES, Finding.NO, Finding.UNKNOWN)


def outcome(old: Node, new: Node, failing: Collection[str] = ()) -> Aspect:
    """Eligibility; conditions that both versions share stand apart from those that differ.

    A shared condition that fails hides every difference, and so it is met in an example. One that
    is open hides all but a refusal: of its shape, among `failing`, are those that can be.
    """
    known = {shape(node) for node in conjuncts(new)}
    shared = tuple(node for node in conjuncts(old) if shape(node) in known)
    same = {shape(node) for node in shared}
    before, now = (
        tuple(part for part in conjuncts(one) if shape(part) not in same) for one in (old, new)
    )
    beside = tuple(part for part in shared if shape(part) in failing)
    sides = _all(before, old), _all(now, new)
    cases = tuple(_cases(*sides, _OUTCOMES, shared))
    if beside:
        rest = tuple(part for part in shared if part not in beside)
        cases = tuple(_beside(case, beside, sides, rest) for case in cases)
    return Aspect(Topic.OUTCOME, "", before, now, cases, beside=beside)


def _beside(
    case: Case, beside: tuple[Node, ...], sides: tuple[Node, Node], also: tuple[Node, ...]
) -> Case:
    """A refusal of somebody who was undecided, or the reverse, by a shared condition perhaps."""
    if {case.was, case.becomes} != {Finding.UNDECIDED, Finding.INELIGIBLE}:
        return case
    undecided = sides[0] if case.was is Finding.UNDECIDED else sides[1]
    whole = core.And((*beside, undecided), YES_NO, undecided.at)
    return replace(case, rest=Part(open=(whole,)), also=also)


def truth(topic: Topic, id_: str, old: Node, new: Node) -> Aspect:
    """A document that is asked or not."""
    return Aspect(topic, id_, (old,), (new,), tuple(_cases(old, new, _TRUTHS)))


def charge(id_: str, old: tuple[Node, Node], new: tuple[Node, Node]) -> Aspect:
    """A fee line: whether it is charged, and how much where it is."""
    charged = Part(true=(old[0], new[0]))
    cases = (*_cases(old[0], new[0], _TRUTHS), *_values(old[1], new[1], charged))
    return Aspect(Topic.FEE, id_, old, new, cases)


def value(topic: Topic, id_: str, old: Node, new: Node) -> Aspect:
    """Anything that has a value."""
    if old.type.kind is Kind.YES_NO and new.type.kind is Kind.YES_NO:
        return truth(topic, id_, old, new)
    return Aspect(topic, id_, (old,), (new,), tuple(_values(old, new, Part())))


def _cases(
    old: Node, new: Node, said: tuple[Finding, ...], also: tuple[Node, ...] = ()
) -> Iterator[Case]:
    """What two conditions can differ in. The side of which more is known is the base."""
    for was, first in zip(said, _states(old), strict=True):
        for becomes, second in zip(said, _states(new), strict=True):
            if was is not becomes:
                is_first = bool(first.true or (first.false and not second.true))
                base, rest = (first, second) if is_first else (second, first)
                yield Case(was, becomes, base, rest, also, is_first)


def _states(node: Node) -> tuple[Part, Part, Part]:
    return Part(true=(node,)), Part(false=(node,)), Part(open=(node,))


def _values(old: Node, new: Node, base: Part) -> Iterator[Case]:
    if old.type.kind is not new.type.kind:
        yield Case(Finding.ONE, Finding.OTHER, base, Part())
        return
    at = new.at
    if old.type.kind in {Kind.MONEY, Kind.NUMBER, Kind.DATE, Kind.PERIOD, Kind.DAYS}:
        for operator, was, becomes in (
            (Comparison.GT, Finding.LOWER, Finding.HIGHER),
            (Comparison.LT, Finding.HIGHER, Finding.LOWER),
        ):
            differs = core.Compare(operator, new, old, YES_NO, at, "")
            yield Case(was, becomes, base, Part(true=(differs,)))
    else:
        differs = core.Compare(Comparison.NE, new, old, YES_NO, at, "")
        yield Case(Finding.ONE, Finding.OTHER, base, Part(true=(differs,)))
    before, now = (core.IsAbsent(one, YES_NO, at, "") for one in (old, new))
    for case in _cases(before, now, (Finding.NONE, Finding.ONE, Finding.UNKNOWN)):
        yield replace(case, base=base + case.base)


def conjuncts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, core.And):
        return tuple(one for part in node.items for one in conjuncts(part))
    return (node,)


def _all(nodes: tuple[Node, ...], at: Node) -> Node:
    return core.And(nodes, YES_NO, at.at) if nodes else core.Const(True, YES_NO, at.at)
