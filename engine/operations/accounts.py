"""Accounts of people: sign up, activate, sign in, password reset.

Nobody learns from an answer whether an e-mail address has an account. Passwords are argon2
hashes; links and sessions are random tokens of which the store holds the SHA-256 only. E-mails
are rows of the outbox, in both languages.

A `Link` turns a token into an absolute address for a language. Build it from the configured
address of the portal, never from a request's Host header.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import structlog

from engine.answers import FieldError
from engine.model.account import Account, Role
from engine.model.portal import Portal
from engine.model.register import Answer
from engine.model.words import Language
from engine.operations.credentials import check_password, read_email, read_person_key
from engine.operations.demonstration import (
    Demonstration,
    DemonstrationLogin,
    seed_demonstration,
)
from engine.operations.limits import Attempt, Limit, forget, seconds_to_wait
from engine.operations.mails import mail
from engine.operations.ports import Ports
from engine.operations.sessions import (
    Session,
    SignedIn,
    awaited,
    begin_session,
    session_account,
    sign_out,
)
from engine.operations.tokens import new_token, token_hash
from engine.phrases import phrase_text
from engine.store.entries import Mail, Purpose
from engine.store.protocols import Clash

__all__ = [
    "Demonstration",
    "DemonstrationLogin",
    "Mail",
    "Session",
    "SignedIn",
    "seed_demonstration",
    "session_account",
    "sign_out",
]

Link: TypeAlias = Callable[[Language, str], str]

ACTIVATE_WITHIN = timedelta(hours=24)
RESET_WITHIN = timedelta(hours=1)

SIGN_INS_OF_PAIR = Limit(5, 15 * 60)  # of one account from one client, counted anew on success
SIGN_INS_OF_ACCOUNT = Limit(50, 15 * 60)
SIGN_INS_OF_CLIENT = Limit(100, 15 * 60)
SIGN_UPS = Limit(20, 60 * 60)
RESETS_OF_ACCOUNT = Limit(3, 60 * 60)
RESETS_OF_CLIENT = Limit(20, 60 * 60)

_log = structlog.get_logger("mumaris.audit")


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
class WrongCredentials:
    """Unknown address, wrong password, or not activated: not said which."""


def sign_up(
    ports: Ports,
    email: str,
    password: str,
    person_key: str | None,
    language: Language,
    client: str,
    link: Link,
    now: datetime,
) -> Mailed | Refused | TooMany:
    """Ask for an account. It can be used once the mailed link is opened, within 24 hours.

    `person_key` is checked as a national ID and must have a record in the person register. None:
    the person has none; where the portal does not allow it, it is refused as one left blank.
    `client` is the network address, used for limiting only. An address or a person that already
    has an account gets a mail that says so instead.
    """
    if wait := seconds_to_wait(ports, (Attempt(SIGN_UPS, ("sign-up", client)),), now):
        return TooMany(wait)
    portal = ports.releases.active(now).catalogue.portal
    address, key = read_email(email), _key(portal, person_key)
    weak = check_password(password, address if isinstance(address, str) else "")
    errors = [error for error in (key, address, weak) if isinstance(error, FieldError)]
    if isinstance(key, str):
        errors += not_on_record(ports, key, now)
    if errors or isinstance(address, FieldError) or isinstance(key, FieldError):
        return Refused(tuple(errors))
    account = Account(
        id=secrets.token_hex(16),
        email=address,
        person_key=key,
        language=language,
        role=Role.APPLICANT,
        is_active=False,
    )
    hashed = ports.passwords.hash(password)
    token = new_token()
    with ports.store.begin() as work:
        work.accounts.drop_pending(now - ACTIVATE_WITHIN)
        is_taken = key is not None and work.accounts.by_person(key)
        if work.accounts.by_email(address) or is_taken:
            mail(work, portal, account, "taken", None, now)
            return Mailed()
        work.accounts.add(account, hashed, now)
        expires_at = now + ACTIVATE_WITHIN
        work.accounts.add_link(token_hash(token), Purpose.ACTIVATE, account.id, expires_at)
        mail(work, portal, account, "activate", lambda spoken: link(spoken, token), now)
    _log.info("account.asked_for", account=account.id)
    return Mailed()


def activate(ports: Ports, token: str, now: datetime) -> Account | LinkExpired:
    """Make the account usable. The link works once."""
    try:
        with ports.store.begin() as work:
            id = work.accounts.take_link(token_hash(token), Purpose.ACTIVATE, now)
            if id is None:
                return LinkExpired()
            work.accounts.activate(id, now)
            found = work.accounts.get(id)
    except Clash:  # the address or the person has an active account by now
        return LinkExpired()
    assert found is not None, "a link refers to an account"
    _log.info("account.activated", account=id)
    return found.account


def sign_in(
    ports: Ports, email: str, password: str, client: str, now: datetime
) -> SignedIn | WrongCredentials | TooMany:
    """Start a session. The same work is done for an unknown address as for a known one.

    A session of staff may still await a second factor.
    """
    address = read_email(email)
    name = address if isinstance(address, str) else email
    pair = Attempt(SIGN_INS_OF_PAIR, ("sign-in", name, client))
    attempts = (
        pair,
        Attempt(SIGN_INS_OF_ACCOUNT, ("sign-in", name)),
        Attempt(SIGN_INS_OF_CLIENT, ("sign-in-from", client)),
    )
    if wait := seconds_to_wait(ports, attempts, now):
        return TooMany(wait)
    with ports.store.read() as work:
        found = work.accounts.by_email(name)
    hashed = None if found is None else found.password_hash
    if not ports.passwords.is_right(password, hashed) or found is None:
        _log.info("session.refused", account=found and found.account.id)
        return WrongCredentials()
    forget(ports, pair)
    renewed = (
        ports.passwords.hash(password) if ports.passwords.is_dated(found.password_hash) else None
    )
    with ports.store.begin() as work:
        if renewed is not None:
            work.accounts.set_password(found.account.id, renewed)
        return begin_session(work, found.account, now, awaited(ports, work, found.account))


def ask_password_reset(
    ports: Ports, email: str, client: str, link: Link, now: datetime
) -> Mailed | TooMany:
    """Mail a link to choose a new password, if the address has an account; it works one hour."""
    address = read_email(email)
    name = address if isinstance(address, str) else email
    attempts = (
        Attempt(RESETS_OF_ACCOUNT, ("reset", name)),
        Attempt(RESETS_OF_CLIENT, ("reset-from", client)),
    )
    if wait := seconds_to_wait(ports, attempts, now):
        return TooMany(wait)
    token = new_token()
    portal = ports.releases.active(now).catalogue.portal
    with ports.store.begin() as work:
        found = work.accounts.by_email(name)
        if found is not None and not work.identities.is_provided(found.account.id):
            account, expires_at = found.account, now + RESET_WITHIN
            work.accounts.add_link(token_hash(token), Purpose.RESET, account.id, expires_at)
            mail(work, portal, account, "reset", lambda spoken: link(spoken, token), now)
            _log.info("password.reset_asked_for", account=account.id)
    return Mailed()


def reset_password(
    ports: Ports, token: str, password: str, now: datetime
) -> Account | LinkExpired | Refused:
    """Set the password and end every session of the account. The link works once."""
    with ports.store.read() as work:
        id = work.accounts.link(token_hash(token), Purpose.RESET, now)
        found = None if id is None else work.accounts.get(id)
    if found is None:
        return LinkExpired()
    weak = check_password(password, found.account.email)
    if weak is not None:
        return Refused((weak,))
    hashed = ports.passwords.hash(password)
    portal = ports.releases.active(now).catalogue.portal
    with ports.store.begin() as work:
        if work.accounts.take_link(token_hash(token), Purpose.RESET, now) is None:
            return LinkExpired()
        work.accounts.set_password(found.account.id, hashed)
        work.sessions.end_all(found.account.id)
        mail(work, portal, found.account, "changed", None, now)
    _log.info("password.changed", account=found.account.id)
    return found.account


def outbox(ports: Ports, limit: int = 50) -> tuple[Mail, ...]:
    """The newest mails, for the page that shows them in development."""
    with ports.store.read() as work:
        return work.outbox.newest(limit)


def _key(portal: Portal, person_key: str | None) -> str | FieldError | None:
    if person_key is None and portal.lets_in_without_number:
        return None
    return read_person_key(person_key or "")


def not_on_record(ports: Ports, person_key: str, now: datetime) -> list[FieldError]:
    """Why nobody with this number can have an account; none, when there is a record."""
    catalogue = ports.releases.active(now).catalogue
    register = catalogue.portal.person_register
    said = ports.registers.ask(catalogue, (register,), person_key)[register].answer
    if said is Answer.RECORD:
        return []
    code = "not-on-record" if said is Answer.NO_RECORD else "register-silent"
    return [FieldError("person_key", code, phrase_text(f"accounts.{code}"))]
