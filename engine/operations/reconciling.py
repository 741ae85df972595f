"""Reconciliation: the biller's statement of a day beside what we have of it.

The statement is signed, so what it proves is taken in by the same path as a callback: a payment
that we had not heard of is kept and counted, a refund that was made is confirmed. Whatever else
differs is for staff. Each run is one report; running it again makes another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from engine.model.money import Money
from engine.model.payment import Payment
from engine.model.problem import EngineError
from engine.model.reconciliation import Difference, DifferenceKind, Reconciliation
from engine.operations import refunds
from engine.operations.entering import civil_date
from engine.operations.ports import Ports
from engine.operations.releases import active
from engine.operations.results import NotThere
from engine.operations.settling import take_in
from engine.store.protocols import Clash, Work
from engine.wire.messages import PaymentNotice, RefundNotice, Statement, StatementRequest
from engine.wire.signing import Refusal, Refused

_log = structlog.get_logger("mumaris.audit")


class NoBiller(EngineError):
    """There is no biller to ask: MUMARIS_BILLER_URL names none."""

    def __init__(self) -> None:
        super().__init__("there is no biller to ask: set MUMARIS_BILLER_URL")


@dataclass(frozen=True, slots=True)
class _Books:
    """What we have of the payments that the statement names or that were made on the day."""

    by_id: dict[str, Payment]
    of_day: tuple[Payment, ...]


def reconcile(ports: Ports, day: date, now: datetime) -> Reconciliation:
    """Compare and report one civil day where the portal is run.

    Raises NoBiller, BillerUnavailable and BillerRefused; nothing is reported then.
    """
    if ports.biller is None:
        raise NoBiller
    portal = active(ports, now).catalogue.portal
    starts_at, ends_at = _bounds(day, portal.time_zone)
    statement = ports.biller.statement(StatementRequest(starts_at, ends_at), now)
    differences = tuple(_differences(ports, statement, (starts_at, ends_at), now))
    total = Money(portal.currency, 0)
    for notice in _once(statement.payments):
        if notice.amount.currency == total.currency:
            total += notice.amount
    report = Reconciliation(
        number=0,
        day=day,
        made_at=now,
        payments=len(_once(statement.payments)),
        total=total,
        differences=differences,
    )
    report = _kept(ports, report)
    _log.info(
        "reconciled",
        number=report.number,
        day=day.isoformat(),
        payments=report.payments,
        differences=len(report.differences),
        open=len(report.open),
    )
    return report


def reconcile_due(ports: Ports, now: datetime) -> Reconciliation | None:
    """Reconcile yesterday unless that was done; call it now and then. None: nothing to do."""
    if ports.biller is None:
        return None
    yesterday = civil_date(active(ports, now).catalogue.portal, now) - timedelta(days=1)
    with ports.store.read() as work:
        done = work.reconciliations.of_day(yesterday)
    return None if done else reconcile(ports, yesterday, now)


def reports(ports: Ports, limit: int = 60) -> tuple[Reconciliation, ...]:
    """The newest first."""
    with ports.store.read() as work:
        return work.reconciliations.newest(limit)


def report_of(ports: Ports, number: int) -> Reconciliation:
    """Raises NotThere."""
    with ports.store.read() as work:
        found = work.reconciliations.get(number)
    if found is None:
        raise NotThere(f"no reconciliation {number}")
    return found


def _differences(
    ports: Ports, statement: Statement, bounds: tuple[datetime, datetime], now: datetime
) -> Iterator[Difference]:
    with ports.store.read() as work:
        books = _books(work, statement, bounds)
    named: set[str] = set()
    for notice in statement.payments:
        if notice.id in named:
            yield _difference(DifferenceKind.TWICE, notice, books.by_id.get(notice.id))
            continue
        named.add(notice.id)
        yield from _of_payment(ports, notice, books.by_id.get(notice.id), now)
    for payment in books.of_day:
        if payment.id not in named:
            kind, bill = DifferenceKind.MISSING_THERE, payment.bill_number
            yield Difference(kind, payment.id, bill, None, payment.amount)
    for refund in statement.refunds:
        yield from _of_refund(ports, refund, now)


def _of_payment(
    ports: Ports, notice: PaymentNotice, ours: Payment | None, now: datetime
) -> Iterator[Difference]:
    if ours is None:
        missing = _difference(DifferenceKind.MISSING_HERE, notice, None)
        try:
            take_in(ports, notice, now)
        except Refused as refused:
            is_unknown = refused.reason is Refusal.UNKNOWN
            kind = DifferenceKind.UNKNOWN_BILL if is_unknown else missing.kind
            yield replace(missing, kind=kind)
        else:
            yield replace(missing, is_settled=True)
        return
    if ours.bill_number != notice.bill_number:
        yield _difference(DifferenceKind.BILL_DIFFERS, notice, ours)
    if ours.amount != notice.amount:
        yield _difference(DifferenceKind.AMOUNT_DIFFERS, notice, ours)


def _of_refund(ports: Ports, notice: RefundNotice, now: datetime) -> Iterator[Difference]:
    unheard = Difference(
        DifferenceKind.RETURNED_UNHEARD, notice.id, None, notice.amount, None, is_settled=True
    )
    try:
        if refunds.confirm(ports, notice, now):
            yield unheard
    except Refused:
        yield replace(unheard, kind=DifferenceKind.RETURNED_UNASKED, is_settled=False)


def _difference(kind: DifferenceKind, theirs: PaymentNotice, ours: Payment | None) -> Difference:
    amount = None if ours is None else ours.amount
    return Difference(kind, theirs.id, theirs.bill_number, theirs.amount, amount)


def _books(work: Work, statement: Statement, bounds: tuple[datetime, datetime]) -> _Books:
    found = (work.payments.get(notice.id) for notice in statement.payments)
    return _Books(
        {payment.id: payment for payment in found if payment is not None},
        work.payments.paid_between(*bounds),
    )


def _once(notices: tuple[PaymentNotice, ...]) -> tuple[PaymentNotice, ...]:
    """Each payment as the statement names it first."""
    first: dict[str, PaymentNotice] = {}
    for notice in notices:
        first.setdefault(notice.id, notice)
    return tuple(first.values())


def _kept(ports: Ports, report: Reconciliation) -> Reconciliation:
    """The report under the next number; another process may be taking that one at the same time."""
    while True:
        try:
            with ports.store.begin() as work:
                numbered = replace(report, number=work.reconciliations.last_number() + 1)
                work.reconciliations.add(numbered)
            return numbered
        except Clash:
            continue


def _bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The first instant of the day, and the first one after it."""
    there = ZoneInfo(zone)
    first = datetime.combine(day, time.min, there)
    after = datetime.combine(day + timedelta(days=1), time.min, there)
    return first.astimezone(UTC), after.astimezone(UTC)
