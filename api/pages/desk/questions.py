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
        yield ItemQuestions(title, tuple(_views(writer, id, item.fields, str(at))))
        for inner in item.groups:
            yield from _held(tryout, writer, id, inner, title)
    if len(step.items) < group.max_items:
        yield _new(tryout, writer, step, item_id(len(step.items)), str(len(step.items)))


def _held(
    tryout: Tryout, writer: Writer, step: str, inner: StepReading, title: str
) -> Iterator[ItemQuestions]:
    """What an item holds, and a blank one more; `title` is the item's."""
    group = inner.step.group
    assert group is not None, "items are of a group"
    around = f"{int(inner.inside.partition('.')[0], 16)}/{group.name}"
    for at, item in enumerate(inner.items):
        word = said(writer.text(group.item))
        own = writer.phrase("forms.item-number", item=word, number=at + 1)
        words = writer.phrase("reasons.of-item", item=said(title), said=said(own))
        yield ItemQuestions(words, tuple(_views(writer, step, item.fields, f"{around}/{at}")))
    at = len(inner.items)
    if at < group.max_items:
        outer = writer.reading.step(step)
        assert outer is not None, "the step was read before"
        place, id = f"{around}/{at}", f"{inner.inside}.{item_id(at)}"
        new = _new(tryout, writer, outer, id, place)
        words = writer.phrase("reasons.of-item", item=said(title), said=said(new.title))
        yield ItemQuestions(words, new.fields)


def _new(tryout: Tryout, writer: Writer, step: StepReading, item: str, place: str) -> ItemQuestions:
    """The questions of an item that is not there yet."""
    id = step.step.id
    fresh = new_item(tryout.desk, writer.reading.application, id, item).step(id)
    around = None if fresh is None else fresh.group_of(item)
    assert fresh is not None, "the step was read before"
    assert around is not None, "its group was read before"
    assert around.step.group is not None, "items are of a group"
    word = said(writer.text(around.step.group.item))
    fields = tuple(_views(writer, id, fresh.item_questions(item), place))
    return ItemQuestions(writer.phrase("forms.new-item", item=word), fields)


def _views(
    writer: Writer, step: str, readings: Iterable[FieldReading], item: str | None = None
) -> Iterator[FieldView]:
    for one in readings:
        if one.shown is True and one.field.type not in _NOT_ASKED:
            yield as_input(field_view(writer, one), step, item)
