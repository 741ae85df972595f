"""Sessions: begun by a sign-in, read with every request, ended by their owner or by time.

A session is found by a random token, of which the store holds the SHA-256 only. One that awaits a
second factor is short and opens nothing but the page that asks for it; with the factor it ends and
a new one with another token begins, so a token that was seen before is worth nothing after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from engine.model.account import Account, Awaits
from engine.operations.ports import Ports
from engine.operations.tokens import new_token, public_id, token_hash
from engine.store.protocols import Work

SESSION_LASTS = timedelta(hours=12)
SESSION_IDLES = timedelta(minutes=30)
SEEN_WITHIN = timedelta(minutes=1)  # how old the time last seen may get before it is written
AWAITS_FOR = timedelta(minutes=10)

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` goes into the session cookie and nowhere else; it ends by `expires_at`.

    `awaits` is what is still asked for before the session opens anything.
    """

    account: Account
    token: str
    expires_at: datetime
    awaits: Awaits | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """`id` is safe to log and to bind CSRF tokens to; it is not the token."""

    id: str
    account: Account
    started_at: datetime
    expires_at: datetime
    awaits: Awaits | None = None
    issuer: str | None = None


def begin_session(
    work: Work,
    account: Account,
    now: datetime,
    awaits: Awaits | None = None,
    issuer: str | None = None,
) -> SignedIn:
    """A new session with a new token. `issuer`: the OpenID provider that vouched, or None."""
    token = new_token()
    expires_at = now + (SESSION_LASTS if awaits is None else AWAITS_FOR)
    work.sessions.drop_expired(now)
    work.sessions.add(token_hash(token), account.id, now, expires_at, awaits, issuer)
    _log.info("session.started", account=account.id, session=public_id(token), awaits=awaits)
    return SignedIn(account, token, expires_at, awaits)


def awaited(ports: Ports, work: Work, account: Account) -> Awaits | None:
    """What a password alone leaves open: the code of a second factor, or enrolling one."""
    if not account.is_staff:
        return None
    factor = work.second_factors.get(account.id)
    if factor is not None and factor.confirmed_at is not None:
        return Awaits.CODE
    return Awaits.ENROLMENT if ports.settings.requires_second_factor else None


def sign_out(ports: Ports, token: str, now: datetime) -> None:
    """End the session; an unknown token is fine."""
    with ports.store.begin() as work:
        work.sessions.end(token_hash(token))
        work.sessions.drop_expired(now)
    _log.info("session.ended", session=public_id(token))


def session_account(ports: Ports, token: str, now: datetime) -> Session | None:
    """The session of a cookie: None when unknown, idle for 30 minutes or older than 12 hours.

    One row is read; the time last seen is written at most once a minute.
    """
    hashed = token_hash(token)
    with ports.store.read() as work:
        entry = work.sessions.get(hashed)
    if entry is None or not entry.account.is_active:
        return None
    if now >= entry.expires_at or now - entry.seen_at >= SESSION_IDLES:
        with ports.store.begin() as work:
            work.sessions.end(hashed)
        return None
    if now - entry.seen_at >= SEEN_WITHIN:
        with ports.store.begin() as work:
            work.sessions.touch(hashed, now)
    return Session(
        public_id(token),
        entry.account,
        entry.started_at,
        entry.expires_at,
        entry.awaits,
        entry.issuer,
    )
