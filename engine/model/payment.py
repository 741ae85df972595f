"""Invoices, the payments made on them, and what is returned. Amounts are whole minor units.

A payment is never refused for what it is about: one that is too late, too much or a second one is
kept, and what does not count is a refund to be decided. What counts towards an invoice is
computed from its payments and refunds (`applied`), and stored nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.words import Text


class InvoiceState(StrEnum):
    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    EXPIRED = "expired"  # its due date passed before it was paid
    CANCELLED = "cancelled"

    @property
    def is_payable(self) -> bool:
        return self in {InvoiceState.OPEN, InvoiceState.PART_PAID}

    @property
    def is_live(self) -> bool:
        """Whether it stands in the way of another invoice of its application and stage."""
        return self.is_payable or self is InvoiceState.PAID


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A fee line as it stood when the quote was frozen, words included."""

    id: str
    label: Text
    amount: Money
    is_official: bool


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line of an application's quote: what will be billed at its stage, whatever changes."""

    stage: Stage
    line: InvoiceLine
    quoted_at: datetime


@dataclass(frozen=True, slots=True)
class Invoice:
    """`bill_number` is what the payer enters; payable up to and on `due_date`, until `expires_at`.

    `vat` is the tax in `total`, None where none is due. `paid_at` is when the payment was made
    that completed it; `answered_at` when the event `paid` was made of that, once.
    """

    bill_number: str
    application: str
    stage: Stage
    lines: tuple[InvoiceLine, ...]
    total: Money
    issued_at: datetime
    due_date: date
    expires_at: datetime
    state: InvoiceState
    paid_at: datetime | None
    vat: Money | None = None
    answered_at: datetime | None = None


class Channel(StrEnum):
    """How a payment was made."""

    BANK = "bank"  # by bill number, through the payer's bank
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received, once for each `id`, which the biller gives.

    `paid_at` is when the payer paid, `received_at` when we learnt of it.
    """

    id: str
    channel: Channel
    bill_number: str
    amount: Money
    paid_at: datetime
    received_at: datetime


class RefundReason(StrEnum):
    """Why money is to be returned, or may be."""

    OVERPAID = "overpaid"  # more than was due
    PAID_TWICE = "paid_twice"  # the bill was paid already
    LATE = "late"  # paid after the due date
    EXPIRED = "expired"  # of a bill that expired before it was paid in full
    CANCELLED = "cancelled"  # of a bill that was cancelled
    NO_EFFECT = "no_effect"  # paid in full, but the application had moved on
    DECIDED = "decided"  # asked for by staff
    GRANTED = "granted"  # asked for by an application of its own, and granted

    @property
    def is_surplus(self) -> bool:
        """Whether the money never counted towards its bill."""
        return self not in {
            RefundReason.NO_EFFECT,
            RefundReason.DECIDED,
            RefundReason.GRANTED,
        }


class RefundState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"  # by a second person
    SENT = "sent"  # ordered from the biller
    CONFIRMED = "confirmed"  # the biller has returned it
    REFUSED = "refused"

    @property
    def is_waiting(self) -> bool:
        return self in {RefundState.REQUESTED, RefundState.APPROVED, RefundState.SENT}


@dataclass(frozen=True, slots=True)
class Refund:
    """`amount` of one payment. The ids of accounts say who: four eyes approve it.

    `requested_by` None: the system found it, and nobody has proposed to return it yet. `note`
    is what staff wrote. `asked_by` is the application upon which it was granted, and `answered_at`
    when its event `refunded` was made.
    """

    id: str
    payment: str
    amount: Money
    reason: RefundReason
    state: RefundState
    requested_at: datetime
    changed_at: datetime
    requested_by: str | None = None
    decided_by: str | None = None
    note: str = ""
    asked_by: str | None = None
    answered_at: datetime | None = None


def current(invoices: tuple[Invoice, ...]) -> Invoice | None:
    """Of an application's invoices, the newest first: the one to be paid, or else the newest."""
    payable = (one for one in invoices if one.state.is_payable)
    return next(payable, invoices[0] if invoices else None)


def applied(payments: Iterable[Payment], refunds: Iterable[Refund], currency: str) -> Money:
    """How much of the payments of one bill counts towards it.

    A surplus does not, whatever became of its refund.
    """
    total = Money(currency, 0)
    for payment in payments:
        total += payment.amount
    for refund in refunds:
        if refund.reason.is_surplus:
            total -= refund.amount
    return total


def returnable(payment: Payment, refunds: Iterable[Refund]) -> Money:
    """How much of the payment is not returned and not on its way back."""
    left = payment.amount
    for refund in refunds:
        if refund.payment == payment.id and refund.state is not RefundState.REFUSED:
            left -= refund.amount
    return left
