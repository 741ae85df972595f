"""A decision and its trace: plain values, made by `engine.decide`, kept in the record.

`Trace` items hold truths and the values read; sentences are made from them when somebody reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.model.fee import Stage
from engine.model.fee_part import FeePart, ValueUsed
from engine.model.money import Money
from engine.model.value import Absent, Cause, Fault, State, Unknown


class Verdict(StrEnum):
    """Of a rule."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    FAULT = "fault"


class Outcome(StrEnum):
    """Of an application."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDECIDED = "undecided"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class AtomTrace:
    """One comparison or other atom of a condition: its `place` (file:line:column) and text.

    `reads` are the facts read, with their states, in the order of reading; `used` the dated
    values and table rows; `left` and `right` the compared values where it is a comparison.
    """

    id: str
    place: str
    text: str
    truth: bool | Unknown | Fault
    reads: tuple[tuple[str, State], ...]
    used: tuple[ValueUsed, ...]
    operator: str | None = None
    left: State | None = None
    right: State | None = None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """`deciding` holds the ids of the atoms that decided: no proper subset of them does.

    Here and below, what explains is a tuple, or a `Later` that makes it when it is read.
    """

    id: str
    verdict: Verdict
    atoms: Sequence[AtomTrace]
    deciding: Sequence[str]
    cite: tuple[str, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A line of the quote. `amount` is unknown or a fault when the line cannot be settled yet.

    `is_charged` is the truth of the line's condition; a line known not to be charged is left out.
    `parts` say how a line that is more than an amount comes to it.
    """

    id: str
    stage: Stage
    amount: Money | Unknown | Fault
    cite: tuple[str, ...]
    is_official: bool
    used: Sequence[ValueUsed]
    is_charged: bool | Unknown | Fault = True
    parts: Sequence[FeePart] = ()


@dataclass(frozen=True, slots=True)
class ContainedVat:
    """The tax that the lines of a stage hold; with what is left it comes to their sum exactly."""

    stage: Stage
    rate: State
    amount: Money | Unknown | Fault
    cite: tuple[str, ...]
    used: Sequence[ValueUsed]


@dataclass(frozen=True, slots=True)
class Determined:
    """A result beside eligibility: the `value` of a determination, which may be unknown."""

    name: str
    value: State
    cite: tuple[str, ...]
    is_official: bool
    used: Sequence[ValueUsed]


@dataclass(frozen=True, slots=True)
class ItemDue:
    """An item of a group that a document is due for; `number` counts from 1."""

    number: int
    is_due: bool | Unknown | Fault


@dataclass(frozen=True, slots=True)
class DocumentDue:
    """`is_due` unknown: it depends on what is not known yet. A document not due is left out.

    `items`: of a document that is due for each item, those that it is or may be due for.
    """

    id: str
    is_due: bool | Unknown | Fault
    atoms: Sequence[AtomTrace]
    cite: tuple[str, ...]
    is_official: bool
    items: Sequence[ItemDue] = ()
    stage: Stage = Stage.ON_SUBMISSION

    @property
    def states(self) -> tuple[bool | Unknown | Fault, ...]:
        """Whether it is due, and whether it is for each item."""
        return (self.is_due, *(item.is_due for item in self.items))


@dataclass(frozen=True, slots=True)
class ValidityPeriod:
    """First and last day, both inclusive."""

    starts: date
    ends: date
    cite: tuple[str, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules of one release say of one application on one day.

    `is_open_to` False or unknown: a register of `open_to` holds no record or did not answer, and
    there are no verdicts, documents or lines. `questions` are facts an applicant can still give
    that can change something. `rows` are the ids of the rows that hold, of each settled table that
    anything in force reads: one at most, unless the table lets several hold. `told` is what the
    names came to that texts of the rules say, `contained_vat` by stage, where the amounts hold the
    tax.
    """

    service: str
    release: str
    decision_date: date
    is_open_to: bool | Unknown
    outcome: Outcome
    rules: Sequence[RuleResult]
    fees: Sequence[FeeLine]
    documents: Sequence[DocumentDue]
    validity: ValidityPeriod | Unknown | Absent | Fault
    questions: Sequence[Cause]
    rows: Mapping[str, tuple[str, ...]]
    determinations: Sequence[Determined] = ()
    told: Sequence[tuple[str, State]] = ()
    contained_vat: Sequence[ContainedVat] = ()

    def total(self, stage: Stage | None = None) -> Money | Unknown | Fault | None:
        """The sum of the lines (of one stage); None when there is no line, unknown if one is."""
        amounts = [line.amount for line in self.fees if stage is None or line.stage is stage]
        total: Money | None = None
        unknown: set[Cause] = set()
        is_unknown = False
        for amount in amounts:
            match amount:
                case Fault():
                    return amount
                case Unknown(causes):
                    is_unknown = True
                    unknown |= causes
                case Money():
                    total = amount if total is None else total + amount
        return Unknown(frozenset(unknown)) if is_unknown else total

    @property
    def verdicts(self) -> dict[str, Verdict]:
        return {result.id: result.verdict for result in self.rules}

    def due(self) -> tuple[str, ...]:
        """Ids of the documents that are due, without those still unknown."""
        return tuple(document.id for document in self.documents if document.is_due is True)
