"""Two configurations compared: what changes in words, what that means, and what is in flight.

Not here: how a comparison is shown (`engine/cli/diff_*.py`, `templates/reports/`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Final

from engine.analysis.changes import Change, Weight, changes_of
from engine.definitions.catalogue import Catalogue
from engine.inflight import Change as DraftChange
from engine.inflight import changes_between
from engine.model.service import InFlight
from engine.model.words import Text
from engine.phrases import phrase_text

_TESTS_SHOWN: Final = 5


class Fate(StrEnum):
    """What becomes of the drafts of a service."""

    MOVE = "move"
    KEEP = "keep"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one service, or of several together, or of a list; the weightiest first."""

    about: Text
    services: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def weights(self) -> tuple[tuple[Weight, tuple[Change, ...], int], ...]:
        """The changes by what they are about, and how many more there are: of tests a few do."""
        pairs = groupby(self.changes, key=lambda change: change.weight)
        return tuple(_few(weight, tuple(changes)) for weight, changes in pairs)


@dataclass(frozen=True, slots=True)
class DraftCounts:
    """How many drafts there are, and of how many a step is touched that was saved already."""

    total: int
    touched: int


@dataclass(frozen=True, slots=True)
class Drafts:
    """What becomes of the drafts of one service. `counts` None: nobody looked into a store."""

    service: str
    title: Text
    fate: Fate
    changes: tuple[DraftChange, ...]
    counts: DraftCounts | None = None

    @property
    def lines(self) -> tuple[Text, ...]:
        """Each change of a draft as its applicant meets it."""
        return tuple(phrase_text(f"diff.{one.kind}", label=one.label) for one in self.changes)


def _few(weight: Weight, changes: tuple[Change, ...]) -> tuple[Weight, tuple[Change, ...], int]:
    most = _TESTS_SHOWN if weight is Weight.TESTS else len(changes)
    return weight, changes[:most], max(0, len(changes) - most)


def grouped(changes: Iterable[Change]) -> tuple[Group, ...]:
    """The changes by what they stand under; the group with the weightiest change first."""
    held: dict[tuple[Text, tuple[str, ...]], list[Change]] = {}
    for change in changes:
        held.setdefault((change.about, change.services), []).append(change)
    groups = [Group(about, services, tuple(found)) for (about, services), found in held.items()]
    return tuple(sorted(groups, key=lambda group: group.changes[0].order))


def words_of(
    old: Catalogue, new: Catalogue, services: Collection[str] | None, today: date
) -> tuple[Change, ...]:
    """The changes that reach any of `services`; all of them where it is None."""
    changes = changes_of(old, new, today=today)
    if services is None:
        return changes
    return tuple(one for one in changes if set(services) & set(one.services))


def drafts_of(
    old: Catalogue, new: Catalogue, services: Collection[str] | None, today: date
) -> tuple[Drafts, ...]:
    """What drafts meet, of each service that people apply for under `old`, by id."""
    every = (one for one in old.services.values() if services is None or one.id in services)
    return tuple(
        Drafts(one.id, one.title, fate, _changes(old, new, one.id, fate, today))
        for one in sorted(every, key=lambda service: service.id)
        for fate in (_fate(new, one.id),)
    )


def _fate(new: Catalogue, service: str) -> Fate:
    found = new.services.get(service)
    if found is None:
        return Fate.GONE
    return Fate.KEEP if found.draft_in_flight is InFlight.KEEP else Fate.MOVE


def _changes(
    old: Catalogue, new: Catalogue, service: str, fate: Fate, today: date
) -> tuple[DraftChange, ...]:
    return changes_between(old, new, service, today) if fate is Fate.MOVE else ()
