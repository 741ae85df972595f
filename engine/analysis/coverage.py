"""What the scenarios of a configuration do not show yet.

A rule is shown by a scenario that meets it and one that does not; a document and a fee line that
depend on something, by one that asks for it and one that does not; a row and a default of a table,
and an exception of a derived fact, by one in which it holds.

Not here: single clauses of a condition, and whether a scenario would notice a change of a rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.analysis.scenarios import ScenarioResult
from engine.definitions.catalogue import Catalogue
from engine.expressions.compile import CompiledEvaluation
from engine.expressions.program import Program
from engine.model.decision import Decision, Verdict
from engine.model.problem import Span

_DEFAULT: Final = ""  # stands for the default among the rows of a table


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something at `span` that no scenario of `service` shows."""

    span: Span
    service: str
    message: str

    def __str__(self) -> str:
        return f"{self.span}: {self.message}"


@dataclass(slots=True)
class _Seen:
    """What the scenarios of one service came to, by id; of a table, by its name and a row's id."""

    verdicts: dict[str, set[Verdict]] = field(default_factory=lambda: defaultdict(set))
    documents: dict[str, set[bool]] = field(default_factory=lambda: defaultdict(set))
    fees: dict[str, set[bool]] = field(default_factory=lambda: defaultdict(set))
    rows: set[tuple[str, str]] = field(default_factory=set)
    exceptions: set[tuple[str, str]] = field(default_factory=set)


def gaps(catalogue: Catalogue, results: Iterable[ScenarioResult]) -> tuple[Gap, ...]:
    """What no scenario among `results` shows of the services that have one, in order of place."""
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for result in results:
        service = result.scenario.service
        _note(seen[service], catalogue.programs[service], result)
    found = {gap for service, one in seen.items() for gap in _gaps(catalogue, service, one)}
    return tuple(sorted(found))


# What a scenario shows ----------------------------------------------------------------------


def _note(seen: _Seen, program: Program, result: ScenarioResult) -> None:
    decision = result.decision
    if decision.is_open_to is not True:
        return
    for rule, verdict in decision.verdicts.items():
        seen.verdicts[rule].add(verdict)
    for id, is_asked in _asked(program, decision):
        seen.documents[id].add(is_asked)
    for id, is_charged in _charged(program, decision):
        seen.fees[id].add(is_charged)
    for name, rows in decision.rows.items():
        seen.rows |= {(name, row) for row in rows or (_DEFAULT,)}
    evaluation = CompiledEvaluation(program, result.facts, decision.decision_date)
    for name, derived in program.derived.items():
        for one in derived.exceptions:
            if evaluation.truth(one.condition) is True:
                seen.exceptions.add((name, one.exception.id))


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


# What is missing ----------------------------------------------------------------------------


def _gaps(catalogue: Catalogue, service: str, seen: _Seen) -> Iterator[Gap]:
    program = catalogue.programs[service]
    for entry in program.rules:
        for verdict in (Verdict.MET, Verdict.NOT_MET):
            if verdict not in seen.verdicts[entry.rule.id]:
                words = verdict.value.replace("_", " ")
                message = f"no scenario shows the rule `{entry.rule.id}` {words}"
                yield Gap(entry.rule.span, service, message)
    for paper in program.documents:
        at, id = paper.document.span, paper.document.id
        sides = _sides(seen.documents, id, paper.when is not None)
        for is_asked in sides:
            words = "is asked for" if is_asked else "is not asked for"
            yield Gap(at, service, f"no scenario shows that the document `{id}` {words}")
    for charge in program.fees:
        at, id = charge.fee.span, charge.fee.id
        for is_charged in _sides(seen.fees, id, charge.own is not None):
            words = "is charged" if is_charged else "is not charged"
            yield Gap(at, service, f"no scenario shows that the fee line `{id}` {words}")
    yield from _gaps_of_tables(service, program, seen)
    for name, derived in program.derived.items():
        for one in derived.exceptions:
            exception = one.exception
            if (name, exception.id) not in seen.exceptions:
                message = f"no scenario shows the exception `{exception.id}` of `{name}`"
                yield Gap(exception.span, service, message)


def _sides(seen: Mapping[str, set[bool]], id: str, depends: bool) -> Iterator[bool]:
    """The sides that are missing: that it is so, and, where it depends, that it is not."""
    for side in (True, False) if depends else (True,):
        if side not in seen.get(id, set()):
            yield side


def _gaps_of_tables(service: str, program: Program, seen: _Seen) -> Iterator[Gap]:
    for name, made in program.tables.items():
        for row in made.rows:
            if (name, row.row.id) not in seen.rows:
                message = f"no scenario shows the row `{row.row.id}` of `{name}`"
                yield Gap(row.row.span, service, message)
        if made.default is not None and (name, _DEFAULT) not in seen.rows:
            message = f"no scenario shows the default of `{name}`"
            yield Gap(made.table.span, service, message)
