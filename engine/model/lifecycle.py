"""Lifecycles: the states of an application and the transitions between them, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.model.condition import Condition
from engine.model.problem import Span
from engine.model.wording import Words
from engine.model.words import Text


class Actor(StrEnum):
    """Who may cause a transition."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    BILLER = "biller"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class LifecycleState:
    """`is_final`: nothing leaves it. `next` tells the applicant what happens now."""

    id: str
    label: Text
    next: Words | None
    is_final: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Transition:
    """`is_binding`: made only with a decision that evaluator and network agree on.

    `after_days` is set for a transition caused by a deadline: days since the state was entered.
    """

    id: str
    origin: str
    target: str
    by: Actor
    when: Condition | None
    is_binding: bool
    after_days: int | None
    cite: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Lifecycle:
    start: str
    states: tuple[LifecycleState, ...]
    transitions: tuple[Transition, ...]
    span: Span
