"""Reading without applying: one's own record page, and public look-ups.

Nothing is stored and nothing is decided that binds. A look-up is counted by who asks, so that
nobody can try number after number; neither what was asked nor what was found is logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
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
from engine.registers import Registers
from engine.release import Release

ASKING: Final = Limit(most=20, seconds=600)
"""Look-ups of one client: enough for a clerk with a pile of cards, far too few for a list."""

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


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
    """What was asked so far; no register was asked. Not `is_whole`: something of it is wrong, or
    still to be answered.

    `uncovered` are the errors of questions that an answer has just uncovered: not said to people,
    who are shown the questions first.
    """

    release: Release
    reading: Reading
    errors: tuple[FieldError, ...]
    uncovered: tuple[FieldError, ...] = ()
    is_whole: bool = False


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
    return record_of(release, page, snapshot, civil_date(release.catalogue.portal, now))


def record_of(
    release: Release, page: RecordPage, snapshot: Mapping[str, RegisterAnswer], day: date
) -> Consulted:
    """What these answers of registers come to on `day`; nobody is asked."""
    desk = Desk(release.catalogue, snapshot, day)
    return _consulted(release, page.service, desk.read(_of_nobody(page.service, release)))


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
    return unasked(release, lookup, civil_date(release.catalogue.portal, now))


def unasked(release: Release, lookup: PublicLookup, day: date) -> Unanswered:
    """The same under any release, on any day."""
    desk = Desk(release.catalogue, {}, day)
    return Unanswered(release, desk.read(_of_nobody(lookup.service, release)), ())


def typed(ports: Ports, id: str, texts: Mapping[str, str], now: datetime) -> Unanswered:
    """The question with these texts, which questions they uncover, and nothing asked of anybody."""
    release = ports.releases.active(now)
    day = civil_date(release.catalogue.portal, now)
    return _asked(release, public_lookup(release, id), texts, day)


def look_up(
    ports: Ports, id: str, texts: Mapping[str, str], client: str, now: datetime
) -> Consulted | Unanswered | TooOften:
    """Ask the registers for the record that the texts name; raises NotThere.

    `client` is who asks. A question with a mistake in it is not counted: nothing is learned by it.
    """
    release = ports.releases.active(now)
    lookup = public_lookup(release, id)
    asked = asked_whole(release, lookup, texts, civil_date(release.catalogue.portal, now))
    if not asked.is_whole:
        return asked
    attempt = Attempt(ASKING, ("lookup", id, client))
    if seconds := seconds_to_wait(ports, (attempt,), now):
        return TooOften(seconds)
    return answered(ports.registers, lookup, asked)


def asked_whole(
    release: Release, lookup: PublicLookup, texts: Mapping[str, str], day: date
) -> Unanswered:
    """The question with these texts, and whether it can be put to the registers."""
    asked = _asked(release, lookup, texts, day)
    if asked.errors:
        return asked
    if _is_done(asked.reading, lookup):
        return replace(asked, is_whole=True)
    desk = Desk(release.catalogue, {}, day)
    again = saved_step(desk, asked.reading.application, lookup.asking.id, texts)
    return replace(asked, uncovered=step_errors(again, lookup.asking.id))


def answered(registers: Registers, lookup: PublicLookup, asked: Unanswered) -> Consulted:
    """What the registers say to a question that is whole."""
    desk = Desk(asked.release.catalogue, {}, asked.reading.decision_date)
    reading = _found(registers, lookup, desk, asked.reading)
    return _consulted(asked.release, lookup.service, reading)


def _asked(
    release: Release, lookup: PublicLookup, texts: Mapping[str, str], day: date
) -> Unanswered:
    desk = Desk(release.catalogue, {}, day)
    reading = saved_step(desk, _of_nobody(lookup.service, release), lookup.asking.id, texts)
    return Unanswered(release, reading, step_errors(reading, lookup.asking.id))


def _is_done(reading: Reading, lookup: PublicLookup) -> bool:
    """Whether every question is answered: an answer may have uncovered another one."""
    step = reading.step(lookup.asking.id)
    return step is not None and step.is_done


def _found(registers: Registers, lookup: PublicLookup, desk: Desk, reading: Reading) -> Reading:
    """The reading with what registers say, asked one after the other; the first that has no
    record, or does not answer, is the last that is asked."""
    for find in lookup.finds:
        answer = _answer(registers, find, desk, reading)
        desk = replace(desk, snapshot={**desk.snapshot, find.register: answer})
        reading = desk.read(reading.application)
        if answer.answer is not Answer.RECORD:
            break
    return reading


def _answer(registers: Registers, find: Find, desk: Desk, reading: Reading) -> RegisterAnswer:
    """What the register says; no record where nothing is known to find one by."""
    program = desk.catalogue.programs[reading.service.id]
    known = Evaluation(program, reading.facts, desk.decision_date)
    register = desk.catalogue.registers[find.register]
    for way, name in find.by.items():
        key = known.fact(name)
        if isinstance(key, str):
            by = way if way == register.key else f"{register.id}.{way}"
            return registers.find(desk.catalogue, register.id, by, key)
    return register.no_record()


# Shared ---------------------------------------------------------------------------------------


def _of_nobody(service: Service, release: Release) -> Application:
    """What is read in place of an application, and never stored."""
    return Application(
        reference="",
        account_id="",
        person_key="",
        service=service.id,
        release=release.hash,
        state=service.lifecycle.start,
        revision=0,
        created_at=_NEVER,
        changed_at=_NEVER,
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
