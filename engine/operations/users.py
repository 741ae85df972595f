"""Staff: who they are, inviting them, and what an administrator may change of their accounts.

Every act is one record of the ledger: what was done to which account, and by whom. Nobody changes
his own role or standing, so the last administrator cannot be lost; acts of two administrators on
each other wait for one another, and the second is refused.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import assert_never

import structlog

from engine.answers import FieldError
from engine.model.account import Account, Role
from engine.model.words import Language
from engine.operations.accounts import Link, LinkExpired, Refused
from engine.operations.credentials import check_password, read_email, read_person_key
from engine.operations.mails import mail
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.operations.tokens import new_token, token_hash
from engine.phrases import phrase_text
from engine.release import engine_version
from engine.store.canonical import Json, loads
from engine.store.chain import Record, RecordKind
from engine.store.entries import NO_PASSWORD, Purpose, StaffEntry, Standing
from engine.store.protocols import Clash, Work

__all__ = ["StaffEntry", "Standing"]

JOIN_WITHIN = timedelta(days=7)
MOST_SHOWN = 200

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class By:
    """Who does it: an administrator's account, whoever runs a command, or a provider."""

    account: str | None
    operator: str | None = None
    issuer: str | None = None

    def said(self) -> dict[str, Json]:
        said = {"by": self.account, "operator": self.operator, "issuer": self.issuer}
        return {name: value for name, value in said.items() if value is not None}


class Act(StrEnum):
    """What an administrator may do to the account of another member of staff."""

    INVITE_AGAIN = "invite-again"
    WITHDRAW = "withdraw"
    SET_ROLE = "set-role"
    SET_PERSON = "set-person"
    DEACTIVATE = "deactivate"
    REACTIVATE = "reactivate"
    RESET_SECOND_FACTOR = "reset-second-factor"
    END_SESSIONS = "end-sessions"


class Why(Enum):
    """Why an act is not possible; nothing was changed."""

    OWN_ACCOUNT = auto()
    NOT_ADMINISTRATOR = auto()  # any more, because another was quicker
    NOT_NOW = auto()  # the account does not stand so that the act makes sense
    TAKEN = auto()  # another account has the address by now


@dataclass(frozen=True, slots=True)
class Invited:
    """`token` is what the mailed link holds: said once, to show it where no mail is sent."""

    account: Account
    token: str


@dataclass(frozen=True, slots=True)
class Done:
    act: Act
    account: Account


@dataclass(frozen=True, slots=True)
class NotPossible:
    why: Why


@dataclass(frozen=True, slots=True)
class Recorded:
    """One act of the past on an account. `by` is the e-mail address or the operator's name."""

    act: str
    by: str
    role: Role | None
    at: datetime


def search(
    ports: Ports, text: str = "", role: Role | None = None, standing: Standing | None = None
) -> tuple[StaffEntry, ...]:
    """Staff whose address contains `text`, 200 at most."""
    with ports.store.read() as work:
        return work.staff.search(text.strip(), role, standing, MOST_SHOWN)


def read(ports: Ports, id: str) -> tuple[StaffEntry, tuple[Recorded, ...]]:
    """A member of staff, and what was done to the account, the newest first.

    Raises NotThere for an applicant's account as for none.
    """
    with ports.store.read() as work:
        entry = work.staff.get(id)
        if entry is None:
            raise NotThere(f"no member of staff {id}")
        return entry, _history(work, id)


def invite(
    ports: Ports,
    by: By,
    email: str,
    role: Role,
    person_key: str,
    language: Language,
    link: Link,
    now: datetime,
) -> Invited | Refused:
    """Make an account that is usable once the mailed link is opened and a password chosen.

    `person_key` is the ID number of somebody who is an applicant too, or empty.
    """
    address, key = read_email(email), _maybe_key(person_key)
    errors = [error for error in (address, key) if isinstance(error, FieldError)]
    if errors or isinstance(address, FieldError) or isinstance(key, FieldError):
        return Refused(tuple(errors))
    account = Account(secrets.token_hex(16), address, key, language, role, is_active=False)
    with ports.store.begin() as work:
        waiting = work.staff.search(address, None, Standing.INVITED, MOST_SHOWN)
        if any(entry.account.email == address for entry in waiting):
            return Refused((_error("is-invited"),))
        if work.accounts.by_email(address) is not None:
            return Refused((_error("has-account"),))
        work.accounts.add(account, NO_PASSWORD, now)
        token = _mail_link(ports, work, account, link, now)
        record(ports, work, "invite", account.id, by, now, role=role)
    return Invited(account, token)


def carry_out(
    ports: Ports,
    by: Account,
    id: str,
    act: Act,
    now: datetime,
    *,
    role: Role | None = None,
    person_key: str = "",
    link: Link | None = None,
) -> Done | NotPossible | Refused:
    """Do one act to the account `id`, in one transaction with its record.

    `role` is the new one of SET_ROLE, `person_key` the ID number of SET_PERSON (empty: none),
    `link` makes the address that INVITE_AGAIN mails. Raises NotThere.
    """
    key = _maybe_key(person_key)
    if isinstance(key, FieldError):
        return Refused((key,))
    if by.id == id and act is not Act.END_SESSIONS:
        return NotPossible(Why.OWN_ACCOUNT)
    try:
        with ports.store.begin() as work:
            if by.id not in work.staff.administrators():
                return NotPossible(Why.NOT_ADMINISTRATOR)
            entry = work.staff.get(id, for_update=True)
            if entry is None:
                raise NotThere(f"no member of staff {id}")
            if not is_possible(act, entry):
                return NotPossible(Why.NOT_NOW)
            if act is Act.INVITE_AGAIN:
                assert link is not None, "an invitation holds a link"
                _mail_link(ports, work, entry.account, link, now)
            else:
                _change(work, entry.account, act, role, key)
            said = {"role": role, "before": entry.account.role} if act is Act.SET_ROLE else {}
            record(ports, work, act, id, By(by.id), now, **said)
    except Clash:
        return NotPossible(Why.TAKEN)
    return Done(act, entry.account)


def is_possible(act: Act, entry: StaffEntry) -> bool:
    """Whether the act makes sense for an account that stands so."""
    match act:
        case Act.INVITE_AGAIN | Act.WITHDRAW:
            return entry.standing is Standing.INVITED
        case Act.SET_ROLE:
            return not entry.is_provided
        case Act.REACTIVATE:
            return entry.standing is Standing.DEACTIVATED
        case Act.RESET_SECOND_FACTOR:
            return entry.has_second_factor
        case Act.DEACTIVATE | Act.END_SESSIONS:
            return entry.standing is Standing.ACTIVE
        case Act.SET_PERSON:
            return True
    assert_never(act)


def join(ports: Ports, token: str, password: str, now: datetime) -> Account | LinkExpired | Refused:
    """Choose a password and make the invited account usable. The link works once."""
    with ports.store.read() as work:
        id = work.accounts.link(token_hash(token), Purpose.JOIN, now)
        found = None if id is None else work.staff.get(id)
    if found is None or found.standing is not Standing.INVITED:
        return LinkExpired()
    weak = check_password(password, found.account.email)
    if weak is not None:
        return Refused((weak,))
    hashed = ports.passwords.hash(password)
    try:
        with ports.store.begin() as work:
            if work.accounts.take_link(token_hash(token), Purpose.JOIN, now) is None:
                return LinkExpired()
            work.staff.join(found.account.id, hashed, now)
            record(ports, work, "join", found.account.id, By(found.account.id), now)
    except Clash:  # the address has an active account by now
        return LinkExpired()
    return found.account


def _change(work: Work, account: Account, act: Act, role: Role | None, key: str | None) -> None:
    match act:
        case Act.SET_ROLE:
            assert role is not None, "a role is set to something"
            assert role.is_staff, "staff stay staff"
            work.staff.set_role(account.id, role)
        case Act.SET_PERSON:
            work.staff.set_person(account.id, key)
        case Act.WITHDRAW:
            work.staff.remove_invited(account.id)
        case Act.DEACTIVATE:
            work.staff.set_active(account.id, is_active=False)
            work.accounts.drop_links(account.id)
        case Act.REACTIVATE:
            work.staff.set_active(account.id, is_active=True)
        case Act.RESET_SECOND_FACTOR:
            work.second_factors.remove(account.id)
        case Act.END_SESSIONS:
            pass
        case Act.INVITE_AGAIN:
            raise AssertionError("an invitation needs a link")
    work.sessions.end_all(account.id)  # what changes takes effect at the next sign-in


def _mail_link(ports: Ports, work: Work, account: Account, link: Link, now: datetime) -> str:
    """Mail a link to join by, in place of any before it."""
    token = new_token()
    portal = ports.releases.active(now).catalogue.portal
    work.accounts.drop_links(account.id)
    work.accounts.add_link(token_hash(token), Purpose.JOIN, account.id, now + JOIN_WITHIN)
    mail(work, portal, account, "invited", lambda spoken: link(spoken, token), now)
    return token


def _error(code: str) -> FieldError:
    return FieldError("email", code, phrase_text(f"users.{code}"))


def _maybe_key(text: str) -> str | FieldError | None:
    return read_person_key(text) if text.strip() else None


def record(
    ports: Ports,
    work: Work,
    act: str,
    id: str,
    by: By,
    now: datetime,
    **said: Role | None,
) -> None:
    payload: dict[str, Json] = {"act": str(act), "account": id, **by.said()}
    payload |= {name: str(role) for name, role in said.items() if role is not None}
    release = ports.releases.active(now).hash
    work.ledger.append(RecordKind.ACCOUNT, id, release, engine_version(), None, payload, now)
    _log.info("user.changed", act=str(act), account=id, by=by.account or by.operator or by.issuer)


def _history(work: Work, id: str) -> tuple[Recorded, ...]:
    records = (one for one in work.ledger.of_subject(id) if one.header.kind is RecordKind.ACCOUNT)
    return tuple(_recorded(work, one) for one in reversed(tuple(records)) if one.payload)


def _recorded(work: Work, record: Record) -> Recorded:
    assert record.payload is not None, "an erased record says nothing"
    content = loads(record.payload.content)
    id, role = content.get("by"), content.get("role")
    known = work.accounts.get(id) if id else None
    by = known.account.email if known else str(content.get("operator") or content.get("issuer"))
    return Recorded(content["act"], by, Role(role) if role else None, record.header.recorded_at)
