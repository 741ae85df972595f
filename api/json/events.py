"""What happened to a submitted application, and what its owner may do to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, assert_never

from litestar import get, post
from litestar.params import PathParameter

from api.json.application_body import StateBody, state_body
from api.json.call import Call, TheCall
from api.json.errors import field_faults
from api.json.operation import Reference, operation
from api.json.shapes import Member, Shape, Takes
from api.problems import Case, Declined
from engine.model.history import Happening
from engine.model.lifecycle import Actor, Ask
from engine.model.words import Text
from engine.operations import acting
from engine.operations.acting import LONGEST_WORDS, Barred, Changed, Disagreed, Refused, Said
from engine.operations.binding import NotNow
from engine.operations.claims import Held
from engine.operations.reacting import Reacted
from engine.operations.results import NotOpen
from engine.operations.tracking import Tracked, track

_TAG: Final = "submission"
_ACT: Final = Shape(
    "What is said with an event.",
    (
        Member(
            "revision",
            Takes.WHOLE,
            "The revision of the application as it was shown; left out: as it is now.",
            9,
            is_required=False,
        ),
        Member(
            "statement",
            Takes.TEXT,
            "The applicant's own words, where the event asks for them.",
            "القارب صالح، والتقرير مرفق",
            is_required=False,
            longest=LONGEST_WORDS,
        ),
    ),
)
EventId = Annotated[str, PathParameter(description="An event of the lifecycle.", max_length=300)]


@dataclass(frozen=True, slots=True)
class ActBody:
    """Something that the applicant may do now. `asks`: what must be said with it; `called`: the
    words for that, where the service has its own."""

    event: str
    title: Text
    asks: tuple[Ask, ...]
    called: dict[Ask, Text]
    is_binding: bool


@dataclass(frozen=True, slots=True)
class CorrectionBody:
    """Something that may be changed of a returned application: a field, `documents.<id>` or a
    group. `remark` is what was said of it, in the language it was written in."""

    name: str
    label: Text
    step: str
    remark: str | None


@dataclass(frozen=True, slots=True)
class HappenedBody:
    """A transition that was made. `is_staff`: by the authority; nobody is named."""

    at: datetime
    state: StateBody
    is_own: bool
    is_staff: bool
    reasons: Text | None
    statement: str | None


@dataclass(frozen=True, slots=True)
class EventsBody:
    """What happened, the earliest first, and what may be done. `last_date` is the last day before
    time moves the application on, null where it does not."""

    reference: str
    revision: int
    state: StateBody
    last_date: date | None
    acts: tuple[ActBody, ...]
    corrections: tuple[CorrectionBody, ...]
    happened: tuple[HappenedBody, ...]


@get(
    "/applications/{reference:str}/events",
    **operation("list-events", "List what happened and what may be done", tag=_TAG, errors=(404,)),
)
def list_events(call: TheCall, reference: Reference) -> EventsBody:
    """The history as its owner reads it, with the reasons; the events that may be caused now; and
    of a returned application, what is to be corrected, by the operations of a draft."""
    return _events(track(call.ports, call.account, reference, call.now))


@post(
    "/applications/{reference:str}/events/{event:str}",
    status_code=200,
    **operation("cause-event", "Act on an application", tag=_TAG, body=_ACT, errors=(404, 409)),
)
def cause_event(call: TheCall, reference: Reference, event: EventId) -> EventsBody:
    """Withdraw, send back, file a grievance: whatever the lifecycle gives the applicant. With a
    `revision`, sending it again does nothing twice."""
    body = call.body(_ACT)
    statement = body.values.get("statement")
    said = Said(statement=statement if isinstance(statement, str) else None)
    revision = body.whole("revision")
    result = acting.act(call.ports, call.account, reference, event, said, revision, call.now)
    match result:
        case Reacted():
            return _events(track(call.ports, call.account, reference, call.now))
        case Refused(errors=errors):
            raise Declined(Case.WRONG_ANSWERS, errors=field_faults(errors, ""))
        case Changed():
            raise Declined(Case.APPLICATION_CHANGED, revision=_revision(call, reference))
        case Disagreed(incident=incident):
            raise Declined(Case.HELD_FOR_STAFF, incident=incident)
        case NotNow() | Barred() | Held():
            raise NotOpen(f"{event} cannot be done to {reference} now")
        case _:
            assert_never(result)


def _revision(call: Call, reference: str) -> int:
    return track(call.ports, call.account, reference, call.now).view.application.revision


def _events(found: Tracked) -> EventsBody:
    view = found.view
    return EventsBody(
        reference=view.application.reference,
        revision=view.application.revision,
        state=state_body(view.state, view.next),
        last_date=found.last_date,
        acts=tuple(
            ActBody(one.event, one.title, tuple(sorted(one.must)), dict(one.called), one.is_binding)
            for one in found.acts
        ),
        corrections=tuple(
            CorrectionBody(one.name, one.label, one.step, found.remarks.get(one.name))
            for one in found.corrections
        ),
        happened=tuple(_happened(found, one) for one in found.history if one.origin != one.target),
    )


def _happened(found: Tracked, one: Happening) -> HappenedBody:
    state = found.view.service.lifecycle.state(one.target)
    return HappenedBody(
        at=one.at,
        state=state_body(state, None),
        is_own=one.by is Actor.APPLICANT,
        is_staff=one.by.is_staff,
        reasons=one.reasons,
        statement=one.statement,
    )


ROUTES: Final = (list_events, cause_event)
