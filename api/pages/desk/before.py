""" "Before you start", previewed: the questions that come next, or the answer.

Made of what the preview's address carries, as the page itself is of what its form carries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api.pages.desk.asked import as_input, named
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
    step = asked.step.step
    ids = [one.id for one in asked.step.items]
    at = ids.index(asked.item) if asked.item in ids else len(ids)
    place = None if asked.item is None else at
    fields = tuple(as_input(field_view(writer, one), step.id, place) for one in asked.questions)
    item_title = ""
    if step.group is not None:
        word = said(writer.text(step.group.item))
        item_title = writer.phrase("forms.item-number", item=word, number=at + 1)
    entry = found.entries.get(step.id, StepEntry())
    here = {one.field.id for one in asked.questions} if asked.item is None else set()
    given = [(named(step.id, id), text) for id, text in entry.answers.items() if id not in here]
    for index, item in enumerate(entry.items):
        if item.id != asked.item:
            given += [(named(step.id, id, index), text) for id, text in item.answers.items()]
    return BeforeView(
        step=step.id,
        title=writer.text(step.title),
        intro=writer.optional(step.intro) or "",
        item_title=item_title,
        fields=fields,
        given=given,
        is_group=step.group is not None,
    )
