"""Payments, refunds and reconciliations, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, insert, select, update

from engine.model.money import Money
from engine.model.payment import Channel, Payment, Refund, RefundReason, RefundState
from engine.model.reconciliation import Difference, DifferenceKind, Reconciliation
from engine.store.sql import tables
from engine.store.sql.insert import insert_if_new

_payments = tables.payments
_refunds = tables.refunds
_reports = tables.reconciliations


class SqlPayments:
    """`engine.store.protocols.Payments`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, payment: Payment) -> bool:
        return insert_if_new(self._connection, _payments, _payment_values(payment))

    def get(self, id: str) -> Payment | None:
        found = self._all(_payments.c.id == id)
        return found[0] if found else None

    def of_bill(self, bill_number: str) -> tuple[Payment, ...]:
        return self._all(_payments.c.bill_number == bill_number)

    def paid_between(self, starts_at: datetime, ends_at: datetime) -> tuple[Payment, ...]:
        return self._all(and_(_payments.c.paid_at >= starts_at, _payments.c.paid_at < ends_at))

    def _all(self, condition: ColumnElement[bool]) -> tuple[Payment, ...]:
        query = select(_payments).where(condition)
        query = query.order_by(_payments.c.received_at, _payments.c.paid_at, _payments.c.id)
        return tuple(_payment(row) for row in self._connection.execute(query).mappings())


class SqlRefunds:
    """`engine.store.protocols.Refunds`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, refund: Refund) -> None:
        self._connection.execute(insert(_refunds), _refund_values(refund))

    def get(self, id: str) -> Refund | None:
        found = self._all(_refunds.c.id == id)
        return found[0] if found else None

    def update(self, refund: Refund) -> None:
        this = _refunds.c.id == refund.id
        self._connection.execute(update(_refunds).where(this).values(_refund_values(refund)))

    def of_payment(self, payment: str) -> tuple[Refund, ...]:
        return self._all(_refunds.c.payment == payment)

    def of_bill(self, bill_number: str) -> tuple[Refund, ...]:
        own = select(_payments.c.id).where(_payments.c.bill_number == bill_number)
        return self._all(_refunds.c.payment.in_(own))

    def in_states(self, states: Iterable[RefundState]) -> tuple[Refund, ...]:
        return self._all(_refunds.c.state.in_([str(one) for one in states]))

    def asked_by(self, reference: str) -> tuple[Refund, ...]:
        return self._all(_refunds.c.asked_by == reference)

    def unanswered(self) -> tuple[str, ...]:
        confirmed = _refunds.c.state == str(RefundState.CONFIRMED)
        asked = _refunds.c.asked_by.is_not(None)
        query = select(_refunds.c.asked_by).where(
            confirmed, asked, _refunds.c.answered_at.is_(None)
        )
        return tuple(self._connection.scalars(query.distinct().order_by(_refunds.c.asked_by)))

    def _all(self, condition: ColumnElement[bool]) -> tuple[Refund, ...]:
        query = select(_refunds).where(condition)
        query = query.order_by(_refunds.c.requested_at, _refunds.c.id)
        return tuple(_refund(row) for row in self._connection.execute(query).mappings())


class SqlReconciliations:
    """`engine.store.protocols.Reconciliations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, report: Reconciliation) -> None:
        content = {
            "payments": report.payments,
            "total": str(report.total),
            "differences": [_difference_value(one) for one in report.differences],
        }
        row = {"number": report.number, "day": report.day, "made_at": report.made_at}
        self._connection.execute(insert(_reports), row | {"content": content})

    def get(self, number: int) -> Reconciliation | None:
        query = select(_reports).where(_reports.c.number == number)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else _report(row)

    def last_number(self) -> int:
        return self._connection.scalar(select(func.max(_reports.c.number))) or 0

    def of_day(self, day: date) -> tuple[Reconciliation, ...]:
        query = select(_reports).where(_reports.c.day == day).order_by(_reports.c.number.desc())
        return tuple(_report(row) for row in self._connection.execute(query).mappings())

    def newest(self, limit: int) -> tuple[Reconciliation, ...]:
        query = select(_reports).order_by(_reports.c.number.desc()).limit(limit)
        return tuple(_report(row) for row in self._connection.execute(query).mappings())


def _payment_values(payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.id,
        "channel": str(payment.channel),
        "bill_number": payment.bill_number,
        "amount_minor": payment.amount.amount_minor,
        "currency": payment.amount.currency,
        "paid_at": payment.paid_at,
        "received_at": payment.received_at,
    }


def _payment(row: RowMapping) -> Payment:
    return Payment(
        id=row["id"],
        channel=Channel(row["channel"]),
        bill_number=row["bill_number"],
        amount=Money(row["currency"], row["amount_minor"]),
        paid_at=row["paid_at"],
        received_at=row["received_at"],
    )


def _refund_values(refund: Refund) -> dict[str, Any]:
    return {
        "id": refund.id,
        "payment": refund.payment,
        "amount_minor": refund.amount.amount_minor,
        "currency": refund.amount.currency,
        "reason": str(refund.reason),
        "state": str(refund.state),
        "requested_at": refund.requested_at,
        "changed_at": refund.changed_at,
        "requested_by": refund.requested_by,
        "decided_by": refund.decided_by,
        "note": refund.note,
        "asked_by": refund.asked_by,
        "answered_at": refund.answered_at,
    }


def _refund(row: RowMapping) -> Refund:
    return Refund(
        id=row["id"],
        payment=row["payment"],
        amount=Money(row["currency"], row["amount_minor"]),
        reason=RefundReason(row["reason"]),
        state=RefundState(row["state"]),
        requested_at=row["requested_at"],
        changed_at=row["changed_at"],
        requested_by=row["requested_by"],
        decided_by=row["decided_by"],
        note=row["note"],
        asked_by=row["asked_by"],
        answered_at=row["answered_at"],
    )


def _report(row: RowMapping) -> Reconciliation:
    content = row["content"]
    return Reconciliation(
        number=row["number"],
        day=row["day"],
        made_at=row["made_at"],
        payments=content["payments"],
        total=Money.parse(content["total"]),
        differences=tuple(_difference(one) for one in content["differences"]),
    )


def _difference_value(one: Difference) -> dict[str, Any]:
    return {
        "kind": str(one.kind),
        "id": one.id,
        "bill_number": one.bill_number,
        "theirs": None if one.theirs is None else str(one.theirs),
        "ours": None if one.ours is None else str(one.ours),
        "is_settled": one.is_settled,
    }


def _difference(value: dict[str, Any]) -> Difference:
    theirs, ours = value["theirs"], value["ours"]
    return Difference(
        kind=DifferenceKind(value["kind"]),
        id=value["id"],
        bill_number=value["bill_number"],
        theirs=None if theirs is None else Money.parse(theirs),
        ours=None if ours is None else Money.parse(ours),
        is_settled=value["is_settled"],
    )
