"""A decision in the words of one language: what pages, printed letters and commands show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CitationView:
    """`address` is None for a source without one. `is_official`: its own rank, nothing else."""

    title: str
    address: str | None
    is_official: bool


@dataclass(frozen=True, slots=True)
class BasisView:
    """A dated value, or what rows of a table gave, that a reason rests on.

    `name` is what rules call the value or the output, `rows` the ids of the rows that hold; `since`
    is the first day, None for what is computed or holds on every date. The sentence says all of it,
    and by what the rows were chosen.
    """

    name: str
    rows: tuple[str, ...]
    since: date | None
    sentence: str
    cite: tuple[str, ...]
    citations: tuple[CitationView, ...]


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One clause that decided; `item` is the number of the item of a group that it is about.

    `order` counts the sentences of a rule, and is the same in both languages: what is said already
    in one of them is left out there.
    """

    order: int

    sentence: str
    place: str
    item: int | None
    basis: tuple[BasisView, ...]


@dataclass(frozen=True, slots=True)
class LeadView:
    """A service that is offered instead: its id, and what people call it."""

    service: str
    title: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """`verdict` is the code (`met`, `not_met`, `unknown`, `fault`), `verdict_words` its words.

    `changes` are ways in which a rule that is not met would be: any one of them is enough, and all
    that stands in it is needed. `waits_for` names what a rule that is not known depends on.
    """

    id: str
    label: str
    verdict: str
    verdict_words: str
    reasons: tuple[ReasonView, ...]
    changes: tuple[tuple[str, ...], ...]
    advice: str | None  # only of a rule that is not met
    lead: LeadView | None  # the same
    citations: tuple[CitationView, ...]
    is_official: bool
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeStepView:
    """How a line comes to its amount, one part of it. What is cited is cited for a waiver."""

    sentence: str
    basis: tuple[BasisView, ...]
    cite: tuple[str, ...]
    citations: tuple[CitationView, ...]


@dataclass(frozen=True, slots=True)
class FeeView:
    """`steps` is empty for a line that is an amount and nothing more, or not known yet."""

    id: str
    label: str
    stage: str
    amount: str
    is_known: bool
    is_official: bool
    citations: tuple[CitationView, ...]
    steps: tuple[FeeStepView, ...]


@dataclass(frozen=True, slots=True)
class DeterminationView:
    """A result beside eligibility, in words; `is_known` is false while it is not settled."""

    name: str
    label: str
    value: str
    is_known: bool
    citations: tuple[CitationView, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of a group that a document is due for, by the name of its page, and why."""

    number: int
    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Why a document is asked for: the sentences of what made it due. Of `one_of` any is enough.

    `items` are those that it is due for, where that is asked of each. `stage` says when it is
    supplied, in words, and is empty where that is on submission.
    """

    id: str
    label: str
    stage: str
    one_of: tuple[str, ...]
    items: tuple[ItemView, ...]
    is_due: bool
    reasons: tuple[str, ...]
    citations: tuple[CitationView, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class ValidityView:
    starts: str
    ends: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class Headings:
    """The words over the parts of a decision."""

    fees: str
    documents: str
    documents_perhaps: str
    validity: str
    questions: str
    faults: str
    determinations: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """`outcome` is the code; `questions` are labels of what can still be said, in form order.

    `faults` say what could not be worked out and where in the definitions that is: for staff and
    authors, not for applicants. `total` is None when nothing is charged; `is_total_known` is false
    when a line is not known yet.
    """

    outcome: str
    outcome_words: str
    rules: tuple[RuleView, ...]
    fees: tuple[FeeView, ...]
    total: str | None
    is_total_known: bool
    contained_vat: tuple[str, ...]
    documents: tuple[DocumentView, ...]
    validity: ValidityView | None
    questions: tuple[str, ...]
    faults: tuple[str, ...]
    is_official: bool
    headings: Headings
    determinations: tuple[DeterminationView, ...]
