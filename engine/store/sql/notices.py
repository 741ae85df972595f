"""What waits for someone: mails for their readers, incidents for staff."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from engine.model.notification import Channel
from engine.store.entries import Incident, IncidentKind, Mail
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
        return self._mails(select(tables.outbox).limit(limit))

    def sent_to(self, address: str) -> tuple[Mail, ...]:
        return self._mails(select(tables.outbox).where(tables.outbox.c.address == address))

    def _mails(self, query: Select[Any]) -> tuple[Mail, ...]:
        newest_first = query.order_by(tables.outbox.c.id.desc())
        return tuple(
            Mail(
                id=row["id"],
                to=row["address"],
                subject=row["subject"],
                body=row["body"],
                created_at=row["created_at"],
                sent_at=row["sent_at"],
                channel=Channel(row["channel"]),
                event_id=row["event_id"],
                attempts=row["attempts"],
            )
            for row in self._connection.execute(newest_first).mappings()
        )


class SqlIncidents:
    """`engine.store.protocols.Incidents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, incident: Incident) -> None:
        row = {
            "id": incident.id,
            "kind": str(incident.kind),
            "reference": incident.reference,
            "release": incident.release,
            "at": incident.at,
            "details": dict(incident.details),
        }
        self._connection.execute(insert(tables.incidents), row)

    def newest(self, limit: int) -> tuple[Incident, ...]:
        order = (tables.incidents.c.at.desc(), tables.incidents.c.id)
        query = select(tables.incidents).order_by(*order).limit(limit)
        return tuple(
            Incident(
                id=row["id"],
                kind=IncidentKind(row["kind"]),
                reference=row["reference"],
                release=row["release"],
                at=row["at"],
                details=row["details"],
            )
            for row in self._connection.execute(query).mappings()
        )
