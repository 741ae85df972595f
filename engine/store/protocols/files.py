"""The contents of files, encrypted at rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol


class Files(Protocol):
    """Contents of files by id, encrypted at rest. A write is whole or not there."""

    def receive(self, pieces: Iterator[bytes]) -> str:
        """Keep the content under a new id, which it returns; when `pieces` raises, nothing."""
        ...

    def open(self, id: str) -> Iterator[bytes]:
        """The content in pieces. Raises FileNotFoundError, or FileDamaged when it was altered."""
        ...

    def remove(self, id: str) -> None:
        """One that is not there is fine."""
        ...

    def drop_unfinished(self, before: datetime) -> None:
        """Remove what an accident left half-written before the instant."""
        ...

    def kept_before(self, at: datetime) -> Iterator[str]:
        """Ids of files kept before the instant, to find those that nothing refers to."""
        ...

    def ids(self) -> Iterator[str]:
        """Every file that is kept, in order."""
        ...

    def sealed(self, id: str) -> Iterator[bytes]:
        """The file as it is encrypted, in pieces. Raises FileNotFoundError."""
        ...

    def receive_sealed(self, id: str, pieces: Iterator[bytes]) -> None:
        """Keep a file that `sealed` gave, under its id."""
        ...

    def used_keys(self) -> Mapping[str, int]:
        """How many files each key sealed, by its id; the empty id: those that name none."""
        ...

    def reseal(self) -> Iterator[bool]:
        """Seal each file with the key in use, one at a time; whether it was sealed anew."""
        ...
