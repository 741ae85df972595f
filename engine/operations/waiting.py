"""Whether an application waits for staff, since when, and until when it should be decided.

The clock of the service level starts when the application enters a state in which staff have
something to do. While they move it between themselves it goes on; when it leaves them it stops.
"""

from __future__ import annotations

from datetime import date, datetime

from engine.model.application import Application
from engine.model.lifecycle import EffectKind, Lifecycle
from engine.model.portal import Portal
from engine.model.service import Service
from engine.operations.entering import civil_date
from engine.release import Release
from engine.store.protocols import Work


def waits_for_staff(lifecycle: Lifecycle, state: str) -> bool:
    """Whether staff have something to do in the state, beside revoking what was issued."""
    return any(
        transition.by.is_staff
        and all(effect.kind is not EffectKind.REVOKE for effect in transition.effects)
        for transition in lifecycle.leaving(state)
    )


def note_waiting(
    work: Work, release: Release, before: Application, after: Application, now: datetime
) -> None:
    """Put the application into the queue, leave it there, or take it out."""
    service = release.catalogue.services[after.service]
    lifecycle = service.lifecycle
    if after.state != before.state:
        work.claims.drop(after.reference)  # what is left to do is another's work, or nobody's
    if not waits_for_staff(lifecycle, after.state):
        work.queue.take(after.reference)
    elif not waits_for_staff(lifecycle, before.state):
        due = level_over(release.catalogue.portal, service, now)
        work.queue.put(after.reference, now, due)


def level_over(portal: Portal, service: Service, since: datetime) -> date | None:
    """The last day of the service level; None without one, or past the holidays known."""
    if service.processing is None:
        return None
    try:
        return portal.working.after(civil_date(portal, since), service.processing.working_days)
    except ValueError:
        return None


def days_used(portal: Portal, since: datetime, now: datetime) -> int | None:
    """Working days since then; None past the holidays known."""
    try:
        return portal.working.between(civil_date(portal, since), civil_date(portal, now))
    except ValueError:
        return None
