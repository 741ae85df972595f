"""What the portal and a biller say to each other: JSON bodies, read strictly.

The portal says at `BILLS` what is to be paid, at `WITHDRAWALS` that it no longer is, at `REFUNDS`
what to return, and asks at `STATEMENTS` for all that happened between two instants. The biller
says at `CALLBACKS` what was paid (by bill number, or by card), that a card was declined, and that
money was returned. Amounts are texts (`"120.00 SAR"`), instants ISO 8601 with their offset.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.model.money import Money
from engine.model.payment import Channel
from engine.wire.signing import Refusal, Refused

BILLS: Final = "/bills"
WITHDRAWALS: Final = "/withdrawals"
REFUNDS: Final = "/refunds"
STATEMENTS: Final = "/statements"
CALLBACKS: Final = "/payments/callback"
LONGEST_BODY: Final = 4096
_LONGEST_STATEMENT: Final = 50_000_000


@dataclass(frozen=True, slots=True)
class Bill:
    """Payable until `expires_at`. The biller is told the number and the amount, nothing more."""

    bill_number: str
    amount: Money
    expires_at: datetime

    def write(self) -> bytes:
        return _written(
            bill_number=self.bill_number,
            amount=str(self.amount),
            expires_at=self.expires_at.isoformat(),
        )

    @classmethod
    def read(cls, body: bytes) -> Bill:
        value = _value(body)
        return cls(_text(value, "bill_number"), _money(value), _instant(value, "expires_at"))


@dataclass(frozen=True, slots=True)
class Withdrawal:
    bill_number: str

    def write(self) -> bytes:
        return _written(bill_number=self.bill_number)

    @classmethod
    def read(cls, body: bytes) -> Withdrawal:
        return cls(_text(_value(body), "bill_number"))


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """Return `amount` of `payment`; the same `id` again is the same order."""

    id: str
    payment: str
    amount: Money

    def write(self) -> bytes:
        return _written(id=self.id, payment=self.payment, amount=str(self.amount))

    @classmethod
    def read(cls, body: bytes) -> RefundOrder:
        value = _value(body)
        return cls(_text(value, "id"), _text(value, "payment"), _money(value))


@dataclass(frozen=True, slots=True)
class StatementRequest:
    """All from `starts_at`, inclusive, to `ends_at`, exclusive."""

    starts_at: datetime
    ends_at: datetime

    def write(self) -> bytes:
        return _written(starts_at=self.starts_at.isoformat(), ends_at=self.ends_at.isoformat())

    @classmethod
    def read(cls, body: bytes) -> StatementRequest:
        value = _value(body)
        return cls(_instant(value, "starts_at"), _instant(value, "ends_at"))


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """Money was received. `id` is the biller's, the same however often it says so."""

    id: str
    channel: Channel
    bill_number: str
    amount: Money
    paid_at: datetime

    def plain(self) -> dict[str, str]:
        said = {"id": self.id, "bill_number": self.bill_number, "amount": str(self.amount)}
        at = self.paid_at.isoformat()
        if self.channel is Channel.CARD:
            return {"kind": "card", **said, "outcome": "approved", "attempted_at": at}
        return {"kind": "payment", **said, "paid_at": at}


@dataclass(frozen=True, slots=True)
class CardDeclined:
    """A card was tried and nothing was paid."""

    id: str
    bill_number: str
    amount: Money
    attempted_at: datetime

    def plain(self) -> dict[str, str]:
        return {
            "kind": "card",
            "id": self.id,
            "bill_number": self.bill_number,
            "amount": str(self.amount),
            "outcome": "declined",
            "attempted_at": self.attempted_at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class RefundNotice:
    """The order `id` was carried out: the payer has the money."""

    id: str
    amount: Money
    returned_at: datetime

    def plain(self) -> dict[str, str]:
        at = self.returned_at.isoformat()
        return {"kind": "refund", "id": self.id, "amount": str(self.amount), "returned_at": at}


Notice = PaymentNotice | CardDeclined | RefundNotice


def write_notice(notice: Notice) -> bytes:
    return _written(**notice.plain())


def read_notice(body: bytes) -> Notice:
    """The body of a callback; raises Refused."""
    return _notice(_value(body))


@dataclass(frozen=True, slots=True)
class Statement:
    """In the order in which the biller has it; an entry may stand twice."""

    payments: tuple[PaymentNotice, ...]
    refunds: tuple[RefundNotice, ...]

    def write(self) -> bytes:
        paid = [one.plain() for one in self.payments]
        return _written(entries=[*paid, *(one.plain() for one in self.refunds)])

    @classmethod
    def read(cls, body: bytes) -> Statement:
        entries = _value(body, _LONGEST_STATEMENT).get("entries")
        if not isinstance(entries, list):
            raise Refused(Refusal.MALFORMED)
        notices = [_notice(one) for one in entries if isinstance(one, dict)]
        if len(notices) != len(entries):
            raise Refused(Refusal.MALFORMED)
        return cls(
            tuple(one for one in notices if isinstance(one, PaymentNotice)),
            tuple(one for one in notices if isinstance(one, RefundNotice)),
        )


def _notice(value: Mapping[str, Any]) -> Notice:
    id, amount = _text(value, "id"), _money(value)
    match value.get("kind"), value.get("outcome"):
        case "payment", None:
            bill, paid_at = _text(value, "bill_number"), _instant(value, "paid_at")
            return PaymentNotice(id, Channel.BANK, bill, amount, paid_at)
        case "card", "approved":
            bill, at = _text(value, "bill_number"), _instant(value, "attempted_at")
            return PaymentNotice(id, Channel.CARD, bill, amount, at)
        case "card", "declined":
            bill, at = _text(value, "bill_number"), _instant(value, "attempted_at")
            return CardDeclined(id, bill, amount, at)
        case "refund", None:
            return RefundNotice(id, amount, _instant(value, "returned_at"))
        case _:
            raise Refused(Refusal.MALFORMED)


def _written(**value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _value(body: bytes, longest: int = LONGEST_BODY) -> Mapping[str, Any]:
    """The object that the body holds; raises Refused."""
    try:
        if len(body) > longest:
            raise ValueError("too long")
        value = json.loads(body, object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError) as error:
        raise Refused(Refusal.MALFORMED) from error
    if not isinstance(value, dict):
        raise Refused(Refusal.MALFORMED)
    return value


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _text(value: Mapping[str, Any], name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str) or not 1 <= len(text) <= 100 or not text.isprintable():
        raise Refused(Refusal.MALFORMED)
    return text


def _money(value: Mapping[str, Any]) -> Money:
    try:
        amount = Money.parse(_text(value, "amount"))
    except ValueError as error:
        raise Refused(Refusal.MALFORMED) from error
    if amount.amount_minor == 0:
        raise Refused(Refusal.MALFORMED)
    return amount


def _instant(value: Mapping[str, Any], name: str) -> datetime:
    try:
        at = datetime.fromisoformat(_text(value, name))
    except ValueError as error:
        raise Refused(Refusal.MALFORMED) from error
    if at.tzinfo is None:
        raise Refused(Refusal.MALFORMED)
    return at
