"""What rows came to, kept beside the rows: for the few statements that every page asks.

The rows come from the database each time, asked of its driver alone, and are compared whole with
those that were there before. What was made of them is given again only where they are the same;
nothing is ever thrown away because it changed. So nothing here can be out of date, and somebody
else's rows are never the same (ADR 51). To make objects of rows takes ten times as long.

Only transactions that read use it. What is kept is personal: little, in memory alone, of what was
read last.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, TypeAlias, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Dialect, Select

MOST_OF_ONE_KIND: Final = 64

T = TypeVar("T")
Raw: TypeAlias = list[tuple[Any, ...]]
"""Rows as a driver gives them."""

Row: TypeAlias = Mapping[Any, Any]
"""A row as the library gives it: by the names of columns, and by the columns themselves."""

Rows: TypeAlias = Sequence[Row]

Statements: TypeAlias = tuple[Select[Any], ...]
"""Made once: what is kept is found by the very statements that asked for it."""


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A statement in the words of a driver. `order`: its parameters, where they have no names."""

    text: str
    order: tuple[str, ...] | None
    fixed: Mapping[str, Any]
    columns: tuple[ColumnElement[Any], ...]
    readers: tuple[Callable[[Any], Any] | None, ...]  # of what the driver gives, by column

    @classmethod
    def of(cls, statement: Select[Any], dialect: Dialect) -> _Spelled:
        made = statement.compile(dialect=dialect)
        columns = tuple(statement.selected_columns)
        return cls(
            str(made),
            tuple(made.positiontup or ()) if made.positional else None,
            made.params,
            columns,
            tuple(
                one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns
            ),
        )

    def raw(self, connection: Connection, values: Mapping[str, str]) -> Raw:
        given = {**self.fixed, **values}
        asked = given if self.order is None else tuple(given[name] for name in self.order)
        driver = cast(Any, connection.connection.driver_connection)
        found: Raw = driver.execute(self.text, asked).fetchall()
        return found

    def rows(self, raw: Raw) -> Rows:
        return [self._row(one) for one in raw]

    def _row(self, raw: tuple[Any, ...]) -> Row:
        pairs = zip(self.readers, raw, strict=True)
        values = [value if read is None else read(value) for read, value in pairs]
        by_name = {one.key: value for one, value in zip(self.columns, values, strict=True)}
        return {**by_name, **dict(zip(self.columns, values, strict=True))}


class KeptRows:
    """The last rows of one database, with what they came to, for all threads of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._spelled: dict[Select[Any], _Spelled] = {}
        # by statements, then by what they were asked for: the last used at the end
        self._made: dict[Statements, OrderedDict[tuple[str, ...], tuple[list[Raw], Any]]] = {}

    def made(
        self,
        connection: Connection,
        statements: Statements,
        values: Mapping[str, str],
        make: Callable[..., T],
    ) -> T:
        """What `make` gives of the rows of each statement, or gave of the same rows before.

        What it gives is a value that nobody changes.
        """
        spelled = [self._of(one, connection) for one in statements]
        raw = [one.raw(connection, values) for one in spelled]
        asked = tuple(values.values())
        with self._lock:
            of_kind = self._made.get(statements)
            before = None if of_kind is None else of_kind.get(asked)
        if before is None or before[0] != raw:
            before = raw, make(*(one.rows(its) for one, its in zip(spelled, raw, strict=True)))
        self._keep(statements, asked, before)
        return cast(T, before[1])

    def forget(self) -> None:
        """Let go of everything: something was erased, which may be among it."""
        with self._lock:
            self._made.clear()

    def _of(self, statement: Select[Any], connection: Connection) -> _Spelled:
        spelled = self._spelled.get(statement)
        if spelled is None:
            spelled = self._spelled[statement] = _Spelled.of(statement, connection.dialect)
        return spelled

    def _keep(
        self, statements: Statements, asked: tuple[str, ...], made: tuple[list[Raw], Any]
    ) -> None:
        with self._lock:
            of_kind = self._made.setdefault(statements, OrderedDict())
            of_kind[asked] = made
            of_kind.move_to_end(asked)
            if len(of_kind) > MOST_OF_ONE_KIND:
                of_kind.popitem(last=False)


def read(
    kept: KeptRows | None,
    connection: Connection,
    statements: Statements,
    values: Mapping[str, str],
    make: Callable[..., T],
) -> T:
    """What `make` gives of the rows of each statement: made before, where something is kept."""
    if kept is not None:
        return kept.made(connection, statements, values, make)
    return make(*(connection.execute(one, values).mappings().all() for one in statements))
