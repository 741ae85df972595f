"""Fee schedules: the lines that add up to what an application costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.model.condition import Condition, Formula
from engine.model.dated import is_in_force
from engine.model.problem import Span
from engine.model.words import Text


class Stage(StrEnum):
    """When a fee line falls due."""

    ON_SUBMISSION = "on_submission"
    AFTER_APPROVAL = "after_approval"


class VatTreatment(StrEnum):
    """How VAT stands to the amounts of a schedule."""

    NONE = "none"
    INCLUDED = "included"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class FeeRule:
    """A line of a schedule: charged when `when` is true (always, when it is None)."""

    id: str
    label: Text
    stage: Stage
    when: Condition | None
    amount: Formula
    cite: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    span: Span

    def is_in_force_on(self, day: date) -> bool:
        return is_in_force(self.effective_from, self.effective_to, day)


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """`is_free_otherwise` says that whoever no line applies to owes nothing, on purpose."""

    currency: str
    vat: VatTreatment
    vat_cite: tuple[str, ...]
    lines: tuple[FeeRule, ...]
    span: Span
    is_free_otherwise: bool = False
