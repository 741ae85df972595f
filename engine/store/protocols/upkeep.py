"""What operators watch, and what is copied for a backup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from engine.store.entries import Figures, Incident, Resolution


class Incidents(Protocol):
    def add(self, incident: Incident) -> None: ...

    def get(self, id: str, *, for_update: bool = False) -> Incident | None: ...

    def newest(self, limit: int, *, is_open: bool | None = None) -> tuple[Incident, ...]:
        """The newest first; `is_open` None: open ones and resolved ones."""
        ...

    def last_of(self, reference: str) -> Incident | None:
        """The newest of an application."""
        ...

    def resolve(self, id: str, resolution: Resolution) -> None: ...


class Watched(Protocol):
    def at(self, now: datetime) -> Figures:
        """What waits, is late or grows, as of the instant."""
        ...


class Copies(Protocol):
    """Whole tables, for backing up and restoring."""

    @property
    def schema(self) -> str:
        """The last migration that the tables are of."""
        ...

    def tables(self) -> tuple[str, ...]:
        """Their names; none refers to one that comes later."""
        ...

    def columns(self, table: str) -> tuple[str, ...]: ...

    def rows(self, table: str) -> Iterator[bytes]:
        """Each row as JSON, an array of the columns; the same for every database."""
        ...

    def file_ids(self) -> Iterator[str]:
        """The id of every file that a row refers to."""
        ...

    def is_empty(self) -> bool:
        """Whether nothing was ever kept here."""
        ...

    def put(self, table: str, rows: Iterable[bytes]) -> int:
        """Fill a table with what `rows` gave, in place of what it holds; how many rows."""
        ...
