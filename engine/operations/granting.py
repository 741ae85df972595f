"""Returning the fee of another application, because this one asked for it and was granted.

The refund is opened in the transaction of the act that grants it, once for an application, and
never above what was paid and is not on its way back. Two people of the books carry it out as any
other (`refunds.py`).

Not here: the event `refunded`, once all of it has reached its payer (`returning.py`).
"""

from __future__ import annotations

from datetime import datetime

import structlog

from engine.answers import Reading
from engine.expressions.evaluate import Evaluation
from engine.model.application import Application
from engine.model.money import Money
from engine.model.payment import Payment, Refund, RefundReason, RefundState, returnable
from engine.operations.opening import Opened
from engine.operations.owing import new_refund_id, record_refund
from engine.operations.own_applications import fields_of_own
from engine.store.protocols import Work

_log = structlog.get_logger("mumaris.audit")


def grant(work: Work, opened: Opened, amount: str, reading: Reading, now: datetime) -> None:
    """Open refunds of the chosen application's payments, the newest first, up to `amount`.

    `amount` names what is granted. Where it is not known, or nothing is left to return, there is
    no refund; a second time does nothing.
    """
    asking = opened.application
    if work.refunds.asked_by(asking.reference):
        return
    granted = _amount(opened, amount, reading)
    paid_for = _chosen(work, opened, reading)
    if granted is None or paid_for is None:
        _log.warning("refund.nothing", reference=asking.reference)
        return
    left = granted
    for payment in _payments(work, paid_for):
        part = min(left, returnable(payment, work.refunds.of_payment(payment.id)))
        if part.amount_minor > 0:
            _open(work, paid_for, payment, part, asking, now)
            left -= part
    if left.amount_minor > 0:
        _log.warning("refund.short", reference=asking.reference)


def _amount(opened: Opened, name: str, reading: Reading) -> Money | None:
    known = Evaluation(opened.program, reading.facts, opened.desk.decision_date)
    state = known.value(opened.program.granted[name])
    return state if isinstance(state, Money) else None


def _chosen(work: Work, opened: Opened, reading: Reading) -> Application | None:
    """The application whose fees are returned, locked until the transaction ends: the person's."""
    field = next(fields_of_own(opened.service))
    reference = reading.facts.get(field.fact)
    if not isinstance(reference, str):
        return None
    found = work.applications.get(reference, for_update=True)
    is_own = found is not None and found.person_key == opened.application.person_key
    return found if is_own else None


def _payments(work: Work, application: Application) -> list[Payment]:
    invoices = work.invoices.of_application(application.reference)
    payments = [one for bill in invoices for one in work.payments.of_bill(bill.bill_number)]
    return sorted(payments, key=lambda one: (one.paid_at, one.id), reverse=True)


def _open(
    work: Work,
    paid_for: Application,
    payment: Payment,
    amount: Money,
    asking: Application,
    now: datetime,
) -> None:
    refund = Refund(
        id=new_refund_id(work),
        payment=payment.id,
        amount=amount,
        reason=RefundReason.GRANTED,
        state=RefundState.REQUESTED,
        requested_at=now,
        changed_at=now,
        note=asking.reference,
        asked_by=asking.reference,
    )
    work.refunds.add(refund)
    record_refund(work, paid_for, refund, None)
