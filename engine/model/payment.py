"""Invoices and what became of them. Amounts are whole minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.words import Text


class InvoiceState(StrEnum):
    OPEN = "open"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A fee line as it stood when the quote was frozen, words included."""

    id: str
    label: Text
    amount: Money
    is_official: bool


@dataclass(frozen=True, slots=True)
class Invoice:
    """`bill_number` is what the payer enters; payable up to and on `due_date`."""

    bill_number: str
    application: str
    stage: Stage
    lines: tuple[InvoiceLine, ...]
    total: Money
    issued_at: datetime
    due_date: date
    state: InvoiceState
    paid_at: datetime | None
