"""The ledger in the database: headers, payloads, and one row that says where it ends.

Appending locks that row until the transaction ends, so the sequence has no gaps and no two
records share a place. Nothing here updates a record; `erase` deletes payloads only.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, insert, select, update

from engine.store.canonical import Json, dumps
from engine.store.chain import SALT_BYTES, Header, Payload, Record, RecordKind
from engine.store.sql import tables

_rows = tables.ledger
_payloads = tables.payloads
_end = tables.ledger_end
_PIECE = 500  # rows in memory at a time while walking


class SqlLedger:
    """`engine.store.protocols.Ledger`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self,
        kind: RecordKind,
        subject: str,
        release: str,
        engine: str,
        decision_date: date | None,
        payload: Json,
        at: datetime,
    ) -> int:
        last, previous = self._connection.execute(
            select(_end.c.sequence, _end.c.hash).with_for_update()
        ).one()
        kept = Payload(secrets.token_bytes(SALT_BYTES), dumps(payload))
        header = Header(
            sequence=last + 1,
            previous=previous,
            kind=kind,
            subject=subject,
            release=release,
            engine=engine,
            decision_date=decision_date,
            digest=kept.digest(),
            recorded_at=at.astimezone(UTC),  # as it reads back, for the hash is of this text
        )
        row = {name: getattr(header, name) for name in Header.__dataclass_fields__}
        row |= {"kind": str(kind), "hash": header.hash()}
        self._connection.execute(insert(_rows), row)
        content = {"salt": kept.salt, "content": kept.content.decode()}
        self._connection.execute(insert(_payloads), {"sequence": header.sequence, **content})
        self._connection.execute(update(_end).values(sequence=header.sequence, hash=header.hash()))
        return header.sequence

    def walk(self) -> Iterator[Record]:
        after = 0
        while True:
            piece = self._records(_rows.c.sequence > after, limit=_PIECE)
            yield from piece
            if len(piece) < _PIECE:
                return
            after = piece[-1].header.sequence

    def last(self) -> tuple[int, str]:
        row = self._connection.execute(select(_end.c.sequence, _end.c.hash)).one()
        return row[0], row[1]

    def of_subject(self, subject: str) -> tuple[Record, ...]:
        return self._records(_rows.c.subject == subject)

    def erase(self, subject: str) -> int:
        of_subject = select(_rows.c.sequence).where(_rows.c.subject == subject)
        return self._connection.execute(
            delete(_payloads).where(_payloads.c.sequence.in_(of_subject))
        ).rowcount

    def _records(
        self, condition: ColumnElement[bool], limit: int | None = None
    ) -> tuple[Record, ...]:
        query: Select[tuple[object, ...]] = (
            select(*_rows.c, _payloads.c.salt, _payloads.c.content)
            .join(_payloads, _payloads.c.sequence == _rows.c.sequence, isouter=True)
            .where(condition)
            .order_by(_rows.c.sequence)
            .limit(limit)
        )
        return tuple(_record(row) for row in self._connection.execute(query).mappings())


def _record(row: RowMapping) -> Record:
    fields = {name: row[name] for name in Header.__dataclass_fields__}
    header = Header(**fields | {"kind": RecordKind(row["kind"])})
    payload = None
    if row["content"] is not None:
        payload = Payload(bytes(row["salt"]), row["content"].encode())
    return Record(header, row["hash"], payload)
