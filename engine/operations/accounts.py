"""Accounts: sign up, activate, sign in and out, sessions, password reset.

Nobody learns from an answer whether an e-mail address has an account. Passwords are argon2
hashes; links and sessions are random tokens of which the store holds the SHA-256 only. E-mails
are rows of the outbox, in both languages.

A `Link` turns a token into an absolute address for a language. Build it from the configured
address of the portal, never from a request's Host header.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from engine.model.account import Account
from engine.model.words import Language
from engine.operations.ports import Ports

if TYPE_CHECKING:
    from engine.answers import FieldError

Link: TypeAlias = Callable[[Language, str], str]


@dataclass(frozen=True, slots=True)
class Mailed:
    """If the address can be used, a link is on its way; the same answer either way."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Errors of what was typed; `field` is `email`, `password` or `person_key`."""

    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class TooMany:
    """Too many attempts: say when to try again. Nothing was checked."""

    retry_after_seconds: int


@dataclass(frozen=True, slots=True)
class LinkExpired:
    """The link is unknown, used, or too old."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` goes into the session cookie and nowhere else; it ends by `expires_at`."""

    account: Account
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class WrongCredentials:
    """Unknown address, wrong password, or not activated: not said which."""


@dataclass(frozen=True, slots=True)
class Session:
    """`id` is safe to log and to bind CSRF tokens to; it is not the token."""

    id: str
    account: Account
    started_at: datetime
    expires_at: datetime


def sign_up(
    ports: Ports,
    email: str,
    password: str,
    person_key: str,
    language: Language,
    client: str,
    link: Link,
    now: datetime,
) -> Mailed | Refused | TooMany:
    """Ask for an account. It can be used once the mailed link is opened, within 24 hours.

    `person_key` is checked as a national ID and must have a record in the person register.
    `client` is the network address, used for limiting only. An address or a person that already
    has an account gets a mail that says so instead.
    """
    raise NotImplementedError


def activate(ports: Ports, token: str, now: datetime) -> Account | LinkExpired:
    """Make the account usable. The link works once."""
    raise NotImplementedError


def sign_in(
    ports: Ports, email: str, password: str, client: str, now: datetime
) -> SignedIn | WrongCredentials | TooMany:
    """Start a session. The same work is done for an unknown address as for a known one."""
    raise NotImplementedError


def sign_out(ports: Ports, token: str, now: datetime) -> None:
    """End the session; an unknown token is fine."""
    raise NotImplementedError


def session_account(ports: Ports, token: str, now: datetime) -> Session | None:
    """The session of a cookie: None when unknown, idle for 30 minutes or older than 12 hours.

    One row is read; the time last seen is written at most once a minute.
    """
    raise NotImplementedError


def ask_password_reset(
    ports: Ports, email: str, client: str, link: Link, now: datetime
) -> Mailed | TooMany:
    """Mail a link to choose a new password, if the address has an account; it works one hour."""
    raise NotImplementedError


def reset_password(
    ports: Ports, token: str, password: str, now: datetime
) -> Account | LinkExpired | Refused:
    """Set the password and end every session of the account. The link works once."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Mail:
    """One row of the outbox. `subject` and `body` hold both languages, the account's first."""

    id: int
    to: str
    subject: str
    body: str
    created_at: datetime
    sent_at: datetime | None


def outbox(ports: Ports, limit: int = 50) -> tuple[Mail, ...]:
    """The newest mails, for the page that shows them in development."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class DemonstrationLogin:
    """An invented person of config/demonstration/, with what it is for."""

    email: str
    person: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Show it in demonstration mode only. One password for all, made on first run in var/."""

    password: str
    logins: tuple[DemonstrationLogin, ...]


def seed_demonstration(ports: Ports, now: datetime) -> Demonstration:
    """Give each invented person of the active release an active account. Safe to repeat."""
    raise NotImplementedError
