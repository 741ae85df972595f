"""The ledger, releases, candidates for one, machines that propose them, and reports about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Protocol

from engine.model.candidate import Candidate, CandidateState
from engine.model.machine import Machine
from engine.model.report import Report, ReportKey
from engine.store.canonical import Json
from engine.store.chain import Record, RecordKind
from engine.store.entries import Publication
from engine.store.searching import Found, Wanted


class Ledger(Protocol):
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
        """Add a record at the end; its sequence. Other appenders wait until this one commits."""
        ...

    def walk(self) -> Iterator[Record]:
        """Every record in order."""
        ...

    def between(self, first: int, last: int, *kinds: RecordKind) -> tuple[Record, ...]:
        """The records of these kinds in this part of the ledger, both ends included."""
        ...

    def last(self) -> tuple[int, str]:
        """The sequence and hash that the ledger ends with."""
        ...

    def of_subject(self, subject: str) -> tuple[Record, ...]: ...

    def get(self, sequence: int) -> Found | None: ...

    def search(self, wanted: Wanted, before: int | None, limit: int) -> tuple[Found, ...]:
        """The newest first, of those with a sequence less than `before`; `limit` at most."""
        ...

    def erase(self, subject: str, kinds: Iterable[RecordKind] = RecordKind) -> int:
        """Delete the payloads of a subject's records of these kinds; how many."""
        ...


class Releases(Protocol):
    def add(self, hash: str, files: Mapping[PurePosixPath, bytes], at: datetime) -> None:
        """Keep the files whole; keeping a release again changes nothing."""
        ...

    def files(self, hash: str) -> dict[PurePosixPath, bytes] | None: ...

    def beginning_with(self, prefix: str) -> tuple[str, ...]:
        """Hashes of kept releases that begin so; two at most, as more say no more."""
        ...

    def active(self) -> str | None: ...

    def put_in_force(self, publication: Publication) -> None: ...

    def history(self) -> tuple[Publication, ...]:
        """The newest first."""
        ...


class Candidates(Protocol):
    def add(self, candidate: Candidate) -> int:
        """Keep it under a number of its own, which is returned. Its release is kept already."""
        ...

    def get(self, number: int, *, for_update: bool = False) -> Candidate | None: ...

    def newest(self, limit: int, state: CandidateState | None = None) -> tuple[Candidate, ...]:
        """The newest first."""
        ...

    def of_release(self, release: str) -> tuple[Candidate, ...]:
        """The newest first."""
        ...

    def by_key(self, key: str) -> tuple[Candidate, ...]:
        """Those that programs proposed by this key, whoever they are."""
        ...

    def update(self, candidate: Candidate) -> None: ...


class Machines(Protocol):
    """Machines that propose; the store holds the SHA-256 of their tokens."""

    def add(self, machine: Machine, token_hash: str) -> None: ...

    def get(self, id: str) -> Machine | None: ...

    def by_token(self, token_hash: str) -> Machine | None: ...

    def every(self) -> tuple[Machine, ...]:
        """By name; those that were revoked too."""
        ...

    def touch(self, id: str, at: datetime) -> None: ...

    def revoke(self, id: str, at: datetime) -> None: ...


class Reports(Protocol):
    """What is computed of two releases, once, by whichever worker comes first."""

    def ask(self, key: ReportKey, engine: str, at: datetime, *, again: bool = False) -> None:
        """Have it computed, unless it waits or was computed by this version of the engine; `again`:
        even if it was."""
        ...

    def get(self, key: ReportKey) -> Report | None: ...

    def claim(self, at: datetime, until: datetime) -> Report | None:
        """The next one that waits, which nobody else is given before `until`; None: none does."""
        ...

    def finish(self, report: Report) -> None:
        """Keep what came of it, unless somebody else was given it in the meantime."""
        ...
