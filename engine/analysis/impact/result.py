"""What is told of a change: the numbers of one service, with what is of few left out.

Not here: counting (`impact.py`), choosing what is told (`telling.py`), the words (`words.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.analysis.counts import Counts, DocumentCounts, LineCounts
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Group:
    """Applications of one month or code: `key` is `2025-11`, a code, or empty for none."""

    key: str
    label: Text
    counts: Counts


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`rest`: the `hidden` groups together, which are not told apart; None where there are none.

    Of a group that is told a number may be left out, as may one of the rest.
    """

    by: str
    label: Text
    groups: tuple[Group, ...]
    hidden: int = 0
    rest: Counts | None = None


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """`count` None: not told."""

    before: str
    now: str
    count: int | None


@dataclass(frozen=True, slots=True)
class LineChange:
    """A fee line; `counts` None: not told."""

    id: str
    label: Text
    counts: LineCounts | None


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document; `counts` None: not told."""

    id: str
    label: Text
    counts: DocumentCounts | None


@dataclass(frozen=True, slots=True)
class NewQuestions:
    """Questions that the new version asks and the old one did not ask, or not of everybody whom it
    asks now. Of the applications that meet one: `settled` come out the same whatever is answered,
    `open` are undecided until it is. None: not told.
    """

    facts: tuple[str, ...]
    labels: tuple[Text, ...]
    asked: int | None
    settled: int | None
    open: int | None


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the evaluator had to compute: of how many applications, and where it is written."""

    applications: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What is told of one service. A number that is None is not told: it would be of few.

    `not_reproduced`: decided otherwise than the old version does; `not_compared`: what was decided
    is not in the table. `elsewhere`: decided under another release than the old version is.
    `missing` are facts that only the new version reads and the table does not have, so that they
    count as unknown; `dropped` are codes in the table that only the old version has.
    """

    service: str
    title: Text
    old: str
    new: str
    currency: str
    days: tuple[date, date]
    whole: Counts
    outcomes: tuple[OutcomeChange, ...]
    lines: tuple[LineChange, ...]
    documents: tuple[DocumentChange, ...]
    questions: NewQuestions | None
    breakdowns: tuple[Breakdown, ...]
    references: Mapping[str, tuple[str, ...]]
    not_reproduced: int | None
    not_compared: int
    elsewhere: int
    recomputed: Recomputed | None
    missing: tuple[str, ...]
    ignored: tuple[str, ...]
    dropped: Mapping[str, tuple[str, ...]]
    smallest: int
    is_touched: bool
