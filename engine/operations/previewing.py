"""A service as somebody would meet it: any release, any day, an invented person, no application.

Registers are never asked: who is looked at is one of the people in config/demonstration/ of that
very release, or nobody. Nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.answers import registers_read
from engine.journey import Desk
from engine.journey.trial import Entries, Tryout
from engine.model.register import DemonstrationPerson, RegisterAnswer
from engine.model.service import Service
from engine.operations.applications import NotOpenToYou, closed_to
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.registers import DemonstrationRegisters
from engine.release import Release


@dataclass(frozen=True, slots=True)
class Previewed:
    """`entries` are the answers as they are read. `closed`: the service is not open to them."""

    release: Release
    service: Service
    person: DemonstrationPerson | None
    day: date
    tryout: Tryout
    entries: Entries
    closed: NotOpenToYou | None


def preview(
    ports: Ports, release: str, service: str, person: str, day: date, entries: Entries
) -> Previewed:
    """`person` is the id of one of the release's invented people; blank: nobody in particular.

    Raises NotThere for what the release does not have, and DefinitionError for a release that
    this version of the engine reads no more.
    """
    kept = ports.releases.release(release)
    catalogue = kept.catalogue
    found = catalogue.services.get(service)
    somebody = catalogue.people.get(person)
    if found is None or (person and somebody is None):
        raise NotThere(f"release {release[:12]} has no service {service} or person {person}")
    said = {} if somebody is None else _said(kept, found, somebody)
    closed = None if somebody is None else closed_to(found, said)
    tryout = Tryout(Desk(catalogue, said, day), found, kept.hash, is_of_person=bool(person))
    return Previewed(
        kept,
        found,
        somebody,
        day,
        tryout,
        tryout.cleaned(entries),
        closed if isinstance(closed, NotOpenToYou) else None,
    )


def _said(
    release: Release, service: Service, person: DemonstrationPerson
) -> dict[str, RegisterAnswer]:
    catalogue = release.catalogue
    registers = registers_read(catalogue, service)
    if person.key is None:
        return {id: catalogue.registers[id].no_record() for id in registers}
    invented = DemonstrationRegisters(lambda: catalogue.people)
    return invented.ask(catalogue, registers, person.key)
