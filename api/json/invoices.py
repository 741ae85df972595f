"""All invoices of an account, with what was paid of them and is returned."""

from __future__ import annotations

from typing import Annotated, Final

from litestar import get
from litestar.params import PathParameter

from api.json.call import TheCall
from api.json.operation import operation
from api.json.payment_body import InvoiceBody, InvoicesBody, invoice_body
from engine.operations import payments

_TAG: Final = "invoices"
BillNumber = Annotated[str, PathParameter(description="The number of a bill.", max_length=300)]


@get("/invoices", **operation("list-invoices", "List your invoices", tag=_TAG))
def list_invoices(call: TheCall) -> InvoicesBody:
    """The newest first, with payments and refunds."""
    portal = call.release.catalogue.portal
    found = payments.invoices(call.ports, call.account)
    return InvoicesBody(tuple(invoice_body(one, portal) for one in found))


@get("/invoices/{bill:str}", **operation("read-bill", "Read a bill", tag=_TAG, errors=(404,)))
def read_bill(call: TheCall, bill: BillNumber) -> InvoiceBody:
    """One invoice by the number that payers enter."""
    found = payments.bill(call.ports, call.account, bill)
    return invoice_body(found, call.release.catalogue.portal)


ROUTES: Final = (list_invoices, read_bill)
