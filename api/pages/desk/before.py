""" "Before you start", previewed: the questions that come next, or the answer.

Made of what the preview's address carries, as the page itself is of what its form carries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api.pages.desk.asked import as_input, named, place_of
from engine.answers import StepReading
from engine.forms import FieldView, Writer
from engine.forms.fields import field_view
from engine.journey.trial import Trial
from engine.model.application import StepEntry
from engine.model.words import Language
from engine.operations.previewing import Previewed
from engine.phrases import said

BEFORE: Final = "before"


@dataclass(frozen=True, slots=True)
class BeforeView:
    """The next questions: of `step`, or of one more item of its group. `given` are the inputs that
    carry what was answered on that step before."""

    step: str
    title: str
    intro: str
    item_title: str
    fields: tuple[FieldView, ...]
    given: list[tuple[str, str]]
    is_group: bool


def before_view(found: Previewed, trial: Trial, language: Language) -> BeforeView | None:
    """None: nothing that can be answered here would change what is decided."""
    asked = trial.asked
    if asked is None:
        return None
    writer = Writer(found.release.catalogue, trial.reading, language)
    page, step = asked.around.step, asked.step.step
    ids = [one.id for one in asked.around.items]
    at = ids.index(asked.item) if asked.item in ids else len(ids)
    place = None if asked.item is None else _place(asked.around, at)
    fields = tuple(as_input(field_view(writer, one), step.id, place) for one in asked.questions)
    item_title = ""
    if (group := page.group) is not None:
        word = said(writer.text(group.item))
        item_title = writer.phrase("forms.item-number", item=word, number=at + 1)
    entry = found.entries.get(step.id, StepEntry())
    here = {one.field.id for one in asked.questions} if asked.item is None else set()
    given = [(named(step.id, id), text) for id, text in entry.answers.items() if id not in here]
    for item in entry.items:
        if item.id != asked.item and item.answers:
            where = place_of(item.id)
            given += [(named(step.id, id, where), text) for id, text in item.answers.items()]
    return BeforeView(
        step=step.id,
        title=writer.text(page.title),
        intro=writer.optional(page.intro) or "",
        item_title=item_title,
        fields=fields,
        given=given,
        is_group=step.group is not None,
    )


def _place(around: StepReading, at: int) -> str:
    """The place of an item by its number in its group, which may be inside another item."""
    if not around.inside:
        return str(at)
    holder, _, name = around.inside.partition(".")
    return f"{place_of(holder)}/{name}/{at}"
