"""What the authors of a rule file say of the whole service: claims, and findings they intend."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.condition import Condition
from engine.model.problem import Span
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that is so for everybody: `then` holds of whoever `when` holds of (of everybody,
    where it is None).

    With `more_of` or `less_of` it is that the outcome never gets worse for somebody of whom that
    fact alone grows, or shrinks; there is no `then`.
    """

    id: str
    label: Text
    when: Condition | None
    then: Condition | None
    more_of: str | None
    less_of: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Intended:
    """A finding of `mumaris prove` that is as it should be: its code, what it is of, and why."""

    code: str
    of: str
    because: Text
    span: Span
