"""Invoices, what was paid of them, receipts, and the way to the biller's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get
from litestar.exceptions import NotFoundException

from api.pages.visit import InPath, Page, TheVisit, Visit
from api.security.headers import FILE_POLICY
from engine.biller import BillerRefused, BillerUnavailable
from engine.calendar import format_moment
from engine.model.fee import Stage
from engine.model.payment import Channel, InvoiceState, Payment
from engine.model.portal import Portal
from engine.model.scope import Scope
from engine.operations import billing, payments, receipts
from engine.operations.payments import Settled
from engine.operations.results import NotThere
from engine.phrases import say


@get("/applications/{reference:str}/invoice", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def invoice(visit: TheVisit, reference: InPath) -> Page:
    """The invoice of an application that is to be paid, or the newest one."""
    found = payments.invoice_of(visit.ports, visit.account, reference)
    if found is None:
        raise NotThere(f"no invoice for {reference}")
    return _invoice_page(visit, found)


@get("/invoices", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def invoices(visit: TheVisit) -> Page:
    found = payments.invoices(visit.ports, visit.account)
    return visit.page("portal/invoices.html", bills=[_bill(visit, one) for one in found])


@get("/invoices/{bill:str}", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def one_invoice(visit: TheVisit, bill: InPath) -> Page:
    return _invoice_page(visit, payments.bill(visit.ports, visit.account, bill))


@get("/pay/{bill:str}", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def back(visit: TheVisit, bill: InPath) -> Page:
    """Where the biller's pages lead back to: where the application, or its bill, now stands."""
    found = payments.bill(visit.ports, visit.account, bill).invoice
    if found.state is InvoiceState.PAID:
        return visit.go(visit.url("application", reference=found.application) + "?paid=yes")
    return visit.go(visit.url("one-invoice", bill=bill))


@get("/pay/{bill:str}/{channel:str}", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def pay(visit: TheVisit, bill: InPath, channel: InPath) -> Page:
    """To the biller's page, once the biller has the bill."""
    if channel not in set(Channel):
        raise NotFoundException
    by = Channel(channel)
    try:
        place = billing.payer_page(visit.ports, visit.account, bill, by, visit.language, visit.now)
    except (BillerUnavailable, BillerRefused):
        found = payments.bill(visit.ports, visit.account, bill)
        return _invoice_page(visit, found, status=503)
    return visit.go(place or visit.url("one-invoice", bill=bill))


@get("/receipts/{payment:str}", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def receipt(visit: TheVisit, payment: InPath) -> Page:
    found, paid = payments.receipt(visit.ports, visit.account, payment)
    portal = _portal(visit)
    return visit.page(
        "portal/receipt.html",
        bill=_bill(visit, found),
        paid=_payment(visit, paid, portal),
        biller_name=portal.biller_name.in_(visit.language),
    )


@get("/receipts/{payment:str}/pdf", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def receipt_file(visit: TheVisit, payment: InPath) -> Response[bytes]:
    """The receipt to keep, for the payer alone."""
    content = receipts.receipt_file(visit.ports, visit.account, payment)
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": 'attachment; filename="receipt.pdf"',
            "Content-Security-Policy": FILE_POLICY,
        },
    )


@dataclass(frozen=True, slots=True)
class BillLine:
    label: str
    amount: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment, or with `reason` what is returned of one."""

    id: str
    label: str
    amount: str
    when: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """The view model of templates/portal/{invoice,invoices,receipt}.html.

    `left` is what is still to be paid once a part of it was, else empty.
    """

    number: str
    application: str
    stage: str
    lines: tuple[BillLine, ...]
    total: str
    vat: str
    left: str
    issued: str
    due: str
    state: str
    state_words: str
    is_open: bool
    is_official: bool
    payments: tuple[PaymentLine, ...]
    refunds: tuple[PaymentLine, ...]


def _bill(visit: Visit, found: Settled) -> Bill:
    one, portal = found.invoice, _portal(visit)
    language = visit.language
    lines = tuple(
        BillLine(line.label.in_(language), say(line.amount, language), line.is_official)
        for line in one.lines
    )
    is_part_paid = one.state is InvoiceState.PART_PAID
    stage = "on-submission" if one.stage is Stage.ON_SUBMISSION else "after-approval"
    return Bill(
        number=one.bill_number,
        application=one.application,
        stage=visit.say(f"paying.{stage}"),
        lines=lines,
        total=say(one.total, language),
        vat=say(one.vat, language) if one.vat else "",
        left=say(found.left, language) if is_part_paid else "",
        issued=_moment(visit, one.issued_at, portal),
        due=say(one.due_date, language),
        state=str(one.state),
        state_words=visit.say(f"paying.{one.state}"),
        is_open=one.state.is_payable,
        is_official=all(line.is_official for line in lines),
        payments=tuple(_payment(visit, paid, portal) for paid in found.payments),
        refunds=tuple(
            PaymentLine(
                id=refund.id,
                label=visit.say(f"paying.reason-{refund.reason}"),
                amount=say(refund.amount, language),
                when=_moment(visit, refund.changed_at, portal),
                state=visit.say(f"paying.refund-{refund.state}"),
            )
            for refund in found.refunds
        ),
    )


def _payment(visit: Visit, paid: Payment, portal: Portal) -> PaymentLine:
    return PaymentLine(
        id=paid.id,
        label=visit.say(f"paying.by-{paid.channel}"),
        amount=say(paid.amount, visit.language),
        when=_moment(visit, paid.paid_at, portal),
    )


def _moment(visit: Visit, at: datetime, portal: Portal) -> str:
    return format_moment(at, portal.time_zone, visit.language)


def _portal(visit: Visit) -> Portal:
    return visit.runtime.release(visit.now).catalogue.portal


def _invoice_page(visit: Visit, found: Settled, status: int = 200) -> Page:
    portal = _portal(visit)
    return visit.page(
        "portal/invoice.html",
        status,
        bill=_bill(visit, found),
        biller_code=portal.biller_code,
        biller_name=portal.biller_name.in_(visit.language),
        can_pay=visit.ports.biller is not None and found.invoice.state.is_payable,
        is_simulated=visit.runtime.settings.engine.is_demonstration,
        is_down=status == 503,
    )


ROUTES = (invoice, invoices, one_invoice, back, pay, receipt, receipt_file)
