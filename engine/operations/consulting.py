"""Reading without applying: one's own record page, and public look-ups.

Nothing is stored and nothing is decided that binds. A look-up is counted by who asks, so that
nobody can try number after number; neither what was asked nor what was found is logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from engine.answers import FieldError, Reading
from engine.decide.decision import decide
from engine.expressions.evaluate import Evaluation
from engine.journey.saving import Desk, saved_step, step_errors
from engine.model.account import Account
from engine.model.application import Application
from engine.model.decision import Decision
from engine.model.public_lookup import Find, PublicLookup
from engine.model.record_page import RecordPage
from engine.model.register import Answer, RegisterAnswer
from engine.model.service import Service
from engine.model.words import Text
from engine.operations.asking import ask
from engine.operations.entering import civil_date
from engine.operations.limits import Attempt, Limit, seconds_to_wait
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.release import Release

ASKING: Final = Limit(most=20, seconds=600)
"""Look-ups of one client: enough for a clerk with a pile of cards, far too few for a list."""


@dataclass(frozen=True, slots=True)
class Consulted:
    """What a page of a record, or of an answer, is made from.

    `otherwise` says what to do where a register that must hold a record has none.
    """

    release: Release
    service: Service
    reading: Reading
    decision: Decision
    otherwise: Text | None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The question is not whole yet, or has mistakes; no register was asked.

    `uncovered` are the errors of questions that an answer has just uncovered: not said to people,
    who are shown the questions first.
    """

    release: Release
    reading: Reading
    errors: tuple[FieldError, ...]
    uncovered: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class TooOften:
    """This client has asked as often as it may, and may ask again in so many seconds."""

    seconds: int


# Record pages ---------------------------------------------------------------------------------


def record_page(release: Release, id: str) -> RecordPage:
    """Raises NotThere when the release has no record page of this id."""
    found = release.catalogue.records.get(id)
    if found is None:
        raise NotThere(f"no record page {id}")
    return found


def read_record(ports: Ports, account: Account, id: str, now: datetime) -> Consulted:
    """What registers and rules say of the account's person today; raises NotThere."""
    release = ports.releases.active(now)
    page = record_page(release, id)
    snapshot = ask(ports, release, page.service, account.person, None, now)
    desk = Desk(release.catalogue, snapshot, civil_date(release.catalogue.portal, now))
    reading = desk.read(_of_nobody(page.service, release, now))
    return _consulted(release, page.service, reading)


# Look-ups -------------------------------------------------------------------------------------


def public_lookup(release: Release, id: str) -> PublicLookup:
    """Raises NotThere when the release has no look-up of this id."""
    found = release.catalogue.lookups.get(id)
    if found is None:
        raise NotThere(f"no look-up {id}")
    return found


def blank(ports: Ports, id: str, now: datetime) -> Unanswered:
    """The question as it is put to somebody who has not answered it yet; raises NotThere."""
    release = ports.releases.active(now)
    lookup = public_lookup(release, id)
    desk = Desk(release.catalogue, {}, civil_date(release.catalogue.portal, now))
    return Unanswered(release, desk.read(_of_nobody(lookup.service, release, now)), ())


def typed(ports: Ports, id: str, texts: Mapping[str, str], now: datetime) -> Unanswered:
    """The question with these texts, which questions they uncover, and nothing asked of anybody."""
    return _asked(ports, id, texts, now)[1]


def look_up(
    ports: Ports, id: str, texts: Mapping[str, str], client: str, now: datetime
) -> Consulted | Unanswered | TooOften:
    """Ask the registers for the record that the texts name; raises NotThere.

    `client` is who asks. A question with a mistake in it is not counted: nothing is learned by it.
    """
    lookup, asked = _asked(ports, id, texts, now)
    if asked.errors:
        return asked
    desk = Desk(asked.release.catalogue, {}, asked.reading.decision_date)
    if not _is_done(asked.reading, lookup):
        again = saved_step(desk, asked.reading.application, lookup.asking.id, texts)
        return replace(asked, uncovered=step_errors(again, lookup.asking.id))
    attempt = Attempt(ASKING, ("lookup", id, client))
    if seconds := seconds_to_wait(ports, (attempt,), now):
        return TooOften(seconds)
    reading = _found(ports, lookup, desk, asked.reading)
    return _consulted(asked.release, lookup.service, reading)


def _asked(
    ports: Ports, id: str, texts: Mapping[str, str], now: datetime
) -> tuple[PublicLookup, Unanswered]:
    release = ports.releases.active(now)
    lookup = public_lookup(release, id)
    desk = Desk(release.catalogue, {}, civil_date(release.catalogue.portal, now))
    nobody = _of_nobody(lookup.service, release, now)
    reading = saved_step(desk, nobody, lookup.asking.id, texts)
    return lookup, Unanswered(release, reading, step_errors(reading, lookup.asking.id))


def _is_done(reading: Reading, lookup: PublicLookup) -> bool:
    """Whether every question is answered: an answer may have uncovered another one."""
    step = reading.step(lookup.asking.id)
    return step is not None and step.is_done


def _found(ports: Ports, lookup: PublicLookup, desk: Desk, reading: Reading) -> Reading:
    """The reading with what registers say, asked one after the other; the first that has no
    record, or does not answer, is the last that is asked."""
    for find in lookup.finds:
        answer = _answer(ports, find, desk, reading)
        desk = replace(desk, snapshot={**desk.snapshot, find.register: answer})
        reading = desk.read(reading.application)
        if answer.answer is not Answer.RECORD:
            break
    return reading


def _answer(ports: Ports, find: Find, desk: Desk, reading: Reading) -> RegisterAnswer:
    """What the register says; no record where nothing is known to find one by."""
    program = desk.catalogue.programs[reading.service.id]
    known = Evaluation(program, reading.facts, desk.decision_date)
    register = desk.catalogue.registers[find.register]
    for way, name in find.by.items():
        key = known.fact(name)
        if isinstance(key, str):
            by = way if way == register.key else f"{register.id}.{way}"
            return ports.registers.find(desk.catalogue, register.id, by, key)
    return register.no_record()


# Shared ---------------------------------------------------------------------------------------


def _of_nobody(service: Service, release: Release, now: datetime) -> Application:
    """What is read in place of an application, and never stored."""
    return Application(
        reference="",
        account_id="",
        person_key="",
        service=service.id,
        release=release.hash,
        state=service.lifecycle.start,
        revision=0,
        created_at=now,
        changed_at=now,
        steps={},
        evidence=(),
    )


def _consulted(release: Release, service: Service, reading: Reading) -> Consulted:
    program = release.catalogue.programs[service.id]
    missing = next(iter(reading.not_on_record), None)
    return Consulted(
        release=release,
        service=service,
        reading=reading,
        decision=decide(program, reading.facts, reading.decision_date, release.hash),
        otherwise=next((one.otherwise for one in service.open_to if one.register == missing), None),
    )
