"""The steps of a journey: their states, their numbers, and the way through them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.answers import Reading, StepReading
from engine.model.service import StepKind
from engine.model.value import Unknown


class Status(StrEnum):
    """Where a step stands."""

    HIDDEN = "hidden"  # its condition is false: not asked
    UNKNOWN = "unknown"  # earlier answers will say whether it is asked
    NOT_STARTED = "not_started"
    STARTED = "started"  # something is kept, or an earlier answer uncovered a new question
    HAS_ERRORS = "has_errors"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class StepState:
    """`number` counts from 1 the steps that are not hidden; None for a hidden one.

    `is_reachable`: it is shown, and every step before it is hidden or done.
    """

    id: str
    status: Status
    number: int | None
    is_reachable: bool


def steps_of(reading: Reading) -> tuple[StepState, ...]:
    """Every step in the order of the service."""
    states = []
    number = 0
    is_open_before = False
    for step in reading.steps:
        status = _status(step)
        is_hidden = status is Status.HIDDEN
        number += not is_hidden
        is_reachable = step.shown is True and not is_open_before
        states.append(StepState(step.step.id, status, None if is_hidden else number, is_reachable))
        is_open_before = is_open_before or not step.is_done
    return tuple(states)


def next_step(reading: Reading) -> str | None:
    """Where to go on: the furthest step that is reachable, which is the first one with something
    left to do, and the last step once everything is done. None when the first step is not known
    to be asked."""
    reachable = [step.id for step in steps_of(reading) if step.is_reachable]
    return reachable[-1] if reachable else None


def _status(step: StepReading) -> Status:
    if isinstance(step.shown, Unknown):
        return Status.UNKNOWN
    if not step.shown:
        return Status.HIDDEN
    if step.step.kind is StepKind.CHECK:
        return Status.NOT_STARTED
    if step.is_done:
        return Status.SAVED
    if step.entry.is_saved and any(step.errors()):
        return Status.HAS_ERRORS
    entry = step.entry
    is_begun = entry.is_saved or bool(entry.items) or any(entry.answers.values())
    return Status.STARTED if is_begun else Status.NOT_STARTED
