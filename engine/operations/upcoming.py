"""From when a person can apply, for services that say so: told beforehand, by registers alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.answers.registers import register_facts
from engine.decide.decision import is_open_to
from engine.expressions.evaluate import Evaluation
from engine.model.account import Account
from engine.model.service import Service
from engine.operations.entering import civil_date
from engine.operations.past import own_answers
from engine.operations.ports import Ports


@dataclass(frozen=True, slots=True)
class Opening:
    """The service opens for the person on `opens_date`, which may be past."""

    service: Service
    opens_date: date
    is_open: bool


def openings(ports: Ports, account: Account, now: datetime) -> tuple[Opening, ...]:
    """Of every service that says when it opens, and of which that is known of the person; the
    first one first. All registers are asked at once, however many services there are."""
    release = ports.releases.active(now)
    catalogue = release.catalogue
    opening = [id for id, program in catalogue.programs.items() if program.opens is not None]
    if account.person_key is None or not opening:
        return ()
    programs = [catalogue.programs[id] for id in opening]
    read = {name.partition(".")[0] for one in programs for name in (*one.opened_by, *one.open_to)}
    registers = tuple(id for id in catalogue.registers if id in read)
    said = {}
    if any(catalogue.registers[id].own is not None for id in registers):
        with ports.store.read() as work:
            said = own_answers(work, catalogue, registers, account.person_key, None, now)
    left = tuple(id for id in registers if id not in said)
    said |= ports.registers.ask(catalogue, left, account.person_key)
    today = civil_date(catalogue.portal, now)
    found = []
    for program in programs:
        facts = register_facts(program, said)
        if program.opens is None or is_open_to(program, facts) is not True:
            continue
        day = Evaluation(program, facts, today).value(program.opens)
        if isinstance(day, date):
            found.append(Opening(catalogue.services[program.service], day, day <= today))
    return tuple(sorted(found, key=lambda one: (one.opens_date, one.service.id)))
