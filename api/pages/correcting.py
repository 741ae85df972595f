"""Steps of an application that is corrected: what was named, with what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from api.pages.visit import Visit
from engine.answers import document_slot
from engine.forms import StepForm
from engine.journey.corrections import is_named, texts_within
from engine.operations.results import NotOpen, View
from engine.operations.tracking import remarks_on


def within(view: View, step: str, typed: Mapping[str, str]) -> Mapping[str, str]:
    """What was typed, with what is kept of the rest. Raises NotOpen when that would change."""
    reading = view.reading.step(step)
    if view.application.submission is None or reading is None:
        return typed
    texts = texts_within(reading, view.application.corrections, typed)
    if texts is None:
        raise NotOpen(view.application.reference)
    return texts


def named_only(visit: Visit, view: View, form: StepForm) -> tuple[StepForm, tuple[str, ...]]:
    """The form without what cannot be changed, and the sentences of staff about what can.

    A draft is shown whole.
    """
    application, reading = view.application, view.reading.step(form.step)
    if application.submission is None or reading is None:
        return form, ()
    names = application.corrections
    said = remarks_on(visit.ports, visit.account, application.reference)
    questions = {one.field.id: one for one in reading.questions() if is_named(reading, names, one)}
    facts = {name: one.field.fact for name, one in questions.items()}
    is_uncovered = not reading.entry.is_saved
    fields = tuple(
        replace(one, help=_beside(said.get(facts[one.name]), one.help))
        for one in form.fields
        if one.name in questions
    )
    documents = tuple(
        replace(one, help=_beside(said.get(document_slot(one.name)), one.help))
        for one in form.documents
        if document_slot(one.name) in names or is_uncovered
    )
    group = reading.step.group
    remark = said.get(group.fact) if group else None
    shown = tuple(replace(one, can_dispute=False) for one in form.facts)
    form = replace(form, facts=shown, fields=fields, documents=documents)
    return form, (remark,) if remark else ()


def _beside(remark: str | None, help: str | None) -> str | None:  # noqa: A002
    """What staff said of it stands before what the definition says of it."""
    return " · ".join(text for text in (remark, help) if text) or None
