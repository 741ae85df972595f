"""Whether a decision may bind: evaluator and network must agree, and nothing may be a fault.

Pure but for the network, which is lent. Not here: recording it (`submission.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.answers import Reading
from engine.decide.decision import decide
from engine.decide.network import Network
from engine.decide.ruleset import NetworkError
from engine.expressions.evaluate import Evaluation
from engine.journey import is_complete
from engine.model.decision import Decision, Outcome, Verdict
from engine.model.fee import Stage
from engine.model.lifecycle import Actor, Transition
from engine.model.money import Money
from engine.model.value import UNKNOWN, Facts, Fault, State
from engine.operations.opening import Opened
from engine.store.canonical import Json, write_facts
from engine.store.decisions import write_decision
from engine.store.entries import IncidentKind


@dataclass(frozen=True, slots=True)
class Binding:
    """Both readings say the same: this transition may be made with this decision."""

    transition: Transition
    decision: Decision
    reading: Reading


@dataclass(frozen=True, slots=True)
class Stopped:
    """Staff must look before anything binds; `details` are for the incident."""

    kind: IncidentKind
    details: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Silent:
    registers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incomplete:
    pass


@dataclass(frozen=True, slots=True)
class Barred:
    """Complete and ineligible, and the service lets nobody ineligible on."""


Judgement = Binding | Stopped | Silent | Incomplete | Barred


def judge(opened: Opened, network: Network) -> Judgement:
    """What submitting the application as it is would come to."""
    reading = opened.read()
    if reading.silent:
        return Silent(reading.silent)
    if not is_complete(reading):
        return Incomplete()
    program = opened.release.catalogue.programs[opened.service.id]
    day = opened.desk.decision_date
    decision = decide(program, reading.facts, day, opened.release.hash)
    details: dict[str, Json] = {
        "facts": write_facts(reading.facts),
        "evaluator": write_decision(decision),
    }
    if any(_faults(decision)):
        return Stopped(IncidentKind.FAULT, details)
    if decision.outcome is Outcome.UNDECIDED:
        return Stopped(IncidentKind.UNDECIDED, details)
    facts = lifecycle_facts(reading, decision)
    may = transitions(opened, facts, Actor.APPLICANT)
    network_says = _second_opinion(network, opened, facts, decision, may)
    if network_says is not None:
        return Stopped(IncidentKind.DISAGREEMENT, details | {"network": network_says})
    if decision.outcome is Outcome.INELIGIBLE and not opened.service.ineligible_may_submit:
        return Barred()
    if not may:
        return Barred() if decision.outcome is Outcome.INELIGIBLE else Incomplete()
    return Binding(may[0], decision, reading)


def lifecycle_facts(reading: Reading, decision: Decision) -> Facts:
    """The facts of the rules, and those built in that only the lifecycle may read."""
    outcome: State = UNKNOWN
    if decision.outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE}:
        outcome = str(decision.outcome)
    return {
        **reading.facts,
        "outcome": outcome,
        "application.is_complete": is_complete(reading),
        "application.has_payment_due": _has_payment_due(decision),
    }


def transitions(opened: Opened, facts: Facts, by: Actor) -> tuple[Transition, ...]:
    """The transitions that `by` may make now, in the order of the file."""
    program = opened.release.catalogue.programs[opened.service.id]
    evaluation = Evaluation(program, facts, opened.desk.decision_date)

    def may(transition: Transition) -> bool:
        when = program.transitions.get(transition.id)
        return when is None or evaluation.truth(when) is True

    return tuple(
        one
        for one in opened.service.lifecycle.transitions
        if one.origin == opened.application.state and one.by is by and may(one)
    )


def _second_opinion(
    network: Network,
    opened: Opened,
    facts: Facts,
    decision: Decision,
    may: tuple[Transition, ...],
) -> Json:
    """None when the network agrees; otherwise what it says, for the incident."""
    try:
        differences = network.differences(decision, facts)
        theirs = network.transition(facts, decision, opened.application.state, Actor.APPLICANT)
    except NetworkError as error:
        return {"failed": str(error)}
    ours = sorted(one.id for one in may)
    if not differences and ours == sorted(theirs):
        return None
    return {
        "differences": [
            {"what": one.what, "evaluator": one.evaluator, "network": one.network}
            for one in differences
        ],
        "transitions": {"evaluator": [*ours], "network": [*sorted(theirs)]},
    }


def _faults(decision: Decision) -> Iterator[bool]:
    """Whether each thing that would bind is a fault; one that was settled past is none."""
    yield decision.outcome is Outcome.FAULT
    yield isinstance(decision.validity, Fault)
    for result in decision.rules:
        yield result.verdict is Verdict.FAULT
    for line in decision.fees:
        yield isinstance(line.amount, Fault)
    for tax in decision.contained_vat:
        yield isinstance(tax.amount, Fault)
    for document in decision.documents:
        yield isinstance(document.is_due, Fault)
    for determined in decision.determinations:
        yield isinstance(determined.value, Fault)


def _has_payment_due(decision: Decision) -> State:
    total = decision.total(Stage.ON_SUBMISSION)
    if total is None:
        return False
    return total.amount_minor > 0 if isinstance(total, Money) else total
