"""Taking a payment in: kept once, counted towards its bill, and what is too much to be returned.

The same payment may be told of often, late, and by the callback as well as by the statement of
the day: all go through `take_in`, which is one transaction under the application's lock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from engine.decide.network import Network
from engine.model.application import Application
from engine.model.money import Money
from engine.model.payment import (
    Invoice,
    InvoiceState,
    Payment,
    RefundReason,
    applied,
)
from engine.operations.binding import NotNow, Stopped
from engine.operations.causes import PAYMENT
from engine.operations.incidents import note_incident
from engine.operations.opening import Opened, open_under
from engine.operations.owing import owe, owe_all
from engine.operations.ports import Ports
from engine.operations.reacting import network_of, react
from engine.release import engine_version
from engine.store.chain import RecordKind
from engine.store.protocols import Work
from engine.wire.messages import PaymentNotice
from engine.wire.signing import Refusal, Refused

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Paid:
    """`is_new` is false when this payment was known. `surplus` is what did not count, if any."""

    reference: str
    bill_number: str
    is_new: bool
    surplus: Money | None = None


def take_in(ports: Ports, notice: PaymentNotice, now: datetime) -> Paid:
    """Keep the payment and act on it; a repetition changes nothing.

    Raises Refused when there is no such bill, or the same id said something else before.
    """
    opened = _open(ports, notice.bill_number, now)
    payment = Payment(
        id=notice.id,
        channel=notice.channel,
        bill_number=notice.bill_number,
        amount=notice.amount,
        paid_at=notice.paid_at,
        received_at=now,
    )
    with network_of(ports, opened) as network, ports.store.begin() as work:
        invoice, opened = _locked(work, opened, notice.bill_number)
        if payment.amount.currency != invoice.total.currency:
            raise Refused(Refusal.MALFORMED)
        known = None if work.payments.add(payment) else work.payments.get(payment.id)
        if known is not None and replace(payment, received_at=known.received_at) != known:
            raise Refused(Refusal.CONTRADICTS)
        paid = Paid(invoice.application, invoice.bill_number, is_new=known is None)
        if known is None:
            invoice, surplus = _count(work, invoice, payment, now)
            _record(work, opened.application, invoice, payment, surplus, now)
            paid = replace(paid, surplus=surplus)
        if invoice.state is InvoiceState.PAID and invoice.answered_at is None:
            stopped = _answer(work, ports, opened, network, invoice, now)
            if stopped is not None and paid.is_new:
                note_incident(work, opened, stopped, now)
    return paid


def answer_paid(ports: Ports, now: datetime) -> tuple[str, ...]:
    """Make the event of bills that are paid and were not answered: an incident held them up.

    Returns the references of those answered now. Call it now and then.
    """
    with ports.store.read() as work:
        unanswered = work.invoices.unanswered()
    return tuple(one.application for one in unanswered if _answer_later(ports, one, now))


def _answer_later(ports: Ports, unanswered: Invoice, now: datetime) -> bool:
    opened = _open(ports, unanswered.bill_number, now)
    with network_of(ports, opened) as network, ports.store.begin() as work:
        invoice, opened = _locked(work, opened, unanswered.bill_number)
        is_open = invoice.answered_at is None
        return is_open and _answer(work, ports, opened, network, invoice, now) is None


def _open(ports: Ports, bill_number: str, now: datetime) -> Opened:
    """The bill's application, which has been submitted: nothing is asked of the registers."""
    with ports.store.read() as work:
        invoice = work.invoices.get(bill_number)
        application = None if invoice is None else work.applications.get(invoice.application)
    if application is None:
        raise Refused(Refusal.UNKNOWN)
    return open_under(ports, application, ports.releases.release(application.release), now)


def _locked(work: Work, opened: Opened, bill_number: str) -> tuple[Invoice, Opened]:
    """The bill and its application as they are kept now, until the transaction ends."""
    application = work.applications.get(opened.application.reference, for_update=True)
    invoice = work.invoices.get(bill_number)
    assert application is not None, "an application with a bill is never deleted"
    assert invoice is not None, "a bill is never deleted"
    return invoice, replace(opened, application=application)


def _count(
    work: Work, invoice: Invoice, payment: Payment, now: datetime
) -> tuple[Invoice, Money | None]:
    """The bill after the payment, and how much of that is to be returned."""
    payments = work.payments.of_bill(invoice.bill_number)
    refunds = work.refunds.of_bill(invoice.bill_number)
    before = applied(payments, refunds, invoice.total.currency) - payment.amount
    is_in_time = payment.paid_at < invoice.expires_at
    room = invoice.total - before if invoice.state.is_payable and is_in_time else before - before
    counted = min(room, payment.amount)
    surplus = payment.amount - counted
    if surplus.amount_minor > 0:
        owe(work, payment, surplus, _reason(invoice, counted, is_in_time=is_in_time), now)
    if counted.amount_minor > 0:
        is_paid = before + counted == invoice.total
        invoice = replace(
            invoice,
            state=InvoiceState.PAID if is_paid else InvoiceState.PART_PAID,
            paid_at=payment.paid_at if is_paid else None,
        )
        work.invoices.update(invoice)
    return invoice, surplus if surplus.amount_minor > 0 else None


def _reason(invoice: Invoice, counted: Money, *, is_in_time: bool) -> RefundReason:
    if counted.amount_minor > 0:
        return RefundReason.OVERPAID
    match invoice.state:
        case InvoiceState.PAID:
            return RefundReason.PAID_TWICE
        case InvoiceState.CANCELLED:
            return RefundReason.CANCELLED
        case InvoiceState.EXPIRED if is_in_time:
            return RefundReason.EXPIRED
        case _:
            return RefundReason.LATE


def _record(
    work: Work,
    application: Application,
    invoice: Invoice,
    payment: Payment,
    surplus: Money | None,
    now: datetime,
) -> None:
    work.ledger.append(
        RecordKind.PAYMENT,
        application.reference,
        application.release,
        engine_version(),
        None,
        {
            "reference": application.reference,
            "bill_number": invoice.bill_number,
            "stage": str(invoice.stage),
            "payment": payment.id,
            "channel": str(payment.channel),
            "amount": str(payment.amount),
            "surplus": None if surplus is None else str(surplus),
            "paid_at": payment.paid_at.isoformat(),
            "bill": str(invoice.state),
        },
        now,
    )


def _answer(
    work: Work, ports: Ports, opened: Opened, network: Network, invoice: Invoice, now: datetime
) -> Stopped | None:
    """Make the event `paid`, once for the bill; what stopped it, if anything did.

    Where the application has moved on nothing comes of it: staff decide about the money.
    """
    reacted = react(work, ports, opened, network, PAYMENT, now)
    if isinstance(reacted, Stopped):
        return reacted
    if isinstance(reacted, NotNow):
        owe_all(work, invoice, RefundReason.NO_EFFECT, now)
        _log.warning(
            "payment.no_effect", reference=invoice.application, bill_number=invoice.bill_number
        )
    work.invoices.update(replace(invoice, answered_at=now))
    return None
