"""Answers to look over: rows of the check page and of items in a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.answers import (
    DocumentReading,
    FieldReading,
    ItemReading,
    PlaceReading,
    StepReading,
    grouped_iban,
)
from engine.forms.own_applications import application_words
from engine.forms.partial import partial_words
from engine.forms.uploads import file_views
from engine.forms.views import GroupView, HeldView, ItemView, NoticeView, SummaryRow
from engine.forms.writer import Writer, html_id
from engine.model.application import Evidence
from engine.model.check import AnswerCheck
from engine.model.service import FieldType
from engine.model.value import ABSENT, is_known
from engine.phrases import said
from engine.wording import join


def answer_row(writer: Writer, reading: FieldReading) -> SummaryRow:
    """A question with its answer; a wrong answer is shown as it was typed."""
    field = reading.field
    files = file_views(writer, reading.files)
    is_file = field.type is FieldType.FILE
    is_given = bool(files) if is_file else is_known(reading.state) or reading.state is ABSENT
    if is_file:
        text = "" if files else writer.phrase("values.none")
    elif field.type is FieldType.DECLARATION and reading.state is True:
        text = writer.phrase("forms.accepted")
    elif field.type is FieldType.IBAN and isinstance(reading.state, str):
        text = writer.state(grouped_iban(reading.state), field.fact_type, None)
    elif field.own is not None and reading.state in reading.choosable:
        text = application_words(writer, reading, str(reading.state))
    elif words := partial_words(writer, reading):
        text = words
    elif is_given:
        text = writer.state(reading.state, field.fact_type, field.unit)
    else:
        text = reading.text or writer.phrase("forms.not-answered")
    return SummaryRow(writer.text(field.label), text, is_given, html_id(field.id), files)


def document_rows(writer: Writer, reading: DocumentReading) -> Iterator[SummaryRow]:
    """A document with its files and details; of alternatives, which of them was supplied."""
    label = writer.text(reading.document.label)
    if reading.document.for_each is None:
        supplied = reading.supplied if reading.document.any_of else ()
        which = join([writer.text(one.paper.label) for one in supplied], writer.language)
        first = next(iter(reading.supplied or reading.places))
        yield _place_row(writer, label, reading.files, first.slot, which)
        yield from _detail_rows(writer, reading.details)
        return
    for place in reading.places:
        yield _place_row(writer, whole_label(writer, reading, place), place.files, place.slot)
        yield from _detail_rows(writer, place.details)


def _place_row(
    writer: Writer, label: str, evidence: tuple[Evidence, ...], slot: str, which: str = ""
) -> SummaryRow:
    files = file_views(writer, evidence)
    text = which if files else writer.phrase("forms.not-supplied")
    return SummaryRow(label, text, bool(files), html_id(slot), files)


def _detail_rows(writer: Writer, details: Iterable[FieldReading]) -> Iterator[SummaryRow]:
    return (answer_row(writer, one) for one in details if one.shown is True)


def place_label(writer: Writer, document: DocumentReading, place: PlaceReading) -> str | None:
    """Which alternative, or which item it is for; None of a document that is one place alone."""
    each = document.document.for_each
    if each is None or place.number is None:
        return None if place.paper is document.document else writer.text(place.paper.label)
    step = next(
        one for one in writer.reading.steps if one.step.group and one.step.group.fact == each.source
    )
    return item_view(writer, step, step.items[place.number - 1], place.number).title


def whole_label(writer: Writer, document: DocumentReading, place: PlaceReading) -> str:
    """The document, and for which item, or which alternative."""
    label, which = writer.text(document.document.label), place_label(writer, document, place)
    if which is None:
        return label
    return writer.phrase("forms.of-which", label=said(label), which=which)


def item_view(writer: Writer, step: StepReading, reading: ItemReading, number: int) -> ItemView:
    """An item, titled by its first answer, or by its number while there is none."""
    assert step.step.group is not None
    rows = tuple(answer_row(writer, one) for one in reading.fields if one.shown is True)
    first = next((row for row in rows if row.is_known and row.text), None)
    item = said(writer.text(step.step.group.item))
    title = first.text if first else writer.phrase("forms.item-number", item=item, number=number)
    notices = notice_views(writer, reading.notices)
    groups = tuple(_held_view(writer, one) for one in reading.groups)
    return ItemView(reading.id, title, rows, reading.is_whole, notices, groups)


def _held_view(writer: Writer, step: StepReading) -> HeldView:
    title = writer.text(step.step.title)
    return HeldView(step.inside, title, _item_views(writer, step), step.is_group_complete)


def _item_views(writer: Writer, step: StepReading) -> tuple[ItemView, ...]:
    return tuple(
        item_view(writer, step, item, number) for number, item in enumerate(step.items, start=1)
    )


def holder_title(writer: Writer, step: StepReading, inside: str) -> str | None:
    """What the item is called that holds something with this id; None of the step itself."""
    holder = inside.partition(".")[0] if "." in inside else ""
    found = (number for number, one in enumerate(step.items, start=1) if one.id == holder)
    number = next(found, None)
    return None if number is None else item_view(writer, step, step.items[number - 1], number).title


def notice_views(writer: Writer, checks: Iterable[AnswerCheck]) -> tuple[NoticeView, ...]:
    return tuple(NoticeView(check.id, writer.text(check.words)) for check in checks)


def group_view(writer: Writer, step: StepReading) -> GroupView:
    group = step.step.group
    assert group is not None
    count = len(step.items)
    is_whole = all(item.is_whole for item in step.items)
    return GroupView(
        item=writer.text(group.item),
        items=_item_views(writer, step),
        min_items=group.min_items,
        max_items=group.max_items,
        can_add=count < group.max_items,
        can_close=is_whole and group.min_items <= count <= group.max_items,
        is_complete=step.is_group_complete,
    )
