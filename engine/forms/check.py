"""The check page: everything that was given, with a way to change it, and what is open."""

from __future__ import annotations

from dataclasses import replace

from engine.answers import StepReading
from engine.forms.facts import fact_view
from engine.forms.rows import answer_row, document_rows, item_view, notice_views
from engine.forms.views import CheckView, OpenLine, SummaryRow, SummarySection
from engine.forms.writer import Writer
from engine.journey import OpenPart, Part, open_parts
from engine.model.service import StepKind
from engine.phrases import said

_ASKS_NOTHING = frozenset({StepKind.GUIDANCE, StepKind.CHECK})


def check_view(writer: Writer) -> CheckView:
    """Every step that asks something, in order, but the check page itself."""
    sections = tuple(
        _section(writer, step)
        for step in writer.reading.steps
        if step.shown is True and step.step.kind not in _ASKS_NOTHING
    )
    return CheckView(sections, tuple(_line(writer, one) for one in open_parts(writer.reading)))


def invited_sections(writer: Writer) -> tuple[SummarySection, ...]:
    """What invited people answered, for staff: each by his name. The applicant is not shown it."""
    return tuple(
        _named(writer, _section(writer, step)) for step in writer.reading.actors if step.items
    )


def _named(writer: Writer, section: SummarySection) -> SummarySection:
    names = {one.id: one.name for one in writer.reading.application.invitations}
    items = tuple(replace(one, title=names.get(one.id, one.title)) for one in section.items)
    return replace(section, items=items)


def _section(writer: Writer, step: StepReading) -> SummarySection:
    return SummarySection(
        step=step.step.id,
        title=writer.text(step.step.title),
        is_done=step.is_done,
        facts=tuple(fact_view(writer, name) for name in step.step.shows),
        rows=_rows(writer, step),
        items=tuple(
            item_view(writer, step, item, number) for number, item in enumerate(step.items, start=1)
        ),
        is_group=step.step.kind is StepKind.GROUP,
        notices=notice_views(writer, step.notices),
    )


def _rows(writer: Writer, step: StepReading) -> tuple[SummaryRow, ...]:
    rows = [answer_row(writer, one) for one in step.fields if one.shown is True]
    for document in step.documents:
        if document.due is True:
            rows += document_rows(writer, document)
    return tuple(rows)


def _line(writer: Writer, part: OpenPart) -> OpenLine:
    """What is still to do, in the words of the definition."""
    name = said(_name(writer, part))
    return OpenLine(
        writer.phrase(f"forms.open-{part.part.replace('_', '-')}", name=name), part.step
    )


def _name(writer: Writer, part: OpenPart) -> str:
    step = writer.reading.step(part.step) if part.step else None
    match part.part:
        case Part.REGISTER_SILENT | Part.NOT_ON_RECORD:
            return writer.text(writer.catalogue.registers[part.name].title)
        case Part.DOCUMENT:
            documents = (one.document for one in writer.program.documents)
            return writer.text(next(one.label for one in documents if one.id == part.name))
        case Part.FIELD if step is not None and (field := step.field(part.name)) is not None:
            return writer.text(field.field.label)
        case _:
            assert step is not None
            return writer.text(step.step.title)
