"""What reviewers work on: the queue, who has what in hand, and their notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from engine.model.review import Claim, Note
from engine.store.queueing import Place, Sought, Waiting


class Queue(Protocol):
    """Submitted applications as staff find them, the first due first, then the oldest."""

    def put(self, reference: str, since: datetime, due_date: date | None) -> None:
        """The application waits for staff from `since` on."""
        ...

    def take(self, reference: str) -> None:
        """It does not wait for staff any more."""
        ...

    def of_application(self, reference: str, now: datetime) -> Waiting | None:
        """None for one that is not there or was never submitted."""
        ...

    def search(self, sought: Sought, after: Place | None, limit: int) -> tuple[Waiting, ...]:
        """Those behind `after`; `limit` at most."""
        ...

    def counts(self, sought: Sought) -> Mapping[tuple[str, str], int]:
        """How many are found, by service and state."""
        ...


class Claims(Protocol):
    """Who has an application in hand: one account at a time."""

    def get(self, reference: str) -> Claim | None:
        """The last one, which may be over."""
        ...

    def take(self, claim: Claim) -> bool:
        """Claim or renew it, unless another account's claim holds; whether it is theirs now."""
        ...

    def seize(self, claim: Claim) -> None:
        """Claim it, whoever holds it."""
        ...

    def release(self, reference: str, account: str) -> None:
        """Give it back; another's claim stays."""
        ...

    def drop(self, reference: str) -> None: ...


class Notes(Protocol):
    """What staff note for each other; a note is never changed."""

    def add(self, note: Note) -> None:
        """Raises Clash when the application has a note with that number."""
        ...

    def of_application(self, reference: str) -> tuple[Note, ...]:
        """In order."""
        ...
