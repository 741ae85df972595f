"""What the simulator keeps, in a SQLite file of its own: bills, money, and what is to be said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from engine.model.money import Money
from engine.model.payment import Channel
from engine.wire.messages import Bill, PaymentNotice, RefundNotice, RefundOrder

_SCHEMA = """
CREATE TABLE IF NOT EXISTS bills (
    number TEXT PRIMARY KEY, amount TEXT NOT NULL, expires_at TEXT NOT NULL,
    is_withdrawn INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS payments (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL, bill TEXT NOT NULL, amount TEXT NOT NULL,
    paid_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS payments_bill ON payments (bill);
CREATE INDEX IF NOT EXISTS payments_paid_at ON payments (paid_at);
CREATE TABLE IF NOT EXISTS refunds (
    id TEXT PRIMARY KEY, payment TEXT NOT NULL, amount TEXT NOT NULL, returned_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS refunds_payment ON refunds (payment);
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY, body BLOB NOT NULL, next_at TEXT NOT NULL,
    attempts INTEGER NOT NULL, is_heard INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS messages_due ON messages (is_heard, next_at);
"""
_WAIT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Message:
    """A callback to be sent: `attempts` have failed so far."""

    number: int
    body: bytes
    attempts: int


class BillerStore:
    """One file; every `begin` is one transaction, and writers take turns."""

    def __init__(self, place: Path) -> None:
        self._place = place
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._connected() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_SCHEMA)

    @contextmanager
    def begin(self) -> Iterator[BillerWork]:
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield BillerWork(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._place, timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=FULL").close()
            yield connection
        finally:
            connection.close()


class BillerWork:
    """One transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep_bill(self, bill: Bill) -> None:
        """Keep it as it is said to be now; a bill that was withdrawn can be paid again."""
        self._connection.execute(
            "INSERT INTO bills VALUES (?, ?, ?, 0) ON CONFLICT (number) DO UPDATE SET "
            "amount = excluded.amount, expires_at = excluded.expires_at, is_withdrawn = 0",
            (bill.bill_number, str(bill.amount), _written(bill.expires_at)),
        )

    def withdraw(self, number: str) -> None:
        self._connection.execute("UPDATE bills SET is_withdrawn = 1 WHERE number = ?", (number,))

    def bill(self, number: str) -> tuple[Bill, bool] | None:
        """The bill, and whether it was withdrawn."""
        query = "SELECT number, amount, expires_at, is_withdrawn FROM bills WHERE number = ?"
        row = self._connection.execute(query, (number,)).fetchone()
        if row is None:
            return None
        bill = Bill(row[0], Money.parse(row[1]), datetime.fromisoformat(row[2]))
        return bill, bool(row[3])

    def keep_payment(self, payment: PaymentNotice) -> None:
        self._connection.execute(
            "INSERT INTO payments VALUES (?, ?, ?, ?, ?)",
            (
                payment.id,
                str(payment.channel),
                payment.bill_number,
                str(payment.amount),
                _written(payment.paid_at),
            ),
        )

    def payment(self, id: str) -> PaymentNotice | None:
        return next(self._payments("id = ?", id), None)

    def payments_of(self, number: str) -> tuple[PaymentNotice, ...]:
        return tuple(self._payments("bill = ?", number))

    def payments_between(self, starts: datetime, ends: datetime) -> tuple[PaymentNotice, ...]:
        condition = "paid_at >= ? AND paid_at < ?"
        return tuple(self._payments(condition, _written(starts), _written(ends)))

    def keep_refund(self, order: RefundOrder, at: datetime) -> None:
        self._connection.execute(
            "INSERT INTO refunds VALUES (?, ?, ?, ?)",
            (order.id, order.payment, str(order.amount), _written(at)),
        )

    def refund(self, id: str) -> RefundOrder | None:
        query = "SELECT id, payment, amount FROM refunds WHERE id = ?"
        row = self._connection.execute(query, (id,)).fetchone()
        return None if row is None else RefundOrder(row[0], row[1], Money.parse(row[2]))

    def returned(self, payment: str) -> tuple[Money, ...]:
        query = "SELECT amount FROM refunds WHERE payment = ?"
        return tuple(Money.parse(row[0]) for row in self._connection.execute(query, (payment,)))

    def refunds_between(self, starts: datetime, ends: datetime) -> tuple[RefundNotice, ...]:
        rows = self._connection.execute(
            "SELECT id, amount, returned_at FROM refunds WHERE returned_at >= ? "
            "AND returned_at < ? ORDER BY returned_at, id",
            (_written(starts), _written(ends)),
        )
        return tuple(
            RefundNotice(row[0], Money.parse(row[1]), datetime.fromisoformat(row[2]))
            for row in rows
        )

    def say(self, body: bytes, at: datetime) -> None:
        """Have it sent from `at` on, until it is heard."""
        self._connection.execute(
            "INSERT INTO messages (body, next_at, attempts, is_heard) VALUES (?, ?, 0, 0)",
            (body, _written(at)),
        )

    def due(self, at: datetime, limit: int) -> tuple[Message, ...]:
        rows = self._connection.execute(
            "SELECT number, body, attempts FROM messages WHERE is_heard = 0 AND next_at <= ? "
            "ORDER BY next_at, number LIMIT ?",
            (_written(at), limit),
        )
        return tuple(Message(*row) for row in rows)

    def mark_heard(self, number: int) -> None:
        self._connection.execute("UPDATE messages SET is_heard = 1 WHERE number = ?", (number,))

    def put_off(self, number: int, until: datetime) -> None:
        self._connection.execute(
            "UPDATE messages SET attempts = attempts + 1, next_at = ? WHERE number = ?",
            (_written(until), number),
        )

    def unheard(self) -> int:
        """How many messages the portal has not heard yet."""
        query = "SELECT count(*) FROM messages WHERE is_heard = 0"
        count: int = self._connection.execute(query).fetchone()[0]
        return count

    def _payments(self, condition: str, *values: str) -> Iterator[PaymentNotice]:
        columns = "id, channel, bill, amount, paid_at"
        query = f"SELECT {columns} FROM payments WHERE {condition} ORDER BY paid_at, id"  # noqa: S608 - the condition is ours
        for row in self._connection.execute(query, values):
            at = datetime.fromisoformat(row[4])
            yield PaymentNotice(row[0], Channel(row[1]), row[2], Money.parse(row[3]), at)


def _written(at: datetime) -> str:
    """In UTC, so that texts are in the order of time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
