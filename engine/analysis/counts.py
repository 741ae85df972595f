"""What a change comes to in numbers: how many applications, and how much money.

Counts are of applications; amounts are whole minor units, and sums of those whose total is known
in both versions. What is None is not told: see `suppression.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Counts:
    """`lost`: eligible before and ineligible now; `gained`: the other way; `otherwise`: any other
    change of the outcome. `unpriced`: a total is not known, before or now. `reset`: a determination
    or the validity is another one. `touched`: any of it, or other lines that come to the same.
    """

    applications: int | None
    touched: int | None
    lost: int | None
    gained: int | None
    otherwise: int | None
    dearer: int | None
    cheaper: int | None
    unpriced: int | None
    asked_more: int | None
    asked_less: int | None
    reset: int | None
    before_minor: int | None
    after_minor: int | None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The counts and how many are decided the same, before any is hidden; no amounts."""
        counts = [getattr(self, name) or 0 for name in COUNTED]
        return (*counts, counts[0] - counts[1])

    @property
    def difference_minor(self) -> int | None:
        if self.before_minor is None or self.after_minor is None:
            return None
        return self.after_minor - self.before_minor

    def without(self, *names: str) -> Counts:
        """The same, with these not told."""
        return replace(self, **dict.fromkeys(names))


MEASURES: Final = tuple(one.name for one in fields(Counts))
AMOUNTS: Final = ("before_minor", "after_minor")
COUNTED: Final = tuple(name for name in MEASURES if name not in AMOUNTS)
HIDDEN: Final = Counts(*(None for _ in MEASURES))
CHANGES: Final = (  # what an application is listed under
    "lost",
    "gained",
    "otherwise",
    "dearer",
    "cheaper",
    "asked_more",
    "asked_less",
    "reset",
)


@dataclass(frozen=True, slots=True)
class LineCounts:
    """Of one fee line: charged now and not before, the other way, more and less than before."""

    added: int
    dropped: int
    dearer: int
    cheaper: int
    before_minor: int
    after_minor: int

    @property
    def numbers(self) -> tuple[int, ...]:
        return self.added, self.dropped, self.dearer, self.cheaper

    @property
    def difference_minor(self) -> int:
        return self.after_minor - self.before_minor


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """Of one document: asked of and not before, the other way."""

    added: int
    dropped: int

    @property
    def numbers(self) -> tuple[int, ...]:
        return self.added, self.dropped


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """Of questions that only the new version asks: of how many, and for how many of them the
    outcome is the same whatever they answer. `others` are undecided now and asked nothing new."""

    asked: int
    settled: int
    others: int

    @property
    def open(self) -> int:
        """Those whose outcome waits for an answer."""
        return self.asked - self.settled
