"""What staff may ask an applicant to change: the questions and documents of an application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.answers import Reading, document_slot
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Correctable:
    """`name` is the fact of a field, a group's fact, or `documents.<id>`; `step` is where it is."""

    name: str
    label: Text
    step: str


def correctable(reading: Reading) -> tuple[Correctable, ...]:
    """Everything that was asked on the way, in the order of the journey."""
    return tuple(_correctable(reading))


def _correctable(reading: Reading) -> Iterator[Correctable]:
    for one in reading.steps:
        if one.shown is not True:
            continue
        step = one.step
        if step.group is not None:
            yield Correctable(step.group.fact, step.title, step.id)
            continue
        for document in one.documents:
            if document.due is True:
                name = document_slot(document.document.id)
                yield Correctable(name, document.document.label, step.id)
        for question in one.fields:
            if question.shown is True and question.field.id in {field.id for field in step.fields}:
                yield Correctable(question.field.fact, question.field.label, step.id)
