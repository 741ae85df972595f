"""Transitions that time makes: an unpaid application lapses, a forgotten draft is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from engine.model.lifecycle import Actor, Transition
from engine.model.payment import InvoiceState
from engine.model.portal import Portal
from engine.operations.binding import lifecycle_facts, transitions
from engine.operations.opening import civil_date, open_under, view_of
from engine.operations.ports import Ports
from engine.release import Release

_log = structlog.get_logger("mumaris.audit")


def run_deadlines(ports: Ports, now: datetime) -> tuple[str, ...]:
    """Make the transitions whose deadline is past; the references moved. Call it now and then.

    A state entered on day D with `after_days: 30` is left once day D + 30 is over.
    """
    with ports.store.read() as work:
        states = work.applications.states()
    moved: list[str] = []
    for service, hash, state in states:
        release = ports.releases.release(hash)
        for transition in release.catalogue.services[service].lifecycle.transitions:
            if transition.origin == state and transition.by is Actor.DEADLINE:
                moved += _run(ports, release, service, transition, now)
    return tuple(moved)


def _run(
    ports: Ports, release: Release, service: str, transition: Transition, now: datetime
) -> list[str]:
    before = _first_moment_kept(release.catalogue.portal, transition.after_days or 0, now)
    with ports.store.read() as work:
        references = work.applications.in_state_since(
            service, release.hash, transition.origin, before
        )
    return [one for one in references if _move(ports, release, one, transition, now)]


def _move(
    ports: Ports, release: Release, reference: str, transition: Transition, now: datetime
) -> bool:
    """Make the transition unless something else has moved the application meanwhile."""
    with ports.store.read() as work:
        application = work.applications.get(reference)
    if application is None:
        return False
    opened = open_under(ports, application, release, now)
    with ports.store.begin() as work:
        locked = work.applications.get(reference, for_update=True)
        if locked is None or (locked.state, locked.release) != (transition.origin, release.hash):
            return False
        opened = replace(opened, application=locked)
        view = view_of(work, opened)
        facts = lifecycle_facts(view.reading, view.decision)
        if transition not in transitions(opened, facts, Actor.DEADLINE):
            return False
        after = replace(locked, state=transition.target, revision=locked.revision + 1)
        work.applications.update(locked, replace(after, changed_at=now))
        for invoice in work.invoices.of_application(reference):
            if invoice.state is InvoiceState.OPEN:
                work.invoices.update(replace(invoice, state=InvoiceState.EXPIRED))
    _log.info("application.deadline", reference=reference, transition=transition.id)
    return True


def _first_moment_kept(portal: Portal, days: int, now: datetime) -> datetime:
    """States entered before this instant are past their deadline."""
    first_day = civil_date(portal, now) - timedelta(days=days)
    return datetime.combine(first_day, time.min, ZoneInfo(portal.time_zone))
