"""What staff may ask an applicant to change, and what the applicant may then change: that alone,
and whatever a correction uncovers or makes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.answers import FieldReading, Reading, StepReading, document_slot
from engine.digits import clean_text
from engine.model.service import StepKind
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


def widened(reading: Reading, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, and everything that is not settled now: once it is asked, it may be answered."""
    return tuple(dict.fromkeys((*names, *_unsettled(reading))))


def steps_to_correct(reading: Reading, names: tuple[str, ...]) -> frozenset[str]:
    """The steps on which something may be changed."""
    named = {one.step for one in correctable(reading) if one.name in names}
    return frozenset(named | {one.step.id for one in reading.steps if _is_open(one)})


def is_named(step: StepReading, names: tuple[str, ...], question: FieldReading) -> bool:
    """Whether the question may be answered anew; of a step just uncovered, every one may."""
    field = question.field
    if not step.entry.is_saved or field.id not in {one.id for one in step.step.fields}:
        document = _document_of(step, field.id)
        return document is None or document in names or not step.entry.is_saved
    return field.fact in names


def is_slot_named(reading: Reading, names: tuple[str, ...], slot: str) -> bool:
    """Whether a file may be put there, or taken away."""
    for step in reading.steps:
        group = step.step.group
        if group is not None and slot.startswith(f"{group.fact}."):
            return group.fact in names or _is_open(step)
        for document in step.documents:
            if any(place.slot == slot for place in document.places):
                return document_slot(document.document.id) in names or _is_open(step)
        for question in step.fields:
            if question.slot == slot:
                return is_named(step, names, question)
    return False


def texts_within(
    step: StepReading, names: tuple[str, ...], sent: Mapping[str, str]
) -> dict[str, str] | None:
    """What was sent, with what is kept of the questions that are not to be answered anew.

    None when it would change one of those.
    """
    texts = dict(sent)
    for question in step.questions():
        id = question.field.id
        if is_named(step, names, question):
            continue
        kept = step.entry.answers.get(id)
        if id in texts and clean_text(texts[id]) != (kept or ""):
            return None
        texts.pop(id, None)
        if kept is not None:
            texts[id] = kept
    return texts


def _is_open(step: StepReading) -> bool:
    return step.shown is True and step.step.kind is not StepKind.CHECK and not step.is_done


def _document_of(step: StepReading, detail: str) -> str | None:
    """The name of the document that a detail is asked about."""
    for document in step.documents:
        if any(one.field.id == detail for one in document.details):
            return document_slot(document.document.id)
    return None


def _unsettled(reading: Reading) -> Iterator[str]:
    for step in reading.steps:
        if not _is_open(step):
            continue
        if step.step.group is not None:
            yield step.step.group.fact
        for document in step.documents:
            if not document.is_settled:
                yield document_slot(document.document.id)
        for question in step.fields:
            if question.shown is True and not question.is_settled:
                yield question.field.fact
