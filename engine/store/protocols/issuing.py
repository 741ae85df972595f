"""What is issued, who looked it up, and who was invited to say something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from engine.model.invitation import Invitation
from engine.model.issued import Issued
from engine.model.words import Text
from engine.store.entries import KeptLookup


class IssuedDocuments(Protocol):
    def add(self, issued: Issued) -> None:
        """Raises Clash when the application holds one of this document that is not revoked."""
        ...

    def get(self, code: str) -> Issued | None: ...

    def of_application(self, reference: str) -> tuple[Issued, ...]:
        """The newest first, revoked ones too."""
        ...

    def of_account(self, account_id: str) -> tuple[Issued, ...]:
        """The newest first, revoked ones too."""
        ...

    def in_force(self, reference: str, document: str) -> Issued | None:
        """The one that the application holds and that is not revoked, expired or not."""
        ...

    def revoke(self, code: str, at: datetime, reason: Text | None) -> None: ...

    def erase(self, reference: str) -> int:
        """Remove what tells of a person from an application's documents: how many. That they were
        issued, and whether they hold, stays."""
        ...


class Lookups(Protocol):
    def of_application(self, reference: str) -> tuple[KeptLookup, ...]: ...

    def keep(self, reference: str, lookups: Iterable[KeptLookup]) -> None:
        """In place of what was kept of their registers. Raises Clash without the application."""
        ...

    def forget(self, reference: str) -> None: ...


class Invitations(Protocol):
    """What lets an invited person in is kept as hashes, and gone once he has answered."""

    def add(self, invitation: Invitation, link_hash: str, expires_at: datetime) -> None:
        """Raises Clash when the application has one with this id."""
        ...

    def of_application(self, reference: str) -> tuple[Invitation, ...]:
        """In the order in which they were made."""
        ...

    def by_link(self, link_hash: str, at: datetime) -> Invitation | None:
        """One that is still awaited; None when the link is unknown, used or expired at `at`."""
        ...

    def set_code(self, invitation: Invitation, code_hash: str, expires_at: datetime) -> None: ...

    def takes_code(self, invitation: Invitation, code_hash: str, at: datetime) -> bool:
        """Use the code up; False when it is another or expired."""
        ...

    def let_in(self, invitation: Invitation, browser_hash: str, expires_at: datetime) -> None:
        """The holder of this browser is the invited person, until then; nobody else is."""
        ...

    def is_let_in(self, invitation: Invitation, browser_hash: str, at: datetime) -> bool: ...

    def settle(self, invitation: Invitation) -> None:
        """Write what became of it; link, code and browser are forgotten."""
        ...
