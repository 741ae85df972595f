"""What the biller says, and what an applicant may see of invoices and payments.

A callback is checked (`engine/wire/signing.py`), read (`engine/wire/messages.py`) and acted on.
Only what is forged, stale, malformed, about nothing we know or contradicts itself is refused, and
logged: every payment is kept, whatever is wrong with it (`settling.py`).

Not here: deadlines (`deadlines.py`), telling the biller (`billing.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from engine.model.account import Account
from engine.model.money import Money
from engine.model.payment import Invoice, Payment, Refund, applied, current
from engine.operations import refunds
from engine.operations.deadlines import run_deadlines
from engine.operations.opening import own
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.operations.returning import answer_refunded
from engine.operations.settling import Paid, take_in
from engine.store.keyring import Purpose
from engine.store.protocols import Work
from engine.wire.messages import (
    CALLBACKS,
    CardDeclined,
    PaymentNotice,
    RefundNotice,
    read_notice,
)
from engine.wire.signing import WINDOW, Refusal, Refused, check

__all__ = [
    "CallbackRefused",
    "Declined",
    "Paid",
    "Refusal",
    "Returned",
    "Settled",
    "bill",
    "invoice_of",
    "invoices",
    "receipt",
    "receive_callback",
    "run_deadlines",
]

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Declined:
    """A card was tried; nothing was paid and nothing is kept."""

    bill_number: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A refund reached its payer. `is_new` is false when that was known."""

    refund: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class CallbackRefused:
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Settled:
    """An invoice with all that was paid of it and is returned; `paid` is what counts."""

    invoice: Invoice
    payments: tuple[Payment, ...]
    refunds: tuple[Refund, ...]

    @property
    def paid(self) -> Money:
        return applied(self.payments, self.refunds, self.invoice.total.currency)

    @property
    def left(self) -> Money:
        """What is still to be paid while it can be."""
        return self.invoice.total - self.paid


def invoices(ports: Ports, account: Account) -> tuple[Settled, ...]:
    """The account's invoices, the newest first."""
    with ports.store.read() as work:
        return tuple(_settled(work, one) for one in work.invoices.of_account(account.id))


def invoice_of(ports: Ports, account: Account, reference: str) -> Settled | None:
    """The invoice of an application that is to be paid, or the newest; None when it has none.

    Raises NotThere.
    """
    with ports.store.read() as work:
        own(work, account, reference)
        found = current(work.invoices.of_application(reference))
        return None if found is None else _settled(work, found)


def bill(ports: Ports, account: Account, bill_number: str) -> Settled:
    """An invoice of the account's own. Raises NotThere."""
    with ports.store.read() as work:
        found = work.invoices.get(bill_number)
        if found is None:
            raise NotThere(f"no bill {bill_number}")
        own(work, account, found.application)
        return _settled(work, found)


def receipt(ports: Ports, account: Account, payment_id: str) -> tuple[Settled, Payment]:
    """A payment of the account's own, with the invoice that it was made on. Raises NotThere."""
    with ports.store.read() as work:
        payment = work.payments.get(payment_id)
        found = None if payment is None else work.invoices.get(payment.bill_number)
        if payment is None or found is None:
            raise NotThere(f"no payment {payment_id}")
        own(work, account, found.application)
        return _settled(work, found), payment


def receive_callback(
    ports: Ports, body: bytes, headers: Mapping[str, str], now: datetime
) -> Paid | Declined | Returned | CallbackRefused:
    """Check a callback and act on it in one transaction; refused ones are logged, no more."""
    try:
        check(ports.keys[Purpose.BILLER], CALLBACKS, body, headers, now)
        notice = read_notice(body)
        match notice:
            case PaymentNotice():
                return _paid(ports, notice, now)
            case CardDeclined(bill_number=bill_number):
                _log.info("card.declined", bill_number=bill_number)
                return Declined(bill_number)
            case RefundNotice():
                returned = Returned(notice.id, refunds.confirm(ports, notice, now))
                answer_refunded(ports, now)
                return returned
    except Refused as refused:
        _log.warning("callback.refused", reason=str(refused.reason))
        return CallbackRefused(refused.reason)


def _paid(ports: Ports, notice: PaymentNotice, now: datetime) -> Paid:
    if notice.paid_at > now + WINDOW:
        raise Refused(Refusal.MALFORMED)
    paid = take_in(ports, notice, now)
    _log.info(
        "payment.taken",
        reference=paid.reference,
        is_new=paid.is_new,
        has_surplus=paid.surplus is not None,
    )
    return paid


def _settled(work: Work, invoice: Invoice) -> Settled:
    return Settled(
        invoice,
        work.payments.of_bill(invoice.bill_number),
        work.refunds.of_bill(invoice.bill_number),
    )
