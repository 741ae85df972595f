"""Who looked at whose data, and requests about personal data, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from engine.model.data_request import Access, Channel, DataRequest, RequestKind, RequestState
from engine.store.searching import Looked
from engine.store.sql import tables

_looks = tables.access_log
_requests = tables.data_requests
_OPEN = [str(state) for state in RequestState if state.is_open]


class SqlAccessLog:
    """`engine.store.protocols.AccessLog`: rows are added, found, and dropped by age alone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, looks: Iterable[Access]) -> None:
        rows = [{**asdict(one)} for one in looks]
        for row in rows:
            del row["id"]
        if rows:
            self._connection.execute(insert(_looks), rows)

    def search(self, looked: Looked, before: int | None, limit: int) -> tuple[Access, ...]:
        conditions = list(_conditions(looked))
        if before is not None:
            conditions.append(_looks.c.id < before)
        query = select(_looks).where(*conditions).order_by(_looks.c.id.desc()).limit(limit)
        return tuple(
            Access(**{name: row[name] for name in Access.__dataclass_fields__})
            for row in self._connection.execute(query).mappings()
        )

    def drop_before(self, at: datetime) -> int:
        return self._connection.execute(delete(_looks).where(_looks.c.at < at)).rowcount


class SqlDataRequests:
    """`engine.store.protocols.DataRequests`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, request: DataRequest) -> None:
        self._connection.execute(insert(_requests), _values(request))

    def get(self, id: str, *, for_update: bool = False) -> DataRequest | None:
        query = select(_requests).where(_requests.c.id == id)
        row = self._connection.execute(query.with_for_update() if for_update else query)
        found = row.mappings().one_or_none()
        return None if found is None else _request(found)

    def of_account(self, account_id: str) -> tuple[DataRequest, ...]:
        query = select(_requests).where(_requests.c.account_id == account_id)
        return self._all(query.order_by(_requests.c.received_at.desc(), _requests.c.id))

    def open(self) -> tuple[DataRequest, ...]:
        query = select(_requests).where(_requests.c.state.in_(_OPEN))
        return self._all(query.order_by(_requests.c.due_date, _requests.c.id))

    def answered(self, limit: int) -> tuple[DataRequest, ...]:
        query = select(_requests).where(_requests.c.state.not_in(_OPEN))
        order = (_requests.c.answered_at.desc(), _requests.c.id)
        return self._all(query.order_by(*order).limit(limit))

    def answered_before(self, at: datetime) -> tuple[DataRequest, ...]:
        query = select(_requests).where(_requests.c.answered_at < at)
        return self._all(query.order_by(_requests.c.answered_at, _requests.c.id))

    def update(self, request: DataRequest) -> None:
        this = _requests.c.id == request.id
        self._connection.execute(update(_requests).where(this).values(_values(request)))

    def delete(self, id: str) -> None:
        self._connection.execute(delete(_requests).where(_requests.c.id == id))

    def _all(self, query: Any) -> tuple[DataRequest, ...]:
        return tuple(_request(row) for row in self._connection.execute(query).mappings())


def _conditions(looked: Looked) -> Iterator[ColumnElement[bool]]:
    if looked.since is not None:
        yield _looks.c.at >= looked.since
    if looked.until is not None:
        yield _looks.c.at < looked.until
    for name in ("account_id", "subject", "reference"):
        value = getattr(looked, name)
        if value is not None:
            yield _looks.c[name] == value


def _values(request: DataRequest) -> dict[str, Any]:
    words = {"kind": str(request.kind), "channel": str(request.channel)}
    return {**asdict(request), **words, "state": str(request.state)}


def _request(row: RowMapping) -> DataRequest:
    fields = {name: row[name] for name in DataRequest.__dataclass_fields__}
    kept = {
        "kind": RequestKind(row["kind"]),
        "channel": Channel(row["channel"]),
        "state": RequestState(row["state"]),
    }
    return DataRequest(**{**fields, **kept})
