"""An application as its owner sees it: state, steps, answers, and what is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from api.json.step_body import StepBody, step_bodies
from engine.forms import Writer, check_view
from engine.inflight import Change, ChangeKind
from engine.journey import Part, next_step, open_parts
from engine.model.lifecycle import LifecycleState
from engine.model.words import Language, Text
from engine.operations.results import Summary, View


@dataclass(frozen=True, slots=True)
class StateBody:
    """A state of the service's lifecycle. `next` says what happens now, or is null."""

    id: str
    label: Text
    next: Text | None
    is_final: bool


@dataclass(frozen=True, slots=True)
class OpenBody:
    """Something still to do. `step` is where, or null when no answer can help."""

    part: Part
    name: str
    step: str | None
    message: Text


@dataclass(frozen=True, slots=True)
class ChangeBody:
    """What a newer release of the service changed in this draft, not yet acknowledged."""

    kind: ChangeKind
    step: str
    field: str | None
    label: Text


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """One application of a list. `is_open`: its applicant may still change it."""

    reference: str
    service: str
    title: Text
    state: StateBody
    is_open: bool
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApplicationBody:
    """An application. `revision` counts every change of it, a step's own those of the step.

    `decision_date` is today until it is submitted, and frozen then, like its release. `next_step`
    is where to go on, null when no step can be reached.
    """

    reference: str
    service: str
    title: Text
    release: str
    revision: int
    state: StateBody
    is_open: bool
    is_complete: bool
    decision_date: date
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    next_step: str | None
    steps: tuple[StepBody, ...]
    open: tuple[OpenBody, ...]
    changes: tuple[ChangeBody, ...]


def application_line(one: Summary) -> ApplicationLine:
    return ApplicationLine(
        reference=one.reference,
        service=one.service,
        title=one.title,
        state=state_body(one.state, one.next),
        is_open=one.is_open,
        created_at=one.created_at,
        changed_at=one.changed_at,
        submitted_at=one.submitted_at,
    )


def application_body(view: View) -> ApplicationBody:
    application = view.application
    submission = application.submission
    return ApplicationBody(
        reference=application.reference,
        service=application.service,
        title=view.service.title,
        release=application.release,
        revision=application.revision,
        state=state_body(view.state, view.next),
        is_open=view.is_open,
        is_complete=view.is_complete,
        decision_date=view.decision_date,
        created_at=application.created_at,
        changed_at=application.changed_at,
        submitted_at=submission.submitted_at if submission else None,
        next_step=next_step(view.reading),
        steps=step_bodies(view),
        open=tuple(open_bodies(view)),
        changes=tuple(_change(one) for one in view.changes),
    )


def state_body(state: LifecycleState, next_: Text | None) -> StateBody:
    return StateBody(state.id, state.label, next_, state.is_final)


def open_bodies(view: View) -> Iterator[OpenBody]:
    """What is left to do, in the order of the journey."""
    arabic, english = (
        check_view(Writer(view.release.catalogue, view.reading, language)).open
        for language in Language
    )
    parts = open_parts(view.reading)
    for part, ar, en in zip(parts, arabic, english, strict=True):
        yield OpenBody(part.part, part.name, part.step, Text(ar.text, en.text))


def _change(change: Change) -> ChangeBody:
    return ChangeBody(change.kind, change.step, change.field, change.label)
