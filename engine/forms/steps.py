"""Pages of the journey: one step, or one item of a group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.answers import FieldReading, StepReading
from engine.decide.views import DocumentView
from engine.forms.documents import document_form
from engine.forms.facts import fact_view
from engine.forms.fields import field_view
from engine.forms.guidance import missing_words, paragraph_views
from engine.forms.rows import group_view, holder_title, notice_views
from engine.forms.views import DocumentForm, ErrorLine, FieldView, InnerForm, ItemForm, StepForm
from engine.forms.watching import computed_here, watched_fields
from engine.forms.writer import Writer, html_id
from engine.model.service import FieldType, Step, StepKind
from engine.model.value import Unknown
from engine.phrases import said

_PROCEED = {
    StepKind.DECLARATION: "buttons.accept",
    StepKind.GROUP: "buttons.that-is-all",
    StepKind.GUIDANCE: "buttons.go-on",
}


def step_form(
    writer: Writer,
    step_id: str,
    explained: tuple[DocumentView, ...] = (),
    texts: Mapping[str, str] | None = None,
) -> StepForm:
    """The page of a step as it is kept, with the errors of what was saved.

    `explained` says why documents are asked for. `texts` are shown instead of what is kept, without
    errors: what one of two tabs sent when the other had saved. Raises KeyError for no such step.
    """
    reading = _step(writer, step_id)
    step = reading.step
    watched = watched_fields(writer.program, step)
    computed = computed_here(writer.program, step)
    fields = _fields(writer, reading.fields, texts, watched)
    documents = tuple(
        document_form(writer, one, explained, texts) for one in reading.documents if one.due is True
    )
    return StepForm(
        step=step.id,
        kind=str(step.kind),
        title=writer.text(step.title),
        intro=writer.optional(step.intro),
        proceed=_proceed(writer, step),
        revision=reading.entry.revision,
        errors=(
            *_error_lines(fields),
            *_document_errors(documents),
            *_group_errors(writer, reading),
        ),
        facts=tuple(fact_view(writer, name) for name in step.shows if name not in computed),
        takes_files=step.group is None and _takes_files(step),
        fields=fields,
        statements=tuple(
            line for statement in step.declaration for line in writer.telling.lines(statement)
        ),
        documents=documents,
        undecided=tuple(
            writer.text(one.document.label)
            for one in reading.documents
            if isinstance(one.due, Unknown)
        ),
        group=group_view(writer, reading) if step.group is not None else None,
        notices=notice_views(writer, reading.notices),
        results=tuple(fact_view(writer, name) for name in step.shows if name in computed),
        paragraphs=paragraph_views(writer, reading),
        missing=missing_words(writer, reading),
    )


def item_form(
    writer: Writer, step_id: str, item_id: str, texts: Mapping[str, str] | None = None
) -> ItemForm:
    """The page of one item. A new one is in the reading too: see `engine.journey.new_item`.

    Raises KeyError when there is no such step or item.
    """
    reading = _step(writer, step_id)
    item, around = reading.item(item_id), reading.group_of(item_id)
    if item is None or around is None or around.step.group is None:
        raise KeyError(item_id)
    is_new = all(one.text is None for one in item.fields)
    fields = _fields(writer, item.fields, texts, watched_fields(writer.program, around.step))
    words = said(writer.text(around.step.group.item))
    return ItemForm(
        step=step_id,
        item=item_id,
        title=writer.phrase("forms.new-item" if is_new else "forms.edit-item", item=words),
        is_new=is_new,
        proceed=writer.phrase("buttons.add" if is_new else "buttons.save"),
        revision=reading.entry.revision,
        errors=tuple(_error_lines(fields)),
        takes_files=_takes_files(around.step),
        fields=fields,
        notices=notice_views(writer, item.notices),
        holder=holder_title(writer, reading, item_id),
    )


def inner_form(writer: Writer, step_id: str, inside: str) -> InnerForm:
    """The page of a group inside an item. Raises KeyError when there is none with this id."""
    around = _step(writer, step_id)
    reading = around.inner(inside)
    if reading is None:
        raise KeyError(inside)
    return InnerForm(
        step=step_id,
        id=inside,
        title=writer.text(reading.step.title),
        holder=holder_title(writer, around, inside) or "",
        intro=writer.optional(reading.step.intro),
        revision=around.entry.revision,
        errors=tuple(_group_errors(writer, reading)),
        group=group_view(writer, reading),
    )


def _takes_files(step: Step) -> bool:
    return bool(step.documents) or any(one.type is FieldType.FILE for one in step.fields)


def _step(writer: Writer, step_id: str) -> StepReading:
    reading = writer.reading.step(step_id)
    if reading is None:
        raise KeyError(step_id)
    return reading


def _fields(
    writer: Writer,
    readings: Iterable[FieldReading],
    texts: Mapping[str, str] | None,
    watched: frozenset[str],
) -> tuple[FieldView, ...]:
    return tuple(field_view(writer, one, texts, watched) for one in readings if one.shown is True)


def _proceed(writer: Writer, step: Step) -> str:
    if step.proceed is not None:
        return writer.text(step.proceed)
    return writer.phrase(_PROCEED.get(step.kind, "buttons.proceed"))


def _error_lines(fields: Iterable[FieldView]) -> Iterable[ErrorLine]:
    return (ErrorLine(one.label, one.error, one.target) for one in fields if one.error)


def _document_errors(documents: Iterable[DocumentForm]) -> Iterable[ErrorLine]:
    for document in documents:
        if document.error:
            yield ErrorLine(document.label, document.error, document.target)
        for place in document.places:
            if place.error:
                yield ErrorLine(place.label or document.label, place.error, place.id)
            yield from _error_lines(place.details)


def _group_errors(writer: Writer, reading: StepReading) -> Iterable[ErrorLine]:
    """What keeps a group from being complete, as a whole."""
    error = reading.group_error
    if error is not None:
        yield ErrorLine(
            writer.text(reading.step.title), writer.text(error.message), html_id(error.field)
        )
