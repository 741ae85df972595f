"""The questions of a service on one page, as far as its answers show them: made from its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.pages.desk.asked import as_input, item_id
from engine.answers import FieldReading, StepReading
from engine.forms import FieldView, Writer
from engine.forms.fields import field_view
from engine.journey import new_item
from engine.journey.trial import Tryout
from engine.model.service import FieldType, StepKind
from engine.phrases import said

_ASKED = frozenset({StepKind.FIELDS, StepKind.DOCUMENTS, StepKind.GROUP})
_NOT_ASKED = frozenset({FieldType.FILE, FieldType.DECLARATION})


@dataclass(frozen=True, slots=True)
class ItemQuestions:
    title: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class StepQuestions:
    """A group has items, the last of which is blank where one more is taken."""

    step: str
    title: str
    fields: tuple[FieldView, ...]
    items: tuple[ItemQuestions, ...]
    is_group: bool


def questions_of(tryout: Tryout, writer: Writer) -> Iterator[StepQuestions]:
    """Each step that asks something now; `writer` writes the reading that they are taken from."""
    for step in writer.reading.steps:
        if step.shown is not True or step.step.kind not in _ASKED:
            continue
        found = step_questions(tryout, writer, step)
        if found.fields or found.items:
            yield found


def step_questions(tryout: Tryout, writer: Writer, step: StepReading) -> StepQuestions:
    group = step.step.group
    items = tuple(_items(tryout, writer, step)) if group is not None else ()
    fields = () if group is not None else tuple(_views(writer, step.step.id, step.questions()))
    title = writer.text(step.step.title)
    return StepQuestions(step.step.id, title, fields, items, group is not None)


def _items(tryout: Tryout, writer: Writer, step: StepReading) -> Iterator[ItemQuestions]:
    group, id = step.step.group, step.step.id
    assert group is not None, "items are of a group"
    word = said(writer.text(group.item))
    for at, item in enumerate(step.items):
        title = writer.phrase("forms.item-number", item=word, number=at + 1)
        yield ItemQuestions(title, tuple(_views(writer, id, item.fields, at)))
    at = len(step.items)
    if at < group.max_items:
        reading = new_item(tryout.desk, writer.reading.application, id, item_id(at))
        fresh = reading.step(id)
        assert fresh is not None, "the step was read before"
        fields = _views(writer, id, fresh.item_questions(item_id(at)), at)
        yield ItemQuestions(writer.phrase("forms.new-item", item=word), tuple(fields))


def _views(
    writer: Writer, step: str, readings: Iterable[FieldReading], item: int | None = None
) -> Iterator[FieldView]:
    for one in readings:
        if one.shown is True and one.field.type not in _NOT_ASKED:
            yield as_input(field_view(writer, one), step, item)
