"""Invoices: the quote of a stage, frozen, and what becomes of those that are still to be paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from engine.model.decision import Decision
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.payment import Invoice, InvoiceLine, InvoiceState
from engine.operations.entering import civil_date
from engine.operations.opening import Opened
from engine.operations.references import new_bill_number
from engine.store.protocols import Work


def raise_invoice(
    work: Work, opened: Opened, decision: Decision, stage: Stage, now: datetime
) -> Invoice | None:
    """Bill the fee lines of a stage, payable for as long as the portal says; None: nothing due."""
    total = decision.total(stage)
    if not isinstance(total, Money) or not total.amount_minor:
        return None
    catalogue = opened.release.catalogue
    labels = {entry.fee.id: entry.fee.label for entry in catalogue.programs[decision.service].fees}
    number = new_bill_number()
    while work.invoices.get(number) is not None:
        number = new_bill_number()
    invoice = Invoice(
        bill_number=number,
        application=opened.application.reference,
        stage=stage,
        lines=tuple(
            InvoiceLine(line.id, labels[line.id], line.amount, line.is_official)
            for line in decision.fees
            if line.stage is stage and isinstance(line.amount, Money)
        ),
        total=total,
        issued_at=now,
        due_date=civil_date(catalogue.portal, now) + timedelta(days=catalogue.portal.payment_days),
        state=InvoiceState.OPEN,
        paid_at=None,
    )
    work.invoices.add(invoice)
    return invoice


def close_open(work: Work, reference: str, state: InvoiceState) -> None:
    """Nothing of the application is payable any more; the invoices left open become `state`."""
    for invoice in work.invoices.of_application(reference):
        if invoice.state is InvoiceState.OPEN:
            work.invoices.update(replace(invoice, state=state))
