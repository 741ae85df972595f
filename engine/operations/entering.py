"""Entering a state: from when on each deadline of it is past, in the portal's civil days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.model.application import Application
from engine.model.lifecycle import Actor, Transition
from engine.model.portal import Portal
from engine.release import Release
from engine.store.protocols import Work


def civil_date(portal: Portal, now: datetime) -> date:
    """The date of `now` where the portal is run, not in UTC."""
    return now.astimezone(ZoneInfo(portal.time_zone)).date()


def last_day(portal: Portal, transition: Transition, entered_at: datetime) -> date | None:
    """The last day on which the transition's deadline is kept.

    A state entered on day D with `after_days: 30` may be stayed in until day D + 30 is over.
    None when it counts working days past the last holiday that the portal knows.
    """
    term = transition.after
    assert term is not None, f"`{transition.id}` has no deadline"
    entered_on = civil_date(portal, entered_at)
    if not term.is_working:
        return entered_on + timedelta(days=term.days)
    try:
        return portal.working.after(entered_on, term.days)
    except ValueError:
        return None


def end_of(portal: Portal, day: date) -> datetime:
    """The first instant after a civil day."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(portal.time_zone))
    return midnight.astimezone(UTC)


def note_deadlines(
    work: Work, release: Release, application: Application, entered_at: datetime
) -> None:
    """Keep when each deadline of the application's state is past.

    One that counts past the known holidays is looked at again when those are over.
    """
    catalogue = release.catalogue
    lifecycle = catalogue.services[application.service].lifecycle
    due = {
        one.id: end_of(
            catalogue.portal,
            last_day(catalogue.portal, one, entered_at) or catalogue.portal.holidays_known_to,
        )
        for one in lifecycle.leaving(application.state, Actor.DEADLINE)
    }
    work.deadlines.renew(application.reference, due)
