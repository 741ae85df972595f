"""What happened to applications, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, RowMapping, insert, select

from engine.model.history import Happening
from engine.model.lifecycle import Actor
from engine.model.words import Text
from engine.store.canonical import read_corrections, write_corrections
from engine.store.sql import tables

_rows = tables.happenings


class SqlHistory:
    """`engine.store.protocols.History`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, happening: Happening) -> None:
        row = {name: getattr(happening, name) for name in Happening.__dataclass_fields__}
        reasons = happening.reasons
        row |= {
            "by": str(happening.by),
            "reasons": None if reasons is None else {"ar": reasons.ar, "en": reasons.en},
            "corrections": write_corrections(happening.corrections, happening.remarks),
        }
        del row["remarks"]
        self._connection.execute(insert(_rows), row)

    def of_application(self, reference: str) -> tuple[Happening, ...]:
        query = select(_rows).where(_rows.c.reference == reference).order_by(_rows.c.number)
        return tuple(_happening(row) for row in self._connection.execute(query).mappings())

    def of_applications(self, references: Iterable[str]) -> Mapping[str, tuple[Happening, ...]]:
        query = select(_rows).where(_rows.c.reference.in_(list(references)))
        ordered = query.order_by(_rows.c.reference, _rows.c.number)
        found: dict[str, tuple[Happening, ...]] = {}
        for row in self._connection.execute(ordered).mappings():
            found[row["reference"]] = (*found.get(row["reference"], ()), _happening(row))
        return found


def _happening(row: RowMapping) -> Happening:
    names = Happening.__dataclass_fields__.keys() - {"remarks"}
    values = {name: row[name] for name in names}
    corrections, remarks = read_corrections(row["corrections"])
    reasons = row["reasons"]
    values |= {
        "by": Actor(row["by"]),
        "reasons": None if reasons is None else Text(reasons["ar"], reasons["en"]),
        "corrections": corrections,
        "remarks": remarks,
    }
    return Happening(**values)
