"""Telling the biller what can be paid, what no longer can, and what to return.

What is to be told stands in the store until the biller has taken it, so a biller that is down, or
a process that dies in between, loses nothing: it is told again. Telling twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from engine.biller import Biller, BillerRefused, BillerUnavailable
from engine.model.account import Account
from engine.model.payment import Channel, Invoice, Refund, RefundState
from engine.model.words import Language
from engine.operations import refunds
from engine.operations.payments import bill
from engine.operations.ports import Ports
from engine.wire.messages import Bill, RefundOrder, Withdrawal

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Told:
    """How many bills and refunds the biller has taken, and whether it stopped answering."""

    count: int
    is_down: bool


def tell_biller(ports: Ports, now: datetime) -> Told:
    """Tell all that is to be told; at the first silence the rest is left for the next time."""
    count = 0
    for tell in _to_tell(ports, now):
        try:
            tell()
        except BillerRefused as error:
            _log.error("biller.refused", fault=str(error))
        except BillerUnavailable as error:
            _log.warning("biller.unavailable", fault=str(error))
            return Told(count, is_down=True)
        else:
            count += 1
    return Told(count, is_down=False)


def payer_page(
    ports: Ports,
    account: Account,
    bill_number: str,
    channel: Channel,
    language: Language,
    now: datetime,
) -> str | None:
    """Where the account pays a bill of its own, once the biller has the bill.

    None when there is no biller or the bill cannot be paid. Raises NotThere, and what the biller
    raises.
    """
    invoice = bill(ports, account, bill_number).invoice
    if ports.biller is None or not invoice.state.is_payable:
        return None
    _upload(ports, ports.biller, invoice, now)
    return ports.biller.page(bill_number, channel, language)


def _to_tell(ports: Ports, now: datetime) -> Iterator[Callable[[], None]]:
    if ports.biller is None:
        return
    with ports.store.read() as work:
        untold = work.invoices.untold()
        orders = work.refunds.in_states([RefundState.APPROVED])
    for invoice in untold:
        tell = _upload if invoice.state.is_payable else _withdraw
        yield partial(tell, ports, ports.biller, invoice, now)
    for refund in orders:
        yield partial(_order, ports, ports.biller, refund, now)


def _withdraw(ports: Ports, biller: Biller, invoice: Invoice, now: datetime) -> None:
    biller.withdraw(Withdrawal(invoice.bill_number), now)
    _mark(ports, invoice, is_payable=False)


def _upload(ports: Ports, biller: Biller, invoice: Invoice, now: datetime) -> None:
    biller.upload(Bill(invoice.bill_number, invoice.total, invoice.expires_at), now)
    _mark(ports, invoice, is_payable=True)


def _mark(ports: Ports, invoice: Invoice, *, is_payable: bool) -> None:
    with ports.store.begin() as work:
        work.invoices.mark_told(invoice.bill_number, is_payable=is_payable)


def _order(ports: Ports, biller: Biller, refund: Refund, now: datetime) -> None:
    biller.refund(RefundOrder(refund.id, refund.payment, refund.amount), now)
    refunds.mark_sent(ports, refund.id, now)
