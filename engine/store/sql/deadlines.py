"""Deadlines in the database: a row each, taken away in the transaction that acts on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from engine.store.sql import tables

_rows = tables.deadlines


class SqlDeadlines:
    """`engine.store.protocols.Deadlines`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def renew(self, reference: str, due: Mapping[str, datetime]) -> None:
        self._connection.execute(delete(_rows).where(_rows.c.reference == reference))
        rows = [
            {"reference": reference, "transition": transition, "due_at": at}
            for transition, at in due.items()
        ]
        if rows:
            self._connection.execute(insert(_rows), rows)

    def of_application(self, reference: str) -> Mapping[str, datetime]:
        query = select(_rows.c.transition, _rows.c.due_at).where(_rows.c.reference == reference)
        ordered = query.order_by(_rows.c.due_at, _rows.c.transition)
        return {row.transition: row.due_at for row in self._connection.execute(ordered)}

    def of_applications(self, references: Iterable[str]) -> Mapping[str, Mapping[str, datetime]]:
        query = select(_rows).where(_rows.c.reference.in_(list(references)))
        ordered = query.order_by(_rows.c.due_at, _rows.c.transition)
        found: dict[str, dict[str, datetime]] = {}
        for row in self._connection.execute(ordered):
            found.setdefault(row.reference, {})[row.transition] = row.due_at
        return found

    def past(self, at: datetime, limit: int) -> tuple[tuple[str, str], ...]:
        query = select(_rows.c.reference, _rows.c.transition).where(_rows.c.due_at <= at)
        ordered = query.order_by(_rows.c.due_at, _rows.c.reference, _rows.c.transition)
        found = self._connection.execute(ordered.limit(limit))
        return tuple((row.reference, row.transition) for row in found)

    def claim(self, reference: str, transition: str) -> bool:
        taken = self._connection.execute(delete(_rows).where(_this(reference, transition)))
        return taken.rowcount == 1

    def put_off(self, reference: str, transition: str, due_at: datetime) -> None:
        this = _this(reference, transition)
        self._connection.execute(update(_rows).where(this).values(due_at=due_at))


def _this(reference: str, transition: str) -> ColumnElement[bool]:
    return and_(_rows.c.reference == reference, _rows.c.transition == transition)
