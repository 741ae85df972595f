"""Every row of every table as a line of JSON, both ways: what a backup is made of.

The lines are the same for both databases, so what one was saved from, the other can take. Rows
are read inside one reading transaction, and so belong to one moment, whatever is written since.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    LargeBinary,
    Table,
    delete,
    func,
    insert,
    select,
    text,
)

from engine.store.canonical import dumps, loads
from engine.store.sql.columns import CanonicalJson, Instant
from engine.store.sql.schema import NEWEST
from engine.store.sql.tables import METADATA, evidence

_AT_ONCE = 500
_MADE_EMPTY = frozenset({"ledger_end"})  # a migration puts the row in that says where nothing ends
_FILE_IDS = (evidence.c.id,)

Way = Callable[[Any], Any]
_WAYS: tuple[tuple[type, Way, Way], ...] = (
    (Instant, datetime.isoformat, datetime.fromisoformat),
    (Date, date.isoformat, date.fromisoformat),
    (LargeBinary, lambda held: b64encode(held).decode(), b64decode),
    (CanonicalJson, lambda held: dumps(held).decode(), loads),
)


class SqlCopies:
    """`engine.store.protocols.Copies`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def schema(self) -> str:
        return NEWEST

    def tables(self) -> tuple[str, ...]:
        return tuple(table.name for table in METADATA.sorted_tables)

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(column.name for column in METADATA.tables[table].c)

    def rows(self, table: str) -> Iterator[bytes]:
        source = METADATA.tables[table]
        write = [_way(column, 0) for column in source.c]
        query = select(source).order_by(*source.primary_key.columns)
        streamed = self._connection.execution_options(yield_per=_AT_ONCE)
        for row in streamed.execute(query):
            values = [
                None if held is None else way(held) for way, held in zip(write, row, strict=True)
            ]
            yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    def file_ids(self) -> Iterator[str]:
        for column in _FILE_IDS:
            yield from self._connection.execute(select(column)).scalars()

    def is_empty(self) -> bool:
        return not any(
            self._connection.execute(select(table).limit(1)).first()
            for table in METADATA.sorted_tables
            if table.name not in _MADE_EMPTY
        )

    def put(self, table: str, rows: Iterable[bytes]) -> int:
        target = METADATA.tables[table]
        names = [column.name for column in target.c]
        read = [_way(column, 1) for column in target.c]
        self._connection.execute(delete(target))
        lines, count = iter(rows), 0
        while piece := list(islice(lines, _AT_ONCE)):
            values = [
                {
                    name: None if held is None else way(held)
                    for name, way, held in zip(names, read, json.loads(line), strict=True)
                }
                for line in piece
            ]
            self._connection.execute(insert(target), values)
            count += len(piece)
        self._count_on(target)
        return count

    def _count_on(self, table: Table) -> None:
        """PostgreSQL counts what it numbers itself, and has not counted what was put in."""
        numbered = table.autoincrement_column
        if numbered is None or self._connection.dialect.name != "postgresql":
            return
        last = self._connection.execute(select(func.max(numbered))).scalar_one()
        if last is not None:
            counter = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
            names = {"table": table.name, "column": numbered.name}
            self._connection.execute(counter, {**names, "last": last})


def _way(column: Column[Any], at: int) -> Way:
    """How a value of the column is written (0) or read (1)."""
    for kind, *ways in _WAYS:
        if isinstance(column.type, kind):
            return ways[at]
    return lambda held: held
