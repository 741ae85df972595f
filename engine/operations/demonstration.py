"""Demonstration logins: an active account for each invented person and member of staff."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.definitions.catalogue import Catalogue
from engine.model.account import Account, Role
from engine.model.problem import EngineError
from engine.model.words import Language, Text
from engine.operations.ports import Ports
from engine.store.entries import Credentials
from engine.store.protocols import Work
from engine.store.secret import kept_secret

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no two that look alike: people type it


@dataclass(frozen=True, slots=True)
class DemonstrationLogin:
    """An invented person of config/demonstration/, or a member of staff, and what it is for."""

    email: str
    role: Role
    purpose: Text


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Show it in demonstration mode only. One password for all, made on first run in var/."""

    password: str
    logins: tuple[DemonstrationLogin, ...]


def seed_demonstration(ports: Ports, now: datetime) -> Demonstration:
    """Give each of them an active account. Safe to repeat; raises EngineError outside
    demonstration mode."""
    if not ports.settings.is_demonstration:
        raise EngineError("this is no demonstration: MUMARIS_DEMONSTRATION is not `yes`")
    place = ports.settings.var / "secrets" / "demonstration-password"
    password = kept_secret(place, _new_password().encode()).decode()
    catalogue = ports.releases.active(now).catalogue
    wanted = tuple(_accounts(catalogue))
    with ports.store.read() as work:
        known = {one.email: work.accounts.by_email(one.email) for one in wanted}
    accounts = [one for one in known.values() if one is not None]
    is_current = bool(accounts) and ports.passwords.is_right(password, accounts[0].password_hash)
    if len(accounts) < len(wanted) or not is_current:
        hashed = ports.passwords.hash(password)
        with ports.store.begin() as work:
            for account in wanted:
                _give(work, account, known[account.email], hashed, now)
    logins = (
        *(
            DemonstrationLogin(p.login, Role.APPLICANT, p.purpose)
            for p in catalogue.people.values()
        ),
        *(DemonstrationLogin(s.login, s.role, s.purpose) for s in catalogue.staff.values()),
    )
    return Demonstration(password, logins)


def _accounts(catalogue: Catalogue) -> Iterator[Account]:
    """The accounts that the release in force asks for; their ids are new."""
    for person in catalogue.people.values():
        yield _account(person.login, person.key, Role.APPLICANT)
    for member in catalogue.staff.values():
        key = None if member.person is None else catalogue.people[member.person].key
        yield _account(member.login, key, member.role)


def _account(login: str, person_key: str | None, role: Role) -> Account:
    return Account(
        id=secrets.token_hex(16),
        email=login.lower(),
        person_key=person_key,
        language=Language.AR,
        role=role,
        is_active=True,
    )


def _give(
    work: Work, account: Account, known: Credentials | None, hashed: str, now: datetime
) -> None:
    """The account with today's password, unless someone else applies for the person."""
    if known is not None:
        work.accounts.set_password(known.account.id, hashed)
    elif account.is_staff or not work.accounts.by_person(account.person_key or ""):
        work.accounts.add(account, hashed, now)


def _new_password() -> str:
    """Three words of four: 59 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
