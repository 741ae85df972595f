"""The work queue in the database: the applications that staff see, the first due first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    RowMapping,
    Select,
    Text,
    and_,
    delete,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
)

from engine.store.queueing import Place, Sought, Waiting, Whose
from engine.store.sql import tables
from engine.store.sql.columns import Instant

_rows = tables.applications
_waits = tables.waits
_claims = tables.claims
_due: ColumnElement[date] = func.coalesce(_waits.c.due_date, literal(date.max, Date), type_=Date)
_since: ColumnElement[datetime] = func.coalesce(_waits.c.since, _rows.c.submitted_at, type_=Instant)


class SqlQueue:
    """`engine.store.protocols.Queue`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, reference: str, since: datetime, due_date: date | None) -> None:
        self.take(reference)
        row = {"reference": reference, "since": since, "due_date": due_date}
        self._connection.execute(insert(_waits), row)

    def take(self, reference: str) -> None:
        self._connection.execute(delete(_waits).where(_waits.c.reference == reference))

    def of_application(self, reference: str, now: datetime) -> Waiting | None:
        query = _joined(select(*_columns()), now).where(_rows.c.reference == reference)
        row = self._connection.execute(query).mappings().first()
        return None if row is None or row["submitted_at"] is None else _waiting(row)

    def search(self, sought: Sought, after: Place | None, limit: int) -> tuple[Waiting, ...]:
        query = _joined(select(*_columns()), sought.now).where(*_conditions(sought))
        if after is not None:
            query = query.where(_is_behind(after))
        query = query.order_by(_due, _since, _rows.c.reference).limit(limit)
        return tuple(_waiting(row) for row in self._connection.execute(query).mappings())

    def counts(self, sought: Sought) -> Mapping[tuple[str, str], int]:
        columns = (_rows.c.service, _rows.c.state)
        query = _joined(select(*columns, func.count().label("many")), sought.now)
        query = query.where(*_conditions(sought)).group_by(*columns)
        found: Counter[tuple[str, str]] = Counter()
        for row in self._connection.execute(query):
            found[row.service, row.state] = row.many
        return found


def _columns() -> list[ColumnElement[Any]]:
    names = ("reference", "account_id", "service", "release", "state", "flags", "is_overridden")
    return [
        *(_rows.c[name] for name in names),
        _rows.c.submitted_at,
        _since.label("since"),
        _waits.c.due_date,
        _claims.c.account_id.label("holder"),
    ]


def _joined(query: Select[Any], now: datetime) -> Select[Any]:
    held = and_(_claims.c.reference == _rows.c.reference, _claims.c.until > now)
    waits = _waits.c.reference == _rows.c.reference
    joined = _rows.outerjoin(_waits, waits).outerjoin(_claims, held)
    return query.select_from(joined)


def _conditions(sought: Sought) -> Iterator[ColumnElement[bool]]:
    yield _rows.c.submitted_at.is_not(None)
    if sought.states is not None:
        named = (_is_in(service, state) for service, state in sorted(sought.states))
        yield or_(false(), *named)
    if sought.service is not None:
        yield _rows.c.service == sought.service
    if sought.state is not None:
        yield _rows.c.state == sought.state
    if sought.flag is not None:
        kept = type_coerce(_rows.c.flags, Text)  # as it is written, which is canonical
        yield kept.contains(f'"{sought.flag}"', autoescape=True)
    if sought.text is not None:
        yield or_(_rows.c.reference == sought.text, _rows.c.person_key == sought.text)
    if sought.overdue_on is not None:
        yield _waits.c.due_date < sought.overdue_on
    if sought.whose is Whose.MINE:
        yield _claims.c.account_id == sought.account
    if sought.whose is Whose.NOBODY:
        yield _claims.c.account_id.is_(None)


def _is_in(service: str, state: str) -> ColumnElement[bool]:
    return and_(_rows.c.service == service, _rows.c.state == state)


def _is_behind(place: Place) -> ColumnElement[bool]:
    return or_(
        _due > place.due_date,
        and_(_due == place.due_date, _since > place.since),
        and_(_due == place.due_date, _since == place.since, _rows.c.reference > place.reference),
    )


def _waiting(row: RowMapping) -> Waiting:
    values = {name: row[name] for name in Waiting.__dataclass_fields__}
    return Waiting(**values | {"flags": frozenset(row["flags"])})
