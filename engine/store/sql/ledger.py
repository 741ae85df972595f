"""The ledger in the database: headers, payloads, and one row that says where it ends.

Appending locks that row until the transaction ends, so the sequence has no gaps and no two
records share a place. Nothing here updates a record; `erase` deletes payloads only. Beside each
record stands what it is found by (`engine.store.searching`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, insert, select, update

from engine.store.canonical import Json, dumps
from engine.store.chain import SALT_BYTES, Header, Payload, Record, RecordKind
from engine.store.searching import Found, Marks, Wanted, marks_of
from engine.store.sql import tables

_rows = tables.ledger
_payloads = tables.payloads
_marks = tables.ledger_marks
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
        self._connection.execute(insert(_marks), self._marks(header, payload))
        self._connection.execute(update(_end).values(sequence=header.sequence, hash=header.hash()))
        return header.sequence

    def _marks(self, header: Header, payload: Json) -> dict[str, object]:
        """A payload that names no service is found by that of the application it is about."""
        marks = marks_of(payload)
        if marks.service is None:
            of_subject = tables.applications.c.reference == header.subject
            query = select(tables.applications.c.service).where(of_subject)
            marks = replace(marks, service=self._connection.execute(query).scalar())
        row = {name: getattr(marks, name) for name in Marks.__dataclass_fields__}
        return {"sequence": header.sequence, **row}

    def walk(self) -> Iterator[Record]:
        after = 0
        while True:
            piece = self._records(_rows.c.sequence > after, limit=_PIECE)
            yield from piece
            if len(piece) < _PIECE:
                return
            after = piece[-1].header.sequence

    def between(self, first: int, last: int, *kinds: RecordKind) -> tuple[Record, ...]:
        of_kind = _rows.c.kind.in_([str(kind) for kind in kinds])
        return self._records(_rows.c.sequence.between(first, last) & of_kind)

    def last(self) -> tuple[int, str]:
        row = self._connection.execute(select(_end.c.sequence, _end.c.hash)).one()
        return row[0], row[1]

    def of_subject(self, subject: str) -> tuple[Record, ...]:
        return self._records(_rows.c.subject == subject)

    def get(self, sequence: int) -> Found | None:
        found = self._found(_rows.c.sequence == sequence)
        return found[0] if found else None

    def search(self, wanted: Wanted, before: int | None, limit: int) -> tuple[Found, ...]:
        # In the order of the table that is searched, so that its index gives the newest first.
        is_marked = {wanted.service, wanted.outcome, wanted.is_official} != {None}
        sequence = _marks.c.sequence if is_marked else _rows.c.sequence
        conditions = list(_conditions(wanted))
        if before is not None:
            conditions.append(sequence < before)
        return self._found(*conditions, limit=limit, order=sequence)

    def erase(self, subject: str, kinds: Iterable[RecordKind] = RecordKind) -> int:
        of_subject = select(_rows.c.sequence).where(
            _rows.c.subject == subject, _rows.c.kind.in_([str(kind) for kind in kinds])
        )
        return self._connection.execute(
            delete(_payloads).where(_payloads.c.sequence.in_(of_subject))
        ).rowcount

    def _found(
        self,
        *conditions: ColumnElement[bool],
        limit: int | None = None,
        order: ColumnElement[int] = _rows.c.sequence,
    ) -> tuple[Found, ...]:
        columns = (*_rows.c, _payloads.c.salt, _payloads.c.content, *_marks.c[1:])
        query: Select[tuple[object, ...]] = (
            select(*columns)
            .join(_payloads, _payloads.c.sequence == _rows.c.sequence, isouter=True)
            .join(_marks, _marks.c.sequence == _rows.c.sequence, isouter=True)
            .where(*conditions)
            .order_by(order.desc())
            .limit(limit)
        )
        return tuple(
            Found(_record(row), Marks(*(row[name] for name in Marks.__dataclass_fields__)))
            for row in self._connection.execute(query).mappings()
        )

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


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.since is not None:
        yield _rows.c.recorded_at >= wanted.since
    if wanted.until is not None:
        yield _rows.c.recorded_at < wanted.until
    if wanted.kind is not None:
        yield _rows.c.kind == str(wanted.kind)
    for column in (_rows.c.release, _rows.c.subject, _marks.c.service, _marks.c.outcome):
        value = getattr(wanted, column.name)
        if value is not None:
            yield column == value
    if wanted.is_official is not None:
        yield _marks.c.is_official == wanted.is_official


def _record(row: RowMapping) -> Record:
    fields = {name: row[name] for name in Header.__dataclass_fields__}
    header = Header(**fields | {"kind": RecordKind(row["kind"])})
    payload = None
    if row["content"] is not None:
        payload = Payload(bytes(row["salt"]), row["content"].encode())
    return Record(header, row["hash"], payload)
