"""Whether an application is complete, and what is still open when it is not.

Complete: every register that the service needs answered and those it is open to hold a record,
every condition is known, every shown step is saved, its answers are settled, its groups closed,
and every document that is due is supplied. A complete application is never undecided. What is due
after approval belongs to no decision, and is complete by itself.

Source: design, section 5, law 13.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.answers import Reading, StepReading
from engine.model.service import StepKind
from engine.model.value import Unknown


class Part(StrEnum):
    """What kind of thing is still open."""

    REGISTER_SILENT = "register_silent"  # it did not answer; try again later
    NOT_ON_RECORD = "not_on_record"
    STEP = "step"  # its condition is not known, or it was not saved yet
    FIELD = "field"
    ITEM = "item"  # an item of a group that is not whole
    GROUP = "group"  # its owner has not said that it is complete
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class OpenPart:
    """`name` is the id of the register, step, field, item, group or document; `step` is where to
    go, or None when nothing on a page can close it."""

    part: Part
    name: str
    step: str | None


def is_complete(reading: Reading) -> bool:
    """What conditions of the lifecycle read as `application.is_complete`."""
    return next(_open_parts(reading), None) is None


def are_documents_complete(reading: Reading) -> bool:
    """What conditions of the lifecycle read as `application.documents_are_complete`."""
    return all(one.is_settled for step in reading.steps for one in step.documents)


def open_parts(reading: Reading) -> tuple[OpenPart, ...]:
    """Everything still open, in the order of the journey."""
    return tuple(_open_parts(reading))


def _open_parts(reading: Reading) -> Iterator[OpenPart]:
    for register in reading.silent:
        yield OpenPart(Part.REGISTER_SILENT, register, None)
    for register in reading.not_on_record:
        yield OpenPart(Part.NOT_ON_RECORD, register, None)
    asked: set[str] = set()
    for step in reading.steps:
        is_asked = step.shown is True or step.is_later
        asked.update(one.document.id for one in step.documents if is_asked)
        if not step.is_done and not step.is_later:
            yield from _open_on(step)
    for document, due in reading.due.items():
        if due is not False and document not in asked:
            yield OpenPart(Part.DOCUMENT, document, None)


def _open_on(step: StepReading) -> Iterator[OpenPart]:
    """What is open on a step that is not done; the step itself when no part of it says why."""
    where = step.step.id
    if isinstance(step.shown, Unknown):
        yield OpenPart(Part.STEP, where, where)
    elif step.step.kind is StepKind.GROUP and step.step.group is not None:
        for item in step.items:
            if not item.is_whole:
                yield OpenPart(Part.ITEM, item.id, where)
        yield OpenPart(Part.GROUP, step.step.group.fact, where)
    elif not step.entry.is_saved:
        yield OpenPart(Part.STEP, where, where)
    else:
        for field in step.fields:
            if field.shown is not False and not field.is_settled:
                yield OpenPart(Part.FIELD, field.field.id, where)
        for document in step.documents:
            if not document.is_settled:
                yield OpenPart(Part.DOCUMENT, document.document.id, where)
