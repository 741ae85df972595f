"""What waits for its reader: mails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from engine.model.notification import Channel
from engine.store.entries import Mail
from engine.store.sql import tables
from engine.store.sql.insert import insert_if_new


class SqlOutbox:
    """`engine.store.protocols.Outbox`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        to: str,
        subject: str,
        body: str,
        at: datetime,
        *,
        channel: Channel = Channel.EMAIL,
        event_id: str | None = None,
    ) -> None:
        row = {
            "address": to,
            "subject": subject,
            "body": body,
            "created_at": at,
            "channel": str(channel),
            "event_id": event_id,
            "next_at": at,
        }
        insert_if_new(self._connection, tables.outbox, row)

    def newest(self, limit: int) -> tuple[Mail, ...]:
        return self._mails(select(_outbox).limit(limit))

    def sent_to(self, address: str) -> tuple[Mail, ...]:
        return self._mails(select(_outbox).where(_outbox.c.address == address))

    def claim(self, channels: frozenset[Channel], at: datetime, until: datetime) -> Mail | None:
        names = sorted(str(channel) for channel in channels)
        due = (
            select(_outbox.c.id)
            .where(_outbox.c.next_at <= at, _outbox.c.channel.in_(names))
            .order_by(_outbox.c.next_at, _outbox.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)  # SQLite has one writer at a time, and no such words
            .scalar_subquery()
        )
        claimed = (
            update(_outbox)
            .where(_outbox.c.id == due)
            .values(next_at=until, attempts=_outbox.c.attempts + 1)
            .returning(*_outbox.c)
        )
        row = self._connection.execute(claimed).mappings().one_or_none()
        return None if row is None else _mail(row)

    def mark_sent(self, id: int, at: datetime) -> None:
        this = update(_outbox).where(_outbox.c.id == id)
        self._connection.execute(this.values(sent_at=at, next_at=None, failure=None))

    def put_off(self, mail: Mail, next_at: datetime | None, failure: str) -> None:
        this = update(_outbox).where(
            _outbox.c.id == mail.id,
            _outbox.c.attempts == mail.attempts,
            _outbox.c.sent_at.is_(None),
        )
        self._connection.execute(this.values(next_at=next_at, failure=failure))

    def given_up(self, limit: int) -> tuple[Mail, ...]:
        return self._mails(select(_outbox).where(*_GIVEN_UP).limit(limit))

    def begin_again(self, id: int, at: datetime) -> bool:
        this = update(_outbox).where(_outbox.c.id == id, *_GIVEN_UP)
        return self._connection.execute(this.values(next_at=at, attempts=0)).rowcount == 1

    def _mails(self, query: Select[Any]) -> tuple[Mail, ...]:
        newest_first = query.order_by(_outbox.c.id.desc())
        return tuple(_mail(row) for row in self._connection.execute(newest_first).mappings())


_outbox = tables.outbox
# What no engine has ever tried to send was written before there was anything to send it.
_GIVEN_UP = (_outbox.c.sent_at.is_(None), _outbox.c.next_at.is_(None), _outbox.c.attempts > 0)


def _mail(row: Mapping[Any, Any]) -> Mail:
    return Mail(
        id=row["id"],
        to=row["address"],
        subject=row["subject"],
        body=row["body"],
        created_at=row["created_at"],
        sent_at=row["sent_at"],
        channel=Channel(row["channel"]),
        event_id=row["event_id"],
        attempts=row["attempts"],
        failure=row["failure"],
    )
