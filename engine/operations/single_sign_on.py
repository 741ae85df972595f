"""Signing in by an OpenID provider: staff whose role it says, applicants whose ID number it says.

An account is linked by issuer and subject, never by its e-mail address: whoever has an address at
the provider need not be who had it here. Nor by the ID number: a local account shows that somebody
knew it, the provider whose it is. The role is read again at each sign-in; whoever has neither a
role nor a number is not let in. The provider's own second factor stands for ours.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from engine.answers import FieldError
from engine.model.account import Account, Role
from engine.model.words import Language
from engine.openid import NotVouched, Person, Provider, ProviderSilent
from engine.operations.accounts import TooMany, not_on_record
from engine.operations.credentials import read_email, read_person_key
from engine.operations.limits import Attempt, Limit, seconds_to_wait
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.operations.sessions import SignedIn, begin_session
from engine.operations.tokens import new_token, token_hash
from engine.operations.users import By, record
from engine.store.entries import NO_PASSWORD, OnTheWay
from engine.store.protocols import Clash, Work

RETURN_WITHIN = timedelta(minutes=10)
DEPARTURES_OF_CLIENT = Limit(60, 15 * 60)

_log = structlog.get_logger("mumaris.audit")


class Why(StrEnum):
    """Why nobody was signed in. Nothing was changed."""

    SILENT = "silent"  # the provider did not answer
    DECLINED = "declined"  # there, by the person or the provider
    STALE = "stale"  # the return is unknown, used, late, or of another browser
    NOT_VOUCHED = "not-vouched"  # what the provider sent does not hold
    NO_ROLE = "no-role"
    NO_EMAIL = "no-email"
    TAKEN = "taken"  # an account that is not linked has the address
    DEACTIVATED = "deactivated"
    NO_RECORD = "no-record"  # of the person, in the register of applicants
    REGISTER_SILENT = "register-silent"
    PERSON_TAKEN = "person-taken"  # an account that is not linked is of this person
    OTHER_PERSON = "other-person"  # the provider says another number than it did


@dataclass(frozen=True, slots=True)
class NotIn:
    why: Why


@dataclass(frozen=True, slots=True)
class In:
    """`onward` is where they wanted to go, as it was given to `depart`."""

    signed_in: SignedIn
    onward: str


def provider_of(ports: Ports) -> Provider:
    """The provider; raises NotThere where none is configured."""
    if ports.provider is None:
        raise NotThere("no identity provider is configured")
    return ports.provider


def depart(
    ports: Ports,
    browser: str,
    language: Language,
    onward: str,
    redirect: str,
    client: str,
    now: datetime,
) -> str | TooMany | NotIn:
    """The address at the provider to send the browser to.

    `browser` is a secret of that browser, without which nobody comes back. The state begins with
    the language, for the page that is returned to; `onward` is where they want to go in the end.
    """
    provider = provider_of(ports)
    attempt = Attempt(DEPARTURES_OF_CLIENT, ("depart", client))
    if wait := seconds_to_wait(ports, (attempt,), now):
        return TooMany(wait)
    state = f"{language}.{new_token()}"
    try:
        departure = provider.departure(state, redirect, now)
    except ProviderSilent as error:
        _log.warning("provider.silent", reason=str(error))
        return NotIn(Why.SILENT)
    on_the_way = OnTheWay(token_hash(browser), departure.nonce, departure.verifier, onward)
    with ports.store.begin() as work:
        work.identities.depart(token_hash(state), on_the_way, now + RETURN_WITHIN)
    return departure.address


def arrive(
    ports: Ports,
    browser: str,
    state: str,
    code: str,
    redirect: str,
    now: datetime,
) -> In | NotIn:
    """Sign in whoever came back from the provider. Each state works once, in its own browser.

    `code` is empty where the provider sent an error instead.
    """
    provider = provider_of(ports)
    with ports.store.begin() as work:
        on_the_way = work.identities.arrive(token_hash(state), now)
    if on_the_way is None or on_the_way.browser_hash != token_hash(browser):
        return _refused(Why.STALE)
    if not code:
        return _refused(Why.DECLINED)
    try:
        person = provider.arrival(code, on_the_way.verifier, on_the_way.nonce, redirect, now)
    except ProviderSilent as error:
        _log.warning("provider.silent", reason=str(error))
        return NotIn(Why.SILENT)
    except NotVouched as error:
        return _refused(Why.NOT_VOUCHED, fault=str(error.fault))
    if unheard := _unheard_of(ports, person, now):
        return _refused(unheard)
    try:
        with ports.store.begin() as work:
            account = _account(ports, work, person, now)
            if isinstance(account, Why):
                return _refused(account)
            signed_in = begin_session(work, account, now, issuer=person.issuer)
    except Clash:  # another account has the address, or came back at the same moment
        return _refused(Why.TAKEN)
    return In(signed_in, on_the_way.next)


def _unheard_of(ports: Ports, person: Person, now: datetime) -> Why | None:
    """Why no account is made for somebody who would be a new applicant; None: one may be."""
    if person.role is not None or person.person_key is None:
        return None
    with ports.store.read() as work:
        if work.identities.account(person.issuer, person.subject) is not None:
            return None
    errors = not_on_record(ports, _key_of(person), now)
    if not errors:
        return None
    return Why.NO_RECORD if errors[0].code == "not-on-record" else Why.REGISTER_SILENT


def _account(ports: Ports, work: Work, person: Person, now: datetime) -> Account | Why:
    """The account that the person signs in to: linked already, or made now."""
    id = work.identities.account(person.issuer, person.subject)
    if id is None:
        return _made(ports, work, person, now)
    known = work.accounts.get(id)
    if known is not None and not known.account.is_staff:
        is_same = known.account.person_key == _key_of(person)
        return known.account if is_same else Why.OTHER_PERSON
    entry = work.staff.get(id, for_update=True)
    if entry is None or not entry.account.is_active:
        return Why.DEACTIVATED
    if person.role is None:
        work.sessions.end_all(id)
        return Why.NO_ROLE
    if person.role is not entry.account.role:
        before = entry.account.role
        work.staff.set_role(id, person.role)
        work.sessions.end_all(id)
        by = By(None, issuer=person.issuer)
        record(ports, work, "provided-role", id, by, now, role=person.role, before=before)
    found = work.accounts.get(id)
    assert found is not None, "an identity refers to an account"
    return found.account


def _made(ports: Ports, work: Work, person: Person, now: datetime) -> Account | Why:
    if person.role is None and person.person_key is None:
        return Why.NO_ROLE
    email = read_email(person.email or "")
    if isinstance(email, FieldError):
        return Why.NO_EMAIL
    if work.accounts.by_email(email) is not None:
        return Why.TAKEN
    key = _key_of(person) if person.role is None else None
    if key is not None and work.accounts.by_person(key) is not None:
        return Why.PERSON_TAKEN
    account = _new_account(email, person.role or Role.APPLICANT, key)
    work.accounts.add(account, NO_PASSWORD, now)
    work.identities.link(person.issuer, person.subject, account.id, now)
    if not account.is_staff:
        return account
    by = By(None, issuer=person.issuer)
    record(ports, work, "provide", account.id, by, now, role=person.role)
    return account


def _new_account(email: str, role: Role, key: str | None) -> Account:
    return Account(secrets.token_hex(16), email, key, Language.AR, role, is_active=True)


def _key_of(person: Person) -> str:
    """The ID number in the form that accounts keep; one that is none is of nobody."""
    key = read_person_key(person.person_key or "")
    return key if isinstance(key, str) else ""


def _refused(why: Why, **more: str) -> NotIn:
    _log.warning("provider.refused", why=str(why), **more)
    return NotIn(why)
