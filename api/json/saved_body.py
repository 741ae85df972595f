"""What saving comes to: the step as it is kept now, or the problem that says why it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from api.json.errors import field_faults
from api.json.step_body import StepBody, step_body
from api.problems import Case, Declined
from engine.journey import next_step
from engine.operations.results import Conflict, Rejected, Saved


@dataclass(frozen=True, slots=True)
class SavedBody:
    """A step was saved. `is_done` is false where the answers uncovered another question on it,
    or a group is not closed yet. `revision` is the application's; the step has its own."""

    step: StepBody
    item: str | None
    is_done: bool
    is_complete: bool
    next_step: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class KeptStep:
    """What is kept of a step that somebody else saved: the member `theirs` of `step-changed`."""

    revision: int
    is_saved: bool
    is_complete: bool
    answers: dict[str, str]
    items: dict[str, dict[str, str]]


def saved_body(result: Saved | Rejected | Conflict, *, keeps: bool) -> SavedBody:
    """The body of a save; raises Declined. `keeps`: a rejected one is kept all the same."""
    match result:
        case Saved(view=view, step=step, is_done=is_done, item=item):
            return SavedBody(
                step=step_body(view, step),
                item=item,
                is_done=is_done,
                is_complete=view.is_complete,
                next_step=next_step(view.reading),
                revision=view.application.revision,
            )
        case Rejected(view=view, step=step, errors=errors, item=item):
            raise Declined(
                Case.WRONG_ANSWERS,
                step=step,
                item=item,
                is_kept=keeps,
                revision=view.application.step(step).revision,
                errors=field_faults(errors, "/answers" if keeps else None),
            )
        case Conflict(step=step, mine=mine, theirs=theirs):
            kept = KeptStep(
                revision=theirs.revision,
                is_saved=theirs.is_saved,
                is_complete=theirs.is_complete,
                answers=dict(theirs.answers),
                items={item.id: dict(item.answers) for item in theirs.items},
            )
            raise Declined(Case.STEP_CHANGED, step=step, mine=dict(mine), theirs=kept)
        case _:
            assert_never(result)
