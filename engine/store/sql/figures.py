"""What operators watch, counted: each figure one query over what waits or grows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from engine.store.entries import Figures
from engine.store.sql import tables


class SqlFigures:
    """`engine.store.protocols.Watched`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def at(self, now: datetime) -> Figures:
        outbox, due_at, publications = (
            tables.outbox.c,
            tables.deadlines.c.due_at,
            tables.publications,
        )
        waiting = select(func.count(), func.min(outbox.created_at))
        waiting = waiting.where(outbox.sent_at.is_(None), outbox.next_at.is_not(None))
        count, oldest = self._connection.execute(waiting).one()
        newest = select(publications.c.release, publications.c.at)
        newest = newest.order_by(publications.c.number.desc()).limit(1)
        published = self._connection.execute(newest).one_or_none()
        return Figures(
            records=self._number(select(tables.ledger_end.c.sequence)),
            incidents_open=self._number(
                select(func.count()).where(tables.incidents.c.resolved_at.is_(None))
            ),
            notifications_waiting=count,
            notification_oldest_at=oldest,
            deadlines_overdue=self._number(select(func.count()).where(due_at <= now)),
            release=None if published is None else published[0],
            released_at=None if published is None else published[1],
        )

    def _number(self, query: object) -> int:
        return int(self._connection.execute(query).scalar_one())  # type: ignore[call-overload]
