"""Invoices, the simulated biller, its signed callback, and what deadlines do.

The callback: a JSON body `{"id", "bill_number", "amount", "paid_at"}` (amount `"120.00 SAR"`,
paid_at ISO 8601 with offset) with two headers, `Mumaris-Timestamp` (Unix seconds) and
`Mumaris-Signature` (hex HMAC-SHA256 of `<timestamp>.<body>`). The timestamp may differ from
`now` by five minutes at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.model.account import Account
from engine.model.payment import Invoice
from engine.operations.ports import Ports


class Refusal(StrEnum):
    """Why a callback was not accepted. The sender is told no more than a status."""

    FORGED = "forged"  # no or wrong signature: 401
    STALE = "stale"  # timestamp outside the window: 401
    MALFORMED = "malformed"  # not the body above: 400
    UNKNOWN_BILL = "unknown_bill"  # 404
    WRONG_AMOUNT = "wrong_amount"  # 422
    LATE = "late"  # after the due date, or the application has lapsed: 409
    ALREADY_PAID = "already_paid"  # by another callback: 409


@dataclass(frozen=True, slots=True)
class Paid:
    """`is_new` is false when this callback had been accepted before."""

    reference: str
    bill_number: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class CallbackRefused:
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Callback:
    """What the biller sends: post `body` as it is, with both headers."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


def invoices(ports: Ports, account: Account) -> tuple[Invoice, ...]:
    """The account's invoices, the newest first."""
    raise NotImplementedError


def invoice_of(ports: Ports, account: Account, reference: str) -> Invoice | None:
    """The invoice of an application, or None when it has none. Raises NotThere."""
    raise NotImplementedError


def bill(ports: Ports, bill_number: str) -> Invoice:
    """The bill as the biller's simulator shows it. Raises NotThere."""
    raise NotImplementedError


def simulate_payment(ports: Ports, bill_number: str, now: datetime) -> Callback:
    """The callback that the simulated biller sends when the bill is paid in full at `now`.

    The same bill always gives the same callback id, so paying twice is a retry. Raises NotThere.
    """
    raise NotImplementedError


def receive_callback(
    ports: Ports, body: bytes, timestamp: str | None, signature: str | None, now: datetime
) -> Paid | CallbackRefused:
    """Check a callback, mark the invoice paid, move the application and record the payment.

    All in one transaction; refused ones are logged and change nothing.
    """
    raise NotImplementedError


def run_deadlines(ports: Ports, now: datetime) -> tuple[str, ...]:
    """Make the transitions whose deadline is past; the references moved. Call it now and then."""
    raise NotImplementedError
