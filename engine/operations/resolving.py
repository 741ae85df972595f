"""Incidents looked at, tried again and resolved by staff.

A stopped decision left its application where it was. Once the release or the engine is mended,
`try_again` decides it by both readings without writing anything, and `resolve` records who looked,
when, and what was found; the applicant of a draft is then told to submit it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

import structlog

from engine.model.decision import Decision, Outcome, Verdict
from engine.model.lifecycle import SUBMIT, Actor
from engine.model.problem import EngineError
from engine.model.service import InFlight
from engine.model.value import Fault
from engine.operations.binding import (
    Barred,
    Binding,
    Incomplete,
    Judgement,
    NotNow,
    Reaction,
    Silent,
    Stopped,
    judge,
    reaction_to,
)
from engine.operations.causes import Cause, submission_by
from engine.operations.mails import mail
from engine.operations.opening import Opened, is_draft, open_under
from engine.operations.ports import Ports
from engine.operations.reacting import network_of
from engine.operations.results import NotThere
from engine.release import Release, engine_version
from engine.store.canonical import Json
from engine.store.chain import RecordKind
from engine.store.decisions import read_decision
from engine.store.entries import Incident, Resolution
from engine.store.protocols import Work

_log = structlog.get_logger("mumaris.audit")


class AlreadyResolved(EngineError):
    """Somebody was faster; the first resolution stays."""


@dataclass(frozen=True, slots=True)
class Side:
    """One thing that evaluator and network say differently, or that faulted: then `network` is
    empty and `evaluator` says how."""

    what: str
    evaluator: str
    network: str


@dataclass(frozen=True, slots=True)
class Tried:
    """The decision made again under `release`. It may bind now when there is nothing in `sides`.

    `is_ready` is false when it cannot be told yet: the draft is no longer complete, a register
    did not answer, or the application has left the state in which it was stopped.
    """

    release: str
    sides: tuple[Side, ...]
    is_ready: bool

    @property
    def is_mended(self) -> bool:
        return self.is_ready and not self.sides


def incident_of(ports: Ports, id: str) -> Incident:
    """Raises NotThere."""
    with ports.store.read() as work:
        found = work.incidents.get(id)
    if found is None:
        raise NotThere(f"there is no incident `{id}`")
    return found


def sides_of(details: Mapping[str, Any]) -> tuple[Side, ...]:
    """Where evaluator and network differ in the details of an incident, side by side.

    Nothing, once the details were deleted as personal data.
    """
    network = details.get("network")
    if network is None and "evaluator" not in details:
        return ()
    if network is None:
        return tuple(_unfit_parts(read_decision(details["evaluator"])))
    if "failed" in network:
        return (Side("network", "", str(network["failed"])),)
    return (*_differing(network["differences"]), *_transitions(network["transitions"]))


def try_again(ports: Ports, id: str, now: datetime) -> Tried:
    """Put the event that was stopped to both readings again; nothing is written.

    A draft is decided under the release that submitting it now would use, any other under its own.
    Raises NotThere when the incident or its application is gone.
    """
    incident = incident_of(ports, id)
    with ports.store.read() as work:
        application = work.applications.get(incident.reference)
    if application is None:
        raise NotThere(f"application {incident.reference} was discarded")
    release = ports.releases.release(application.release)
    is_open = is_draft(application, release.catalogue.services[application.service])
    if is_open:
        release = _followed(ports, release, application.service, now)
    opened = open_under(ports, application, release, now)
    with network_of(ports, opened) as network:
        made: Judgement | Reaction
        if is_open:
            made = judge(opened, network, submission_by(application.account_id))
        else:
            made = reaction_to(opened, network, _cause(opened, incident))
    match made:
        case Stopped(details=details):
            return Tried(release.hash, sides_of(details), is_ready=True)
        case Binding() | Barred():
            return Tried(release.hash, (), is_ready=True)
        case Silent() | Incomplete() | NotNow():
            return Tried(release.hash, (), is_ready=False)
        case _:
            assert_never(made)


def resolve(ports: Ports, id: str, by: str, note: str, now: datetime) -> Incident:
    """Record that staff have looked and what they found; the application stays where it is.

    Raises NotThere, AlreadyResolved, and EngineError without a note.
    """
    if not note.strip():
        raise EngineError("a resolution says what was found and done")
    with ports.store.begin() as work:
        incident = work.incidents.get(id, for_update=True)
        if incident is None:
            raise NotThere(f"there is no incident `{id}`")
        if incident.resolution is not None:
            raise AlreadyResolved(f"incident `{id}` was resolved by {incident.resolution.by}")
        payload: Json = {
            "reference": incident.reference,
            "incident": id,
            "kind": str(incident.kind),
            "by": by,
            "note": note.strip(),
        }
        record = work.ledger.append(
            RecordKind.RESOLUTION,
            incident.reference,
            incident.release,
            engine_version(),
            None,
            payload,
            now,
        )
        work.incidents.resolve(id, Resolution(now, by, note.strip(), record))
        _tell(work, ports, incident, now)
    _log.info("incident.resolved", incident=id, reference=incident.reference, record=record)
    return incident_of(ports, id)


def _tell(work: Work, ports: Ports, incident: Incident, now: datetime) -> None:
    """Tell the applicant of a draft that it can be submitted."""
    application = work.applications.get(incident.reference)
    if application is None:
        return
    release = ports.releases.release(application.release)
    held = work.accounts.get(application.account_id)
    if held and is_draft(application, release.catalogue.services[application.service]):
        portal = release.catalogue.portal
        mail(work, portal, held.account, "mended", None, now, reference=incident.reference)


def _followed(ports: Ports, kept: Release, service: str, now: datetime) -> Release:
    """The release in force, where a draft of the service follows it."""
    active = ports.releases.active(now)
    found = active.catalogue.services.get(service)
    return kept if found is None or found.draft_in_flight is InFlight.KEEP else active


def _cause(opened: Opened, incident: Incident) -> Cause:
    """The event that was stopped, caused by whoever may cause it in the application's state."""
    event = str(incident.details.get("event", SUBMIT))
    state = opened.application.state
    may = (
        one.by
        for one in opened.service.lifecycle.transitions
        if one.event == event and state in one.origins
    )
    return Cause(event, next(may, Actor.APPLICANT))


def _differing(differences: list[dict[str, str]]) -> Iterator[Side]:
    for one in differences:
        yield Side(one["what"], one["evaluator"], one["network"])


def _transitions(transitions: Mapping[str, list[str]]) -> Iterator[Side]:
    ours, theirs = transitions["evaluator"], transitions["network"]
    if ours != theirs or len(ours) > 1:
        yield Side("transition", ", ".join(ours), ", ".join(theirs))


def _unfit_parts(decision: Decision) -> Iterator[Side]:
    """What in a decision keeps it from binding: each fault, and an outcome that is undecided."""
    for result in decision.rules:
        if result.verdict is Verdict.FAULT:
            faults = [_told(atom.truth) for atom in result.atoms if isinstance(atom.truth, Fault)]
            yield Side(f"verdicts.{result.id}", "; ".join(faults) or "fault", "")
    for what, value in _values(decision):
        if isinstance(value, Fault):
            yield Side(what, _told(value), "")
    if decision.outcome in {Outcome.UNDECIDED, Outcome.FAULT}:
        left = ", ".join(sorted(cause.fact for cause in decision.questions))
        yield Side("outcome", f"{decision.outcome}: {left}" if left else str(decision.outcome), "")


def _values(decision: Decision) -> Iterator[tuple[str, object]]:
    for line in decision.fees:
        yield f"fees.{line.id}", line.amount
    for document in decision.documents:
        yield f"documents.{document.id}", document.is_due
        for item in document.items:
            yield f"documents.{document.id}.{item.number}", item.is_due
    for determined in decision.determinations:
        yield f"determinations.{determined.name}", determined.value
    yield "validity", decision.validity
    for tax in decision.contained_vat:
        yield f"contained_vat.{tax.stage}", tax.amount


def _told(fault: Fault) -> str:
    return f"{fault.place}: {fault.message}"
