"""Who signs in, and how: accounts, staff, second factors, sessions and limits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from engine.model.account import Account, Awaits, Role
from engine.store.entries import (
    Credentials,
    OnTheWay,
    Purpose,
    SecondFactor,
    SessionEntry,
    StaffEntry,
    Standing,
)


class Accounts(Protocol):
    def add(self, account: Account, password_hash: str, at: datetime) -> None: ...

    def get(self, id: str) -> Credentials | None: ...

    def by_email(self, email: str) -> Credentials | None:
        """The active account of the address."""
        ...

    def by_person(self, person_key: str) -> Credentials | None:
        """The active account from which the person applies."""
        ...

    def lock(self, id: str) -> Account:
        """The account as it is, which no other transaction changes until this one ends."""
        ...

    def link_to(self, id: str, person_key: str) -> bool:
        """Give the account its number, unless it has one. Raises Clash when another active account
        of an applicant has it."""
        ...

    def activate(self, id: str, at: datetime) -> None:
        """Raises Clash when the address or the person has an active account already."""
        ...

    def set_password(self, id: str, password_hash: str) -> None: ...

    def drop_pending(self, before: datetime) -> None:
        """Forget applicants' accounts asked for before the instant and never activated, and links
        that had expired by then."""
        ...

    def add_link(
        self, token_hash: str, purpose: Purpose, account_id: str, expires_at: datetime
    ) -> None: ...

    def link(self, token_hash: str, purpose: Purpose, at: datetime) -> str | None:
        """Its account's id, or None when unknown or expired at `at`; the link stays."""
        ...

    def drop_links(self, account_id: str) -> None: ...

    def take_link(self, token_hash: str, purpose: Purpose, at: datetime) -> str | None:
        """Use a link up: its account's id, or None when unknown or expired at `at`."""
        ...


class Staff(Protocol):
    """Accounts that are not applicants'; changing another is changing nothing."""

    def get(self, id: str, *, for_update: bool = False) -> StaffEntry | None: ...

    def search(
        self, text: str, role: Role | None, standing: Standing | None, limit: int
    ) -> tuple[StaffEntry, ...]:
        """Those whose address contains `text`, in the order of addresses."""
        ...

    def administrators(self) -> frozenset[str]:
        """Ids of the active ones, whom no other transaction changes until this one ends."""
        ...

    def set_role(self, id: str, role: Role) -> None: ...

    def set_person(self, id: str, person_key: str | None) -> None: ...

    def set_active(self, id: str, is_active: bool) -> None:
        """Raises Clash when another account has the address by now."""
        ...

    def remove_invited(self, id: str) -> None:
        """Forget an account that was invited and has not come; any other stays."""
        ...

    def join(self, id: str, password_hash: str, at: datetime) -> None:
        """Make an invited account usable; raises Clash when another has the address by now."""
        ...


class SecondFactors(Protocol):
    """One for an account: a sealed secret, and recovery codes as hashes."""

    def get(self, account_id: str) -> SecondFactor | None: ...

    def begin(self, account_id: str, secret: bytes, at: datetime) -> None:
        """Keep a secret that waits to be confirmed, in place of any that does."""
        ...

    def confirm(self, account_id: str, at: datetime, code_hashes: Iterable[str]) -> None:
        """Put the secret in use, with these recovery codes and no others."""
        ...

    def take_step(self, account_id: str, step: int) -> bool:
        """Note that a code of the time step was given; false when one as new was given before."""
        ...

    def take_code(self, account_id: str, code_hash: str) -> bool:
        """Use a recovery code up; false when there is no such code."""
        ...

    def codes_left(self, account_id: str) -> int: ...

    def set_secret(self, account_id: str, secret: bytes) -> None:
        """The same secret, sealed anew."""
        ...

    def accounts(self) -> tuple[str, ...]:
        """Ids of the accounts that have one, confirmed or not."""
        ...

    def remove(self, account_id: str) -> None: ...


class Identities(Protocol):
    """Who accounts are at an OpenID provider, and sign-ins that are on their way to it."""

    def account(self, issuer: str, subject: str) -> str | None:
        """The id of the account that is linked."""
        ...

    def is_provided(self, account_id: str) -> bool: ...

    def link(self, issuer: str, subject: str, account_id: str, at: datetime) -> None:
        """Raises Clash when the identity is linked already."""
        ...

    def depart(self, state_hash: str, on_the_way: OnTheWay, expires_at: datetime) -> None: ...

    def arrive(self, state_hash: str, at: datetime) -> OnTheWay | None:
        """What departed under the state, once; None when unknown or expired at `at`."""
        ...


class Sessions(Protocol):
    def add(
        self,
        token_hash: str,
        account_id: str,
        at: datetime,
        expires_at: datetime,
        awaits: Awaits | None = None,
        issuer: str | None = None,
    ) -> None: ...

    def get(self, token_hash: str) -> SessionEntry | None: ...

    def touch(self, token_hash: str, at: datetime) -> None: ...

    def end(self, token_hash: str) -> None: ...

    def end_all(self, account_id: str) -> None: ...

    def drop_expired(self, at: datetime) -> None: ...


class Limits(Protocol):
    def count(self, key: str, window_seconds: int, at: datetime) -> int:
        """Count one attempt; how many in the window that `at` lies in, this one included."""
        ...

    def clear(self, key: str) -> None: ...

    def drop_before(self, at: datetime) -> None: ...
