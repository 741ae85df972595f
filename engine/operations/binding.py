"""Whether an event may move an application: evaluator and network must agree, and a decision that
binds may hold no fault.

Pure but for the network, which is lent. Not here: writing it (`reacting.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.answers import Reading
from engine.answers.invited import are_settled
from engine.decide.decision import decide
from engine.decide.network import Network
from engine.decide.ruleset import NetworkError
from engine.expressions.evaluate import Evaluation
from engine.journey import are_documents_complete, is_complete
from engine.model.application import Application
from engine.model.decision import Decision, Outcome, Verdict
from engine.model.fee import Stage
from engine.model.lifecycle import SUBMIT, Actor, Transition, flag_fact
from engine.model.money import Money
from engine.model.value import UNKNOWN, Facts, Fault, State
from engine.operations.causes import Cause
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


@dataclass(frozen=True, slots=True)
class NotNow:
    """The event moves nothing: the state has no such transition, or its condition fails."""


Judgement = Binding | Stopped | Silent | Incomplete | Barred
Reaction = Binding | Stopped | NotNow


def judge(opened: Opened, network: Network, cause: Cause) -> Judgement:
    """What submitting the application as it is would come to."""
    reading = opened.read()
    if reading.silent:
        return Silent(reading.silent)
    if not is_complete(reading):
        return Incomplete()
    decision = decision_of(opened, reading)
    if (stopped := _unfit(reading, decision)) is not None:
        return stopped
    reaction = _reaction(opened, network, cause, reading, decision)
    if isinstance(reaction, Stopped):
        return reaction
    if decision.outcome is Outcome.INELIGIBLE and not opened.service.ineligible_may_submit:
        return Barred()
    if isinstance(reaction, NotNow):
        return Barred() if decision.outcome is Outcome.INELIGIBLE else Incomplete()
    return reaction


def reaction_to(opened: Opened, network: Network, cause: Cause) -> Reaction:
    """The one transition that the event makes. A decision that it binds is made twice.

    More than one, which a check of the definition excludes, is as good as a disagreement.
    """
    reading = opened.read()
    decision = decision_of(opened, reading)
    reaction = _reaction(opened, network, cause, reading, decision)
    if isinstance(reaction, Binding) and reaction.transition.is_binding:
        return _unfit(reading, decision) or reaction
    return reaction


def decision_of(opened: Opened, reading: Reading) -> Decision:
    program = opened.release.catalogue.programs[opened.service.id]
    return decide(program, reading.facts, opened.desk.decision_date, opened.release.hash)


def lifecycle_facts(application: Application, reading: Reading, decision: Decision) -> Facts:
    """The facts of the rules, and those built in that only the lifecycle may read."""
    outcome: State = UNKNOWN
    if decision.outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE}:
        outcome = str(decision.outcome)
    flags = (flag.id for flag in reading.service.lifecycle.flags)
    return {
        **reading.facts,
        **{flag_fact(id): id in application.flags for id in flags},
        "outcome": outcome,
        "application.is_complete": is_complete(reading),
        "application.has_payment_due": _has_payment_due(decision, Stage.ON_SUBMISSION),
        "application.has_payment_due_after_approval": _has_payment_due(
            decision, Stage.AFTER_APPROVAL
        ),
        "application.is_overridden": application.is_overridden,
        "application.documents_are_complete": are_documents_complete(reading),
        "application.is_answered": are_settled(application, reading.service.actors),
    }


def possible(opened: Opened, facts: Facts, by: Actor) -> tuple[Transition, ...]:
    """The transitions that `by` may make now, in the order of the file."""
    program = opened.release.catalogue.programs[opened.service.id]
    evaluation = Evaluation(program, facts, opened.desk.decision_date)

    def may(transition: Transition) -> bool:
        when = program.transitions.get(transition.id)
        return when is None or evaluation.truth(when) is True

    leaving = opened.service.lifecycle.leaving(opened.application.state, by)
    return tuple(one for one in leaving if may(one))


def _reaction(
    opened: Opened, network: Network, cause: Cause, reading: Reading, decision: Decision
) -> Reaction:
    facts = lifecycle_facts(opened.application, reading, decision)
    may = tuple(one for one in possible(opened, facts, cause.by) if one.event == cause.event)
    network_says = _second_opinion(network, opened, facts, decision, may, cause)
    if network_says is None and len(may) <= 1:
        return Binding(may[0], decision, reading) if may else NotNow()
    details: dict[str, Json] = _details(reading, decision) | {"event": cause.event}
    return Stopped(IncidentKind.DISAGREEMENT, details | {"network": network_says})


def _second_opinion(
    network: Network,
    opened: Opened,
    facts: Facts,
    decision: Decision,
    may: tuple[Transition, ...],
    cause: Cause,
) -> Json:
    """None when the network agrees; otherwise what it says, for the incident."""
    state = opened.application.state
    binds = cause.event == SUBMIT or any(one.is_binding for one in may)
    try:
        differences = network.differences(decision, facts) if binds else ()
        theirs = network.transition(facts, decision, state, cause.by, cause.event)
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


def _unfit(reading: Reading, decision: Decision) -> Stopped | None:
    """Why the decision may not bind, if it may not."""
    if any(_faults(decision)):
        return Stopped(IncidentKind.FAULT, _details(reading, decision))
    if decision.outcome is Outcome.UNDECIDED:
        return Stopped(IncidentKind.UNDECIDED, _details(reading, decision))
    return None


def _details(reading: Reading, decision: Decision) -> dict[str, Json]:
    return {"facts": write_facts(reading.facts), "evaluator": write_decision(decision)}


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
        yield any(isinstance(state, Fault) for state in document.states)
    for determined in decision.determinations:
        yield isinstance(determined.value, Fault)


def _has_payment_due(decision: Decision, stage: Stage) -> State:
    total = decision.total(stage)
    if total is None:
        return False
    return total.amount_minor > 0 if isinstance(total, Money) else total
