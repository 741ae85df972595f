"""Required documents: what must be supplied and when, and in which form it is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from engine.model.condition import Condition
from engine.model.dated import is_in_force
from engine.model.fact import Fact
from engine.model.fee import Stage
from engine.model.for_each import ForEach
from engine.model.period import Days, Months, add_months
from engine.model.problem import Span
from engine.model.wording import Words
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Reusable:
    """A document that was supplied once can be used again before `lasts` is over.

    Counted from the day that the detail `since` says, or from that on which it was supplied.
    """

    lasts: Months | Days
    since: str | None

    def is_valid_on(self, day: date, start: date) -> bool:
        """Whether what counts from `start` can be used on `day`; the last is before start + length.

        >>> half = Reusable(Months(6), None)
        >>> half.is_valid_on(date(2026, 6, 30), date(2026, 1, 1))
        True
        >>> half.is_valid_on(date(2026, 7, 1), date(2026, 1, 1))
        False
        """
        length = self.lasts.count
        if isinstance(self.lasts, Days):
            return start <= day < start + timedelta(days=length)
        return start <= day < add_months(start, length)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A document of which one like it is enough: its facts are absent where another is supplied."""

    id: str
    label: Text
    help: Words | None
    asks: tuple[Fact, ...]
    sensitive: str | None
    span: Span
    reusable: Reusable | None = None


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """Due when `when` is true (always, when it is None). `asks` are facts the applicant types
    beside the file; their names are `documents.<id>.<detail>`.

    `sensitive` names the kind of personal data the file holds (`health`), or is None. With `any_of`
    one of those is supplied, and it is they that ask and that files are of. With `for_each` it is
    due for each item for which `when` is true, and what it asks is asked of each: the group
    `documents.<id>` holds these items, with the details among their fields.
    """

    id: str
    label: Text
    help: Words | None
    when: Condition | None
    asks: tuple[Fact, ...]
    sensitive: str | None
    cite: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    span: Span
    any_of: tuple[Alternative, ...] = ()
    for_each: ForEach | None = None
    stage: Stage = Stage.ON_SUBMISSION
    reusable: Reusable | None = None

    @property
    def is_later(self) -> bool:
        """Whether it is asked for only after approval, and nothing decided before reads it."""
        return self.stage is Stage.AFTER_APPROVAL

    @property
    def name(self) -> str:
        """Its own name among facts, and where its files are: a group only with `for_each`."""
        return f"documents.{self.id}"

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the facts that it gives."""
        return (self.name,) if self.for_each else tuple(fact.name for fact in self.details)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """What can be supplied: the document itself, or each of its alternatives."""
        return self.any_of or (self,)

    @property
    def details(self) -> tuple[Fact, ...]:
        """Every fact that is asked about what is supplied."""
        return tuple(fact for paper in self.papers for fact in paper.asks)

    @property
    def helps(self) -> tuple[Words, ...]:
        """What is said of what it must show, the document's own first."""
        said = dict.fromkeys((self.help, *(paper.help for paper in self.papers)))
        return tuple(words for words in said if words is not None)

    def is_in_force_on(self, day: date) -> bool:
        return is_in_force(self.effective_from, self.effective_to, day)


Paper: TypeAlias = RequiredDocument | Alternative
"""What a file is of."""


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """Where a step asks for a document and which files it takes. `accept` holds `pdf jpeg png`."""

    document: str
    accept: tuple[str, ...]
    max_bytes: int
    max_files: int
    span: Span
