"""A decision in brief: verdicts, fees, documents and validity, without the reasons.

For deciding about many applications at once, where nobody reads why. `decide` says the same, and
why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.decide.decision import combine, decide, is_open_to, validity, verdict_of
from engine.decide.fees import as_amount
from engine.expressions.compile import CompiledEvaluation
from engine.expressions.program import Program
from engine.expressions.total import as_truth
from engine.model.decision import Decision, Outcome, ValidityPeriod, Verdict
from engine.model.money import Money
from engine.model.value import UNKNOWN, Absent, Facts, Fault, State, Unknown


@dataclass(frozen=True, slots=True)
class Brief:
    """By id: what is met, the amounts charged, and whether each document is due.

    Lines known not to be charged and documents known not to be due are left out. Empty where the
    service is not open to the applicant, or it is not known yet whether it is.
    """

    outcome: Outcome
    verdicts: Mapping[str, Verdict]
    fees: Mapping[str, Money | Unknown | Fault]
    documents: Mapping[str, bool | Unknown | Fault]
    validity: ValidityPeriod | Unknown | Absent | Fault
    determinations: Mapping[str, State] = field(default_factory=dict)


def decide_briefly(program: Program, facts: Facts, decision_date: date) -> Brief:
    """What `decide` says, without its reasons."""
    if is_open_to(program, facts) is not True:
        return Brief(Outcome.UNDECIDED, {}, {}, {}, UNKNOWN)
    evaluation = CompiledEvaluation(program, facts, decision_date)
    states = evaluation.states
    if states is None:
        return brief_of(decide(program, facts, decision_date, ""))
    edition = evaluation.edition
    verdicts = {
        id_: Verdict.MET if states[at] is True else verdict_of(as_truth(states[at]))
        for id_, at in edition.rule_places
    }
    fees = {
        id_: as_amount(states[amount]) if charged is True else charged
        for id_, at, amount in edition.fee_places
        if (charged := True if at is None else as_truth(states[at])) is not False
    }
    documents = {
        id_: due
        for id_, at in edition.document_places
        if (due := True if at is None else as_truth(states[at])) is not False
    }
    period = validity(program, evaluation)
    determined = {
        entry.derived.name: evaluation.value(entry.body) for entry, _, _ in edition.determinations
    }
    outcome = combine(verdicts.values())
    return Brief(outcome, verdicts, fees, documents, period, determined)


def brief_of(decision: Decision) -> Brief:
    """The part of a decision that its brief holds."""
    return Brief(
        decision.outcome,
        decision.verdicts,
        {line.id: line.amount for line in decision.fees},
        {document.id: document.is_due for document in decision.documents},
        decision.validity,
        {one.name: one.value for one in decision.determinations},
    )
