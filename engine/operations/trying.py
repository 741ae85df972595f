"""Before an application: what the rules would say of somebody, by the registers and a few answers.

Nothing is kept, neither the answers nor that anybody asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.journey import Desk
from engine.journey.trial import Entries, Tryout
from engine.model.account import Account
from engine.operations.applications import NotOpenToYou, closed_to
from engine.operations.asking import ask
from engine.operations.entering import civil_date
from engine.operations.ports import Ports
from engine.operations.results import NotThere, RegistersSilent
from engine.release import Release


@dataclass(frozen=True, slots=True)
class Tried:
    """What a service can be tried with, and the answers so far as they are read."""

    release: Release
    tryout: Tryout
    entries: Entries


def try_service(
    ports: Ports, account: Account | None, service: str, entries: Entries, now: datetime
) -> Tried | NotOpenToYou | RegistersSilent:
    """Try `service` for the person of `account`; for nobody in particular where there is none, or
    where it is of staff who are linked to no person. Raises NotThere for an unknown service."""
    release = ports.releases.active(now)
    catalogue = release.catalogue
    found = catalogue.services.get(service)
    if found is None:
        raise NotThere(f"no service {service}")
    key = _person(account)
    said = {} if key is None else ask(ports, release, found, key, None, now)
    closed = None if key is None else closed_to(found, said)
    if closed is not None:
        return closed
    desk = Desk(catalogue, said, civil_date(catalogue.portal, now))
    tryout = Tryout(desk, found, release.hash, is_of_person=key is not None)
    return Tried(release, tryout, tryout.cleaned(entries))


def _person(account: Account | None) -> str | None:
    if account is None:
        return None
    return account.person_key if account.is_staff else account.person
