"""What the simulator does: takes bills and orders, takes money, and says what came of it.

Like a biller's network, it takes any amount for a bill that it knows, as often as a payer gives
it, until the bill is withdrawn or has expired.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from api.biller.store import BillerStore
from engine.model.money import Money
from engine.model.payment import Channel
from engine.wire.messages import (
    Bill,
    CardDeclined,
    PaymentNotice,
    RefundNotice,
    RefundOrder,
    Statement,
    StatementRequest,
    write_notice,
)
from engine.wire.signing import Refusal, Refused

_LONGEST_PAUSE = timedelta(minutes=5)


class BillState(StrEnum):
    PAYABLE = "payable"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class BillEntry:
    """A bill as its payer sees it; `paid` is all that was paid of it, however much."""

    bill: Bill
    state: BillState
    paid: Money


class NoSuchBill(Exception):
    """The biller knows no bill of this number."""


class NotPayable(Exception):
    """The bill was withdrawn, or has expired."""


def upload(store: BillerStore, bill: Bill) -> None:
    with store.begin() as work:
        work.keep_bill(bill)


def withdraw(store: BillerStore, number: str) -> None:
    with store.begin() as work:
        work.withdraw(number)


def entry(store: BillerStore, number: str, now: datetime) -> BillEntry:
    """Raises NoSuchBill."""
    with store.begin() as work:
        found = work.bill(number)
        if found is None:
            raise NoSuchBill(number)
        bill, is_withdrawn = found
        paid = Money(bill.amount.currency, 0)
        for one in work.payments_of(number):
            paid += one.amount
    state = BillState.WITHDRAWN if is_withdrawn else BillState.PAYABLE
    if state is BillState.PAYABLE and now >= bill.expires_at:
        state = BillState.EXPIRED
    return BillEntry(bill, state, paid)


def pay(
    store: BillerStore, number: str, channel: Channel, amount: Money, now: datetime
) -> PaymentNotice:
    """Take the money, and have the portal told. Raises NoSuchBill and NotPayable."""
    found = entry(store, number, now)
    if found.state is not BillState.PAYABLE or amount.amount_minor <= 0:
        raise NotPayable(number)
    notice = PaymentNotice(f"P-{secrets.token_hex(8)}", channel, number, amount, now)
    with store.begin() as work:
        work.keep_payment(notice)
        work.say(write_notice(notice), now)
    return notice


def decline(store: BillerStore, number: str, amount: Money, now: datetime) -> CardDeclined:
    """The card's bank said no: nothing is taken, and the portal is told that. Raises NoSuchBill."""
    entry(store, number, now)
    notice = CardDeclined(f"P-{secrets.token_hex(8)}", number, amount, now)
    with store.begin() as work:
        work.say(write_notice(notice), now)
    return notice


def refund(store: BillerStore, order: RefundOrder, now: datetime) -> None:
    """Return the money, once for each order. Raises Refused for what cannot be returned."""
    with store.begin() as work:
        known = work.refund(order.id)
        if known == order:
            return
        payment = work.payment(order.payment)
        if payment is None:
            raise Refused(Refusal.UNKNOWN)
        left = payment.amount
        for amount in work.returned(order.payment):
            left -= amount
        is_possible = order.amount.currency == left.currency and order.amount <= left
        if known is not None or not is_possible:
            raise Refused(Refusal.CONTRADICTS)
        work.keep_refund(order, now)
        work.say(write_notice(RefundNotice(order.id, order.amount, now)), now)


def statement(store: BillerStore, request: StatementRequest) -> Statement:
    with store.begin() as work:
        return Statement(
            work.payments_between(request.starts_at, request.ends_at),
            work.refunds_between(request.starts_at, request.ends_at),
        )


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed.

    >>> [pause_after(attempts).total_seconds() for attempts in (1, 2, 3, 20)]
    [1.0, 2.0, 4.0, 300.0]
    """
    return min(timedelta(seconds=2 ** min(attempts - 1, 20)), _LONGEST_PAUSE)
