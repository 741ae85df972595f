"""What an application says so far: each step, field, item and document as read on one day.

Plain values, made by `engine.answers.application` and read by `engine.journey` and
`engine.forms`. `shown`, `required` and `due` are known or unknown; a condition that is a fault
counts as unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from functools import cached_property
from typing import TypeAlias

from engine.answers.bounds import Bounds
from engine.answers.errors import FieldError
from engine.answers.own_applications import Choosable
from engine.model.application import Application, Evidence, StepEntry
from engine.model.check import AnswerCheck
from engine.model.document import DocumentRequest, Paper, RequiredDocument
from engine.model.guidance import Paragraph
from engine.model.service import Field, Service, Step, StepKind
from engine.model.value import Facts, State, Unknown

Shown: TypeAlias = bool | Unknown

ACCEPTED = "accepted"
"""The name under which a DECLARATION step keeps that its statements were accepted."""


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One question. `text` None: it was never asked on a saved step. `files` for a FILE field;
    `offered` are the codes that the conditions of its options let it offer now; None: any.

    `error` is set only where the applicant has had the chance to answer: blank text of a saved
    step can be an error, a field uncovered since then is not.
    """

    field: Field
    shown: Shown
    required: Shown
    text: str | None
    state: State
    error: FieldError | None
    bounds: Bounds
    slot: str
    files: tuple[Evidence, ...] = ()
    offered: tuple[str, ...] | None = None
    choosable: Choosable = made_by(default_factory=dict)  # of an APPLICATION

    @property
    def is_settled(self) -> bool:
        """Hidden, or answered as it must be."""
        return not isinstance(self.shown, Unknown) and not isinstance(self.state, Unknown)


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One item of a repeating group; its explanations stand behind its fields. `groups` are those
    that it holds and that are shown, `held` what all of them come to, by the names that it has."""

    id: str
    fields: tuple[FieldReading, ...]
    notices: tuple[AnswerCheck, ...] = ()
    groups: tuple[StepReading, ...] = ()
    held: Mapping[str, State] = made_by(default_factory=dict)

    @property
    def is_answered(self) -> bool:
        """Whether nothing is left to do on its own page."""
        return all(field.is_settled for field in self.fields)

    @property
    def is_whole(self) -> bool:
        return self.is_answered and not any(isinstance(one, Unknown) for one in self.held.values())

    @property
    def open_group(self) -> StepReading | None:
        """The first group inside it that is not complete."""
        return next((one for one in self.groups if not one.is_group_complete), None)


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """Where files of a document go: of itself, of one of its alternatives or for one item.

    `is_asked`: files can be put there, which they cannot once another alternative is supplied.
    `number` is that of the item in its group, from 1; None where it is for no item.
    """

    paper: Paper
    slot: str
    is_asked: bool
    files: tuple[Evidence, ...]
    details: tuple[FieldReading, ...]
    number: int | None = None
    error: FieldError | None = None


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """A document that a step asks for; its details are shown where it is due.

    `has_open_items`: for some items it is not known yet whether it is due for them.
    """

    document: RequiredDocument
    request: DocumentRequest
    due: Shown
    places: tuple[PlaceReading, ...]
    error: FieldError | None
    has_open_items: bool = False

    @property
    def files(self) -> tuple[Evidence, ...]:
        return tuple(file for place in self.places for file in place.files)

    @property
    def details(self) -> tuple[FieldReading, ...]:
        return tuple(detail for place in self.places for detail in place.details)

    @property
    def supplied(self) -> tuple[PlaceReading, ...]:
        """The places that hold files."""
        return tuple(place for place in self.places if place.files)

    @property
    def is_settled(self) -> bool:
        """Not due, or supplied with all its details: one alternative, or every place."""
        if isinstance(self.due, Unknown) or self.has_open_items:
            return False
        enough = any if self.document.any_of else all
        is_supplied = enough(place.files for place in self.places)
        return not self.due or (is_supplied and all(one.is_settled for one in self.details))


@dataclass(frozen=True, slots=True)
class ParagraphReading:
    """A paragraph of a guidance step, and whether it is said."""

    paragraph: Paragraph
    said: Shown


@dataclass(frozen=True)  # without slots: whether it is done is asked many times a page
class StepReading:
    """One step; its explanations stand behind its fields. `group_error` says what keeps a group
    from being complete as a whole, `notices` are the checks that warn of its answers. `is_later`:
    it asks for what is due after approval, and is hidden before."""

    step: Step
    entry: StepEntry
    shown: Shown
    fields: tuple[FieldReading, ...] = ()
    items: tuple[ItemReading, ...] = ()
    documents: tuple[DocumentReading, ...] = ()
    group_error: FieldError | None = None
    notices: tuple[AnswerCheck, ...] = ()
    is_later: bool = False
    paragraphs: tuple[ParagraphReading, ...] = ()
    inside: str = ""  # the id of a group inside an item, as `inside.py` has it

    @property
    def is_group_complete(self) -> bool:
        """Its owner said "that is all", and every item is whole."""
        is_whole = all(item.is_whole for item in self.items)
        return self.entry.is_complete and self.group_error is None and is_whole

    @cached_property
    def is_done(self) -> bool:
        """Nothing is left to do on it: hidden, or saved with every part settled."""
        if self.shown is not True:
            return self.shown is False
        match self.step.kind:
            case StepKind.CHECK:
                return True
            case StepKind.GROUP:
                return self.is_group_complete
            case _:
                are_fields_settled = all(one.is_settled for one in self.fields)
                are_documents_settled = all(one.is_settled for one in self.documents)
                return self.entry.is_saved and are_fields_settled and are_documents_settled

    def errors(self) -> Iterator[FieldError]:
        """The errors of its own fields and documents in their order; items keep their own."""
        for one in self.fields:
            if one.error is not None:
                yield one.error
        for document in self.documents:
            if document.error is not None:
                yield document.error
            for place in document.places:
                if place.error is not None:
                    yield place.error
                yield from (one.error for one in place.details if one.error is not None)
        if self.group_error is not None:
            yield self.group_error

    def every_error(self, around: str = "") -> Iterator[tuple[str, FieldError]]:
        """The errors of the step, of its items and of what these hold, each with its name there:
        `boats[2].seats`. Items count from 1, as they do in conditions."""
        group = self.step.group
        if group is None:
            yield from ((error.field, error) for error in self.errors())
            return
        name = f"{around}{group.name}"
        yield from ((name, error) for error in self.errors())
        for number, item in enumerate(self.items, start=1):
            here = f"{name}[{number}]."
            for one in item.fields:
                if one.error is not None:
                    yield f"{here}{one.field.id}", one.error
            for held in item.groups:
                yield from held.every_error(here)

    def questions(self) -> tuple[FieldReading, ...]:
        """Everything on the page that takes a text, its documents' details included."""
        details = (detail for document in self.documents for detail in document.details)
        return (*self.fields, *details)

    def item_questions(self, item_id: str) -> tuple[FieldReading, ...]:
        """The fields of one item; none when there is no such item."""
        found = self.item(item_id)
        return found.fields if found else ()

    def field(self, field_id: str) -> FieldReading | None:
        return next((one for one in self.fields if one.field.id == field_id), None)

    def item(self, item_id: str) -> ItemReading | None:
        """An item of the group, or one inside an item."""
        return next((one for one in self.every_item() if one.id == item_id), None)

    def every_item(self) -> Iterator[ItemReading]:
        """The items of the group, each before those of the groups inside it."""
        for item in self.items:
            yield item
            for group in item.groups:
                yield from group.items

    def group_of(self, item_id: str) -> StepReading | None:
        """The group that an item with this id is, or would be, an item of."""
        holder, _, own = item_id.rpartition(".")
        return (self.inner(holder) if holder else self) if own else None

    def inner(self, group_id: str) -> StepReading | None:
        """The group inside an item that has this id."""
        groups = (group for item in self.items for group in item.groups)
        return next((one for one in groups if one.inside == group_id), None)

    def document(self, document_id: str) -> DocumentReading | None:
        return next((one for one in self.documents if one.document.id == document_id), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole application, read. `silent` are the registers that the service needs and that did
    not answer; `not_on_record` those of `open_to` that hold no record of the person."""

    service: Service
    application: Application
    decision_date: date
    facts: Facts
    steps: tuple[StepReading, ...]
    silent: tuple[str, ...]
    not_on_record: tuple[str, ...]
    due: Mapping[str, Shown] = made_by(default_factory=dict)
    actors: tuple[StepReading, ...] = ()  # what invited people answered, an item each

    def step(self, step_id: str) -> StepReading | None:
        pages = (*self.steps, *self.actors)
        return next((one for one in pages if one.step.id == step_id), None)
