"""A service's form: each step with its words, its schema, and the files that it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.json.conditions import feel, feel_or_none
from api.json.guidance_body import FormParagraphBody, form_paragraphs
from api.json.step_schema import StepSchemas, asked_documents
from api.json.values import media_types
from engine.answers import document_slot, item_slot
from engine.decide.naming import Naming
from engine.decide.telling import before_answers, told
from engine.model.check import AnswerCheck, CheckEffect
from engine.model.service import FieldType, Group, Step, StepKind
from engine.model.wording import Words
from engine.model.words import Language, Text
from engine.release import Release


@dataclass(frozen=True, slots=True)
class GroupBody:
    """A repeating group: its `fact`, the word for one item, how many there may be."""

    fact: str
    item: Text
    min_items: int
    max_items: int


@dataclass(frozen=True, slots=True)
class FileBody:
    """A file that a step takes. `slot` is where to supply it; of what is supplied for each item
    of a group it holds `{item}`. `for_each` names the group, for each item of which `asked_when`
    is asked.

    `asked_when` is FEEL; null: always. `sensitive` names the kind of personal data, or is null.
    One of the files with the same `one_of` is enough, and no other is then taken.
    """

    slot: str
    label: Text
    help: Text | None
    accept: tuple[str, ...]
    max_bytes: int
    max_files: int
    is_required: bool
    asked_when: str | None
    sensitive: str | None
    one_of: str | None = None
    for_each: str | None = None


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact that the step shows read-only: its value stands in the application."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class CheckBody:
    """What must hold between answers, in FEEL; of each item, where the step has a group.

    While it is false, `refuse` makes the answers of the fields `about` wrong, `explain` asks for
    the answer `explain.<id>`, and `warn` puts `words` among the step's notices.
    """

    id: str
    effect: CheckEffect
    condition: str
    about: tuple[str, ...]
    words: Text


@dataclass(frozen=True, slots=True)
class InnerGroupForm:
    """A group inside the items of a step, where `shown_when` holds of the item, in FEEL. `schema`
    is one of an item's answers, whose files' slots hold `{item}`, the id of the item, which begins
    with that of its group."""

    name: str
    title: Text
    intro: Text | None
    shown_when: str | None
    schema: dict[str, Any]
    checks: tuple[CheckBody, ...]
    group: GroupBody
    files: tuple[FileBody, ...]


@dataclass(frozen=True, slots=True)
class FormStepBody:
    """A step of a form. `schema` is a JSON Schema 2020-12 of its answers, or of one item's.

    `groups` are what each item of a group holds besides. `statements` are what a declaration
    accepts, `says` what a guidance step says; `proceed` is the word on the button.
    """

    id: str
    kind: StepKind
    title: Text
    intro: Text | None
    proceed: Text | None
    shown_when: str | None
    statements: tuple[Text, ...]
    says: tuple[FormParagraphBody, ...]
    shows: tuple[ShownFact, ...]
    schema: dict[str, Any]
    checks: tuple[CheckBody, ...]
    group: GroupBody | None
    files: tuple[FileBody, ...]
    groups: tuple[InnerGroupForm, ...]


@dataclass(frozen=True, slots=True)
class FormBody:
    """The form of a service, as the release in force declares it."""

    service: str
    title: Text
    release: str
    steps: tuple[FormStepBody, ...]


def form_body(release: Release, schemas: StepSchemas) -> FormBody:
    service = schemas.service
    steps = tuple(_step(schemas, step) for step in service.steps)
    return FormBody(service.id, service.title, release.hash, steps)


def _step(schemas: StepSchemas, step: Step) -> FormStepBody:
    return FormStepBody(
        id=step.id,
        kind=step.kind,
        title=step.title,
        intro=None if step.intro is None else _told(schemas, step.intro),
        proceed=step.proceed,
        shown_when=feel_or_none(step.shown_when),
        statements=tuple(_told(schemas, one) for one in step.declaration),
        says=form_paragraphs(step, partial(_told, schemas), schemas.catalogue),
        shows=tuple(ShownFact(name, _label(schemas, name)) for name in step.shows),
        schema=schemas.of(step),
        checks=tuple(_check(one) for one in step.checks),
        group=None if step.group is None else _group(step.group),
        files=(*_document_files(schemas, step), *_field_files(step)),
        groups=tuple(_inner(schemas, one, one.group) for one in step.groups if one.group),
    )


def _group(group: Group) -> GroupBody:
    return GroupBody(group.fact, group.item, group.min_items, group.max_items)


def _inner(schemas: StepSchemas, step: Step, group: Group) -> InnerGroupForm:
    return InnerGroupForm(
        name=group.name,
        title=step.title,
        intro=None if step.intro is None else _told(schemas, step.intro),
        shown_when=feel_or_none(step.shown_when),
        schema=schemas.of(step),
        checks=tuple(_check(one) for one in step.checks),
        group=_group(group),
        files=tuple(_field_files(step)),
    )


def _check(check: AnswerCheck) -> CheckBody:
    condition = feel(check.condition)
    return CheckBody(check.id, check.effect, condition, check.about, check.words)


def _told(schemas: StepSchemas, words: Words) -> Text:
    """The words as they are said before anybody has answered."""
    states = before_answers(schemas.program, schemas.day)
    return told(words, schemas.program, schemas.catalogue, states)


def _label(schemas: StepSchemas, name: str) -> Text:
    ar, en = (Naming(schemas.program, schemas.catalogue, one).fact(name) for one in Language)
    return Text(ar, en)


def _document_files(schemas: StepSchemas, step: Step) -> Iterator[FileBody]:
    documents = asked_documents(step, schemas.program)
    for document, request in zip(documents, step.documents, strict=True):
        for paper in document.papers:
            yield FileBody(
                slot=document_slot(paper.id, "{item}" if document.for_each else None),
                label=paper.label,
                help=None if paper.help is None else _told(schemas, paper.help),
                accept=media_types(request.accept),
                max_bytes=request.max_bytes,
                max_files=request.max_files,
                is_required=not document.any_of,
                asked_when=feel_or_none(document.when),
                sensitive=paper.sensitive,
                one_of=document.id if document.any_of else None,
                for_each=document.for_each.source if document.for_each else None,
            )


def _field_files(step: Step) -> Iterator[FileBody]:
    for field in step.fields:
        if field.type is FieldType.FILE:
            yield FileBody(
                slot=item_slot(step.group, "{item}", field.id) if step.group else field.id,
                label=field.label,
                help=field.help,
                accept=media_types(field.accept),
                max_bytes=field.max_bytes,
                max_files=1,
                is_required=field.is_required,
                asked_when=feel_or_none(field.shown_when),
                sensitive=None,
            )
