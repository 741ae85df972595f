"""Submitting: the one act that binds, freezes, records and bills.

Everything happens in one transaction under the application's lock: the decision by evaluator and
network, the record, the frozen date, snapshot and quote, the invoice, the new state. Either all
of it is there afterwards or none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from engine.model.account import Account
from engine.model.application import Application, Submission
from engine.model.decision import Decision
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.payment import Invoice, InvoiceLine, InvoiceState
from engine.operations.binding import (
    Barred,
    Binding,
    Incomplete,
    Judgement,
    Silent,
    Stopped,
    judge,
)
from engine.operations.entering import civil_date, note_deadline
from engine.operations.opening import (
    Opened,
    is_draft,
    open_own,
    own,
    read_view,
    with_history,
)
from engine.operations.ports import Ports
from engine.operations.references import new_bill_number, new_incident
from engine.operations.results import NotOpen, RegistersSilent, View
from engine.release import engine_version
from engine.store.canonical import Json, write_facts, write_snapshot
from engine.store.chain import RecordKind
from engine.store.decisions import write_decision
from engine.store.entries import Incident
from engine.store.protocols import Work

_log = structlog.get_logger("mumaris.audit")


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
    network_of_it = ports.releases.network(opened.release, opened.service.id)
    with network_of_it as network, ports.store.begin() as work:
        opened = with_history(work, opened, now)
        application = own(work, account, reference, for_update=True)
        if application.submission is not None:
            return Submitted(application, _invoice(work, reference))
        if not is_draft(application, opened.service):
            raise NotOpen(f"application {reference} cannot be submitted")
        judged: Judgement | None = None
        is_moved = application.release != opened.release.hash
        opened = replace(opened, application=application)
        if not is_moved and revision in {None, application.revision}:
            judged = judge(opened, network)
            if isinstance(judged, Binding):
                return _submit(work, opened, judged, now)
    return _refused(ports, account, opened, judged, now)


def _submit(work: Work, opened: Opened, binding: Binding, now: datetime) -> Submitted:
    before, decision = opened.application, binding.decision
    sequence = work.ledger.append(
        RecordKind.DECISION,
        before.reference,
        opened.release.hash,
        engine_version(),
        decision.decision_date,
        _payload(opened, binding),
        now,
    )
    total = decision.total(Stage.ON_SUBMISSION)
    submission = Submission(
        decision_date=decision.decision_date,
        submitted_at=now,
        snapshot=write_snapshot(opened.desk.snapshot),
        record_sequence=sequence,
        total=total if isinstance(total, Money) else None,
    )
    after = replace(
        before,
        state=binding.transition.target,
        revision=before.revision + 1,
        changed_at=now,
        submission=submission,
    )
    work.applications.update(before, after)
    work.lookups.forget(before.reference)  # the snapshot says it from now on
    note_deadline(work, opened.release, after, now)
    invoice = None
    if submission.total is not None and submission.total.amount_minor > 0:
        invoice = _bill(work, opened, decision, submission.total, now)
    _log.info(
        "application.submitted",
        reference=before.reference,
        service=before.service,
        release=before.release,
        transition=binding.transition.id,
        sequence=sequence,
    )
    return Submitted(after, invoice)


def _payload(opened: Opened, binding: Binding) -> Json:
    application = opened.application
    return {
        "reference": application.reference,
        "account": application.account_id,
        "person": application.person_key,
        "service": application.service,
        "transition": binding.transition.id,
        "facts": write_facts(binding.reading.facts),
        "decision": write_decision(binding.decision),
        "snapshot": write_snapshot(opened.desk.snapshot),
        "evidence": [{"slot": file.slot, "sha256": file.sha256} for file in application.evidence],
    }


def _bill(work: Work, opened: Opened, decision: Decision, total: Money, now: datetime) -> Invoice:
    """The quote, frozen: each line with its words, payable for as long as the portal says."""
    catalogue = opened.release.catalogue
    labels = {entry.fee.id: entry.fee.label for entry in catalogue.programs[decision.service].fees}
    number = new_bill_number()
    while work.invoices.get(number) is not None:
        number = new_bill_number()
    invoice = Invoice(
        bill_number=number,
        application=opened.application.reference,
        stage=Stage.ON_SUBMISSION,
        lines=tuple(
            InvoiceLine(line.id, labels[line.id], line.amount, line.is_official)
            for line in decision.fees
            if line.stage is Stage.ON_SUBMISSION and isinstance(line.amount, Money)
        ),
        total=total,
        issued_at=now,
        due_date=civil_date(catalogue.portal, now) + timedelta(days=catalogue.portal.payment_days),
        state=InvoiceState.OPEN,
        paid_at=None,
    )
    work.invoices.add(invoice)
    return invoice


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
    incident = Incident(
        id=new_incident(),
        kind=stopped.kind,
        reference=_reference(opened),
        release=opened.release.hash,
        at=now,
        details=stopped.details,
    )
    with ports.store.begin() as work:
        work.incidents.add(incident)
    _log.error(
        "decision.stopped",
        incident=incident.id,
        kind=str(incident.kind),
        reference=incident.reference,
        release=incident.release,
    )
    return incident.id


def _reference(opened: Opened) -> str:
    return opened.application.reference


def _invoice(work: Work, reference: str) -> Invoice | None:
    invoices = work.invoices.of_application(reference)
    return invoices[0] if invoices else None
