"""A service as somebody would meet it: any release, any day, an invented person, no application.

Registers are never asked: who is looked at is one of the people in config/demonstration/ of that
very release, or nobody. Nothing is kept: every use case here reads a release and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.answers import registers_read
from engine.expressions.evaluate import Evaluation
from engine.journey import Desk
from engine.journey.trial import Entries, Trial, Tryout
from engine.model.issued import Issued
from engine.model.register import DemonstrationPerson, RegisterAnswer
from engine.model.service import Service
from engine.operations import consulting
from engine.operations.applications import NotOpenToYou, closed_to
from engine.operations.codes import NO_CODE
from engine.operations.consulting import Consulted, Unanswered
from engine.operations.ports import Ports
from engine.operations.printing import printed_of, validity_of
from engine.operations.results import NotThere
from engine.phrases import phrase_text
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
    if found is None:
        raise NotThere(f"release {release[:12]} has no service {service}")
    somebody = somebody_of(kept, person)
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


def specimen(previewed: Previewed, trial: Trial, document: str, now: datetime) -> Issued:
    """What would be issued on these answers, under a code that is nobody's, and said to be none.

    Raises NotThere for no such document, and NotIssuable where what it says is not known.
    """
    program = previewed.tryout.desk.catalogue.programs[previewed.service.id]
    compiled = program.issues.get(document)
    if compiled is None:
        raise NotThere(f"{previewed.service.id} issues no {document}")
    facts = Evaluation(program, trial.reading.facts, previewed.day)
    printed = printed_of(previewed.release.catalogue, compiled, facts, None)
    title = phrase_text("issued.specimen", title=printed.title)
    valid_from, valid_until = validity_of(compiled, facts, trial.decision, previewed.day)
    return Issued(
        code=NO_CODE,
        application="–",
        document=document,
        printed=replace(printed, title=title, notice=phrase_text("issued.specimen-notice")),
        valid_from=valid_from,
        valid_until=valid_until,
        issued_at=now,
        record_sequence=0,
        digest="",
    )


def record_of(release: Release, id: str, person: DemonstrationPerson, day: date) -> Consulted:
    """The record page of an invented person. Raises NotThere."""
    page = consulting.record_page(release, id)
    return consulting.record_of(release, page, _said(release, page.service, person), day)


def looked_up(
    release: Release, id: str, texts: Mapping[str, str] | None, day: date
) -> Consulted | Unanswered:
    """A look-up among the invented people; `texts` None: nothing was answered yet.

    Raises NotThere.
    """
    lookup = consulting.public_lookup(release, id)
    if texts is None:
        return consulting.unasked(release, lookup, day)
    asked = consulting.asked_whole(release, lookup, texts, day)
    if not asked.is_whole:
        return asked
    return consulting.answered(_invented(release), lookup, asked)


def found_by(release: Release, id: str, person: DemonstrationPerson) -> dict[str, str]:
    """What finds the person by a look-up: the texts by the facts of its questions.

    Raises NotThere.
    """
    lookup = consulting.public_lookup(release, id)
    first = lookup.finds[0]
    register = release.catalogue.registers[first.register]
    answer = person.answers.get(first.register)
    attributes = {} if answer is None else answer.attributes
    known = {way: attributes.get(f"{register.id}.{way}") for way in first.by}
    known |= {register.key: person.key if answer else None}
    return {fact: text for way, fact in first.by.items() if isinstance(text := known[way], str)}


def somebody_of(release: Release, person: str) -> DemonstrationPerson | None:
    """The invented person of an id; None for a blank one. Raises NotThere."""
    found = release.catalogue.people.get(person)
    if person and found is None:
        raise NotThere(f"release {release.hash[:12]} has no person {person}")
    return found


def _said(
    release: Release, service: Service, person: DemonstrationPerson
) -> dict[str, RegisterAnswer]:
    catalogue = release.catalogue
    registers = registers_read(catalogue, service)
    if person.key is None:
        return {id: catalogue.registers[id].no_record() for id in registers}
    return _invented(release).ask(catalogue, registers, person.key)


def _invented(release: Release) -> DemonstrationRegisters:
    return DemonstrationRegisters(lambda: release.catalogue.people)
