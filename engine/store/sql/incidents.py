"""What stopped decisions and waits for staff, until it is resolved."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.entries import Incident, IncidentKind, Resolution
from engine.store.sql import tables
from engine.store.sql.kept import KeptRows, Row, Rows, read

_rows = tables.incidents
_ORDER = (_rows.c.at.desc(), _rows.c.id)
_LAST = (  # made once: read at every page
    select(_rows).where(_rows.c.reference == bindparam("reference")).order_by(*_ORDER).limit(1)
)


class SqlIncidents:
    """`engine.store.protocols.Incidents`."""

    def __init__(self, connection: Connection, kept: KeptRows | None = None) -> None:
        self._connection = connection
        self._kept = kept

    def add(self, incident: Incident) -> None:
        row = {
            "id": incident.id,
            "kind": str(incident.kind),
            "reference": incident.reference,
            "release": incident.release,
            "at": incident.at,
            "details": dict(incident.details),
        }
        self._connection.execute(insert(_rows), row)

    def get(self, id: str, *, for_update: bool = False) -> Incident | None:
        query = select(_rows).where(_rows.c.id == id)
        row = self._connection.execute(query.with_for_update() if for_update else query)
        found = row.mappings().one_or_none()
        return None if found is None else _incident(found)

    def newest(self, limit: int, *, is_open: bool | None = None) -> tuple[Incident, ...]:
        query = select(_rows).order_by(*_ORDER).limit(limit)
        if is_open is not None:
            resolved = _rows.c.resolved_at
            query = query.where(resolved.is_(None) if is_open else resolved.is_not(None))
        return tuple(_incident(row) for row in self._connection.execute(query).mappings())

    def last_of(self, reference: str) -> Incident | None:
        this = {"reference": reference}
        return read(self._kept, self._connection, (_LAST,), this, _last)

    def resolve(self, id: str, resolution: Resolution) -> None:
        self._connection.execute(
            update(_rows)
            .where(_rows.c.id == id)
            .values(
                resolved_at=resolution.at,
                resolved_by=resolution.by,
                note=resolution.note,
                record=resolution.record,
            )
        )


def _last(rows: Rows) -> Incident | None:
    return _incident(rows[0]) if rows else None


def _incident(row: Row) -> Incident:
    resolution = None
    if row["resolved_at"] is not None:
        resolution = Resolution(row["resolved_at"], row["resolved_by"], row["note"], row["record"])
    return Incident(
        id=row["id"],
        kind=IncidentKind(row["kind"]),
        reference=row["reference"],
        release=row["release"],
        at=row["at"],
        details=row["details"],
        resolution=resolution,
    )
