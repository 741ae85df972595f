"""Asking registers about a person, at one moment: authorities, and our own history.

What a register answered lately is kept for its application as long as the register declares;
silence never is.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from engine.answers import registers_read
from engine.definitions.catalogue import Catalogue
from engine.model.account import has_number
from engine.model.application import Application
from engine.model.register import Answer, RegisterAnswer
from engine.model.service import Service
from engine.operations.own_applications import choices, fields_of_own
from engine.operations.past import own_answers
from engine.operations.ports import Ports
from engine.release import Release
from engine.store.canonical import read_snapshot, write_snapshot
from engine.store.entries import KeptLookup
from engine.store.protocols import Clash, Work

Snapshot = dict[str, RegisterAnswer]


def ask(
    ports: Ports,
    release: Release,
    service: Service,
    person_key: str,
    application: Application | None,
    now: datetime,
    here: Snapshot | None = None,
) -> Snapshot:
    """What each register that the service reads says now. No `application`: none is begun yet.

    `here` is what `said_here` gave of it just now.
    """
    catalogue = release.catalogue
    registers = registers_read(catalogue, service)
    reference = None if application is None else application.reference
    if here is None:
        with ports.store.read() as work:
            here = said_here(work, release, service, person_key, reference, now)
    said = dict(here)
    own = _own(ports, release, service, person_key)
    left = tuple(id for id in registers if id not in said)
    asked = _of_authorities(ports, catalogue, left, person_key)
    if reference is not None:
        _keep(ports, release, reference, asked, now)
    said |= asked
    return {id: said[id] for id in registers} | own


def _own(ports: Ports, release: Release, service: Service, person_key: str) -> Snapshot:
    """The applications that an answer may choose; most services ask for none."""
    if not any(fields_of_own(service)):
        return {}
    with ports.store.read() as work:
        return choices(work, release.catalogue, service, person_key)


def _of_authorities(
    ports: Ports, catalogue: Catalogue, registers: tuple[str, ...], person_key: str
) -> Snapshot:
    """Nobody is asked about a person without a number: no authority has a record."""
    if has_number(person_key):
        return ports.registers.ask(catalogue, registers, person_key)
    return {id: catalogue.registers[id].no_record() for id in registers}


def said_here(
    work: Work,
    release: Release,
    service: Service,
    person_key: str,
    reference: str | None,
    now: datetime,
) -> Snapshot:
    """What our own history says, and what others said lately; most services need neither."""
    registers = registers_read(release.catalogue, service)
    said = own_answers(work, release.catalogue, registers, person_key, reference, now)
    are_kept = any(release.catalogue.registers[id].lookup for id in registers)
    kept = work.lookups.of_application(reference) if reference and are_kept else ()
    for one in kept:
        if one.register in registers and _is_fresh(one, release, now):
            said |= read_snapshot({one.register: one.answer})
    return said


def _is_fresh(kept: KeptLookup, release: Release, now: datetime) -> bool:
    lookup = release.catalogue.registers[kept.register].lookup
    is_of_release = lookup is not None and kept.release == release.hash
    return (
        is_of_release and lookup is not None and kept.asked_at <= now < kept.asked_at + lookup.keep
    )


def _keep(ports: Ports, release: Release, reference: str, asked: Snapshot, now: datetime) -> None:
    answers = {
        id: answer
        for id, answer in asked.items()
        if answer.answer is not Answer.SILENT and _is_kept(release.catalogue, id)
    }
    if not answers:
        return
    written = write_snapshot(answers)
    kept = [KeptLookup(id, release.hash, now, written[id]) for id in answers]
    with suppress(Clash), ports.store.begin() as work:  # discarded, or kept by another request
        work.lookups.keep(reference, kept)


def _is_kept(catalogue: Catalogue, register: str) -> bool:
    lookup = catalogue.registers[register].lookup
    return lookup is not None and bool(lookup.keep)
