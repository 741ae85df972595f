"""A second factor for staff: time-based one-time passwords (RFC 6238) and recovery codes.

The secret is sealed with the installation's key of accounts. A code counts in its own time step
and one on either side, and never again: the newest step accepted is kept, and nothing at or before
it is taken. Recovery codes are random, kept as hashes, and each works once. Attempts are limited.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

import structlog

from engine.digits import western_digits
from engine.model.account import Account
from engine.operations.accounts import TooMany
from engine.operations.limits import Attempt, Limit, forget, seconds_to_wait
from engine.operations.ports import Ports
from engine.operations.results import NotOpen
from engine.operations.sessions import Session, SignedIn, begin_session
from engine.operations.tokens import token_hash
from engine.store.entries import SecondFactor
from engine.store.keyring import Purpose
from engine.store.protocols import Work
from engine.store.sealed import key_of, seal, unseal

DIGITS = 6
STEP_SECONDS = 30
SECRET_BYTES = 20  # RFC 4226, 4: as long as the output of SHA-1
RECOVERY_CODES = 10
_CODE_BYTES = 10  # 80 bits: a hash without salt gives nothing away
_STEPS = (0, -1, 1)  # of the clock, the usual one first: phones are some seconds off

CODES_OF_ACCOUNT = Limit(5, 15 * 60)
CODES_OF_CLIENT = Limit(50, 15 * 60)

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account is with its second factor. `secret` is said until it is confirmed."""

    secret: str | None
    confirmed_at: datetime | None
    codes_left: int


@dataclass(frozen=True, slots=True)
class WrongCode:
    """Not a code of now, or one that was given before: not said which."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """`codes` are said once. The session goes on under a new token."""

    codes: tuple[str, ...]
    signed_in: SignedIn


def standing(ports: Ports, account: Account) -> Standing:
    with ports.store.read() as work:
        factor = work.second_factors.get(account.id)
        left = work.second_factors.codes_left(account.id)
    if factor is None:
        return Standing(None, None, 0)
    secret = None if factor.confirmed_at else _secret(ports, account, factor)
    return Standing(secret, factor.confirmed_at, left)


def begin(ports: Ports, account: Account, now: datetime) -> None:
    """Make a secret that waits for a first code. Raises NotOpen when a factor is in use."""
    secret = secrets.token_bytes(SECRET_BYTES)
    with ports.store.begin() as work:
        factor = work.second_factors.get(account.id)
        if factor is not None and factor.confirmed_at is not None:
            raise NotOpen("a second factor is in use already")
        ring = ports.keys[Purpose.ACCOUNTS]
        work.second_factors.begin(account.id, seal(ring, secret, account.id), now)


def address_of(secret: str, account: Account, issuer: str) -> str:
    """The `otpauth:` address that an authenticator reads from a QR code."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=issuer)


def confirm(
    ports: Ports, session: Session, code: str, client: str, now: datetime
) -> Enrolled | WrongCode | TooMany:
    """Put the waiting secret in use with its first code. Other sessions of the account end.

    Raises NotOpen when no secret waits.
    """
    account = session.account
    if wait := _wait(ports, account, client, now):
        return TooMany(wait)
    codes = tuple(_new_code() for _ in range(RECOVERY_CODES))
    with ports.store.begin() as work:
        factor = work.second_factors.get(account.id)
        if factor is None or factor.confirmed_at is not None:
            raise NotOpen("no second factor waits to be confirmed")
        if not _take(ports, work, account, factor, code, now):
            return _wrong(account)
        work.second_factors.confirm(account.id, now, map(_code_hash, codes))
        work.sessions.end_all(account.id)
        signed_in = begin_session(work, account, now, issuer=session.issuer)
    forget(ports, _of_account(account))
    _log.info("second_factor.enrolled", account=account.id)
    return Enrolled(codes, signed_in)


def give_code(
    ports: Ports, session: Session, token: str, code: str, client: str, now: datetime
) -> SignedIn | WrongCode | TooMany:
    """Go on signing in with a code of the authenticator, or a recovery code, which is used up."""
    account = session.account
    if wait := _wait(ports, account, client, now):
        return TooMany(wait)
    with ports.store.begin() as work:
        if not _is_right(ports, work, account, code, now):
            return _wrong(account)
        work.sessions.end(token_hash(token))
        signed_in = begin_session(work, account, now)
    forget(ports, _of_account(account))
    return signed_in


def remove(
    ports: Ports, account: Account, code: str, client: str, now: datetime
) -> WrongCode | TooMany | None:
    """Forget the second factor, with a code of it: to enrol another device. None: it is done."""
    if wait := _wait(ports, account, client, now):
        return TooMany(wait)
    with ports.store.begin() as work:
        if not _is_right(ports, work, account, code, now):
            return _wrong(account)
        work.second_factors.remove(account.id)
    _log.info("second_factor.removed", account=account.id)
    return None


def reseal(ports: Ports) -> int:
    """Seal every secret that an older key seals with the one in use; how many."""
    ring = ports.keys[Purpose.ACCOUNTS]
    count = 0
    with ports.store.begin() as work:
        for id in work.second_factors.accounts():
            factor = work.second_factors.get(id)
            if factor is not None and key_of(factor.secret) != ring.current.id:
                plain = unseal(ring, factor.secret, id)
                work.second_factors.set_secret(id, seal(ring, plain, id))
                count += 1
    return count


def used_keys(ports: Ports) -> dict[str, int]:
    """How many secrets each key seals, by the key's id."""
    counts: dict[str, int] = {}
    with ports.store.read() as work:
        for id in work.second_factors.accounts():
            factor = work.second_factors.get(id)
            if factor is not None:
                key = key_of(factor.secret)
                counts[key] = counts.get(key, 0) + 1
    return counts


def _is_right(ports: Ports, work: Work, account: Account, code: str, now: datetime) -> bool:
    """Whether the code is right; it is used up then."""
    factor = work.second_factors.get(account.id)
    if factor is None or factor.confirmed_at is None:
        return False
    if _take(ports, work, account, factor, code, now):
        return True
    if work.second_factors.take_code(account.id, _code_hash(code)):
        left = work.second_factors.codes_left(account.id)
        _log.warning("second_factor.recovered", account=account.id, codes_left=left)
        return True
    return False


def _take(
    ports: Ports, work: Work, account: Account, factor: SecondFactor, code: str, now: datetime
) -> bool:
    """Whether it is a code of now that was not given before; no code of its step is taken again."""
    import pyotp

    typed = "".join(western_digits(code).split())
    totp = pyotp.TOTP(_secret(ports, account, factor), digits=DIGITS, interval=STEP_SECONDS)
    this = int(now.timestamp()) // STEP_SECONDS
    for step in (this + ahead for ahead in _STEPS):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode("utf-8", "replace")):
            return work.second_factors.take_step(account.id, step)
    return False


def _secret(ports: Ports, account: Account, factor: SecondFactor) -> str:
    plain = unseal(ports.keys[Purpose.ACCOUNTS], factor.secret, account.id)
    return base64.b32encode(plain).decode()


def _new_code() -> str:
    """Sixteen letters and digits in groups of four."""
    text = base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _code_hash(code: str) -> str:
    return token_hash("".join(one for one in code.upper() if one.isalnum()))


def _wait(ports: Ports, account: Account, client: str, now: datetime) -> int:
    attempts = (_of_account(account), Attempt(CODES_OF_CLIENT, ("code-from", client)))
    return seconds_to_wait(ports, attempts, now)


def _of_account(account: Account) -> Attempt:
    return Attempt(CODES_OF_ACCOUNT, ("code", account.id))


def _wrong(account: Account) -> WrongCode:
    _log.warning("second_factor.refused", account=account.id)
    return WrongCode()
