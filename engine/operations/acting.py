"""What people do to an application after it was submitted: one event of the lifecycle each.

The applicant acts on his own application, staff on those of others. Which events there are, who
may cause them, what they ask for and what follows is all the definition's; here is only that what
is asked for is said, that four eyes are four, and that nobody acts on an application of his own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

import structlog

from engine.answers import FieldError, recorded_fields, recording_errors
from engine.decide.network import Network
from engine.digits import clean_text
from engine.expressions.evaluate import Evaluation
from engine.journey.corrections import correctable
from engine.model.account import Account, Role
from engine.model.application import Application
from engine.model.lifecycle import SUBMIT, Actor, Ask, Transition
from engine.model.service import Field
from engine.model.value import UNKNOWN, Unknown
from engine.model.words import Language, Text
from engine.operations.binding import NotNow, Stopped, decision_of, lifecycle_facts, reaction_to
from engine.operations.causes import Cause
from engine.operations.claims import Held, hold
from engine.operations.incidents import note_incident
from engine.operations.opening import Opened, open_under
from engine.operations.ports import Ports
from engine.operations.reacting import Reacted, make, network_of
from engine.operations.results import NotThere
from engine.phrases import phrase_text
from engine.store.protocols import Work

LONGEST_WORDS: Final = 4_000
_ACTORS: Final[Mapping[Role, frozenset[Actor]]] = MappingProxyType(
    {
        Role.REVIEWER: frozenset({Actor.REVIEWER}),
        Role.APPROVER: frozenset({Actor.REVIEWER, Actor.APPROVER}),
    }
)
_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with an act. `recorded` holds texts by fact, as they were typed; `remarks` a
    sentence about some of the corrections, for the applicant."""

    reasons: Text | None = None
    corrections: tuple[str, ...] = ()
    statement: str | None = None
    note: str | None = None
    recorded: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a person may do now. `must` and `may` are what it asks for, and `called` the
    words for that where they are not the product's own.

    `is_barred`: four eyes are wanted, and this person did what may not be done by the same.
    """

    event: str
    by: Actor
    title: Text
    must: frozenset[Ask]
    may: frozenset[Ask]
    fields: tuple[Field, ...]
    is_binding: bool
    is_override: bool
    is_barred: bool
    called: Mapping[Ask, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """Something is missing or wrong; nothing was done."""

    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class Barred:
    """The person may not do it: his own application, or somebody else must."""

    is_own: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """The application changed after the page was made: show it again."""


@dataclass(frozen=True, slots=True)
class Disagreed:
    """Evaluator and network differ, or a rule faulted: nothing was done, and staff will look."""

    incident: str


ActResult = Reacted | Refused | Barred | Held | Changed | Disagreed | NotNow


def acts(work: Work, opened: Opened, account: Account) -> tuple[Act, ...]:
    """What the person may do to the application now, in the order of the file."""
    application = opened.application
    by_event: dict[tuple[str, Actor], list[Transition]] = {}
    for one in _within_reach(opened, actors_of(account, application)):
        by_event.setdefault((one.event, one.by), []).append(one)
    return tuple(_act(work, opened, account, moves) for moves in by_event.values())


def actors_of(account: Account, application: Application) -> frozenset[Actor]:
    """As whom the person acts on the application: nobody on one that is his own but himself."""
    if account.id == application.account_id:
        return frozenset({Actor.APPLICANT})
    if account.person_key is not None and account.person_key == application.person_key:
        return frozenset()
    return _ACTORS.get(account.role, frozenset())


def act(
    ports: Ports,
    account: Account,
    reference: str,
    event: str,
    said: Said,
    revision: int | None,
    now: datetime,
) -> ActResult:
    """Cause the event, in one transaction. `revision` is `application.revision` as it was shown.

    Raises NotThere where the person may not even know of the application.
    """
    opened = _opened(ports, account, reference, now)
    if opened.application.submission is None or event == SUBMIT:
        return NotNow()
    actors = actors_of(account, opened.application)
    if not actors:
        _log.warning("act.refused", reference=reference, account=account.id, reason="own")
        return Barred(is_own=True)
    with network_of(ports, opened) as network, ports.store.begin() as work:
        locked = work.applications.get(reference, for_update=True)
        if locked is None:
            raise NotThere(f"no application {reference}")
        opened = replace(opened, application=locked)
        if revision not in {None, locked.revision}:
            return Changed()
        moves = [one for one in _leaving(opened, actors) if one.event == event]
        if not moves:
            return NotNow()
        return _done(work, ports, opened, network, account, moves, said, now)


def _done(
    work: Work,
    ports: Ports,
    opened: Opened,
    network: Network,
    account: Account,
    moves: list[Transition],
    said: Said,
    now: datetime,
) -> ActResult:
    """Make the one of `moves` that what is said makes possible."""
    application = opened.application
    errors = tuple(_recording_errors(opened, moves, said))
    if errors:
        return Refused(errors)
    cause = _cause(moves, account, said)
    recorded = {**application.recorded, **cause.recorded}
    told = replace(opened, application=replace(application, recorded=recorded))
    reaction = reaction_to(told, network, cause)
    if isinstance(reaction, NotNow):
        return reaction
    if isinstance(reaction, Stopped):
        return Disagreed(note_incident(work, opened, reaction, now))
    reference = application.reference
    if _is_barred(work, reference, reaction.transition, account):
        _log.warning("act.refused", reference=reference, account=account.id, reason="eyes")
        return Barred(is_own=False)
    if cause.by.is_staff:
        portal = ports.releases.active(now).catalogue.portal
        if (held := hold(work, portal, reference, account, now)) is not None:
            return held
    errors = tuple(_missing(opened, reaction.transition, said))
    if errors:
        return Refused(errors)
    return make(work, ports, opened, reaction, cause, now)


def _opened(ports: Ports, account: Account, reference: str, now: datetime) -> Opened:
    with ports.store.read() as work:
        application = work.applications.get(reference)
    if application is None or not (account.is_staff or application.account_id == account.id):
        raise NotThere(f"no application {reference}")
    return open_under(ports, application, ports.releases.release(application.release), now)


# Which acts there are ---------------------------------------------------------------------------


def _leaving(opened: Opened, actors: frozenset[Actor]) -> Iterator[Transition]:
    for one in opened.service.lifecycle.leaving(opened.application.state):
        if one.by in actors and one.event != SUBMIT:
            yield one


def _within_reach(opened: Opened, actors: frozenset[Actor]) -> Iterator[Transition]:
    """The transitions whose condition holds, or will once what they record is known."""
    reading = opened.read()
    facts = lifecycle_facts(opened.application, reading, decision_of(opened, reading))
    for one in _leaving(opened, actors):
        blank = dict.fromkeys(one.records, UNKNOWN)
        evaluation = Evaluation(opened.program, {**facts, **blank}, opened.desk.decision_date)
        when = opened.program.transitions.get(one.id)
        truth = True if when is None else evaluation.truth(when)
        if truth is True or (one.records and isinstance(truth, Unknown)):
            yield one


def _act(work: Work, opened: Opened, account: Account, moves: list[Transition]) -> Act:
    first, asks = moves[0], [frozenset(one.asks) for one in moves]
    fields = recorded_fields(opened.service, opened.program)
    names = dict.fromkeys(name for one in moves for name in one.records)
    reference = opened.application.reference
    return Act(
        event=first.event,
        by=first.by,
        title=first.title or Text(first.id, first.id),
        must=frozenset.intersection(*asks),
        may=frozenset.union(*asks),
        fields=tuple(fields[name] for name in names),
        is_binding=any(one.is_binding for one in moves),
        is_override=any(one.is_override for one in moves),
        is_barred=any(_is_barred(work, reference, one, account) for one in moves),
        called=dict(entry for one in moves for entry in one.called),
    )


def _is_barred(work: Work, reference: str, transition: Transition, account: Account) -> bool:
    """Whether the person made, of the transitions that want other eyes, the last one."""
    made = [
        one for one in work.history.of_application(reference) if one.transition in transition.not_by
    ]
    return bool(made) and made[-1].account == account.id


# What is said -----------------------------------------------------------------------------------


def _cause(moves: list[Transition], account: Account, said: Said) -> Cause:
    """Only what one of the transitions asks for or records is taken from what was sent."""
    asks = {ask for one in moves for ask in one.asks}
    names = {name for one in moves for name in one.records}
    return Cause(
        event=moves[0].event,
        by=moves[0].by,
        account=account.id,
        reasons=_reasons(said) if Ask.REASONS in asks else None,
        corrections=said.corrections if Ask.CORRECTIONS in asks else (),
        statement=_words(said.statement) if Ask.STATEMENT in asks else None,
        note=_words(said.note) if Ask.NOTE in asks else None,
        recorded={name: text for name, text in said.recorded.items() if name in names},
        remarks=_remarks(said) if Ask.CORRECTIONS in asks else {},
    )


def _remarks(said: Said) -> dict[str, str]:
    """What is said of what the applicant is to change; of anything else it says nothing."""
    found = {name: _words(said.remarks.get(name)) for name in said.corrections}
    return {name: words for name, words in found.items() if words}


def _reasons(said: Said) -> Text | None:
    if said.reasons is None:
        return None
    ar, en = (_words(said.reasons.in_(language)) for language in Language)
    return Text(ar or "", en or "")


def _words(text: str | None) -> str | None:
    return clean_text(text)[:LONGEST_WORDS] or None if text else None


def _recording_errors(opened: Opened, moves: list[Transition], said: Said) -> Iterator[FieldError]:
    names = tuple(dict.fromkeys(name for one in moves for name in one.records))
    facts = opened.read().facts
    yield from recording_errors(
        recorded_fields(opened.service, opened.program),
        names,
        said.recorded,
        opened.release.catalogue.lists,
        Evaluation(opened.program, facts, opened.desk.decision_date),
    )


def _missing(opened: Opened, transition: Transition, said: Said) -> Iterator[FieldError]:
    called = dict(transition.called)
    for ask in transition.asks:
        match ask:
            case Ask.REASONS:
                reasons = _reasons(said)
                for language in Language:
                    if reasons is None or not reasons.in_(language):
                        yield _error(f"reasons.{language}", f"reasons-{language}", called.get(ask))
            case Ask.CORRECTIONS:
                known = {one.name for one in correctable(opened.read())}
                if not said.corrections or not known.issuperset(said.corrections):
                    yield _error("corrections", "corrections")
            case Ask.STATEMENT:
                if not _words(said.statement):
                    yield _error("statement", "statement", called.get(ask))
            case Ask.NOTE:
                if not _words(said.note):
                    yield _error("note", "note", called.get(ask))


def _error(name: str, phrase: str, called: Text | None = None) -> FieldError:
    if called is None:
        return FieldError(name, "required", phrase_text(f"acting.{phrase}"))
    kind = phrase.replace("reasons", "called") if "reasons" in phrase else "called"
    return FieldError(name, "required", phrase_text(f"acting.{kind}", what=called))
