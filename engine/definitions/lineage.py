"""How one entry of a rule file stood at one stage after another: publications, or commits.

A stage is whatever the caller tells stages apart by; the files as of each are looked at in order of
time. Only what is written counts: an entry whose lines are the same is the same version, and it is
one version too when it comes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from engine.definitions.entries import DatedPart, Entry, EntryKind, dated_parts
from engine.definitions.excerpts import Excerpt

Stage = TypeVar("Stage")


@dataclass(frozen=True, slots=True)
class Stood(Generic[Stage]):
    """A time in which an entry stood so: from a stage on, until another one (None: still)."""

    since: Stage
    until: Stage | None


@dataclass(frozen=True, slots=True)
class Version(Generic[Stage]):
    """One text of an entry, and every time in which it stood; `cite` are ids of sources."""

    excerpt: Excerpt
    cite: tuple[str, ...]
    stood: tuple[Stood[Stage], ...]


@dataclass(frozen=True, slots=True)
class DatedEntry(Generic[Stage]):
    """A dated part of an entry; `first` is the stage that brought it, `last` that took it away."""

    part: DatedPart
    first: Stage
    last: Stage | None


@dataclass(frozen=True, slots=True)
class Lineage(Generic[Stage]):
    """The newest version first; dated parts by where they stand, and their dates."""

    kind: EntryKind
    versions: tuple[Version[Stage], ...]
    dated: tuple[DatedEntry[Stage], ...]


def lineage_of(stages: Iterable[tuple[Stage, Entry | None]]) -> Lineage[Stage] | None:
    """What `stages`, the oldest first, say of an entry; None where it stands at none of them."""
    seen = list(stages)
    kind = next((entry.kind for _, entry in reversed(seen) if entry is not None), None)
    return None if kind is None else Lineage(kind, _versions(seen), _dated(seen))


def _versions(stages: list[tuple[Stage, Entry | None]]) -> tuple[Version[Stage], ...]:
    versions: dict[str, Version[Stage]] = {}
    current: str | None = None
    for stage, entry in stages:
        text = None if entry is None else entry.excerpt.text
        if text == current:
            continue
        if current is not None:
            versions[current] = _ended(versions[current], stage)
        if entry is not None and text is not None:
            stood: Stood[Stage] = Stood(stage, None)
            before = versions.pop(text, None)
            versions[text] = (
                Version(entry.excerpt, entry.cite, (stood,))
                if before is None
                else replace(before, excerpt=entry.excerpt, stood=(*before.stood, stood))
            )
        current = text
    return tuple(versions.values())[::-1]


def _ended(version: Version[Stage], by: Stage) -> Version[Stage]:
    *earlier, last = version.stood
    return replace(version, stood=(*earlier, Stood(last.since, by)))


def _dated(stages: list[tuple[Stage, Entry | None]]) -> tuple[DatedEntry[Stage], ...]:
    """Each dated part, from the first stage that had it to the one that had it no longer."""
    open_: dict[tuple[str, str, str], DatedEntry[Stage]] = {}
    closed: list[DatedEntry[Stage]] = []
    for stage, entry in stages:
        parts = () if entry is None else dated_parts(entry.node)
        now = {(part.path, part.since, part.value): part for part in parts}
        gone = [key for key in open_ if key not in now]
        closed += [replace(open_.pop(key), last=stage) for key in gone]
        for key, part in now.items():
            open_.setdefault(key, DatedEntry(part, stage, None))
    order = {id(stage): number for number, (stage, _) in enumerate(stages)}
    found = [*closed, *open_.values()]
    return tuple(
        sorted(found, key=lambda one: (one.part.path, one.part.since, order[id(one.first)]))
    )
