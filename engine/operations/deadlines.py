"""Transitions that time makes: an unpaid application lapses, a forgotten draft is closed.

When an application enters a state, the store is told from when on a deadline of that state may be
past (`entering.py`); `run_deadlines` looks at those applications only.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from engine.model.lifecycle import Actor, Transition
from engine.model.payment import InvoiceState
from engine.operations.binding import lifecycle_facts, transitions
from engine.operations.entering import deadline_of, note_deadline
from engine.operations.opening import Opened, open_under, view_of
from engine.operations.ports import Ports
from engine.store.protocols import Work

_log = structlog.get_logger("mumaris.audit")


def run_deadlines(ports: Ports, now: datetime) -> tuple[str, ...]:
    """Make the transitions whose deadline is past; the references moved. Call it now and then.

    A state entered on day D with `after_days: 30` is left once day D + 30 is over, in the
    portal's time zone.
    """
    with ports.store.read() as work:
        references = work.applications.past_deadline(now)
    return tuple(one for one in references if _move(ports, one, now))


def _move(ports: Ports, reference: str, now: datetime) -> bool:
    """Make the first transition that is past and may be made, if any."""
    with ports.store.read() as work:
        application = work.applications.get(reference)
    if application is None:
        return False
    release = ports.releases.release(application.release)
    opened = open_under(ports, application, release, now)
    with ports.store.begin() as work:
        locked = work.applications.get(reference, for_update=True)
        if locked is None or locked.revision != application.revision:
            return False  # something else has just changed it; the next run sees
        transition = _past(work, opened, now)
        if transition is None:
            return False
        after = replace(
            locked, state=transition.target, revision=locked.revision + 1, changed_at=now
        )
        work.applications.update(locked, after)
        note_deadline(work, release, after, now)
        for invoice in work.invoices.of_application(reference):
            if invoice.state is InvoiceState.OPEN:
                work.invoices.update(replace(invoice, state=InvoiceState.EXPIRED))
    _log.info("application.deadline", reference=reference, transition=transition.id)
    return True


def _past(work: Work, opened: Opened, now: datetime) -> Transition | None:
    entered_at = work.applications.state_entered_at(opened.application.reference)
    portal = opened.release.catalogue.portal
    view = view_of(work, opened)
    may = transitions(opened, lifecycle_facts(view.reading, view.decision), Actor.DEADLINE)
    past = (one for one in may if deadline_of(portal, one, entered_at) <= now)
    return next(past, None)
