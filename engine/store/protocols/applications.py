"""Applications, what happened to each, and by when something must."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from engine.model.application import Application
from engine.model.history import Happening
from engine.store.canonical import Json
from engine.store.entries import PastEntry


class Applications(Protocol):
    def add(self, application: Application) -> None: ...

    def claim_key(self, account_id: str, key: str, reference: str) -> str:
        """Tie a key of the account to `reference`, or return the reference it is tied to."""
        ...

    def get(self, reference: str, *, for_update: bool = False) -> Application | None:
        """`for_update` makes other transactions that ask for the same wait until this one ends."""
        ...

    def of_account(self, account_id: str) -> tuple[Application, ...]:
        """The last changed first."""
        ...

    def past(
        self, person_key: str, services: frozenset[str], *, for_update: bool = False
    ) -> tuple[PastEntry, ...]:
        """The person's applications for these services, by reference; locked for `for_update`."""
        ...

    def hand_over(self, person: str, to: str) -> None:
        """Make the applications of a person those of `to`."""
        ...

    def owners(self, references: Iterable[str]) -> dict[str, str]:
        """The account of each of the applications that there are."""
        ...

    def unsubmitted(self, after: str, limit: int) -> tuple[Application, ...]:
        """Those that were never submitted, in order of reference, the first behind `after`."""
        ...

    def submitted_by_release(self) -> Mapping[str, int]:
        """How many were submitted under each release."""
        ...

    def update(self, before: Application, after: Application) -> None:
        """Write what differs. Raises Clash when the kept revision is not `before.revision`."""
        ...

    def delete(self, reference: str) -> None:
        """With its steps, evidence rows and keys; never one that has an invoice."""
        ...

    def changes(self, reference: str) -> Json:
        """What `set_changes` kept last, or None."""
        ...

    def set_changes(self, reference: str, changes: Json) -> None: ...

    def state_entered_at(self, reference: str) -> datetime: ...

    def evidence_ids(self, ids: frozenset[str]) -> frozenset[str]:
        """Those of `ids` that some application holds."""
        ...


class History(Protocol):
    """What happened to applications; an entry is never changed."""

    def add(self, happening: Happening) -> None:
        """Raises Clash when the application has an entry with that number."""
        ...

    def of_application(self, reference: str) -> tuple[Happening, ...]:
        """In order."""
        ...

    def of_applications(self, references: Iterable[str]) -> Mapping[str, tuple[Happening, ...]]:
        """Of each that anything happened to, in order; asked for at once."""
        ...


class Deadlines(Protocol):
    """A row for each transition that time will make, until it is made or its state is left."""

    def renew(self, reference: str, due: Mapping[str, datetime]) -> None:
        """The application's deadlines are these, by transition, and no others."""
        ...

    def of_application(self, reference: str) -> Mapping[str, datetime]: ...

    def of_applications(self, references: Iterable[str]) -> Mapping[str, Mapping[str, datetime]]:
        """Of each that has any, the first one first; asked for at once."""
        ...

    def past(self, at: datetime, limit: int) -> tuple[tuple[str, str], ...]:
        """References and transitions that are due at `at` or earlier, the oldest first."""
        ...

    def claim(self, reference: str, transition: str) -> bool:
        """Take a deadline away, and whether it was there: of several that ask, one has it."""
        ...

    def put_off(self, reference: str, transition: str, due_at: datetime) -> None: ...
