"""Refunds: what waits for a decision, deciding it by four eyes, and asking for one."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get, post

from api.pages.backoffice.frame import staff_page
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.calendar import format_moment
from engine.digits import western_digits
from engine.model.money import Money
from engine.model.payment import Payment, Refund, RefundState, returnable
from engine.model.scope import Scope
from engine.operations import refunds
from engine.operations.refunds import PaidBill, RefundFault, WaitingRefund
from engine.phrases import say

_DECIDE = {"scope": Scope.DECIDE}


@dataclass(frozen=True, slots=True)
class RefundRow:
    """`is_mine`: this account asked for it, so another one has to approve it."""

    id: str
    amount: str
    reason: str
    state: str
    bill: str
    application: str
    payment: str
    paid: str
    when: str
    requested_by: str
    note: str
    is_open: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class PaymentView:
    """`left` is how much of it can still be returned."""

    id: str
    bill: str
    application: str
    amount: str
    channel: str
    when: str
    left: str
    refunds: tuple[RefundRow, ...]


@get("/staff/refunds", opt=_DECIDE, sync_to_thread=True)
def waiting(visit: TheVisit) -> Page:
    rows = [_row(visit, one) for one in refunds.waiting(visit.ports)]
    return staff_page(
        visit,
        "backoffice/refunds.html",
        open=[row for row in rows if row.is_open],
        going=[row for row in rows if not row.is_open],
    )


@get("/staff/refunds/{refund:str}", opt=_DECIDE, sync_to_thread=True)
def one(visit: TheVisit, refund: InPath) -> Page:
    return _one(visit, refund)


@post("/staff/refunds/{refund:str}/approve", opt=_DECIDE, sync_to_thread=True)
def approve(visit: TheVisit, refund: InPath) -> Page:
    result = refunds.approve(visit.ports, visit.account, refund, visit.now)
    return _answered(visit, refund, result)


@post("/staff/refunds/{refund:str}/refuse", opt=_DECIDE, sync_to_thread=True)
def refuse(visit: TheVisit, refund: InPath) -> Page:
    note = visit.form.text("note")
    result = refunds.refuse(visit.ports, visit.account, refund, note, visit.now)
    return _answered(visit, refund, result)


@get("/staff/payments/{payment:str}", opt=_DECIDE, sync_to_thread=True)
def payment(visit: TheVisit, payment: InPath) -> Page:
    return _payment(visit, payment)


@post("/staff/payments/{payment:str}", opt=_DECIDE, sync_to_thread=True)
def ask(visit: TheVisit, payment: InPath) -> Page:
    """Ask that part or all of a payment is returned; somebody else has to approve it."""
    found = refunds.paid_bill(visit.ports, payment)
    typed = visit.form.text("amount")
    amount = _amount(typed, found.payment.amount.currency)
    if amount is None:
        return _payment(visit, payment, RefundFault.TOO_MUCH)
    note = visit.form.text("note")
    result = refunds.ask(visit.ports, visit.account, payment, amount, note, visit.now)
    if isinstance(result, RefundFault):
        return _payment(visit, payment, result)
    return visit.go(visit.url("staff-refund", refund=result.id))


def _amount(typed: str, currency: str) -> Money | None:
    try:
        return Money.parse(f"{western_digits(typed.strip())[:20]} {currency}")
    except ValueError:
        return None


def _answered(visit: Visit, id: str, result: Refund | RefundFault) -> Page:
    if isinstance(result, RefundFault):
        return _one(visit, id, result)
    return visit.go(visit.url("staff-refund", refund=id))


def _one(visit: Visit, id: str, fault: RefundFault | None = None) -> Page:
    crumbs = ((visit.say("backoffice.menu-staff-refunds"), visit.url("staff-refunds")),)
    return staff_page(
        visit,
        "backoffice/refund.html",
        422 if fault else 200,
        crumbs,
        refund=_row(visit, refunds.get(visit.ports, id)),
        errors=_errors(visit, fault),
        note=visit.form.text("note"),
    )


def _payment(visit: Visit, id: str, fault: RefundFault | None = None) -> Page:
    found = refunds.paid_bill(visit.ports, id)
    crumbs = ((visit.say("backoffice.menu-staff-refunds"), visit.url("staff-refunds")),)
    return staff_page(
        visit,
        "backoffice/payment.html",
        422 if fault else 200,
        crumbs,
        payment=_payment_view(visit, found),
        errors=_errors(visit, fault),
        amount=visit.form.text("amount"),
        note=visit.form.text("note"),
    )


_FIELDS = {RefundFault.NO_NOTE: "note", RefundFault.TOO_MUCH: "amount"}


def _errors(visit: Visit, fault: RefundFault | None) -> list[tuple[str, str]]:
    """(the input that it is about, what is wrong)."""
    if fault is None:
        return []
    return [(_FIELDS.get(fault, "main"), visit.say(f"money.fault-{fault}"))]


def _payment_view(visit: Visit, found: PaidBill) -> PaymentView:
    payment, language = found.payment, visit.language
    rows = [_row(visit, WaitingRefund(one, payment, found.invoice)) for one in found.refunds]
    return PaymentView(
        id=payment.id,
        bill=payment.bill_number,
        application=found.invoice.application,
        amount=say(payment.amount, language),
        channel=visit.say(f"paying.by-{payment.channel}"),
        when=_when(visit, payment),
        left=say(returnable(payment, found.refunds), language),
        refunds=tuple(rows),
    )


def _row(visit: Visit, one: WaitingRefund) -> RefundRow:
    refund, language = one.refund, visit.language
    return RefundRow(
        id=refund.id,
        amount=say(refund.amount, language),
        reason=visit.say(f"paying.reason-{refund.reason}"),
        state=visit.say(f"paying.refund-{refund.state}"),
        bill=one.invoice.bill_number,
        application=one.invoice.application,
        payment=one.payment.id,
        paid=say(one.payment.amount, language),
        when=_when(visit, one.payment),
        requested_by=refund.requested_by or "",
        note=refund.note,
        is_open=refund.state is RefundState.REQUESTED,
        is_mine=refund.requested_by == visit.account.id,
    )


def _when(visit: Visit, payment: Payment) -> str:
    zone = visit.runtime.release(visit.now).catalogue.portal.time_zone
    return format_moment(payment.paid_at, zone, visit.language)


ROUTES = (waiting, one, approve, refuse, payment, ask)
