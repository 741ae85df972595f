"""What a biller says, signed as it signs: to say it to a portal without a biller running."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engine.model.money import Money
from engine.model.payment import Channel
from engine.operations import payments
from engine.operations.payments import CallbackRefused, Declined, Paid, Returned, Settled
from engine.operations.ports import Ports
from engine.operations.submission import Submitted, submit
from engine.store.keyring import Keyring, Purpose
from engine.wire.messages import CALLBACKS, Notice, PaymentNotice, write_notice
from engine.wire.signing import sign
from tests.support.visitors import NOW, Visitor

Heard = Paid | Declined | Returned | CallbackRefused


def submitted(visitor: Visitor, metres: str = "10") -> Visitor:
    """The visitor with a boat, billed 120.50 SAR for it."""
    visitor.fill(metres=metres)
    result = submit(visitor.ports, visitor.account, visitor.reference, None, visitor.now)
    assert isinstance(result, Submitted)
    return visitor


def settled(visitor: Visitor) -> Settled:
    """The invoice of the visitor's application with what was paid of it."""
    found = payments.invoice_of(visitor.ports, visitor.account, visitor.reference)
    assert found is not None
    return found


def in_full(of: Settled, at: datetime = NOW, id: str = "in-full") -> PaymentNotice:
    """A payment of the whole bill."""
    return PaymentNotice(id, Channel.BANK, of.invoice.bill_number, of.invoice.total, at)


def partly(of: Settled, minor: int, id: str, at: datetime = NOW) -> PaymentNotice:
    return replace(in_full(of, at, id), amount=Money(of.invoice.total.currency, minor))


def say(ports: Ports, notice: Notice | bytes, now: datetime = NOW) -> Heard:
    """Say it to the portal, signed with the biller's key."""
    body = notice if isinstance(notice, bytes) else write_notice(notice)
    return hear(ports, body, now, ports.keys[Purpose.BILLER])


def hear(ports: Ports, body: bytes, now: datetime, keys: Keyring) -> Heard:
    signed = sign(keys, CALLBACKS, body, now)
    return payments.receive_callback(ports, signed.body, dict(signed.headers), now)
