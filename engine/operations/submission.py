"""Submitting: the one act that binds, freezes, records and bills.

Everything happens in one transaction under the application's lock: the decision by evaluator and
network, the record, the frozen date, snapshot and quote, the invoice, the new state. Either all
of it is there afterwards or none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from engine.model.account import Account
from engine.model.application import Application
from engine.model.decision import Decision
from engine.model.payment import Invoice, current
from engine.operations.binding import (
    Barred,
    Binding,
    Incomplete,
    Judgement,
    Silent,
    Stopped,
    judge,
)
from engine.operations.causes import submission_by
from engine.operations.incidents import note_incident
from engine.operations.opening import (
    Opened,
    is_draft,
    open_own,
    own,
    read_view,
    with_history,
)
from engine.operations.ports import Ports
from engine.operations.reacting import make, network_of
from engine.operations.results import NotOpen, RegistersSilent, View


@dataclass(frozen=True, slots=True)
class Submitted:
    """`invoice` is None when nothing is due. A second submission gives the same application."""

    application: Application
    invoice: Invoice | None


@dataclass(frozen=True, slots=True)
class NotComplete:
    """`view.steps` says which steps are left, `view.decision.questions` what is not known."""

    view: View


@dataclass(frozen=True, slots=True)
class Ineligible:
    """The service does not let someone ineligible submit; the decision says why."""

    view: View
    decision: Decision


@dataclass(frozen=True, slots=True)
class Disagreed:
    """Evaluator and network differ, or a rule faulted: nothing is recorded, staff will look.

    `incident` is the number to show the applicant.
    """

    view: View
    incident: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The draft changed after the page was made (another tab): show the check page again."""

    view: View


SubmitResult = Submitted | NotComplete | Ineligible | RegistersSilent | Disagreed | Changed


def submit(
    ports: Ports, account: Account, reference: str, revision: int | None, now: datetime
) -> SubmitResult:
    """Decide by evaluator and network, and in one transaction record, bill and change the state.

    `revision` is `application.revision` as the check page showed it; None: whatever it is now.
    Raises NotThere, and NotOpen for a draft that was closed without being submitted.
    """
    opened = open_own(ports, account, reference, now)
    cause = submission_by(account.id)
    with network_of(ports, opened) as network, ports.store.begin() as work:
        opened = with_history(work, opened, now)
        application = own(work, account, reference, for_update=True)
        if application.submission is not None:
            return Submitted(application, current(work.invoices.of_application(reference)))
        if not is_draft(application, opened.service):
            raise NotOpen(f"application {reference} cannot be submitted")
        judged: Judgement | None = None
        is_moved = application.release != opened.release.hash
        opened = replace(opened, application=application)
        if not is_moved and revision in {None, application.revision}:
            judged = judge(opened, network, cause)
            if isinstance(judged, Binding):
                made = make(work, ports, opened, judged, cause, now)
                work.lookups.forget(reference)  # the snapshot says it from now on
                billed = current(work.invoices.of_application(reference))
                return Submitted(made.application, billed)
    return _refused(ports, account, opened, judged, now)


def _refused(
    ports: Ports, account: Account, opened: Opened, judged: Judgement | None, now: datetime
) -> SubmitResult:
    """Why it was not submitted, with the application as it is. Only an incident is written."""
    match judged:
        case None:
            return Changed(read_view(ports, open_own(ports, account, _reference(opened), now)))
        case Silent(registers):
            return RegistersSilent(registers)
        case Incomplete():
            return NotComplete(read_view(ports, opened))
        case Barred():
            view = read_view(ports, opened)
            return Ineligible(view, view.decision)
        case Stopped():
            return Disagreed(read_view(ports, opened), _incident(ports, opened, judged, now))
        case Binding():
            raise AssertionError("what binds was submitted")
        case _:
            assert_never(judged)


def _incident(ports: Ports, opened: Opened, stopped: Stopped, now: datetime) -> str:
    with ports.store.begin() as work:
        return note_incident(work, opened, stopped, now)


def _reference(opened: Opened) -> str:
    return opened.application.reference
