"""The invoice, and a simulated payment channel that is marked as one."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get, post

from api.pages.biller import accept
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.model.payment import Invoice, InvoiceState
from engine.model.scope import Scope
from engine.operations import applications, payments
from engine.operations.results import NotThere
from engine.phrases import say


@get("/applications/{reference:str}/invoice", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def invoice(visit: TheVisit, reference: InPath) -> Page:
    found = payments.invoice_of(visit.ports, visit.account, reference)
    if found is None:
        raise NotThere(f"no invoice for {reference}")
    view = applications.view(visit.ports, visit.account, reference, visit.now)
    portal = view.release.catalogue.portal
    return visit.page(
        "portal/invoice.html",
        reference=reference,
        title=view.service.title.in_(visit.language),
        bill=_bill(visit, found),
        biller_code=portal.biller_code,
        biller_name=portal.biller_name.in_(visit.language),
        can_simulate=visit.runtime.settings.engine.is_demonstration,
    )


@get("/pay/{bill:str}", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def pay_page(visit: TheVisit, bill: InPath) -> Page:
    return _channel(visit, _own(visit, bill))


@post("/pay/{bill:str}", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def pay(visit: TheVisit, bill: InPath) -> Page:
    """Pay in full: the simulated biller reports it by its signed callback, as a real one would."""
    found = _own(visit, bill)
    sent = payments.simulate_payment(visit.ports, found.bill_number, visit.now)
    status = accept(visit.runtime, sent.body, dict(sent.headers))
    if status != 200:
        return _channel(visit, found, status)
    return visit.go(visit.url("application", reference=found.application) + "?paid=yes")


@dataclass(frozen=True, slots=True)
class BillLine:
    label: str
    amount: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class Bill:
    """The view model of templates/portal/invoice.html and pay.html."""

    number: str
    application: str
    lines: tuple[BillLine, ...]
    total: str
    due: str
    state: str
    state_words: str
    is_open: bool
    is_official: bool


def _bill(visit: Visit, found: Invoice) -> Bill:
    lines = tuple(
        BillLine(line.label.in_(visit.language), say(line.amount, visit.language), line.is_official)
        for line in found.lines
    )
    return Bill(
        number=found.bill_number,
        application=found.application,
        lines=lines,
        total=say(found.total, visit.language),
        due=say(found.due_date, visit.language),
        state=str(found.state),
        state_words=visit.say(f"paying.{found.state}"),
        is_open=found.state is InvoiceState.OPEN,
        is_official=all(line.is_official for line in lines),
    )


def _channel(visit: Visit, found: Invoice, refused: int | None = None) -> Page:
    portal = visit.runtime.release(visit.now).catalogue.portal
    return visit.page(
        "portal/pay.html",
        409 if refused else 200,
        bill=_bill(visit, found),
        biller_code=portal.biller_code,
        biller_name=portal.biller_name.in_(visit.language),
        is_refused=refused is not None,
    )


def _own(visit: Visit, bill: str) -> Invoice:
    """A bill of this account; in demonstration mode only, for this is no bank."""
    if visit.runtime.settings.engine.is_demonstration:
        for one in payments.invoices(visit.ports, visit.account):
            if one.bill_number == bill:
                return one
    raise NotThere(f"no bill {bill}")


ROUTES = (invoice, pay_page, pay)
