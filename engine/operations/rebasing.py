"""What putting another release in force would change in drafts: told, and nothing written.

A draft moves when its applicant opens it next, so what is told here is what they would then be
shown. Submitted applications stay under the release that they were submitted under.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.inflight import Change, changes_between
from engine.model.application import Application
from engine.model.service import InFlight
from engine.operations.entering import civil_date
from engine.operations.opening import is_draft
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.release import Release

_PAGE = 200  # drafts in memory at a time


class Fate(StrEnum):
    """What becomes of a draft."""

    MOVES = "moves"
    IS_THERE = "is_there"  # under that very release already
    KEEPS = "keeps"  # the service says that drafts stay as they began
    GONE = "gone"  # the release has no such service, so the draft stays as it began


@dataclass(frozen=True, slots=True)
class DraftChange:
    """`touched` are those of `changes` that concern a step which the applicant has saved."""

    reference: str
    service: str
    release: str
    fate: Fate
    changes: tuple[Change, ...]
    touched: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Pinned:
    """Submitted applications by the release that they stay under."""

    by_release: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_release.values())


def pinned(ports: Ports) -> Pinned:
    with ports.store.read() as work:
        return Pinned(work.applications.submitted_by_release())


def drafts_under(ports: Ports, target: Release, now: datetime) -> Iterator[DraftChange]:
    """Each draft in order of reference, as `target` would find it on the civil date of `now`.

    Drafts are read as they are at that moment, a page at a time.
    """
    day = civil_date(target.catalogue.portal, now)
    known: dict[tuple[str, str], tuple[Change, ...]] = {}
    after = ""
    while True:
        with ports.store.read() as work:
            page = work.applications.unsubmitted(after, _PAGE)
        for application in page:
            kept = ports.releases.release(application.release)
            if is_draft(application, kept.catalogue.services[application.service]):
                yield _draft(application, kept, target, day, known)
        if len(page) < _PAGE:
            return
        after = page[-1].reference


def target_of(ports: Ports, beginning: str | None, now: datetime) -> Release:
    """A kept release by the beginning of its hash; None: the one in force. Raises NotThere."""
    if beginning is None:
        return ports.releases.active(now)
    with ports.store.read() as work:
        found = work.releases.beginning_with(beginning)
    if len(found) != 1 or not beginning:
        raise NotThere(f"{len(found) or 'no'} kept releases begin with `{beginning}`")
    return ports.releases.release(found[0])


def _draft(
    application: Application,
    kept: Release,
    target: Release,
    day: date,
    known: dict[tuple[str, str], tuple[Change, ...]],
) -> DraftChange:
    fate = _fate(application, kept, target)
    changes: tuple[Change, ...] = ()
    if fate is Fate.MOVES:
        key = (kept.hash, application.service)
        if key not in known:
            known[key] = changes_between(kept.catalogue, target.catalogue, application.service, day)
        changes = known[key]
    saved = {step for step, entry in application.steps.items() if entry.is_saved}
    return DraftChange(
        application.reference,
        application.service,
        kept.hash,
        fate,
        changes,
        tuple(change for change in changes if change.step in saved),
    )


def _fate(application: Application, kept: Release, target: Release) -> Fate:
    if kept.hash == target.hash:
        return Fate.IS_THERE
    service = target.catalogue.services.get(application.service)
    if service is None:
        return Fate.GONE
    return Fate.KEEPS if service.draft_in_flight is InFlight.KEEP else Fate.MOVES
