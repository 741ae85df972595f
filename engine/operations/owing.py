"""Owing money back: a refund from the moment that the system finds it, and its record.

Called inside the transaction of whatever rests on it. Not here: deciding it (`refunds.py`).
"""

from __future__ import annotations

from datetime import datetime

import structlog

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
from engine.operations.references import new_refund
from engine.release import engine_version
from engine.store.chain import RecordKind
from engine.store.protocols import Work

_log = structlog.get_logger("mumaris.audit")


def owe(work: Work, payment: Payment, amount: Money, reason: RefundReason, now: datetime) -> Refund:
    """Note that `amount` of the payment is to be returned, as the system has found."""
    application = application_of(work, payment)
    refund = Refund(
        id=new_refund_id(work),
        payment=payment.id,
        amount=amount,
        reason=reason,
        state=RefundState.REQUESTED,
        requested_at=now,
        changed_at=now,
    )
    work.refunds.add(refund)
    record_refund(work, application, refund, None)
    return refund


def owe_all(work: Work, invoice: Invoice, reason: RefundReason, now: datetime) -> None:
    """Note that whatever was paid of the invoice, and is not on its way back, is to be returned."""
    refunds = work.refunds.of_bill(invoice.bill_number)
    for payment in work.payments.of_bill(invoice.bill_number):
        surplus = [one for one in refunds if one.payment == payment.id and one.reason.is_surplus]
        kept = sum(one.amount.amount_minor for one in surplus)
        left = min(
            returnable(payment, refunds),
            payment.amount - Money(payment.amount.currency, kept),
        )
        if left.amount_minor > 0:
            owe(work, payment, left, reason, now)


def application_of(work: Work, payment: Payment) -> Application:
    """The application whose bill was paid, locked until the transaction ends."""
    invoice = work.invoices.get(payment.bill_number)
    assert invoice is not None, "a payment is of a bill"
    application = work.applications.get(invoice.application, for_update=True)
    assert application is not None, "a bill is of an application"
    return application


def record_refund(work: Work, application: Application, refund: Refund, who: str | None) -> None:
    """Put what became of it into the ledger; `who` None: the system or the biller."""
    work.ledger.append(
        RecordKind.REFUND,
        application.reference,
        application.release,
        engine_version(),
        None,
        {
            "reference": application.reference,
            "refund": refund.id,
            "payment": refund.payment,
            "amount": str(refund.amount),
            "reason": str(refund.reason),
            "state": str(refund.state),
            "by": who,
            "note": refund.note,
        },
        refund.changed_at,
    )
    _log.info(
        "refund.changed", refund=refund.id, reference=application.reference, state=str(refund.state)
    )


def new_refund_id(work: Work) -> str:
    """One that no refund has."""
    id = new_refund()
    while work.refunds.get(id) is not None:
        id = new_refund()
    return id
