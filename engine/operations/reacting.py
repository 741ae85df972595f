"""One event, one reaction: the one place where an application goes from state to state.

The state is read from the store, the event is put to evaluator and network, and what follows is
written in the transaction that is given: the state, what happened, the record, the deadlines of
the new state and the effects. Nothing of it lives anywhere else.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from engine.decide.network import Network
from engine.model.application import Application, Submission
from engine.model.fee import Stage
from engine.model.history import Happening
from engine.model.lifecycle import Actor, Ask, Transition
from engine.model.money import Money
from engine.operations.binding import Binding, NotNow, Stopped, reaction_to
from engine.operations.causes import Cause
from engine.operations.effects import Happened, carry_out, flags_after
from engine.operations.entering import note_deadlines
from engine.operations.invoicing import quote
from engine.operations.opening import Opened
from engine.operations.ports import Ports
from engine.operations.waiting import note_waiting
from engine.release import engine_version
from engine.store.canonical import Json, write_corrections, write_facts, write_snapshot
from engine.store.chain import RecordKind
from engine.store.decisions import write_decision
from engine.store.protocols import Work

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Reacted:
    """The application after the transition, and what is now the last entry of its history."""

    application: Application
    transition: Transition
    happening: Happening


def network_of(ports: Ports, opened: Opened) -> AbstractContextManager[Network]:
    """The network of the application's service; enter it before the transaction begins."""
    return ports.releases.network(opened.release, opened.service.id)


def react(
    work: Work, ports: Ports, opened: Opened, network: Network, cause: Cause, now: datetime
) -> Reacted | NotNow | Stopped:
    """Make the transition that the event causes, if it causes one.

    `opened.application` was read in this transaction, for update. What staff record with the
    event is read before its condition. Nothing is written when it is stopped or not now.
    """
    recorded = {**opened.application.recorded, **cause.recorded}
    told = replace(opened, application=replace(opened.application, recorded=recorded))
    reaction = reaction_to(told, network, cause)
    if not isinstance(reaction, Binding):
        return reaction
    return make(work, ports, opened, reaction, cause, now)


def make(
    work: Work, ports: Ports, opened: Opened, made: Binding, cause: Cause, now: datetime
) -> Reacted:
    """Write the transition with everything that follows from it."""
    before, transition = opened.application, made.transition
    record = _record(work, opened, made, cause, now)
    after = _after(opened, made, cause, record, now)
    work.applications.update(before, after)
    happening = _happening(work, before, transition, cause, record, now)
    work.history.add(happening)
    if transition.enters(before.state):
        note_deadlines(work, opened.release, after, now)
    note_waiting(work, opened.release, before, after, now)
    opened = replace(opened, application=after)
    if transition.is_binding and cause.by is Actor.APPLICANT:
        quote(work, opened, made.decision, now)
    happened = Happened(happening.id, opened, cause.by, cause.reasons, made.reading, made.decision)
    for effect in transition.effects:
        carry_out(work, ports, effect, happened, now)
    _log.info(
        "application.moved",
        reference=before.reference,
        service=before.service,
        release=before.release,
        transition=transition.id,
        by=str(cause.by),
        record=record,
    )
    if transition.is_binding:
        _log.info(
            "decision.recorded",
            reference=before.reference,
            service=before.service,
            outcome=str(made.decision.outcome),
            record=record,
        )
    return Reacted(after, transition, happening)


def _after(opened: Opened, made: Binding, cause: Cause, record: int, now: datetime) -> Application:
    before, transition = opened.application, made.transition
    asked = Ask.CORRECTIONS in transition.asks
    kept = () if transition.enters(before.state) else before.corrections
    named = {name: cause.recorded[name] for name in transition.records if name in cause.recorded}
    return replace(
        before,
        state=transition.target,
        revision=before.revision + 1,
        changed_at=now,
        submission=before.submission or _submission(opened, made, record, now),
        flags=flags_after(before, transition),
        recorded={**before.recorded, **named},
        corrections=cause.corrections if asked else _documents_asked(opened, made) or kept,
        is_overridden=before.is_overridden or transition.is_override,
    )


def _documents_asked(opened: Opened, made: Binding) -> tuple[str, ...]:
    """What is due after approval, where the state that is entered takes it."""
    before, target = opened.application, made.transition.target
    state = opened.service.lifecycle.state(target)
    if not state.takes_documents or not made.transition.enters(before.state):
        return ()
    documents = (one.document for one in opened.program.documents if one.document.is_later)
    return tuple(one.name for one in documents if made.reading.due.get(one.id) is True)


def _submission(opened: Opened, made: Binding, record: int, now: datetime) -> Submission | None:
    """What the first transition that binds freezes: the date, the registers' answers, the quote."""
    if not made.transition.is_binding:
        return None
    total = made.decision.total(Stage.ON_SUBMISSION)
    return Submission(
        decision_date=made.decision.decision_date,
        submitted_at=now,
        snapshot=write_snapshot(opened.desk.snapshot),
        record_sequence=record,
        total=total if isinstance(total, Money) else None,
    )


def _happening(
    work: Work,
    before: Application,
    transition: Transition,
    cause: Cause,
    record: int,
    now: datetime,
) -> Happening:
    return Happening(
        reference=before.reference,
        number=len(work.history.of_application(before.reference)) + 1,
        at=now,
        transition=transition.id,
        event=cause.event,
        origin=before.state,
        target=transition.target,
        by=cause.by,
        account=cause.account,
        reasons=cause.reasons,
        corrections=cause.corrections,
        statement=cause.statement,
        note=cause.note,
        is_override=transition.is_override,
        record=record,
        remarks=cause.remarks,
    )


# The record -------------------------------------------------------------------------------------


def _record(work: Work, opened: Opened, made: Binding, cause: Cause, now: datetime) -> int:
    application, transition = opened.application, made.transition
    payload = _said(application, transition, cause)
    if transition.is_binding:
        payload |= _decided(opened, made)
    return work.ledger.append(
        _kind(transition),
        application.reference,
        opened.release.hash,
        engine_version(),
        made.decision.decision_date if transition.is_binding else None,
        payload,
        now,
    )


def _kind(transition: Transition) -> RecordKind:
    if transition.is_override:
        return RecordKind.OVERRIDE
    return RecordKind.DECISION if transition.is_binding else RecordKind.TRANSITION


def _said(application: Application, transition: Transition, cause: Cause) -> dict[str, Json]:
    """Who did what, and what was said with it."""
    reasons = cause.reasons
    return {
        "reference": application.reference,
        "service": application.service,
        "transition": transition.id,
        "event": cause.event,
        "by": str(cause.by),
        "who": cause.account,
        "from": application.state,
        "to": transition.target,
        "reasons": None if reasons is None else {"ar": reasons.ar, "en": reasons.en},
        "corrections": write_corrections(cause.corrections, cause.remarks),
        "statement": cause.statement,
        "note": cause.note,
        "recorded": {name: cause.recorded[name] for name in sorted(cause.recorded)},
    }


def _decided(opened: Opened, made: Binding) -> dict[str, Json]:
    """The decision that binds, with everything that it rests on."""
    application = opened.application
    return {
        "account": application.account_id,
        "person": application.person_key,
        "facts": write_facts(made.reading.facts),
        "decision": write_decision(made.decision),
        "snapshot": write_snapshot(opened.desk.snapshot),
        "evidence": [{"slot": file.slot, "sha256": file.sha256} for file in application.evidence],
    }
