"""Receipts: what one payment was for, as a PDF of its payer's own."""

from __future__ import annotations

from engine.model.account import Account
from engine.operations.documents import Receipt, receipt_pdf
from engine.operations.payments import receipt
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.phrases import phrase_text


def receipt_file(ports: Ports, account: Account, payment_id: str) -> bytes:
    """The receipt, in the words of the release that the application is under.

    Raises NotThere, and TooBusy.
    """
    settled, payment = receipt(ports, account, payment_id)
    invoice = settled.invoice
    with ports.store.read() as work:
        application = work.applications.get(invoice.application)
    if application is None:
        raise NotThere(f"no application {invoice.application}")
    catalogue = ports.releases.release(application.release).catalogue
    said = Receipt(
        payment=payment.id,
        received=payment.amount,
        bill_number=invoice.bill_number,
        application=invoice.application,
        service=catalogue.services[application.service].title,
        lines=tuple((line.label, line.amount) for line in invoice.lines),
        total=invoice.total,
        channel=phrase_text(f"paying.by-{payment.channel}"),
        paid_at=payment.paid_at,
    )
    return receipt_pdf(ports, catalogue.portal, said)
