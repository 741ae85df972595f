"""Who saw what, what people ask of their data, and what is erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from engine.model.data_request import Access, DataRequest
from engine.model.privacy import DataKind
from engine.store.entries import Closing, Dormant
from engine.store.searching import Looked


class AccessLog(Protocol):
    """Looks of staff at people's data. A look is never changed, and dropped by its age alone."""

    def add(self, looks: Iterable[Access]) -> None: ...

    def search(self, looked: Looked, before: int | None, limit: int) -> tuple[Access, ...]:
        """The newest first, of those with an id less than `before`; `limit` at most."""
        ...

    def drop_before(self, at: datetime) -> int:
        """Forget the looks before the instant; how many."""
        ...


class DataRequests(Protocol):
    def add(self, request: DataRequest) -> None: ...

    def get(self, id: str, *, for_update: bool = False) -> DataRequest | None: ...

    def of_account(self, account_id: str) -> tuple[DataRequest, ...]:
        """The newest first."""
        ...

    def open(self) -> tuple[DataRequest, ...]:
        """Those that wait for an answer, the first due first."""
        ...

    def answered(self, limit: int) -> tuple[DataRequest, ...]:
        """The last answered first."""
        ...

    def answered_before(self, at: datetime) -> tuple[DataRequest, ...]:
        """The first answered first."""
        ...

    def update(self, request: DataRequest) -> None: ...

    def delete(self, id: str) -> None: ...


class Erasing(Protocol):
    """Removing personal data whose time is up. Each removal says how much it removed."""

    def holding(self, kind: DataKind, before: datetime) -> tuple[Closing, ...]:
        """Applications with data of the kind left, in a state entered before the instant."""
        ...

    def evidence(self, reference: str) -> tuple[tuple[str, str], ...]:
        """The files of an application: id and slot."""
        ...

    def drop_evidence(self, ids: Iterable[str]) -> int: ...

    def drop_answers(self, reference: str, at: datetime) -> int:
        """With what was disputed and recorded, what was said, and who was invited to say more."""
        ...

    def drop_snapshot(self, reference: str, at: datetime) -> int: ...

    def drop_incidents(self, reference: str) -> int:
        """The details of its incidents; that there was one stays."""
        ...

    def untie(self, reference: str, at: datetime) -> int:
        """Make an application point to nobody, and its refunds say nothing."""
        ...

    def unused_accounts(self, before: datetime) -> tuple[Dormant, ...]:
        """Applicants that have not signed in, and whose applications have not changed, since."""
        ...

    def blank_account(self, id: str) -> int:
        """Remove address, person and password, and end its sessions."""
        ...

    def drop_messages(self, before: datetime) -> int: ...
