"""What the scenarios of a configuration show, and what none of them does.

A rule is shown by a scenario that meets it and one that does not; a document, a fee line, a step
and a field that depend on something, by one in which it is there and one in which it is not; a row
and a default of a table, and an exception of a derived fact, by one in which it holds; a clause, by
one that is decided by its being true and one by its being false (`clauses.py`).

Nothing is asked for that is proved never to decide, such as the guard of a fact that is always
there. A scenario that still waits for its author's confirmation shows nothing.

Not here: whether a scenario would notice a change of a rule (`mutation/mutants.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, TypeAlias

from engine.analysis.clauses import Decided, decided_by_clauses
from engine.analysis.proofs import Prover
from engine.analysis.scenarios import ScenarioResult
from engine.answers import ItemReading
from engine.definitions.catalogue import Catalogue
from engine.definitions.world import world_of
from engine.expressions.compile import CompiledEvaluation
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.decision import Decision, Verdict
from engine.model.problem import Span
from engine.model.service import Service, Step

_DEFAULT: Final = ""  # stands for the default among the rows of a table
_Key: TypeAlias = tuple[object, ...]


class Kind(StrEnum):
    """What is shown, in the order in which it is told."""

    RULE = "rules"
    CLAUSE = "clauses"
    ROW = "rows"
    EXCEPTION = "exceptions"
    FEE = "fee lines"
    DOCUMENT = "documents"
    STEP = "steps"
    FIELD = "fields"


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something at `span` that no scenario of `service` shows: that `what` is so, or is not."""

    span: Span
    service: str
    message: str
    kind: Kind
    what: str
    is_so: bool

    def __str__(self) -> str:
        return f"{self.span}: {self.message}"


@dataclass(frozen=True, slots=True)
class Share:
    """How many sides there are to show of one kind, and how many are shown."""

    shown: int = 0
    total: int = 0

    @property
    def percent(self) -> int | None:
        """Whole, rounded down: 100 only where nothing is missing; None where there is nothing."""
        return 100 * self.shown // self.total if self.total else None

    def __add__(self, other: Share) -> Share:
        return Share(self.shown + other.shown, self.total + other.total)


@dataclass(frozen=True, slots=True)
class ServiceCoverage:
    """What the scenarios of one service show."""

    service: str
    scenarios: int
    shares: dict[Kind, Share]
    gaps: tuple[Gap, ...]

    @property
    def whole(self) -> Share:
        return sum(self.shares.values(), Share())


@dataclass(frozen=True, slots=True)
class _Point:
    """One side of one thing: `key` is what a scenario leaves that shows it."""

    kind: Kind
    key: _Key
    span: Span
    message: str
    what: str
    is_so: bool = True
    can_be: Callable[[], bool] = lambda: True  # asked only of what is not shown


def coverage_of(
    catalogue: Catalogue, results: Iterable[ScenarioResult], prover: Prover
) -> tuple[ServiceCoverage, ...]:
    """What `results` show of each service that has a scenario, in the order of their ids."""
    confirmed: dict[str, list[ScenarioResult]] = defaultdict(list)
    for result in results:
        if not result.scenario.awaits_confirmation:
            confirmed[result.scenario.service].append(result)
    of_services: dict[str, set[_Key]] = {}
    decided: dict[str, tuple[Decided, ...]] = {}
    for id, held in confirmed.items():
        program = catalogue.programs[id]
        decided[id] = tuple(decided_by_clauses(catalogue.declared(id), program))
        of_services[id] = {key for one in held for key in _shown(program, decided[id], one)}
    clauses = {key for keys in of_services.values() for key in keys if key[0] is Kind.CLAUSE}
    return tuple(
        _told(id, len(confirmed[id]), keys | clauses, _points(catalogue, id, decided[id], prover))
        for id, keys in sorted(of_services.items())
    )


def gaps(
    catalogue: Catalogue, results: Iterable[ScenarioResult], prover: Prover
) -> tuple[Gap, ...]:
    """What no scenario among `results` shows of the services that have one, in order of place."""
    found = (gap for one in coverage_of(catalogue, results, prover) for gap in one.gaps)
    return tuple(sorted(found))


def _told(
    service: str, scenarios: int, shown: set[_Key], points: Iterable[_Point]
) -> ServiceCoverage:
    shares: dict[Kind, Share] = {}
    missing: set[Gap] = set()
    once: dict[_Key, _Point] = {}
    for point in points:
        once.setdefault(point.key, point)
    for point in once.values():
        is_shown = point.key in shown
        if not is_shown and not point.can_be():
            continue
        shares[point.kind] = shares.get(point.kind, Share()) + Share(int(is_shown), 1)
        if not is_shown:
            gap = Gap(point.span, service, point.message, point.kind, point.what, point.is_so)
            missing.add(gap)
    return ServiceCoverage(service, scenarios, shares, tuple(sorted(missing)))


# What a scenario shows ----------------------------------------------------------------------


def _shown(program: Program, decided: Iterable[Decided], result: ScenarioResult) -> Iterator[_Key]:
    decision = result.decision
    if decision.is_open_to is not True:
        return
    for rule, verdict in decision.verdicts.items():
        yield Kind.RULE, rule, verdict
    for id, is_asked in _asked(program, decision):
        yield Kind.DOCUMENT, id, is_asked
    for id, is_charged in _charged(program, decision):
        yield Kind.FEE, id, is_charged
    for name, rows in decision.rows.items():
        yield from ((Kind.ROW, name, row) for row in rows or (_DEFAULT,))
    for step in result.reading.steps:
        yield Kind.STEP, step.step.id, step.shown
        for item in step.items:
            yield from _held(step.step, item)
        for page in (step, *(group for item in step.items for group in item.groups)):
            of_items = (field for item in page.items for field in item.fields)
            for field in (*page.fields, *of_items):
                yield Kind.FIELD, page.step.id, field.field.id, field.shown
    compiled = CompiledEvaluation(program, result.facts, decision.decision_date)
    for name, derived in program.derived.items():
        for one in derived.exceptions:
            if compiled.truth(one.condition) is True:
                yield Kind.EXCEPTION, name, one.exception.id
    evaluation = Evaluation(program, result.facts, decision.decision_date)
    for condition in decided:
        for clause, truth in condition.deciding(evaluation):
            yield Kind.CLAUSE, clause.key, truth


def _held(step: Step, item: ItemReading) -> Iterator[_Key]:
    """Each group inside an item of which it is known whether the item holds it."""
    shown = {group.step.id for group in item.groups}
    for inner in step.groups:
        is_known = inner.group is not None and item.held.get(inner.group.name) == ()
        if inner.id in shown or is_known:
            yield Kind.STEP, inner.id, inner.id in shown


def _asked(program: Program, decision: Decision) -> Iterator[tuple[str, bool]]:
    """Each document that is known to be due, or known not to be; the latter are left out of it."""
    said = {one.id: one.is_due for one in decision.documents}
    for one in program.documents:
        if one.document.is_in_force_on(decision.decision_date):
            is_due = said.get(one.document.id, False)
            if isinstance(is_due, bool):
                yield one.document.id, is_due


def _charged(program: Program, decision: Decision) -> Iterator[tuple[str, bool]]:
    said = {one.id: one.is_charged for one in decision.fees}
    for one in program.fees:
        if one.fee.is_in_force_on(decision.decision_date):
            is_charged = said.get(one.fee.id, False)
            if isinstance(is_charged, bool):
                yield one.fee.id, is_charged


# What there is to show ----------------------------------------------------------------------


def _points(
    catalogue: Catalogue, id: str, decided: Iterable[Decided], prover: Prover
) -> Iterator[_Point]:
    program, service = catalogue.programs[id], catalogue.declared(id)
    for entry in program.rules:
        for verdict in (Verdict.MET, Verdict.NOT_MET):
            words = verdict.value.replace("_", " ")
            rule, is_met = entry.rule, verdict is Verdict.MET
            message = f"no scenario shows the rule `{rule.id}` {words}"
            key: _Key = (Kind.RULE, rule.id, verdict)
            yield _Point(Kind.RULE, key, rule.span, message, rule.id, is_met)
    for paper in program.documents:
        yield from _sides(
            Kind.DOCUMENT,
            paper.document.id,
            paper.document.span,
            f"that the document `{paper.document.id}` is{{}} asked for",
            depends=paper.when is not None,
        )
    for charge in program.fees:
        yield from _sides(
            Kind.FEE,
            charge.fee.id,
            charge.fee.span,
            f"that the fee line `{charge.fee.id}` is{{}} charged",
            depends=charge.own is not None,
        )
    yield from _of_tables(program)
    for name, derived in program.derived.items():
        for exception in (one.exception for one in derived.exceptions):
            message = f"no scenario shows the exception `{exception.id}` of `{name}`"
            key = (Kind.EXCEPTION, name, exception.id)
            what = f"{name}: {exception.id}"
            yield _Point(Kind.EXCEPTION, key, exception.span, message, what)
    yield from _of_journey(service, program)
    world = world_of(
        service, catalogue.rule_sets[service.rules], catalogue.registers, catalogue.lists, program
    )
    for condition in decided:
        for clause in condition.clauses().values():
            for truth in (True, False):
                words = f"by `{clause.text}` being {str(truth).lower()}"
                yield _Point(
                    Kind.CLAUSE,
                    (Kind.CLAUSE, clause.key, truth),
                    clause.span,
                    f"no scenario decides {condition.says} {words}",
                    f"{condition.id or condition.part}: {clause.text}",
                    truth,
                    partial(condition.can_decide, clause.key, truth, world, prover),
                )


def _sides(kind: Kind, id: str, span: Span, words: str, *, depends: bool) -> Iterator[_Point]:
    """That it is so, and, where it depends on something, that it is not."""
    for side in (True, False) if depends else (True,):
        message = f"no scenario shows {words.format('' if side else ' not')}"
        yield _Point(kind, (kind, id, side), span, message, id, side)


def _of_tables(program: Program) -> Iterator[_Point]:
    for name, made in program.tables.items():
        for row in made.rows:
            message = f"no scenario shows the row `{row.row.id}` of `{name}`"
            what, key = f"{name}: {row.row.id}", (Kind.ROW, name, row.row.id)
            yield _Point(Kind.ROW, key, row.row.span, message, what)
        if made.default is not None:
            message = f"no scenario shows the default of `{name}`"
            key = (Kind.ROW, name, _DEFAULT)
            yield _Point(Kind.ROW, key, made.table.span, message, f"{name}: default")


def _of_journey(service: Service, program: Program) -> Iterator[_Point]:
    """Steps and fields that are not shown to everybody; what is asked after approval is not."""
    for step in service.asking:
        if program.steps[step.id] is not None or step.id in program.held:
            for side in (True, False):
                message = f"no scenario shows the step `{step.id}` {_seen(side)}"
                key: _Key = (Kind.STEP, step.id, side)
                yield _Point(Kind.STEP, key, step.span, message, step.id, side)
        for field in step.fields:
            if program.fields[step.id, field.id].shown_when is not None:
                for side in (True, False):
                    message = f"no scenario shows the field `{field.id}` {_seen(side)}"
                    key = (Kind.FIELD, step.id, field.id, side)
                    yield _Point(Kind.FIELD, key, field.span, message, field.id, side)


def _seen(side: bool) -> str:
    return "to somebody" if side else "hidden from somebody"
