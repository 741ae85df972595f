"""Decisions: which rules are met, what it costs, which documents are due and for how long it holds.

`decide` is pure: equal arguments give equal decisions, always. Fee lines are always computed,
because people ask for the price first; until every register of `open_to` holds a record there are
no verdicts, documents or lines.

Not here: whether the network agrees (`network.py`), the words of the reasons (`explain.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from engine.decide.fees import contained_vat, fee_lines
from engine.decide.items import items_due
from engine.decide.trace import Tracer
from engine.expressions.compile import CompiledEvaluation, Evaluator
from engine.expressions.compiled import CompiledDocument, CompiledRule
from engine.expressions.edition import Edition, Standing
from engine.expressions.kleene import Truth, all_of
from engine.expressions.program import Program
from engine.expressions.total import as_truth
from engine.model.decision import (
    Decision,
    Determined,
    DocumentDue,
    FeeLine,
    Outcome,
    RuleResult,
    ValidityPeriod,
    Verdict,
)
from engine.model.later import Later
from engine.model.period import Days, Months, add_months
from engine.model.value import (
    ABSENT,
    UNKNOWN,
    Absent,
    Cause,
    CauseKind,
    Facts,
    Fault,
    State,
    Unknown,
)

_DAY: Final = timedelta(days=1)
ASKED: Final = frozenset({CauseKind.UNANSWERED, CauseKind.NOT_SUPPLIED, CauseKind.OPEN_GROUP})


def decide(
    program: Program,
    facts: Facts,
    decision_date: date,
    release: str,
    evaluator: Callable[[Program, Facts, date], Evaluator] = CompiledEvaluation,
) -> Decision:
    """Apply the rules in force on `decision_date` to `facts`.

    A fact that `facts` leaves out is unknown. `release` is kept in the decision, not read. Both
    evaluators give the same decision. It holds all that was computed; what explains is made of that
    when it is read; the reference is `engine.expressions.evaluate.Evaluation`.
    """
    is_open = is_open_to(program, facts)
    if is_open is not True:
        return _closed(program, is_open, decision_date, release)
    edition = program.editions.on(decision_date)
    tracer = Tracer(evaluator(program, dict(facts), decision_date))
    truth, rows = tracer.evaluation.truth, tracer.evaluation.rows
    outcome = combine([verdict_of(truth(one.entry.condition)) for one in edition.rules])
    fees = Later(fee_lines, edition, tracer)
    documents = Later(_documents_due, edition, tracer)
    period = validity(program, tracer.evaluation)
    determinations = Later(_determinations, edition, tracer)
    return Decision(
        service=program.service,
        release=release,
        decision_date=decision_date,
        is_open_to=True,
        outcome=outcome,
        rules=Later(_rule_results, edition, tracer),
        fees=fees,
        documents=documents,
        validity=period,
        questions=Later(
            _questions, edition, tracer, outcome, fees, documents, period, determinations
        ),
        determinations=determinations,
        rows={
            name: tuple(row.id for row in held)
            for name in edition.tables
            if isinstance(held := rows(name), tuple)
        },
        told=Later(_told, tracer),
        contained_vat=Later(contained_vat, program, fees, tracer) if program.contained_vat else (),
    )


def combine(verdicts: Iterable[Verdict]) -> Outcome:
    """Any not met, else any fault, else any unknown, else eligible."""
    seen = set(verdicts)
    if Verdict.NOT_MET in seen:
        return Outcome.INELIGIBLE
    if Verdict.FAULT in seen:
        return Outcome.FAULT
    return Outcome.UNDECIDED if Verdict.UNKNOWN in seen else Outcome.ELIGIBLE


def verdict_of(truth: Truth) -> Verdict:
    if isinstance(truth, bool):
        return Verdict.MET if truth else Verdict.NOT_MET
    return Verdict.UNKNOWN if isinstance(truth, Unknown) else Verdict.FAULT


def is_open_to(program: Program, facts: Facts) -> Truth:
    """Whether every register of `open_to` holds a record of the applicant."""
    states = [facts.get(f"{register}.is_on_record", UNKNOWN) for register in program.open_to]
    return all(state is True for state in states) or all_of(map(as_truth, states))


def _closed(program: Program, is_open: Truth, decision_date: date, release: str) -> Decision:
    """The decision about someone whom a register does not know, or has not answered about."""
    return Decision(
        service=program.service,
        release=release,
        decision_date=decision_date,
        is_open_to=is_open if isinstance(is_open, bool | Unknown) else UNKNOWN,
        outcome=Outcome.UNDECIDED,
        rules=(),
        fees=(),
        documents=(),
        validity=UNKNOWN,
        questions=(),
        rows={},
    )


def _told(tracer: Tracer) -> tuple[tuple[str, State], ...]:
    nodes = tracer.program.told
    return tuple((name, tracer.evaluation.value(node)) for name, node in nodes.items())


def _rule_results(edition: Edition, tracer: Tracer) -> tuple[RuleResult, ...]:
    return tuple(_rule_result(one, tracer) for one in edition.rules)


def _documents_due(edition: Edition, tracer: Tracer) -> tuple[DocumentDue, ...]:
    documents = (_document_due(one, tracer) for one in edition.documents)
    return tuple(due for due in documents if due is not None)


def _determinations(edition: Edition, tracer: Tracer) -> tuple[Determined, ...]:
    return tuple(
        Determined(
            name=entry.derived.name,
            value=tracer.evaluation.value(entry.body),
            cite=entry.derived.cite,
            is_official=official.holds(tracer.evaluation.rows),
            used=Later(tracer.used, reads),
        )
        for entry, reads, official in edition.determinations
    )


def _rule_result(one: Standing[CompiledRule], tracer: Tracer) -> RuleResult:
    rule = one.entry.rule
    return RuleResult(
        id=rule.id,
        verdict=verdict_of(tracer.evaluation.truth(one.entry.condition)),
        atoms=Later(tracer.atoms, one.atoms),
        deciding=Later(tracer.deciding, one.formula, one.atoms),
        cite=rule.cite,
        is_official=one.official.holds(tracer.evaluation.rows),
    )


def _document_due(one: Standing[CompiledDocument], tracer: Tracer) -> DocumentDue | None:
    """The document, or None when it is known not to be due."""
    entry, evaluation = one.entry, tracer.evaluation
    is_due: Truth = True if entry.when is None else evaluation.truth(entry.when)
    if is_due is False:
        return None
    return DocumentDue(
        id=entry.document.id,
        is_due=is_due,
        atoms=Later(tracer.atoms, one.atoms),
        cite=entry.document.cite,
        is_official=one.official.holds(evaluation.rows),
        items=Later(items_due, entry, evaluation) if entry.document.for_each else (),
        stage=entry.document.stage,
    )


def validity(program: Program, evaluation: Evaluator) -> ValidityPeriod | Unknown | Absent | Fault:
    """From the first day for the length given; the last day is included in it."""
    if program.validity is None:
        return ABSENT
    starts = evaluation.value(program.validity.starts)
    lasts = evaluation.value(program.validity.lasts)
    for state in (starts, lasts):
        if isinstance(state, Fault):
            return state
    if not isinstance(starts, date) or not isinstance(lasts, Months | Days):
        causes = [state.causes for state in (starts, lasts) if isinstance(state, Unknown)]
        return Unknown(frozenset[Cause]().union(*causes))
    length = lasts.count
    try:
        after = (
            add_months(starts, length)
            if isinstance(lasts, Months)
            else starts + timedelta(days=length)
        )
        ends = after - _DAY
    except OverflowError:
        return Fault("the last day lies outside the calendar", str(program.validity.lasts.at))
    official = program.editions.on(evaluation.decision_date).validity
    cite = program.validity.validity.cite
    return ValidityPeriod(starts, ends, cite, official.holds(evaluation.rows))


def _questions(
    edition: Edition,
    tracer: Tracer,
    outcome: Outcome,
    fees: Sequence[FeeLine],
    documents: Sequence[DocumentDue],
    period: ValidityPeriod | Unknown | Absent | Fault,
    determinations: Sequence[Determined],
) -> tuple[Cause, ...]:
    """What an applicant can still say that may change something, in the order of the form.

    A fault may still be settled past, by a rule that comes out as not met.
    """
    open_: list[object] = [line.amount for line in fees]
    open_ += [state for document in documents for state in document.states]
    open_ += [one.value for one in determinations]
    open_.append(period)
    if outcome in {Outcome.UNDECIDED, Outcome.FAULT}:
        open_ += [tracer.evaluation.truth(one.entry.condition) for one in edition.rules]
    causes = {cause for state in open_ if isinstance(state, Unknown) for cause in state.causes}
    if not causes:
        return ()
    order = {name: position for position, name in enumerate(tracer.program.facts)}
    asked = [cause for cause in causes if cause.kind in ASKED]
    return tuple(sorted(asked, key=lambda cause: (order.get(cause.fact, len(order)), cause)))
