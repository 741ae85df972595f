"""Demonstration logins: an active account for each invented person of the release in force."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from engine.model.account import Account, Role
from engine.model.problem import EngineError
from engine.model.register import DemonstrationPerson
from engine.model.words import Language, Text
from engine.operations.ports import Ports
from engine.store.entries import Credentials
from engine.store.protocols import Work
from engine.store.secret import kept_secret

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no two that look alike: people type it


@dataclass(frozen=True, slots=True)
class DemonstrationLogin:
    """An invented person of config/demonstration/, and what it is for."""

    email: str
    person: str
    purpose: Text


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Show it in demonstration mode only. One password for all, made on first run in var/."""

    password: str
    logins: tuple[DemonstrationLogin, ...]


def seed_demonstration(ports: Ports, now: datetime) -> Demonstration:
    """Give each invented person an active account. Safe to repeat; raises EngineError outside
    demonstration mode."""
    if not ports.settings.is_demonstration:
        raise EngineError("this is no demonstration: MUMARIS_DEMONSTRATION is not `yes`")
    place = ports.settings.var / "secrets" / "demonstration-password"
    password = kept_secret(place, _new_password().encode()).decode()
    people = ports.releases.active(now).catalogue.people.values()
    with ports.store.read() as work:
        known = {one.id: work.accounts.by_email(one.login.lower()) for one in people}
    accounts = [one for one in known.values() if one is not None]
    is_current = bool(accounts) and ports.passwords.is_right(password, accounts[0].password_hash)
    if len(accounts) < len(people) or not is_current:
        hashed = ports.passwords.hash(password)
        with ports.store.begin() as work:
            for person in people:
                _give(work, person, known[person.id], hashed, now)
    return Demonstration(
        password,
        tuple(DemonstrationLogin(one.login, one.id, one.purpose) for one in people),
    )


def _give(
    work: Work,
    person: DemonstrationPerson,
    known: Credentials | None,
    hashed: str,
    now: datetime,
) -> None:
    """The person's account with today's password, unless someone else has the person."""
    if known is not None:
        work.accounts.set_password(known.account.id, hashed)
    elif work.accounts.by_person(person.key) is None:
        account = Account(
            id=secrets.token_hex(16),
            email=person.login.lower(),
            person_key=person.key,
            language=Language.AR,
            role=Role.APPLICANT,
            is_active=True,
        )
        work.accounts.add(account, hashed, now)


def _new_password() -> str:
    """Three words of four: 59 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
