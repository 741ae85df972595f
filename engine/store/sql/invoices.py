"""Quotes and invoices, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.payment import Invoice, InvoiceLine, InvoiceState, QuotedLine
from engine.model.words import Text
from engine.store.sql import tables

_rows = tables.invoices
_quotes = tables.quotes
_PAYABLE = tuple(str(one) for one in InvoiceState if one.is_payable)
_LIVE = tuple(str(one) for one in InvoiceState if one.is_live)
_NEWEST = (_rows.c.issued_at.desc(), _rows.c.stage)
_OF_APPLICATION = (  # made once: read at every page
    select(_rows).where(_rows.c.reference == bindparam("reference")).order_by(*_NEWEST)
)
_TOLD_OPEN, _TOLD_CLOSED = "open", "closed"  # what the biller was told of a bill last


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
        rows = self._connection.execute(_OF_APPLICATION, {"reference": reference}).mappings()
        return tuple(map(_invoice, rows))

    def of_account(self, account_id: str) -> tuple[Invoice, ...]:
        applications = tables.applications
        own = select(applications.c.reference).where(applications.c.account_id == account_id)
        return self._all(_rows.c.reference.in_(own))

    def update(self, invoice: Invoice) -> None:
        this = _rows.c.bill_number == invoice.bill_number
        self._connection.execute(update(_rows).where(this).values(_values(invoice)))

    def live(self, reference: str, stage: Stage) -> Invoice | None:
        this = and_(_rows.c.reference == reference, _rows.c.stage == str(stage))
        found = self._all(and_(this, _rows.c.state.in_(_LIVE)))
        return found[0] if found else None

    def overdue(self, at: datetime) -> tuple[Invoice, ...]:
        return self._all(and_(_rows.c.state.in_(_PAYABLE), _rows.c.expires_at <= at))

    def unanswered(self) -> tuple[Invoice, ...]:
        paid = _rows.c.state == str(InvoiceState.PAID)
        return self._all(and_(paid, _rows.c.answered_at.is_(None)))

    def untold(self) -> tuple[Invoice, ...]:
        is_payable = _rows.c.state.in_(_PAYABLE)
        is_closed = _rows.c.state.in_((str(InvoiceState.EXPIRED), str(InvoiceState.CANCELLED)))
        is_new = and_(_rows.c.told.is_(None), is_payable)
        return self._all(or_(is_new, and_(_rows.c.told == _TOLD_OPEN, is_closed)))

    def mark_told(self, bill_number: str, *, is_payable: bool) -> None:
        this = _rows.c.bill_number == bill_number
        told = _TOLD_OPEN if is_payable else _TOLD_CLOSED
        self._connection.execute(update(_rows).where(this).values(told=told))

    def quoted(self, reference: str) -> tuple[QuotedLine, ...]:
        query = select(_quotes).where(_quotes.c.reference == reference)
        rows = self._connection.execute(query.order_by(_quotes.c.position)).mappings()
        return tuple(_quoted(row) for row in rows)

    def set_quote(self, reference: str, lines: Iterable[QuotedLine]) -> None:
        self._connection.execute(delete(_quotes).where(_quotes.c.reference == reference))
        rows = [
            {
                "reference": reference,
                "stage": str(one.stage),
                "line": one.line.id,
                "position": position,
                "ar": one.line.label.ar,
                "en": one.line.label.en,
                "amount": str(one.line.amount),
                "is_official": one.line.is_official,
                "quoted_at": one.quoted_at,
            }
            for position, one in enumerate(lines)
        ]
        if rows:
            self._connection.execute(insert(_quotes), rows)

    def _all(self, condition: ColumnElement[bool]) -> tuple[Invoice, ...]:
        query = select(_rows).where(condition).order_by(*_NEWEST)
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
        "expires_at": invoice.expires_at,
        "state": str(invoice.state),
        "paid_at": invoice.paid_at,
        "vat": None if invoice.vat is None else str(invoice.vat),
        "answered_at": invoice.answered_at,
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
        expires_at=row["expires_at"],
        state=InvoiceState(row["state"]),
        paid_at=row["paid_at"],
        vat=None if row["vat"] is None else Money.parse(row["vat"]),
        answered_at=row["answered_at"],
    )


def _quoted(row: RowMapping) -> QuotedLine:
    label, amount = Text(row["ar"], row["en"]), Money.parse(row["amount"])
    line = InvoiceLine(row["line"], label, amount, row["is_official"])
    return QuotedLine(Stage(row["stage"]), line, row["quoted_at"])
