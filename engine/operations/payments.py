"""Invoices, the simulated biller and its signed callback. Deadlines are in `deadlines.py`.

The callback: a JSON body `{"id", "bill_number", "amount", "paid_at"}` (amount `"120.00 SAR"`,
paid_at ISO 8601 with offset) with two headers, `Mumaris-Timestamp` (Unix seconds) and
`Mumaris-Signature` (hex HMAC-SHA256 of `<timestamp>.<body>`). The timestamp may differ from
`now` by five minutes at most; a callback sent again later is signed again, and keeps its id.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog

from engine.model.account import Account
from engine.model.application import Application
from engine.model.money import Money
from engine.model.payment import Invoice, InvoiceState
from engine.operations.causes import PAYMENT
from engine.operations.deadlines import run_deadlines
from engine.operations.entering import civil_date
from engine.operations.opening import Opened, open_under, own
from engine.operations.ports import Ports
from engine.operations.reacting import Reacted, network_of, react
from engine.operations.results import NotThere
from engine.release import engine_version
from engine.store.canonical import dumps
from engine.store.chain import RecordKind
from engine.store.protocols import Work

__all__ = [
    "Callback",
    "CallbackRefused",
    "Paid",
    "Refusal",
    "bill",
    "invoice_of",
    "invoices",
    "receive_callback",
    "run_deadlines",
    "simulate_payment",
]

WINDOW = timedelta(minutes=5)
LONGEST_BODY = 4096
_log = structlog.get_logger("mumaris.audit")


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


@dataclass(frozen=True, slots=True)
class _Notice:
    """A callback's body, read."""

    id: str
    bill_number: str
    amount: Money
    paid_at: datetime


class _Refused(Exception):
    def __init__(self, reason: Refusal) -> None:
        self.reason = reason
        super().__init__(reason)


def invoices(ports: Ports, account: Account) -> tuple[Invoice, ...]:
    """The account's invoices, the newest first."""
    with ports.store.read() as work:
        return work.invoices.of_account(account.id)


def invoice_of(ports: Ports, account: Account, reference: str) -> Invoice | None:
    """The invoice of an application, or None when it has none. Raises NotThere."""
    with ports.store.read() as work:
        own(work, account, reference)
        found = work.invoices.of_application(reference)
    return found[0] if found else None


def bill(ports: Ports, bill_number: str) -> Invoice:
    """The bill as the biller's simulator shows it. Raises NotThere."""
    with ports.store.read() as work:
        found = work.invoices.get(bill_number)
    if found is None:
        raise NotThere(f"no bill {bill_number}")
    return found


def simulate_payment(ports: Ports, bill_number: str, now: datetime) -> Callback:
    """The callback that the simulated biller sends when the bill is paid in full at `now`.

    The same bill always gives the same callback id, so paying twice is a retry. Raises NotThere.
    """
    invoice = bill(ports, bill_number)
    body = dumps(
        {
            "id": f"paid-{invoice.bill_number}",
            "bill_number": invoice.bill_number,
            "amount": str(invoice.total),
            "paid_at": now.isoformat(),
        }
    )
    timestamp = str(int(now.timestamp()))
    signature = sign(ports.biller_key, timestamp, body)
    return Callback(body, (("Mumaris-Timestamp", timestamp), ("Mumaris-Signature", signature)))


def sign(key: bytes, timestamp: str, body: bytes) -> str:
    return hmac.new(key, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def receive_callback(
    ports: Ports, body: bytes, timestamp: str | None, signature: str | None, now: datetime
) -> Paid | CallbackRefused:
    """Check a callback, mark the invoice paid, move the application and record the payment.

    All in one transaction; refused ones are logged and change nothing.
    """
    try:
        _check_signature(ports.biller_key, body, timestamp, signature, now)
        notice = _read(body, now)
        paid = _receive(ports, notice, now)
    except _Refused as refused:
        _log.warning("callback.refused", reason=str(refused.reason))
        return CallbackRefused(refused.reason)
    _log.info("callback.accepted", reference=paid.reference, is_new=paid.is_new)
    return paid


def _check_signature(
    key: bytes, body: bytes, timestamp: str | None, signature: str | None, now: datetime
) -> None:
    if timestamp is None or signature is None:
        raise _Refused(Refusal.FORGED)
    expected = sign(key, timestamp, body)
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
        raise _Refused(Refusal.FORGED)
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        raise _Refused(Refusal.MALFORMED)
    if abs(now - datetime.fromtimestamp(int(timestamp), UTC)) > WINDOW:
        raise _Refused(Refusal.STALE)


def _read(body: bytes, now: datetime) -> _Notice:
    try:
        if len(body) > LONGEST_BODY:
            raise ValueError("too long")
        value = json.loads(body, object_pairs_hook=_no_key_twice)
        notice = _Notice(
            id=_text(value["id"]),
            bill_number=_text(value["bill_number"]),
            amount=Money.parse(_text(value["amount"])),
            paid_at=datetime.fromisoformat(_text(value["paid_at"])),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _Refused(Refusal.MALFORMED) from error
    if notice.paid_at.tzinfo is None or notice.paid_at > now + WINDOW:
        raise _Refused(Refusal.MALFORMED)
    return notice


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _text(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= 100:
        raise ValueError("not a short text")
    return value


def _receive(ports: Ports, notice: _Notice, now: datetime) -> Paid:
    with ports.store.read() as work:
        invoice = work.invoices.get(notice.bill_number)
        application = None if invoice is None else work.applications.get(invoice.application)
    if application is None:
        raise _Refused(Refusal.UNKNOWN_BILL)
    release = ports.releases.release(application.release)
    opened = open_under(ports, application, release, now)
    with network_of(ports, opened) as network, ports.store.begin() as work:
        locked = work.applications.get(application.reference, for_update=True)
        invoice = work.invoices.get(notice.bill_number)
        if locked is None or invoice is None:
            raise _Refused(Refusal.UNKNOWN_BILL)
        paid = Paid(locked.reference, invoice.bill_number, is_new=True)
        accepted = work.invoices.callback(notice.id)
        if accepted == invoice.bill_number:
            return replace(paid, is_new=False)
        opened = replace(opened, application=locked)
        _check_payable(opened, invoice, notice, accepted)
        _record(work, locked, invoice, notice, now)
        if not isinstance(react(work, ports, opened, network, PAYMENT, now), Reacted):
            raise _Refused(Refusal.LATE)
    return paid


def _check_payable(opened: Opened, invoice: Invoice, notice: _Notice, accepted: str | None) -> None:
    """Raises _Refused."""
    if accepted is not None:
        raise _Refused(Refusal.MALFORMED)  # one callback cannot be about two bills
    if invoice.state is InvoiceState.PAID:
        raise _Refused(Refusal.ALREADY_PAID)
    if notice.amount != invoice.total:
        raise _Refused(Refusal.WRONG_AMOUNT)
    paid_on = civil_date(opened.release.catalogue.portal, notice.paid_at)
    if invoice.state is not InvoiceState.OPEN or paid_on > invoice.due_date:
        raise _Refused(Refusal.LATE)


def _record(
    work: Work, application: Application, invoice: Invoice, notice: _Notice, now: datetime
) -> None:
    work.invoices.claim_callback(notice.id, invoice.bill_number, now)
    work.invoices.update(replace(invoice, state=InvoiceState.PAID, paid_at=notice.paid_at))
    work.ledger.append(
        RecordKind.PAYMENT,
        application.reference,
        application.release,
        engine_version(),
        None,
        {
            "reference": application.reference,
            "bill_number": invoice.bill_number,
            "callback": notice.id,
            "amount": str(notice.amount),
            "paid_at": notice.paid_at.isoformat(),
        },
        now,
    )
