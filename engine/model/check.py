"""Checks across answers: what must hold between several, and what follows when it does not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.model.condition import Condition
from engine.model.problem import Span
from engine.model.words import Text


class CheckEffect(StrEnum):
    """What becomes of a step while the condition of its check is known to be false."""

    REFUSE = "refuse"  # the answers that the check is about are wrong, so they are unknown
    EXPLAIN = "explain"  # an explanation is asked, and kept beside the answers
    WARN = "warn"  # a notice is shown, and can be passed


@dataclass(frozen=True, slots=True)
class AnswerCheck:
    """A condition over the answers of a step, or of each item of its group.

    `about` names fields of the step; while none of them is shown, the check does nothing. When it
    is empty, the check is about the whole step. `words` say what is wrong, ask for the
    explanation, or are the notice. `max_length` counts the characters of an explanation.
    """

    id: str
    effect: CheckEffect
    condition: Condition
    about: tuple[str, ...]
    words: Text
    max_length: int
    span: Span

    @property
    def explanation(self) -> str:
        """The name that an explanation is kept under; no field can have it."""
        return f"explain.{self.id}"
