"""Record pages: what registers and rules say of the person who is signed in, and no application."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.problem import Span
from engine.model.service import Service, Step
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of what is needed is there: two names of numbers, drawn as one bar."""

    label: Text
    has: str
    needs: str
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what is shown. `facts` are the names that it says, in their order.

    `step` has its words and its condition: a step on which nothing is asked, and whose `shows` are
    the facts and what the measure reads. `leads_to` is the id of the service to go on with.
    """

    step: Step
    facts: tuple[str, ...]
    measure: Measure | None
    leads_to: str | None
    span: Span  # of `leads_to`, or of the id

    @property
    def id(self) -> str:
        return self.step.id


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A file of config/services/ of the kind `record`.

    `service` is what every kind has: words, rules, and whom it is open to. Nothing becomes of it,
    so it has no lifecycle; its steps are those of the sections.
    """

    service: Service
    sections: tuple[Section, ...]

    @property
    def id(self) -> str:
        return self.service.id
