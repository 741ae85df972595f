"""What the store keeps that has no word of its own in `engine.model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from engine.model.account import Account, Awaits
from engine.model.notification import Channel
from engine.store.canonical import Json


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account with the argon2 hash of its password."""

    account: Account
    password_hash: str


NO_PASSWORD = ""
"""The hash of an account that has none: invited and not come yet, or known by a provider alone."""


class Standing(StrEnum):
    """Where an account of staff stands."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """A member of staff. `is_provided`: signs in by an OpenID provider, which says the role."""

    account: Account
    standing: Standing
    invited_at: datetime
    has_second_factor: bool
    is_provided: bool


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """`secret` is sealed. `last_step` is the newest time step of which a code was accepted."""

    secret: bytes = field(repr=False)
    confirmed_at: datetime | None
    last_step: int | None


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """A sign-in that was sent to an OpenID provider. `next` is where it leads in the end."""

    browser_hash: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    next: str


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A session, found by the hash of its token. `expires_at` is the absolute end.

    `issuer` is the OpenID provider that the sign-in came from, or None.
    """

    token_hash: str
    account: Account
    started_at: datetime
    seen_at: datetime
    expires_at: datetime
    awaits: Awaits | None = None
    issuer: str | None = None


class Purpose(StrEnum):
    """What a mailed link does."""

    ACTIVATE = "activate"
    RESET = "reset"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Mail:
    """One row of the outbox. `subject` and `body` hold both languages, the account's first.

    `event_id` is what it is sent for, once; None for a mail that an act of the reader asked for.
    `failure` is a code for why the last attempt failed.
    """

    id: int
    to: str
    subject: str
    body: str
    created_at: datetime
    sent_at: datetime | None
    channel: Channel = Channel.EMAIL
    event_id: str | None = None
    attempts: int = 0
    failure: str | None = None

    @property
    def message_id(self) -> str:
        """What receivers know it by, at every attempt; no other message has ever had it."""
        return self.event_id or f"mail:{self.id}:{int(self.created_at.timestamp())}"


@dataclass(frozen=True, slots=True)
class Publication:
    """One act of putting a release in force; `number` is its place in the ledger.

    `candidate` is the proposal that was approved by `who`, and `proposed_by` whose it was. `alone`
    says why one person did without another where two are wanted.
    """

    number: int
    release: str
    who: str
    note: str
    commit: str | None
    at: datetime
    is_rollback: bool
    candidate: int | None = None
    proposed_by: str | None = None
    alone: str | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """An application that still holds personal data, and since when it is in its state."""

    reference: str
    service: str
    release: str
    state: str
    account_id: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Dormant:
    """An account that nobody uses: `used_at` is when somebody last signed in, or made it."""

    account_id: str
    used_at: datetime


class IncidentKind(StrEnum):
    """Why a decision was stopped before it could bind."""

    DISAGREEMENT = "disagreement"  # evaluator and network differ
    FAULT = "fault"  # a rule, line or document faulted
    UNDECIDED = "undecided"  # complete, yet undecided: the definition breaks a law


@dataclass(frozen=True, slots=True)
class Resolution:
    """That staff have looked: who (an account, or the user of a command), why, and its record."""

    at: datetime
    by: str
    note: str
    record: int


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that staff must look at. `details` hold both traces, and no names."""

    id: str
    kind: IncidentKind
    reference: str
    release: str
    at: datetime
    details: Mapping[str, Json]
    resolution: Resolution | None = None  # None: it is open


@dataclass(frozen=True, slots=True)
class PastEntry:
    """One application of a person, as far as own history reads it.

    Both are None while it was never submitted. `record_sequence` is of the record of submitting.
    """

    reference: str
    service: str
    state: str
    submitted_at: datetime | None
    record_sequence: int | None


@dataclass(frozen=True, slots=True)
class KeptLookup:
    """What a register answered about an application, read under a release."""

    register: str
    release: str
    asked_at: datetime
    answer: Json


@dataclass(frozen=True, slots=True)
class Figures:
    """What operators watch. `release` is the one in force, None before the first."""

    records: int
    incidents_open: int
    notifications_waiting: int
    notification_oldest_at: datetime | None
    deadlines_overdue: int
    release: str | None
    released_at: datetime | None
