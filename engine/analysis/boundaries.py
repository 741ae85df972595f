"""The boundaries of a service: where a condition turns, and from when something else holds.

A boundary has two sides. Of a comparison they are the limit itself and a step past it, where the
comparison comes out otherwise: 30 hours and 29, the last day and the day after. Of a dated value, a
dated cell, a rule, a document and a fee line they are the first day and the day before it.

A boundary of a fragment is one boundary, whichever service shows it. What a loop compares of its
items has no sides here, nor has the first day of all, which is one of the file and not of the law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, TypeAlias

from engine.analysis.clauses import Decided, Part, decided_by_clauses
from engine.analysis.scenarios import ScenarioResult
from engine.analysis.steps import ORDERED, step_words, stepped
from engine.definitions.catalogue import Catalogue
from engine.expressions import core
from engine.expressions.core import Comparison, Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.dated import Dated
from engine.model.document import RequiredDocument
from engine.model.fee import FeeRule
from engine.model.problem import Span
from engine.model.rule import Rule
from engine.model.service import Service
from engine.model.types import DATE, YES_NO

_DAY: Final = timedelta(days=1)
_PAST: Final = {Comparison.GE: -1, Comparison.LT: -1, Comparison.GT: 1, Comparison.LE: 1}
"""Where, seen from the limit, a comparison comes out otherwise than on it."""

SideKey: TypeAlias = tuple[str, int, int, str, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a boundary: `node` is true of whoever stands there.

    `key` is equal in each service that reads the place; the boundary is of the `part` called `id`,
    and `says` where somebody stands. `matters` holds where it decides.
    """

    key: SideKey
    service: str
    span: Span
    part: Part
    id: str
    says: str
    node: Node
    matters: tuple[Node, ...]

    def __str__(self) -> str:
        return f"{self.span}: no scenario stands {self.says} ({self.part.says(self.id)})"


def sides_of(service: Service, program: Program) -> Iterator[Side]:
    """Every side of every boundary, in the order of the program's parts."""
    yield from _of_comparisons(service, program)
    yield from _of_dates(program)


def missing_sides(
    catalogue: Catalogue, results: Iterable[ScenarioResult], services: Iterable[str]
) -> tuple[Side, ...]:
    """The sides on which no scenario stands, confirmed or not; once each."""
    evaluations: dict[str, list[Evaluation]] = {}
    for one in results:
        if one.decision.is_open_to is True:
            program = catalogue.programs[one.scenario.service]
            made = Evaluation(program, one.facts, one.scenario.decision_date)
            evaluations.setdefault(one.scenario.service, []).append(made)
    shown = {
        side.key
        for service, held in evaluations.items()
        for side in sides_of(catalogue.declared(service), catalogue.programs[service])
        if any(evaluation.truth(side.node) is True for evaluation in held)
    }
    missing: dict[SideKey, Side] = {}
    for service in services:
        for side in sides_of(catalogue.declared(service), catalogue.programs[service]):
            if side.key not in shown:
                missing.setdefault(side.key, side)
    return tuple(missing.values())


# Comparisons ----------------------------------------------------------------------------------


def _of_comparisons(service: Service, program: Program) -> Iterator[Side]:
    for decided in decided_by_clauses(service, program, least=1):
        if decided.group is None:
            for id, node in decided.logic.atoms.items():
                if isinstance(node, core.Compare) and node.operator in ORDERED:
                    yield from _of_comparison(program, decided, id, node)


def _of_comparison(
    program: Program, decided: Decided, id: str, node: core.Compare
) -> Iterator[Side]:
    past = _PAST[node.operator]
    for steps in (0, past):
        limit = stepped(node, steps)
        if limit is None:
            return
        text = " ".join(node.text.split())
        where = "on the limit" if not steps else f"{step_words(node)} past the limit"
        yield Side(
            (str(node.at.path), node.at.line, node.at.column, f"{text} {node.operator}", steps),
            program.service,
            node.at,
            decided.part,
            decided.id,
            f"{where} of `{text}`",
            replace(node, operator=Comparison.EQ, right=limit),
            (decided.turns(id),),
        )


# Dates ----------------------------------------------------------------------------------------


def _of_dates(program: Program) -> Iterator[Side]:
    """First days after the first of all, and the days after last days."""
    entries: list[tuple[Part, str, Rule | RequiredDocument | FeeRule]] = []
    entries += [(Part.RULE, one.rule.id, one.rule) for one in program.rules]
    entries += [(Part.DOCUMENT, one.document.id, one.document) for one in program.documents]
    entries += [(Part.FEE, one.fee.id, one.fee) for one in program.fees]
    beginning = min((one.effective_from for _, _, one in entries), default=date.min)
    for part, id, entry in entries:
        if entry.effective_from > beginning:
            yield from _of_day(program, part, id, entry.span, entry.effective_from)
        if entry.effective_to is not None:
            yield from _of_day(program, part, id, entry.span, entry.effective_to + _DAY)
    for value in program.values.values():
        for first, _ in value.by_date.entries[1:]:
            yield from _of_day(program, Part.NAME, value.name, value.span, first)
    for name, made in program.tables.items():
        for row in made.rows:
            for output in row.outputs.values():
                for first, _ in output.entries[1:] if isinstance(output, Dated) else ():
                    given = (row.condition,)
                    yield from _of_day(program, Part.NAME, name, row.row.span, first, given)


def _of_day(
    program: Program, part: Part, id: str, span: Span, first: date, given: tuple[Node, ...] = ()
) -> Iterator[Side]:
    today = core.FactRef("decision_date", DATE, span)
    for steps, day in ((0, first), (-1, first - _DAY)):
        on = core.Compare(
            Comparison.EQ, today, core.Const(day, DATE, span), YES_NO, span, "decision_date"
        )
        says = f"on {first}, a first day" if not steps else f"on {day}, the day before a first day"
        key = (str(span.path), span.line, span.column, f"{id} {first}", steps)
        node = core.And((on, *given), YES_NO, span)
        yield Side(key, program.service, span, part, id, says, node, ())
