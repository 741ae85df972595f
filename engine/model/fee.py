"""Fee schedules: the lines that add up to what an application costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.model.charge import Charge, Entered, LineRef
from engine.model.condition import Condition, Formula
from engine.model.dated import is_in_force
from engine.model.fact import Fact
from engine.model.problem import Span
from engine.model.rounding import Rounding
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
class Vat:
    """`rate` in per cent, and its rounding, are written unless no tax is due."""

    treatment: VatTreatment
    rate: Formula | None
    rounding: Rounding | None
    cite: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class FeeRule:
    """A line of a schedule: charged when `when` is true (always, when it is None).

    It is not charged when a line of `not_with` is. What `charge` comes to is raised to `minimum`
    and then lowered to `maximum`.
    `read_on` is the day on which it reads dated values and cells, where not the decision date.
    """

    id: str
    label: Text
    stage: Stage
    when: Condition | None
    charge: Charge
    cite: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    span: Span
    minimum: Formula | None = None
    maximum: Formula | None = None
    not_with: tuple[LineRef, ...] = ()
    read_on: Formula | None = None

    def is_in_force_on(self, day: date) -> bool:
        return is_in_force(self.effective_from, self.effective_to, day)


@dataclass(frozen=True, slots=True)
class Concession:
    """Who does not pay: the lines named, or every line where `lines` is None."""

    id: str
    label: Text
    when: Condition
    lines: tuple[LineRef, ...] | None
    cite: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    span: Span
    read_on: Formula | None = None

    def is_in_force_on(self, day: date) -> bool:
        return is_in_force(self.effective_from, self.effective_to, day)

    def is_of(self, line: str) -> bool:
        return self.lines is None or any(one.id == line for one in self.lines)


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """To whom `exempt` applies a line is not charged; `waivers` leave it there, and nothing due.

    `is_free_otherwise` says that whoever no line applies to owes nothing, on purpose.
    """

    currency: str
    vat: Vat
    lines: tuple[FeeRule, ...]
    span: Span
    is_free_otherwise: bool = False
    exempt: tuple[Concession, ...] = ()
    waivers: tuple[Concession, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all lines, those of added tax last."""
        stages = {line.stage for line in self.lines}
        is_added = self.vat.treatment is VatTreatment.ADDED
        added = [vat_id(stage) for stage in Stage if is_added and stage in stages]
        return (*(line.id for line in self.lines), *added)

    def entered(self) -> Iterator[Fact]:
        """The amounts that a reviewer enters."""
        for line in self.lines:
            if isinstance(line.charge, Entered):
                yield line.charge.fact


def vat_id(stage: Stage) -> str:
    """The id of the line of added tax.

    >>> vat_id(Stage.ON_SUBMISSION)
    'vat-on-submission'
    """
    return f"vat-{stage.replace('_', '-')}"
