"""Transitions that time makes: an unpaid application lapses, a forgotten draft is closed.

Each deadline of a state is a row, written when the state is entered. Whoever runs this takes the
row away in the transaction that acts on it, so it is acted on once, however many run it and
wherever one of them is killed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from engine.decide.network import Network
from engine.model.lifecycle import Actor, Transition
from engine.operations.binding import Stopped
from engine.operations.causes import Cause
from engine.operations.entering import end_of, last_day, note_deadlines
from engine.operations.incidents import note_incident
from engine.operations.opening import Opened, open_under
from engine.operations.ports import Ports
from engine.operations.reacting import Reacted, network_of, react
from engine.store.protocols import StoreUnavailable, Work

MOST_AT_ONCE = 200
_LATER = timedelta(days=1)  # until a deadline that cannot be acted on is looked at again
_SOON = timedelta(minutes=10)  # until one that failed is
_log = structlog.get_logger("mumaris.audit")


def run_deadlines(ports: Ports, now: datetime, most: int = MOST_AT_ONCE) -> tuple[str, ...]:
    """Make the transitions whose deadline is past, `most` of them; the references moved."""
    with ports.store.read() as work:
        past = work.deadlines.past(now, most)
    return tuple(reference for reference, id in past if _guarded(ports, reference, id, now))


def _guarded(ports: Ports, reference: str, transition: str, now: datetime) -> bool:
    """As `_run`; one that fails is looked at again later, and holds up no other."""
    try:
        return _run(ports, reference, transition, now)
    except StoreUnavailable:
        raise  # whatever comes next would fail as well
    except Exception:  # noqa: BLE001  # whatever it is, somebody else's time goes on
        _log.exception("deadline.failed", reference=reference, transition=transition)
    with ports.store.begin() as work:
        work.deadlines.put_off(reference, transition, now + _SOON)
    return False


def _run(ports: Ports, reference: str, transition: str, now: datetime) -> bool:
    """Whether this call made the transition."""
    with ports.store.read() as work:
        application = work.applications.get(reference)
        is_due = transition in work.deadlines.of_application(reference)
    if application is None or not is_due:
        return False
    opened = open_under(ports, application, ports.releases.release(application.release), now)
    with network_of(ports, opened) as network, ports.store.begin() as work:
        locked = work.applications.get(reference, for_update=True)
        if locked is None or transition not in work.deadlines.of_application(reference):
            return False  # somebody else has acted on it, or the state was left
        if locked.revision != application.revision:
            return False  # something else has just changed it; the next run sees
        opened = replace(opened, application=locked)
        return _act(work, ports, opened, network, transition, now)


def _act(
    work: Work, ports: Ports, opened: Opened, network: Network, transition: str, now: datetime
) -> bool:
    application = opened.application
    found = opened.service.lifecycle.transition(transition)
    entered_at = work.applications.state_entered_at(application.reference)
    if found is None or application.state not in found.origins:
        # The row is older than the definition that is now followed.
        note_deadlines(work, opened.release, application, entered_at)
        return False
    over_at = _over_at(ports, found, entered_at, now)
    if over_at is None or over_at > now:
        work.deadlines.put_off(application.reference, transition, over_at or now + _LATER)
        return False
    cause = Cause(found.event, Actor.DEADLINE)
    reacted = react(work, ports, opened, network, cause, now)
    if isinstance(reacted, Stopped):
        note_incident(work, opened, reacted, now)
        work.deadlines.put_off(application.reference, transition, now + _LATER)
        return False
    work.deadlines.claim(application.reference, transition)
    return isinstance(reacted, Reacted)


def _over_at(
    ports: Ports, transition: Transition, entered_at: datetime, now: datetime
) -> datetime | None:
    """By the calendar in force, which may know holidays that the application's own did not."""
    portal = ports.releases.active(now).catalogue.portal
    day = last_day(portal, transition, entered_at)
    if day is None:
        _log.warning("deadline.calendar-ends", transition=transition.id)
        return None
    return end_of(portal, day)
