"""A step of an application: its questions with their answers, items, documents and facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from api.json.errors import ErrorBody, field_faults
from api.json.evidence_body import EvidenceBody, evidence_body
from api.json.guidance_body import ParagraphBody, paragraph_body
from api.json.values import FactState, Truth, Value, state_of, truth_of, value_of
from engine.answers import (
    DocumentReading,
    FieldError,
    FieldReading,
    ItemReading,
    PlaceReading,
    Reading,
    StepReading,
    document_slot,
    field_text,
)
from engine.definitions.catalogue import Catalogue
from engine.forms import Writer, fact_view, missing_words, offered_codes
from engine.forms.rows import place_label
from engine.journey import Status, StepState
from engine.model.check import AnswerCheck
from engine.model.service import FieldType, StepKind
from engine.model.value import ABSENT
from engine.model.wording import Words
from engine.model.words import Language, Text
from engine.operations.results import View


@dataclass(frozen=True, slots=True)
class QuestionBody:
    """A question with its answer. `text` is what was typed, null when it was never asked.

    `value` is how the text was read: a whole number, true or false, a text (dates are ISO 8601,
    amounts decimal texts), or several codes; null unless `state` is known. `low` and `high` bound
    it for this application. `suggested` is what a form would fill in. `offered` are the codes that
    can be chosen with the answers so far; null where nothing is chosen from a list. A file is
    supplied to `slot`.
    """

    id: str
    type: FieldType
    label: Text
    shown: Truth
    required: Truth
    text: str | None
    state: FactState
    value: Value
    low: Value
    high: Value
    suggested: str | None
    offered: tuple[str, ...] | None
    slot: str | None
    evidence: tuple[EvidenceBody, ...]


@dataclass(frozen=True, slots=True)
class NoticeBody:
    """What a check warns of; it needs no answer. `about` are the fields concerned."""

    check: str
    about: tuple[str, ...]
    words: Text


@dataclass(frozen=True, slots=True)
class InnerItemBody:
    """An item inside an item; its id begins with that of its group."""

    id: str
    is_whole: bool
    questions: tuple[QuestionBody, ...]
    errors: tuple[ErrorBody, ...]
    notices: tuple[NoticeBody, ...]


@dataclass(frozen=True, slots=True)
class InnerGroupBody:
    """A group inside an item. `name` is what the item calls it; it is closed for itself."""

    id: str
    name: str
    title: Text
    is_complete: bool
    items: tuple[InnerItemBody, ...]
    errors: tuple[ErrorBody, ...]


@dataclass(frozen=True, slots=True)
class ItemBody:
    """An item of a group. `is_whole`: nothing in it, or in what it holds, is wrong or missing."""

    id: str
    is_whole: bool
    questions: tuple[QuestionBody, ...]
    errors: tuple[ErrorBody, ...]
    notices: tuple[NoticeBody, ...]
    groups: tuple[InnerGroupBody, ...]


@dataclass(frozen=True, slots=True)
class PlaceBody:
    """Where files of a document are supplied. `is_asked`: a file may be put there now.

    `item` is the number of the item that they are for, where the document is due for each.
    """

    slot: str
    label: Text
    item: int | None
    is_asked: bool
    questions: tuple[QuestionBody, ...]
    evidence: tuple[EvidenceBody, ...]


@dataclass(frozen=True, slots=True)
class DocumentBody:
    """A document that the step may ask for, with the questions about it.

    `is_choice`: one of its places is enough; else each is supplied. With several `slot` is null.
    The questions and the evidence are those of all its places.
    """

    id: str
    label: Text
    due: Truth
    is_choice: bool
    slot: str | None
    is_settled: bool
    questions: tuple[QuestionBody, ...]
    evidence: tuple[EvidenceBody, ...]
    places: tuple[PlaceBody, ...]


@dataclass(frozen=True, slots=True)
class FactBody:
    """A fact shown read-only. `words` say it as a page would; `dispute` is what is wrong with it
    in its owner's words."""

    name: str
    label: Text
    state: FactState
    value: Value
    words: Text
    can_dispute: bool
    dispute: str | None


@dataclass(frozen=True, slots=True)
class StepBody:
    """A step of an application. `revision` is what the next save of it has to name.

    `is_reachable`: it may be saved now. `is_complete` is said of a group alone. `paragraphs` are
    what a guidance step says now, `missing` what is not known yet while it can say none; it is
    passed by saving it without answers.
    """

    id: str
    kind: StepKind
    title: Text
    status: Status
    number: int | None
    is_reachable: bool
    is_saved: bool
    is_complete: bool
    is_done: bool
    revision: int
    questions: tuple[QuestionBody, ...]
    items: tuple[ItemBody, ...]
    documents: tuple[DocumentBody, ...]
    facts: tuple[FactBody, ...]
    errors: tuple[ErrorBody, ...]
    notices: tuple[NoticeBody, ...]
    paragraphs: tuple[ParagraphBody, ...]
    missing: tuple[Text, ...]


def step_bodies(view: View) -> tuple[StepBody, ...]:
    """Every step of the service, in its order."""
    speaker = Speaker(view.release.catalogue, view.reading)
    return tuple(
        _step(speaker, reading, state)
        for reading, state in zip(view.reading.steps, view.steps, strict=True)
    )


def step_body(view: View, step: str) -> StepBody:
    """One step; raises KeyError when the service has no such one."""
    for reading, state in zip(view.reading.steps, view.steps, strict=True):
        if state.id == step:
            return _step(Speaker(view.release.catalogue, view.reading), reading, state)
    raise KeyError(step)


class Speaker:
    """Says one thing of an application in both languages."""

    def __init__(self, catalogue: Catalogue, reading: Reading) -> None:
        self.catalogue = catalogue
        self.arabic, self.english = (Writer(catalogue, reading, language) for language in Language)

    def both(self, say: Callable[[Writer], str]) -> Text:
        return Text(say(self.arabic), say(self.english))

    def told(self, words: Words) -> Text:
        return self.both(lambda writer: writer.text(words))


def _step(speaker: Speaker, reading: StepReading, state: StepState) -> StepBody:
    step, entry = reading.step, reading.entry
    return StepBody(
        id=step.id,
        kind=step.kind,
        title=step.title,
        status=state.status,
        number=state.number,
        is_reachable=state.is_reachable,
        is_saved=entry.is_saved,
        is_complete=reading.is_group_complete,
        is_done=reading.is_done,
        revision=entry.revision,
        questions=questions(speaker, reading.fields),
        items=tuple(_item(speaker, item) for item in reading.items),
        documents=tuple(_document(speaker, one) for one in reading.documents),
        facts=tuple(fact_body(speaker, name) for name in step.shows),
        errors=tuple(field_faults(reading.errors(), None)),
        notices=_notices(reading.notices),
        paragraphs=_paragraphs(speaker, reading),
        missing=_missing(speaker, reading),
    )


def _paragraphs(speaker: Speaker, reading: StepReading) -> tuple[ParagraphBody, ...]:
    said = (one.paragraph for one in reading.paragraphs if one.said is True)
    return tuple(paragraph_body(one, speaker.told, speaker.catalogue) for one in said)


def _missing(speaker: Speaker, reading: StepReading) -> tuple[Text, ...]:
    languages = (missing_words(one, reading) for one in (speaker.arabic, speaker.english))
    return tuple(Text(*both) for both in zip(*languages, strict=True))


def _notices(checks: tuple[AnswerCheck, ...]) -> tuple[NoticeBody, ...]:
    return tuple(NoticeBody(check.id, check.about, check.words) for check in checks)


def questions(speaker: Speaker, readings: tuple[FieldReading, ...]) -> tuple[QuestionBody, ...]:
    return tuple(_question(speaker, one) for one in readings)


def _question(speaker: Speaker, reading: FieldReading) -> QuestionBody:
    field = reading.field
    return QuestionBody(
        id=field.id,
        type=field.type,
        label=field.label,
        shown=truth_of(reading.shown),
        required=truth_of(reading.required),
        text=reading.text,
        state=state_of(reading.state),
        value=value_of(reading.state),
        low=None if reading.bounds.low is None else value_of(reading.bounds.low),
        high=None if reading.bounds.high is None else value_of(reading.bounds.high),
        suggested=_suggested(speaker, reading),
        offered=_offered(speaker, reading),
        slot=reading.slot if field.type is FieldType.FILE else None,
        evidence=tuple(evidence_body(one) for one in reading.files)
        if field.type is FieldType.FILE
        else (),
    )


def _offered(speaker: Speaker, reading: FieldReading) -> tuple[str, ...] | None:
    if reading.field.own is not None:
        return tuple(reading.choosable)
    if reading.field.chosen_from is None:
        return None
    return tuple(code.id for code in offered_codes(speaker.arabic, reading))


def _suggested(speaker: Speaker, reading: FieldReading) -> str | None:
    prefill = reading.field.prefill
    if prefill is None or reading.text is not None:
        return None
    state = speaker.arabic.evaluation.fact(prefill)
    return None if state is ABSENT else field_text(reading.field, state) or None


def _item(speaker: Speaker, item: ItemReading) -> ItemBody:
    return ItemBody(
        id=item.id,
        is_whole=item.is_whole,
        questions=questions(speaker, item.fields),
        errors=tuple(field_faults(_errors(item), None)),
        notices=_notices(item.notices),
        groups=tuple(_inner_group(speaker, one) for one in item.groups),
    )


def _inner_group(speaker: Speaker, reading: StepReading) -> InnerGroupBody:
    return InnerGroupBody(
        id=reading.inside,
        name=reading.step.group.name if reading.step.group else "",
        title=reading.step.title,
        is_complete=reading.is_group_complete,
        items=tuple(
            InnerItemBody(
                id=item.id,
                is_whole=item.is_whole,
                questions=questions(speaker, item.fields),
                errors=tuple(field_faults(_errors(item), None)),
                notices=_notices(item.notices),
            )
            for item in reading.items
        ),
        errors=tuple(field_faults(reading.errors(), None)),
    )


def _errors(item: ItemReading) -> Iterator[FieldError]:
    for one in item.fields:
        if one.error is not None:
            yield one.error


def _document(speaker: Speaker, reading: DocumentReading) -> DocumentBody:
    document = reading.document
    return DocumentBody(
        id=document.id,
        label=document.label,
        due=truth_of(reading.due),
        is_choice=bool(document.any_of),
        slot=None if document.any_of or document.for_each else document_slot(document.id),
        is_settled=reading.is_settled,
        questions=questions(speaker, reading.details),
        evidence=tuple(evidence_body(one) for one in reading.files),
        places=tuple(_place(speaker, reading, place) for place in reading.places),
    )


def _place(speaker: Speaker, reading: DocumentReading, place: PlaceReading) -> PlaceBody:
    label = speaker.both(lambda writer: place_label(writer, reading, place) or "")
    return PlaceBody(
        slot=place.slot,
        label=label if label.en else place.paper.label,
        item=place.number,
        is_asked=place.is_asked,
        questions=questions(speaker, place.details),
        evidence=tuple(evidence_body(one) for one in place.files),
    )


def fact_body(speaker: Speaker, name: str) -> FactBody:
    arabic, english = fact_view(speaker.arabic, name), fact_view(speaker.english, name)
    state = speaker.english.evaluation.fact(name)
    return FactBody(
        name=name,
        label=Text(arabic.label, english.label),
        state=state_of(state),
        value=value_of(state),
        words=Text(arabic.text, english.text),
        can_dispute=english.can_dispute,
        dispute=english.dispute,
    )
