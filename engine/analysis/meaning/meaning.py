"""What a change means: who is decided differently, from which day, or a proof that nobody is.

Each service of two versions is read as one world (`pairs/pairs.py`), and everything that its
decisions say is compared (`aspects.py`) for everybody who can apply under both. A case is proved
not to be, or its days and its people are found, and an example, which both versions were asked to
decide; what could not be settled is named, and nothing is then said to be the same.

Not here: the words (`words.py`), changes of texts and forms (`changes/`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from engine.analysis.meaning.applying import applying
from engine.analysis.meaning.aspects import Aspect, Case, Finding, Topic
from engine.analysis.meaning.compared import aspects_of
from engine.analysis.meaning.examples import Examples, Told, with_short_groups
from engine.analysis.meaning.reads import atoms, days
from engine.analysis.pairs.pairs import Apart, Pair, pair_of
from engine.analysis.proofs import Prover
from engine.analysis.questions import Question, Verdict, World, inside, opened
from engine.analysis.whole import Whole, worlds
from engine.definitions.catalogue import Catalogue
from engine.expressions.core import Node
from engine.expressions.walk import loops
from engine.model.problem import Span as Place

if TYPE_CHECKING:
    from engine.analysis.formula.inquiry import Cubes, Inquiry, Span


class Existence(StrEnum):
    """In which versions a service is."""

    BOTH = "both"
    ADDED = "added"
    REMOVED = "removed"


class Reason(StrEnum):
    """Why something is not proved."""

    NOT_COVERED = "not_covered"  # beyond what a formula can say
    TOO_LARGE = "too_large"
    STEPS = "steps"  # the solver stopped
    NOT_REPLAYED = "not_replayed"  # no example of the solver's stood up to the evaluator
    LIMITS = "limits"  # answers to a fact that only one version takes


@dataclass(frozen=True, slots=True)
class Cell:
    """People who are decided differently in one way.

    `days` are the spans of decision dates on which there are any; `people` who they are among those
    of whom the case's `base` holds.
    """

    aspect: Aspect
    case: Case
    days: tuple[Span, ...]
    people: Cubes
    example: Told

    @property
    def was(self) -> Finding:
        return self.case.was

    @property
    def becomes(self) -> Finding:
        return self.case.becomes


@dataclass(frozen=True, slots=True)
class Unproved:
    """A way of differing that is neither shown nor excluded, and the places that it hangs on."""

    aspect: Aspect
    was: Finding
    becomes: Finding
    reason: Reason
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class ServiceMeaning:
    """What a change means for one service. `pair` None: it is in one version alone.

    `apart` are the facts that its decisions read and the versions do not share. `is_alike`: what
    decides is written the same, so that nothing had to be proved.
    """

    service: str
    existence: Existence
    pair: Pair | None = None
    aspects: tuple[Aspect, ...] = ()
    cells: tuple[Cell, ...] = ()
    unproved: tuple[Unproved, ...] = ()
    apart: tuple[Apart, ...] = ()

    @property
    def is_alike(self) -> bool:
        return self.existence is Existence.BOTH and all(one.is_same for one in self.aspects)

    @property
    def is_same(self) -> bool:
        """Proved: no one is decided differently."""
        return self.existence is Existence.BOTH and not self.cells and not self.unproved


def meaning_of(
    old: Catalogue, new: Catalogue, prover: Prover, services: Collection[str] | None = None
) -> tuple[ServiceMeaning, ...]:
    """What the change from `old` to `new` means for every service of either, or for `services`."""
    return tuple(meanings(old, new, prover, services))


def meanings(
    old: Catalogue, new: Catalogue, prover: Prover, services: Collection[str] | None = None
) -> Iterator[ServiceMeaning]:
    """As `meaning_of`, one service after the other, in the order of their ids."""
    before, now = dict(worlds(old)), dict(worlds(new))
    for id_ in sorted(before.keys() | now.keys()):
        if services is not None and id_ not in services:
            continue
        if id_ not in before:
            yield ServiceMeaning(id_, Existence.ADDED)
        elif id_ not in now:
            yield ServiceMeaning(id_, Existence.REMOVED)
        else:
            pair = pair_of(before[id_], now[id_])
            yield _Comparison(pair, Examples(pair, prover, id_, old, new)).meaning()


def compared(old: World, new: World, prover: Prover) -> ServiceMeaning:
    """What a change means for one service, from its two worlds alone, without scenarios."""
    pair = pair_of(old, new)
    return _Comparison(pair, Examples(pair, prover)).meaning()


class _Comparison:
    """One service in two versions."""

    def __init__(self, pair: Pair, examples: Examples) -> None:
        self._pair = pair
        self._examples = examples
        self._cells: list[Cell] = []
        self._unproved: list[Unproved] = []

    def meaning(self) -> ServiceMeaning:
        pair = self._pair
        old, new = Whole.of(pair.old.world.program), Whole.of(pair.new.world.program)
        decided = tuple(aspects_of(pair, old, new))
        aspects = (*decided, *applying(pair, decided))
        for aspect in aspects:
            if not aspect.is_same:
                self._compare(aspect)
        apart = () if all(one.is_same for one in aspects) else self._apart(decided)
        for fact in apart:
            if fact.has_other_limits:
                limited = Aspect(Topic.APPLYING, fact.name, (), (), ())
                self._unproved.append(Unproved(limited, Finding.CAN, Finding.CANNOT, Reason.LIMITS))
        return ServiceMeaning(
            service=pair.new.world.program.service,
            existence=Existence.BOTH,
            pair=pair,
            aspects=aspects,
            cells=tuple(self._cells),
            unproved=tuple(self._unproved),
            apart=apart,
        )

    def _apart(self, aspects: tuple[Aspect, ...]) -> tuple[Apart, ...]:
        """The facts not shared that decisions read, or that say whether another one is there."""
        world = self._pair.world
        nodes = tuple(node for aspect in aspects for node in aspect.all_nodes)
        given = Question(world, nodes).given()
        read = {name.partition(":")[2] or name for name in opened((*nodes, *given), world.program)}
        return tuple(one for one in self._pair.apart if one.name in read)

    def _compare(self, aspect: Aspect) -> None:
        """Where the solver finds no end it looks among people with short lists: what it finds there
        is so, and that it finds nobody proves nothing. Where every item is compared with every item
        there would be no end, so it begins there with what needs no list to be refuted."""
        asked = _Asked(aspect, self._pair)
        is_small = is_item_by_item = asked.is_item_by_item
        for case in aspect.cases:
            if is_item_by_item and asked.is_refuted(case):
                continue
            verdict = Verdict.UNDECIDED if is_small else asked.verdict(case)
            if verdict is Verdict.UNDECIDED:
                is_small = True
                asked = asked if asked.is_small else asked.small()
                if asked.verdict(case) is not Verdict.POSSIBLE or not self._show(asked, case):
                    self._leave(aspect, case, asked.reason)
            elif verdict is Verdict.POSSIBLE and not self._show(asked, case):
                places = asked.not_covered()
                reason = Reason.NOT_COVERED if places else Reason.NOT_REPLAYED
                self._leave(aspect, case, reason, places)

    def _show(self, asked: _Asked, case: Case) -> bool:
        """Whether there is somebody whom both versions decide as the case says."""
        is_guess = case.is_open and bool(asked.not_covered())
        example = self._examples.of_case(asked.aspect, case, asked.world, is_guess=is_guess)
        if example is None:
            return False
        inquiry, base, rest = asked.inquiry, case.base.of(asked.world), case.rest.of(asked.world)
        whole = (case.base + case.rest).of(asked.world)
        spans = inquiry.days(whole, days(asked.nodes, self._pair.world.program))
        people = inquiry.cubes(base, rest, spans, asked.atoms(case))
        if asked.is_small:
            people = replace(people, is_all=False)
        self._cells.append(Cell(asked.aspect, case, spans, people, example))
        return True

    def _leave(
        self, aspect: Aspect, case: Case, reason: Reason, places: tuple[Place, ...] = ()
    ) -> None:
        self._unproved.append(Unproved(aspect, case.was, case.becomes, reason, places))


class _Asked:
    """One aspect, its world, and the solver that is asked about it."""

    def __init__(self, aspect: Aspect, pair: Pair, world: World | None = None) -> None:
        self.aspect = aspect
        self.world = world or aspect.world or pair.world
        self.is_small = world is not None
        self.reason = Reason.STEPS
        self.nodes = tuple(
            node for case in aspect.cases for node in (*case.base.nodes, *case.rest.nodes)
        )
        self._pair = pair
        self._witnessed: dict[bool, Inquiry] = {}

    def small(self) -> _Asked:
        """The same where groups are short."""
        small = _Asked(self.aspect, self._pair, with_short_groups(self.world))
        small.reason = self.reason
        return small

    @cached_property
    def inquiry(self) -> Inquiry:
        from engine.analysis.formula.inquiry import Inquiry

        return Inquiry(self.world, self.nodes)

    def _by_witnesses(self, *, shows_open: bool) -> Inquiry:
        from engine.analysis.formula.inquiry import Inquiry
        from engine.analysis.formula.witnesses import WitnessedFormula

        if shows_open not in self._witnessed:
            formula = WitnessedFormula(self.world, shows_open=shows_open)
            self._witnessed[shows_open] = Inquiry(self.world, self.nodes, formula)
        return self._witnessed[shows_open]

    @property
    def is_item_by_item(self) -> bool:
        """Whether it reads a loop that stands in a loop."""
        program = self.world.program
        names = opened(self.nodes, program)
        read = (*self.nodes, *(node for name in names for node in inside(name, program)))
        return any(loops(node) > 1 for node in read)

    def is_refuted(self, case: Case) -> bool:
        """Whether there is nobody of this case, however long a list is."""
        from engine.analysis.formula.inquiry import TooLargeError

        try:
            question = (case.base + case.rest).of(self.world)
            inquiry = self._by_witnesses(shows_open=case.is_open)
            return inquiry.verdict(question) is Verdict.IMPOSSIBLE
        except TooLargeError:
            return False

    def verdict(self, case: Case) -> Verdict:
        from engine.analysis.formula.inquiry import TooLargeError

        try:
            return self.inquiry.verdict((case.base + case.rest).of(self.world))
        except TooLargeError:
            self.reason = Reason.TOO_LARGE
            return Verdict.UNDECIDED

    def atoms(self, case: Case) -> tuple[Node, ...]:
        """What tells the people of a case apart; what both versions share too, if it is open."""
        old, new, beside = self.aspect.old, self.aspect.new, self.aspect.beside
        shared = beside if case.is_open else ()
        return atoms((*old, *shared), (*new, *shared), self._pair.world.program)

    def not_covered(self) -> tuple[Place, ...]:
        """The places of what no formula says."""
        free = self.inquiry.formula.uncovered.values()
        return tuple(dict.fromkeys(node.at for node, _ in free))
