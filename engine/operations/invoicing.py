"""Quotes and invoices: what an application owes, frozen, and what becomes of each bill.

The quote of both stages is frozen when the applicant binds himself; a line that is not known then
(an approver enters it, say) is quoted when it is. An invoice bills the quoted lines of one stage.
What is here is called inside the transaction of whatever rests on it, under the application's lock.

Not here: payments (`settling.py`), telling the biller (`billing.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.model.decision import Decision
from engine.model.fee import Stage, vat_id
from engine.model.money import Money
from engine.model.payment import Invoice, InvoiceLine, InvoiceState, QuotedLine, RefundReason
from engine.model.portal import Portal
from engine.model.problem import EngineError
from engine.operations.entering import civil_date
from engine.operations.opening import Opened
from engine.operations.owing import owe_all
from engine.operations.ports import Ports
from engine.operations.references import new_bill_number
from engine.store.protocols import Work


class NotQuoted(EngineError):
    """A line of the stage is not known, so nothing can be billed: the definition breaks a law."""


def quote(work: Work, opened: Opened, decision: Decision, now: datetime) -> None:
    """Freeze what is known of both stages; what is billed already stays as it is."""
    reference = opened.application.reference
    billed = {one.stage for one in work.invoices.of_application(reference) if one.state.is_live}
    kept = [one for one in work.invoices.quoted(reference) if one.stage in billed]
    known = [one for one in _known(opened, decision, now) if one.stage not in billed]
    work.invoices.set_quote(reference, (*kept, *known))


def raise_invoice(
    work: Work, opened: Opened, decision: Decision, stage: Stage, now: datetime
) -> Invoice | None:
    """Bill the stage as quoted; None when nothing is due.

    A stage that is billed already is not billed again: the invoice that is open or paid is
    returned. Raises NotQuoted when a line of the stage is not known.
    """
    reference = opened.application.reference
    live = work.invoices.live(reference, stage)
    if live is not None:
        return live
    lines = _lines(work, opened, decision, stage, now)
    total = sum((one.amount for one in lines[1:]), lines[0].amount) if lines else None
    if total is None or total.amount_minor == 0:
        return None
    portal = opened.release.catalogue.portal
    due_date = civil_date(portal, now) + timedelta(days=portal.payment_days)
    invoice = Invoice(
        bill_number=_new_number(work),
        application=reference,
        stage=stage,
        lines=lines,
        total=total,
        issued_at=now,
        due_date=due_date,
        expires_at=_midnight_after(portal, due_date),
        state=InvoiceState.OPEN,
        paid_at=None,
        vat=_vat(decision, stage),
    )
    work.invoices.add(invoice)
    return invoice


def cancel_open(work: Work, reference: str, now: datetime) -> tuple[Invoice, ...]:
    """Close the invoices that can still be paid: expired when they are overdue, else cancelled.

    What was paid of them is to be returned.
    """
    payable = [one for one in work.invoices.of_application(reference) if one.state.is_payable]
    return tuple(_closed(work, one, now) for one in payable)


def expire_overdue(ports: Ports, now: datetime) -> tuple[str, ...]:
    """Close the invoices that expired unpaid; their bill numbers. Call it now and then."""
    with ports.store.read() as work:
        overdue = work.invoices.overdue(now)
    return tuple(one.bill_number for one in overdue if _expire(ports, one, now))


def _expire(ports: Ports, overdue: Invoice, now: datetime) -> bool:
    with ports.store.begin() as work:
        work.applications.get(overdue.application, for_update=True)
        invoice = work.invoices.get(overdue.bill_number)
        if invoice is None or not invoice.state.is_payable:
            return False  # something else has just closed it
        _closed(work, invoice, now)
    return True


def _closed(work: Work, invoice: Invoice, now: datetime) -> Invoice:
    is_overdue = invoice.expires_at <= now
    state = InvoiceState.EXPIRED if is_overdue else InvoiceState.CANCELLED
    reason = RefundReason.EXPIRED if is_overdue else RefundReason.CANCELLED
    closed = replace(invoice, state=state)
    work.invoices.update(closed)
    owe_all(work, invoice, reason, now)
    return closed


def _lines(
    work: Work, opened: Opened, decision: Decision, stage: Stage, now: datetime
) -> tuple[InvoiceLine, ...]:
    """The quoted lines that the decision charges; those known only now are quoted first."""
    reference = opened.application.reference
    quoted = work.invoices.quoted(reference)
    have = {(one.stage, one.line.id) for one in quoted}
    known = _known(opened, decision, now)
    quoted = (*quoted, *(one for one in known if (one.stage, one.line.id) not in have))
    work.invoices.set_quote(reference, quoted)
    by_id = {one.line.id: one.line for one in quoted if one.stage is stage}
    charged = [line.id for line in decision.fees if line.stage is stage]
    missing = [id for id in charged if id not in by_id]
    if missing:
        raise NotQuoted(f"application {reference}: {', '.join(missing)} cannot be billed yet")
    return tuple(by_id[id] for id in charged)


def _known(opened: Opened, decision: Decision, now: datetime) -> Iterator[QuotedLine]:
    program = opened.release.catalogue.programs[decision.service]
    labels = {entry.fee.id: entry.fee.label for entry in program.fees}
    for line in decision.fees:
        if isinstance(line.amount, Money) and line.is_charged is True:
            billed = InvoiceLine(line.id, labels[line.id], line.amount, line.is_official)
            yield QuotedLine(line.stage, billed, now)


def _vat(decision: Decision, stage: Stage) -> Money | None:
    """The tax of the stage, added as a line or contained in the others."""
    contained = [one.amount for one in decision.contained_vat if one.stage is stage]
    added = [line.amount for line in decision.fees if line.id == vat_id(stage)]
    return next((one for one in (*contained, *added) if isinstance(one, Money)), None)


def _midnight_after(portal: Portal, day: date) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(portal.time_zone))
    return midnight.astimezone(UTC)


def _new_number(work: Work) -> str:
    number = new_bill_number()
    while work.invoices.get(number) is not None:
        number = new_bill_number()
    return number
