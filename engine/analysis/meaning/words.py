"""What a change means in words: rows for a page, lines for a terminal, a value for JSON.

Conditions are said as the policy book says them (`engine/decide/conditions.py`), with the authors'
labels; what both versions have under one label is said with "as it was" and "as it is now".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.analysis.meaning.aspects import Aspect, Finding, Topic
from engine.analysis.meaning.examples import Told
from engine.analysis.meaning.meaning import Cell, Existence, Reason, ServiceMeaning
from engine.analysis.meaning.topics import AspectWords, key_of, naming_of
from engine.analysis.meaning.worth import Worth
from engine.analysis.people import Person
from engine.analysis.questions import Example
from engine.decide.conditions import line_of, statement_of
from engine.definitions.catalogue import Catalogue
from engine.expressions import core
from engine.model.value import ABSENT
from engine.model.words import Language
from engine.phrases import phrase, said
from engine.wording import join

if TYPE_CHECKING:
    from engine.analysis.formula.inquiry import Cube


@dataclass(frozen=True, slots=True)
class ExampleWords:
    """Somebody, told: `title` names the scenario, `lines` the person, then both decisions."""

    title: str
    lines: tuple[str, ...]
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class CellWords:
    """One way of being decided differently. `people` are regions, each a condition in a line."""

    what: str
    days: str
    whom: str
    people: tuple[str, ...]
    rest: str  # that there is nobody else, or that there may be
    example: ExampleWords


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What became of those who were so; `kind` is same, moved, nobody or open."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Eligibility before, in rows, and now, in columns."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MatrixCell, ...]], ...]


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """What the change means for one service. `matrix` None: nobody's eligibility changes."""

    id: str
    title: str
    verdict: str
    is_same: bool
    cells: tuple[CellWords, ...]
    matrix: Matrix | None
    unproved: tuple[str, ...]
    notes: tuple[str, ...]


_MOVES = {Finding.HIGHER: "rises", Finding.LOWER: "falls", Finding.OTHER: "another"}
_OUTCOMES = (Finding.ELIGIBLE, Finding.INELIGIBLE, Finding.UNDECIDED)


def in_words(
    meaning: ServiceMeaning, old: Catalogue, new: Catalogue, language: Language
) -> ServiceWords:
    return _Saying(meaning, old, new, language).service()


def lines_of(words: ServiceWords, language: Language) -> Iterator[str]:
    """The words as lines of plain text, the title of the service first."""
    yield f"{words.title} ({words.id})"
    yield f"  {words.verdict}"
    for cell in words.cells:
        yield f"  {_together('line', language, what=cell.what, when=cell.days)}"
        yield f"    {_together('people-line', language, whom=cell.whom, people=cell.people[0])}"
        yield from (f"      {line}" for line in cell.people[1:])
        yield f"    {cell.rest}"
        yield f"    {cell.example.title}"
        yield from (f"      {line}" for line in cell.example.lines)
        yield f"      {cell.example.before}"
        yield f"      {cell.example.now}"
    yield from (f"  {line}" for line in (*words.unproved, *words.notes))


def _together(name: str, language: Language, /, **words: str) -> str:
    return phrase(f"meaning.{name}", language, **{key: said(word) for key, word in words.items()})


class _Saying:
    def __init__(
        self, meaning: ServiceMeaning, old: Catalogue, new: Catalogue, language: Language
    ) -> None:
        self._meaning = meaning
        self._catalogues = old, new
        self._language = language
        is_new = meaning.existence is not Existence.REMOVED
        self._catalogue = new if is_new else old
        programs = (one.programs.get(meaning.service) for one in (old, new))
        known = tuple(one for one in programs if one is not None)
        self._words = AspectWords(known, self._catalogue, language)
        if meaning.pair is not None:
            self._naming = naming_of(meaning.pair, new, language)

    def service(self) -> ServiceWords:
        meaning = self._meaning
        return ServiceWords(
            id=meaning.service,
            title=self._catalogue.declared(meaning.service).title.in_(self._language),
            verdict=self._verdict(),
            is_same=meaning.is_same,
            cells=tuple(self._cell(cell) for cell in meaning.cells),
            matrix=self._matrix(),
            unproved=self._unproved(),
            notes=tuple(
                self._words.phrase(key_of(one.difference), name=self._label(one.name))
                for one in meaning.apart
            ),
        )

    def _verdict(self) -> str:
        meaning = self._meaning
        if meaning.existence is not Existence.BOTH:
            return self._words.phrase(meaning.existence)
        if meaning.is_alike:
            return self._words.phrase("alike")
        if meaning.is_same:
            return self._words.phrase("same")
        return self._words.phrase("differs" if meaning.cells else "not-all-proved")

    # Cells -------------------------------------------------------------------------------

    def _cell(self, cell: Cell) -> CellWords:
        return CellWords(
            what=self._what(cell.aspect, cell.was, cell.becomes),
            days=join([self._words.span(span) for span in cell.days], self._language),
            whom=self._whom(cell),
            people=tuple(self._region(cube, cell) for cube in cell.people.cubes)
            or (self._words.phrase("some"),),
            rest=self._words.phrase("only-these" if cell.people.is_all else "others"),
            example=self._example(cell.aspect, cell.example),
        )

    def _what(self, aspect: Aspect, was: Finding, becomes: Finding) -> str:
        topic = self._words.topic(aspect)
        if becomes in _MOVES:
            return self._words.phrase(_MOVES[becomes], topic=topic)
        before, now = (self._words.finding(aspect.topic, one) for one in (was, becomes))
        return self._words.phrase("becomes", topic=topic, was=before, becomes=now)

    def _whom(self, cell: Cell) -> str:
        """Those among whom the regions are: of whom the base of the case holds."""
        case, topic = cell.case, cell.aspect.topic
        if not case.base.nodes or topic in {Topic.TOTAL, Topic.DETERMINATION, Topic.VALIDITY}:
            return self._words.phrase("of-all")
        if topic is Topic.FEE and case.becomes not in {Finding.YES, Finding.NO, Finding.UNKNOWN}:
            return self._words.phrase("of-both", was=self._words.phrase("charged"))
        is_old = case.is_base_old
        finding = self._words.finding(topic, case.was if is_old else case.becomes)
        if topic is Topic.OUTCOME:
            return self._words.phrase("of-were" if is_old else "of-are", was=finding)
        return self._words.phrase("of-which-was" if is_old else "of-which-is", was=finding)

    def _region(self, cube: Cube, cell: Cell) -> str:
        """Literals as one line; a limit that is one amount on all of the days is that amount."""
        worth = Worth.of(cube, cell, self._naming.program)
        told = join(list(self._sentences(cube, worth)), self._language)
        if cube.is_enough:
            return told or self._words.phrase("all-of-them")
        return self._words.phrase("some-with", said=told) if told else self._words.phrase("some")

    def _sentences(self, cube: Cube, worth: Worth) -> Iterator[str]:
        """A sentence for each thing that literals are about: both ends of a range are one."""
        about: dict[str, list[str]] = {}
        for literal in cube.literals:
            node = worth.settled(literal.node)
            line = line_of(statement_of(node, self._naming, is_true=literal.holds), self._naming)
            name = f"{self._naming.node(node.left)}: " if isinstance(node, core.Compare) else ""
            name = name if line.startswith(name) else ""
            rest = about.setdefault(name or line, [])
            if name and line.removeprefix(name) not in rest:
                rest.append(line.removeprefix(name))
        for name, ends in about.items():
            yield name + join(ends, self._language) if ends else name

    # Examples ----------------------------------------------------------------------------

    def _example(self, aspect: Aspect, told: Told) -> ExampleWords:
        scenario = told.scenario
        title = "for-example" if scenario is None else "scenario"
        words = {} if scenario is None else {"name": f"`{scenario.id}`"}
        before, now = (
            self._words.decided(aspect, decision, program)
            for decision, program in zip((told.before, told.now), self._words.programs, strict=True)
        )
        if aspect.topic is Topic.APPLYING:
            before, now = self._applying(aspect)
        return ExampleWords(
            title=self._words.phrase(title, **words),
            lines=self._person(told),
            before=self._words.phrase("before", said=before),
            now=self._words.phrase("now", said=now),
        )

    def _person(self, told: Told) -> tuple[str, ...]:
        """What is there under either version; the newer one's answer where both have one."""
        new = self._catalogues[1]
        service = self._meaning.service
        only_old = {
            name: state
            for name, state in told.old_facts.items()
            if told.new_facts.get(name, ABSENT) is ABSENT
        }
        example = Example({**told.new_facts, **only_old}, told.decision_date)
        return Person.of(service, example, told.about).lines(new, self._language)

    def _applying(self, aspect: Aspect) -> tuple[str, str]:
        can, cannot = self._words.phrase("can"), self._words.phrase("cannot")
        return (can, cannot) if aspect.cases[0].was is Finding.CAN else (cannot, can)

    # The rest ----------------------------------------------------------------------------

    def _unproved(self) -> tuple[str, ...]:
        """A line for what hangs on one thing, however many ways of differing are open by it."""
        lines: dict[str, None] = {}
        for one in self._meaning.unproved:
            about = {"name": self._label(one.aspect.id)} if one.reason is Reason.LIMITS else {}
            why = self._words.phrase(key_of(one.reason), **about)
            places = ", ".join(map(str, one.places))
            why = self._words.phrase("at", why=why, places=places) if places else why
            topic = self._words.topic(one.aspect)
            lines[self._words.phrase("unproved", topic=topic, why=why)] = None
        return tuple(lines)

    def _label(self, name: str) -> str:
        for program in reversed(self._words.programs):
            if name in program.facts:
                return program.facts[name].label.in_(self._language)
        return name

    def _matrix(self) -> Matrix | None:
        cells = {
            (cell.was, cell.becomes): cell
            for cell in self._meaning.cells
            if cell.aspect.topic is Topic.OUTCOME
        }
        open_ = {
            (one.was, one.becomes)
            for one in self._meaning.unproved
            if one.aspect.topic is Topic.OUTCOME
        }
        if not cells and not open_:
            return None
        heads = tuple(self._words.phrase(one) for one in _OUTCOMES)
        rows = tuple(
            (
                self._words.phrase(was),
                tuple(self._matrix_cell(was, becomes, cells, open_) for becomes in _OUTCOMES),
            )
            for was in _OUTCOMES
        )
        return Matrix(heads, rows)

    def _matrix_cell(
        self,
        was: Finding,
        becomes: Finding,
        cells: Mapping[tuple[Finding, Finding], Cell],
        open_: set[tuple[Finding, Finding]],
    ) -> MatrixCell:
        if was is becomes:
            return MatrixCell("same", (self._words.phrase("as-before"),))
        cell = cells.get((was, becomes))
        if cell is None:
            name = "not-known-who" if (was, becomes) in open_ else "nobody"
            return MatrixCell("open" if name != "nobody" else "nobody", (self._words.phrase(name),))
        count = phrase("meaning.groups", self._language, count=len(cell.people.cubes))
        days = join([self._words.span(span) for span in cell.days], self._language)
        rest = () if cell.people.is_all else (self._words.phrase("others"),)
        return MatrixCell("moved", (count, days, *rest))
