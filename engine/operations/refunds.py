"""Money to be returned: found by the system or asked for by staff, approved by four eyes.

    requested -> approved -> sent -> confirmed        or requested -> refused

What the system finds has nobody who asks for it: the first person who approves it does, and the
second one approves. Nobody decides about money of an application of his own. Each change is
recorded in the ledger.

Not here: finding what is owed (`owing.py`), telling the biller (`billing.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from engine.model.account import Account
from engine.model.application import Application
from engine.model.money import Money
from engine.model.payment import (
    Invoice,
    Payment,
    Refund,
    RefundReason,
    RefundState,
    returnable,
)
from engine.operations.owing import application_of, new_refund_id, record_refund
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.store.protocols import Work
from engine.wire.messages import RefundNotice
from engine.wire.signing import Refusal, Refused

LONGEST_NOTE = 500


class RefundFault(StrEnum):
    """Why nothing was done about a refund."""

    SAME_PERSON = "same_person"  # who asked for it cannot approve it
    OWN_MONEY = "own_money"  # of an application of the account's own
    DECIDED = "decided"  # it is approved or refused already
    TOO_MUCH = "too_much"  # more than is left of the payment
    NO_NOTE = "no_note"  # a reason in words is needed


@dataclass(frozen=True, slots=True)
class WaitingRefund:
    """A refund with what staff need to decide about it."""

    refund: Refund
    payment: Payment
    invoice: Invoice


@dataclass(frozen=True, slots=True)
class PaidBill:
    """A payment with the invoice that it was made on, and its refunds."""

    payment: Payment
    invoice: Invoice
    refunds: tuple[Refund, ...]


def waiting(ports: Ports) -> tuple[WaitingRefund, ...]:
    """All that is not confirmed and not refused, the oldest first."""
    states = [one for one in RefundState if one.is_waiting]
    with ports.store.read() as work:
        return tuple(_with_bill(work, one) for one in work.refunds.in_states(states))


def get(ports: Ports, id: str) -> WaitingRefund:
    """Raises NotThere."""
    with ports.store.read() as work:
        return _with_bill(work, _kept(work, id))


def paid_bill(ports: Ports, payment_id: str) -> PaidBill:
    """Any payment, as staff see it. Raises NotThere."""
    with ports.store.read() as work:
        payment = work.payments.get(payment_id)
        invoice = None if payment is None else work.invoices.get(payment.bill_number)
        if payment is None or invoice is None:
            raise NotThere(f"no payment {payment_id}")
        return PaidBill(payment, invoice, work.refunds.of_payment(payment.id))


def ask(
    ports: Ports, account: Account, payment_id: str, amount: Money, note: str, now: datetime
) -> Refund | RefundFault:
    """Ask, as staff, that part or all of a payment is returned. Raises NotThere."""
    note = note.strip()[:LONGEST_NOTE]
    with ports.store.begin() as work:
        payment = work.payments.get(payment_id)
        if payment is None:
            raise NotThere(f"no payment {payment_id}")
        application = application_of(work, payment)
        left = returnable(payment, work.refunds.of_payment(payment.id))
        if _is_own(account, application):
            return RefundFault.OWN_MONEY
        if not note:
            return RefundFault.NO_NOTE
        if amount.currency != left.currency or not 0 < amount.amount_minor <= left.amount_minor:
            return RefundFault.TOO_MUCH
        asked = Refund(
            id=new_refund_id(work),
            payment=payment.id,
            amount=amount,
            reason=RefundReason.DECIDED,
            state=RefundState.REQUESTED,
            requested_at=now,
            changed_at=now,
            requested_by=account.id,
            note=note,
        )
        work.refunds.add(asked)
        record_refund(work, application, asked, account.id)
        return asked


def approve(ports: Ports, account: Account, id: str, now: datetime) -> Refund | RefundFault:
    """Stand for it as the first, or approve it as the second. Raises NotThere."""
    with ports.store.begin() as work:
        application, refund = _open(work, id)
        if _is_own(account, application):
            return RefundFault.OWN_MONEY
        if refund.state is not RefundState.REQUESTED:
            return RefundFault.DECIDED
        if refund.requested_by == account.id:
            return RefundFault.SAME_PERSON
        if refund.requested_by is None:
            changed = replace(refund, requested_by=account.id, changed_at=now)
        else:
            changed = replace(
                refund, state=RefundState.APPROVED, decided_by=account.id, changed_at=now
            )
        return _write(work, application, changed, account.id)


def refuse(
    ports: Ports, account: Account, id: str, note: str, now: datetime
) -> Refund | RefundFault:
    """Decide that the money is not returned, and say why. Raises NotThere."""
    note = note.strip()[:LONGEST_NOTE]
    with ports.store.begin() as work:
        application, refund = _open(work, id)
        if _is_own(account, application):
            return RefundFault.OWN_MONEY
        if refund.state is not RefundState.REQUESTED:
            return RefundFault.DECIDED
        if not note:
            return RefundFault.NO_NOTE
        refused = replace(
            refund,
            state=RefundState.REFUSED,
            decided_by=account.id,
            changed_at=now,
            note=note,
        )
        return _write(work, application, refused, account.id)


def mark_sent(ports: Ports, id: str, now: datetime) -> None:
    """The biller has the order."""
    with ports.store.begin() as work:
        application, refund = _open(work, id)
        if refund.state is RefundState.APPROVED:
            sent = replace(refund, state=RefundState.SENT, changed_at=now)
            _write(work, application, sent, None)


def confirm(ports: Ports, notice: RefundNotice, now: datetime) -> bool:
    """The biller has returned the money; false when that was known. Raises Refused."""
    with ports.store.begin() as work:
        try:
            application, refund = _open(work, notice.id)
        except NotThere:
            raise Refused(Refusal.UNKNOWN) from None
        if refund.amount != notice.amount:
            raise Refused(Refusal.CONTRADICTS)
        if refund.state is RefundState.CONFIRMED:
            return False
        if refund.state not in {RefundState.APPROVED, RefundState.SENT}:
            raise Refused(Refusal.CONTRADICTS)
        confirmed = replace(refund, state=RefundState.CONFIRMED, changed_at=now)
        _write(work, application, confirmed, None)
        return True


def _is_own(account: Account, application: Application) -> bool:
    """Whether the money is the account's, or that of the person whom it belongs to."""
    is_same_person = account.person_key is not None and (
        account.person_key == application.person_key
    )
    return is_same_person or account.id == application.account_id


def _open(work: Work, id: str) -> tuple[Application, Refund]:
    """The refund, read again under the lock of its application."""
    payment = work.payments.get(_kept(work, id).payment)
    assert payment is not None, "a refund is of a payment"
    application = application_of(work, payment)
    return application, _kept(work, id)


def _kept(work: Work, id: str) -> Refund:
    refund = work.refunds.get(id)
    if refund is None:
        raise NotThere(f"no refund {id}")
    return refund


def _with_bill(work: Work, refund: Refund) -> WaitingRefund:
    payment = work.payments.get(refund.payment)
    assert payment is not None, "a refund is of a payment"
    invoice = work.invoices.get(payment.bill_number)
    assert invoice is not None, "a payment is of a bill"
    return WaitingRefund(refund, payment, invoice)


def _write(work: Work, application: Application, refund: Refund, who: str | None) -> Refund:
    work.refunds.update(refund)
    record_refund(work, application, refund, who)
    return refund
