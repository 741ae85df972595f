"""All invoices of an account, with what was paid of them and is returned."""

from __future__ import annotations

from typing import Annotated, Final

from litestar import Response, get
from litestar.params import PathParameter

from api.json.call import TheCall
from api.json.operation import operation
from api.json.payment_body import InvoiceBody, InvoicesBody, invoice_body
from api.security.headers import FILE_POLICY
from engine.operations import payments, receipts

_TAG: Final = "invoices"
_PDF: Final = "application/pdf"
BillNumber = Annotated[str, PathParameter(description="The number of a bill.", max_length=300)]

PaymentNumber = Annotated[
    str, PathParameter(description="The number of a payment.", max_length=300)
]


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


@get(
    "/receipts/{payment:str}",
    media_type=_PDF,
    **operation("read-receipt", "Read a receipt", tag=_TAG, errors=(404,), sends=(_PDF,)),
)
def read_receipt(call: TheCall, payment: PaymentNumber) -> Response[bytes]:
    """The receipt of one payment as PDF, in both languages; the same bytes each time."""
    content = receipts.receipt_file(call.ports, call.account, payment)
    return Response(
        content,
        media_type=_PDF,
        headers={
            "Content-Disposition": 'attachment; filename="receipt.pdf"',
            "Content-Security-Policy": FILE_POLICY,
        },
    )


ROUTES: Final = (list_invoices, read_bill, read_receipt)
