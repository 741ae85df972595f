"""Decisions: which rules are met, what it costs, which documents are due and for how long it holds.

`decide` is pure: equal arguments give equal decisions, always. Fee lines are always computed,
because people ask for the price first; until every register of `open_to` holds a record there are
no verdicts, documents or lines.

Not here: whether the network agrees (`network.py`), the words of the reasons (`explain.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from engine.decide.trace import Tracer, deciding_atoms
from engine.expressions.compiled import CompiledDocument, CompiledFee, CompiledRule
from engine.expressions.evaluate import Evaluation
from engine.expressions.kleene import Truth, all_of
from engine.expressions.program import Program
from engine.model.decision import (
    Decision,
    DocumentDue,
    FeeLine,
    Outcome,
    RuleResult,
    ValidityPeriod,
    Verdict,
)
from engine.model.money import Money
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

ASKED: Final = frozenset({CauseKind.UNANSWERED, CauseKind.NOT_SUPPLIED, CauseKind.OPEN_GROUP})


def decide(program: Program, facts: Facts, decision_date: date, release: str) -> Decision:
    """Apply the rules in force on `decision_date` to `facts`.

    A fact that `facts` leaves out is unknown. `release` is kept in the decision, not read.
    """
    evaluation = Evaluation(program, facts, decision_date)
    is_open = all_of(
        _known_truth(facts, f"{register}.is_on_record") for register in program.open_to
    )
    if is_open is not True:
        return _closed(program, is_open, decision_date, release)
    tracer = Tracer(evaluation)
    rules = tuple(
        _rule_result(entry, tracer)
        for entry in program.rules
        if entry.rule.is_in_force_on(decision_date)
    )
    outcome = combine(result.verdict for result in rules)
    fees = tuple(
        line
        for entry in program.fees
        if entry.fee.is_in_force_on(decision_date)
        and (line := _fee_line(entry, tracer)) is not None
    )
    documents = tuple(
        due
        for entry in program.documents
        if entry.document.is_in_force_on(decision_date)
        and (due := _document_due(entry, tracer)) is not None
    )
    validity = _validity(program, tracer)
    return Decision(
        service=program.service,
        release=release,
        decision_date=decision_date,
        is_open_to=True,
        outcome=outcome,
        rules=rules,
        fees=fees,
        documents=documents,
        validity=validity,
        questions=_questions(program, outcome, rules, fees, documents, validity),
        rows=evaluation.rows_read(),
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
    match truth:
        case bool():
            return Verdict.MET if truth else Verdict.NOT_MET
        case Unknown():
            return Verdict.UNKNOWN
        case Fault():
            return Verdict.FAULT


def _known_truth(facts: Facts, name: str) -> Truth:
    state = facts.get(name, UNKNOWN)
    return state if isinstance(state, bool | Unknown | Fault) else UNKNOWN


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


def _rule_result(entry: CompiledRule, tracer: Tracer) -> RuleResult:
    logic = tracer.program.logic
    formula = logic.rules[entry.rule.id]
    atoms = tracer.atoms(formula)
    truths = {atom.id: atom.truth for atom in atoms}
    return RuleResult(
        id=entry.rule.id,
        verdict=verdict_of(tracer.evaluation.truth(entry.condition)),
        atoms=atoms,
        deciding=deciding_atoms(formula, logic, truths),
        cite=entry.rule.cite,
        is_official=tracer.is_official(entry.rule.cite, entry.reads),
    )


def _fee_line(entry: CompiledFee, tracer: Tracer) -> FeeLine | None:
    """The line, or None when it is known not to be charged."""
    charged: Truth = True if entry.when is None else tracer.evaluation.truth(entry.when)
    if charged is False:
        return None
    amount = _amount(tracer.evaluation.value(entry.amount)) if charged is True else charged
    return FeeLine(
        id=entry.fee.id,
        stage=entry.fee.stage,
        amount=amount,
        cite=entry.fee.cite,
        is_official=tracer.is_official(entry.fee.cite, entry.reads),
        used=tracer.used(entry.amount_reads),
        is_charged=charged,
    )


def _amount(state: State) -> Money | Unknown | Fault:
    return state if isinstance(state, Money | Unknown | Fault) else UNKNOWN


def _document_due(entry: CompiledDocument, tracer: Tracer) -> DocumentDue | None:
    """The document, or None when it is known not to be due."""
    is_due: Truth = True if entry.when is None else tracer.evaluation.truth(entry.when)
    if is_due is False:
        return None
    formula = tracer.program.logic.documents.get(entry.document.id)
    return DocumentDue(
        id=entry.document.id,
        is_due=is_due,
        atoms=() if formula is None else tracer.atoms(formula),
        cite=entry.document.cite,
        is_official=tracer.is_official(entry.document.cite, entry.reads),
    )


def _validity(program: Program, tracer: Tracer) -> ValidityPeriod | Unknown | Absent | Fault:
    """From the first day for the length given; the last day is included in it."""
    if program.validity is None:
        return ABSENT
    starts = tracer.evaluation.value(program.validity.starts)
    lasts = tracer.evaluation.value(program.validity.lasts)
    for state in (starts, lasts):
        if isinstance(state, Fault):
            return state
    if not isinstance(starts, date) or not isinstance(lasts, Months | Days):
        causes = [state.causes for state in (starts, lasts) if isinstance(state, Unknown)]
        return Unknown(frozenset[Cause]().union(*causes))
    day = timedelta(days=1)
    length = lasts.count
    try:
        after = (
            add_months(starts, length)
            if isinstance(lasts, Months)
            else starts + timedelta(days=length)
        )
        ends = after - day
    except OverflowError:
        return Fault("the last day lies outside the calendar", str(program.validity.lasts.at))
    cite = program.validity.validity.cite
    return ValidityPeriod(starts, ends, cite, tracer.is_official(cite, program.validity.reads))


def _questions(
    program: Program,
    outcome: Outcome,
    rules: tuple[RuleResult, ...],
    fees: tuple[FeeLine, ...],
    documents: tuple[DocumentDue, ...],
    validity: ValidityPeriod | Unknown | Absent | Fault,
) -> tuple[Cause, ...]:
    """What an applicant can still say that may change something, in the order of the form.

    A fault may still be settled past, by a rule that comes out as not met.
    """
    open_: list[object] = [line.amount for line in fees]
    open_ += [document.is_due for document in documents]
    open_.append(validity)
    causes = {cause for state in open_ if isinstance(state, Unknown) for cause in state.causes}
    if outcome in {Outcome.UNDECIDED, Outcome.FAULT}:
        for result in rules:
            if result.verdict is Verdict.UNKNOWN:
                causes |= _causes(program, result)
    order = {name: position for position, name in enumerate(program.facts)}
    asked = [cause for cause in causes if cause.kind in ASKED]
    return tuple(sorted(asked, key=lambda cause: (order.get(cause.fact, len(order)), cause)))


def _causes(program: Program, result: RuleResult) -> frozenset[Cause]:
    truths = {atom.id: atom.truth for atom in result.atoms}
    truth = program.logic.truth(program.logic.rules[result.id], truths)
    return truth.causes if isinstance(truth, Unknown) else frozenset()
