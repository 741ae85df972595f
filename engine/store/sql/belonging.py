"""Rows that belong to applications. The statements are made once: they are asked at every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, bindparam, select


@dataclass(frozen=True, slots=True)
class Belonging:
    """`of_one` says what `of_several` says of one application, without a list to be spelled out
    each time, which takes longer than the database does."""

    of_one: Select[Any]
    of_several: Select[Any]

    @classmethod
    def of(cls, table: Table, *order: ColumnElement[Any], only: Sequence[str] = ()) -> Belonging:
        """The rows of `table` by its column `reference`, in `order`; `only` these columns, if any
        are said."""
        columns = [table.c[name] for name in only or table.c.keys()]
        rows, reference = select(*columns).order_by(*order), table.c.reference
        return cls(
            rows.where(reference == bindparam("reference")),
            rows.where(reference.in_(bindparam("references", expanding=True))),
        )

    def rows(self, connection: Connection, references: Sequence[str]) -> Sequence[RowMapping]:
        if len(references) == 1:
            found = connection.execute(self.of_one, {"reference": references[0]})
        else:
            found = connection.execute(self.of_several, {"references": references})
        return found.mappings().all()
