"""Invoices, and what became of an application once it was submitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from api.json.application_body import StateBody, state_body
from api.json.values import MoneyBody, money_body
from engine.model.fee import Stage
from engine.model.payment import (
    Channel,
    InvoiceState,
    Payment,
    Refund,
    RefundReason,
    RefundState,
)
from engine.model.portal import Portal
from engine.model.words import Text
from engine.operations.payments import Settled
from engine.operations.results import View
from engine.phrases import phrase_text


@dataclass(frozen=True, slots=True)
class BillerBody:
    """Whom to choose where bills are paid."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class InvoiceLineBody:
    """A fee line as it stood when the quote was frozen."""

    id: str
    label: Text
    amount: MoneyBody
    is_official: bool


@dataclass(frozen=True, slots=True)
class PaymentBody:
    """Money received. All of it counts unless a refund of it says otherwise."""

    id: str
    channel: Channel
    amount: MoneyBody
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class RefundBody:
    """Part or all of a payment that is to be returned, is, or was decided not to be."""

    id: str
    payment: str
    amount: MoneyBody
    reason: RefundReason
    state: RefundState
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceBody:
    """An invoice. The payer enters `bill_number`; payable up to and on `due_date`.

    `vat` is the tax in `total`, null where none is due. `paid` is what counts of the payments,
    `left` the rest of `total`.
    """

    bill_number: str
    biller: BillerBody
    reference: str
    stage: Stage
    lines: tuple[InvoiceLineBody, ...]
    total: MoneyBody
    vat: MoneyBody | None
    issued_at: datetime
    due_date: date
    state: InvoiceState
    paid_at: datetime | None
    paid: MoneyBody
    left: MoneyBody
    payments: tuple[PaymentBody, ...]
    refunds: tuple[RefundBody, ...]


@dataclass(frozen=True, slots=True)
class InvoicesBody:
    """All invoices of the account, the newest first."""

    invoices: tuple[InvoiceBody, ...]


class EventKind(StrEnum):
    """What can happen to an application, as far as its owner is told."""

    STARTED = "started"
    SUBMITTED = "submitted"
    INVOICED = "invoiced"
    PAID = "paid"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class EventBody:
    """Something that happened, and when."""

    event: EventKind
    at: datetime
    label: Text


@dataclass(frozen=True, slots=True)
class StatusBody:
    """Where an application stands, and how it came there, the earliest event first.

    `working_days` is how long studying it takes, null where the service does not say.
    """

    reference: str
    service: str
    title: Text
    state: StateBody
    is_open: bool
    is_complete: bool
    working_days: int | None
    timeline: tuple[EventBody, ...]


def invoice_body(settled: Settled, portal: Portal) -> InvoiceBody:
    invoice = settled.invoice
    lines = (
        InvoiceLineBody(line.id, line.label, money_body(line.amount), line.is_official)
        for line in invoice.lines
    )
    return InvoiceBody(
        bill_number=invoice.bill_number,
        biller=BillerBody(portal.biller_code, portal.biller_name),
        reference=invoice.application,
        stage=invoice.stage,
        lines=tuple(lines),
        total=money_body(invoice.total),
        vat=None if invoice.vat is None else money_body(invoice.vat),
        issued_at=invoice.issued_at,
        due_date=invoice.due_date,
        state=invoice.state,
        paid_at=invoice.paid_at,
        paid=money_body(settled.paid),
        left=money_body(settled.left),
        payments=tuple(_payment_body(one) for one in settled.payments),
        refunds=tuple(_refund_body(one) for one in settled.refunds),
    )


def _payment_body(payment: Payment) -> PaymentBody:
    amount = money_body(payment.amount)
    return PaymentBody(payment.id, payment.channel, amount, payment.paid_at)


def _refund_body(refund: Refund) -> RefundBody:
    return RefundBody(
        id=refund.id,
        payment=refund.payment,
        amount=money_body(refund.amount),
        reason=refund.reason,
        state=refund.state,
        changed_at=refund.changed_at,
    )


def status_body(view: View) -> StatusBody:
    processing = view.service.processing
    return StatusBody(
        reference=view.application.reference,
        service=view.service.id,
        title=view.service.title,
        state=state_body(view.state, view.next),
        is_open=view.is_open,
        is_complete=view.is_complete,
        working_days=processing.working_days if processing else None,
        timeline=tuple(_events(view)),
    )


def _events(view: View) -> Iterator[EventBody]:
    application = view.application
    yield _event(EventKind.STARTED, application.created_at)
    if application.submission is not None:
        yield _event(EventKind.SUBMITTED, application.submission.submitted_at)
    for invoice in reversed(view.invoices):
        yield _event(EventKind.INVOICED, invoice.issued_at)
        if invoice.paid_at is not None:
            yield _event(EventKind.PAID, invoice.paid_at)
    if view.state.is_final:
        yield EventBody(EventKind.CLOSED, application.changed_at, view.state.label)


def _event(event: EventKind, at: datetime) -> EventBody:
    return EventBody(event, at, phrase_text(f"timeline.{event}"))
