"""Invoices and accepted callbacks of the biller, in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.payment import Invoice, InvoiceLine, InvoiceState
from engine.model.words import Text
from engine.store.sql import tables
from engine.store.sql.insert import insert_if_new

_rows = tables.invoices
_callbacks = tables.callbacks


class SqlInvoices:
    """`engine.store.protocols.Invoices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, invoice: Invoice) -> None:
        self._connection.execute(insert(_rows), _values(invoice))

    def get(self, bill_number: str) -> Invoice | None:
        found = self._all(_rows.c.bill_number == bill_number)
        return found[0] if found else None

    def of_application(self, reference: str) -> tuple[Invoice, ...]:
        return self._all(_rows.c.reference == reference)

    def of_account(self, account_id: str) -> tuple[Invoice, ...]:
        applications = tables.applications
        own = select(applications.c.reference).where(applications.c.account_id == account_id)
        return self._all(_rows.c.reference.in_(own))

    def update(self, invoice: Invoice) -> None:
        this = _rows.c.bill_number == invoice.bill_number
        self._connection.execute(update(_rows).where(this).values(_values(invoice)))

    def claim_callback(self, id: str, bill_number: str, at: datetime) -> str | None:
        row = {"id": id, "bill_number": bill_number, "accepted_at": at}
        return None if insert_if_new(self._connection, _callbacks, row) else self.callback(id)

    def callback(self, id: str) -> str | None:
        query = select(_callbacks.c.bill_number).where(_callbacks.c.id == id)
        return self._connection.execute(query).scalar_one_or_none()

    def _all(self, condition: ColumnElement[bool]) -> tuple[Invoice, ...]:
        query = select(_rows).where(condition).order_by(_rows.c.issued_at.desc(), _rows.c.stage)
        return tuple(_invoice(row) for row in self._connection.execute(query).mappings())


def _values(invoice: Invoice) -> dict[str, Any]:
    return {
        "bill_number": invoice.bill_number,
        "reference": invoice.application,
        "stage": str(invoice.stage),
        "lines": [
            {
                "id": line.id,
                "ar": line.label.ar,
                "en": line.label.en,
                "amount": str(line.amount),
                "is_official": line.is_official,
            }
            for line in invoice.lines
        ],
        "total": str(invoice.total),
        "issued_at": invoice.issued_at,
        "due_date": invoice.due_date,
        "state": str(invoice.state),
        "paid_at": invoice.paid_at,
    }


def _invoice(row: RowMapping) -> Invoice:
    lines = tuple(
        InvoiceLine(
            line["id"],
            Text(line["ar"], line["en"]),
            Money.parse(line["amount"]),
            line["is_official"],
        )
        for line in row["lines"]
    )
    return Invoice(
        bill_number=row["bill_number"],
        application=row["reference"],
        stage=Stage(row["stage"]),
        lines=lines,
        total=Money.parse(row["total"]),
        issued_at=row["issued_at"],
        due_date=row["due_date"],
        state=InvoiceState(row["state"]),
        paid_at=row["paid_at"],
    )
