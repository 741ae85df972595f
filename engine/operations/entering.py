"""Entering a state: from when on a deadline of it may be past, in the portal's civil days."""

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


def deadline_of(portal: Portal, transition: Transition, entered_at: datetime) -> datetime:
    """The first instant at which the transition's deadline is past.

    A state entered on day D with `after_days: 30` may be stayed in until day D + 30 is over.
    """
    last_day = civil_date(portal, entered_at) + timedelta(days=transition.after_days or 0)
    midnight = datetime.combine(last_day + timedelta(days=1), time.min, ZoneInfo(portal.time_zone))
    return midnight.astimezone(UTC)


def note_deadline(
    work: Work, release: Release, application: Application, entered_at: datetime
) -> None:
    """Keep when the first deadline of the application's state is past, or that it has none."""
    catalogue = release.catalogue
    deadlines = (
        deadline_of(catalogue.portal, one, entered_at)
        for one in catalogue.services[application.service].lifecycle.transitions
        if one.by is Actor.DEADLINE and one.origin == application.state
    )
    work.applications.set_deadline(application.reference, min(deadlines, default=None))
