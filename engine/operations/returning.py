"""The event `refunded`: all that an application was granted has reached its payer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from engine.model.payment import Refund, RefundState
from engine.operations.binding import NotNow, Stopped
from engine.operations.causes import REFUND
from engine.operations.incidents import note_incident
from engine.operations.opening import open_under
from engine.operations.ports import Ports
from engine.operations.reacting import network_of, react

_log = structlog.get_logger("mumaris.audit")


def answer_refunded(ports: Ports, now: datetime) -> tuple[str, ...]:
    """Make the event of applications whose refunds have all reached their payers, once for each.

    Returns the references of those answered now. Call it now and then.
    """
    with ports.store.read() as work:
        references = work.refunds.unanswered()
    return tuple(one for one in references if _answer(ports, one, now))


def _answer(ports: Ports, reference: str, now: datetime) -> bool:
    with ports.store.read() as work:
        application = work.applications.get(reference)
    if application is None:
        return False
    release = ports.releases.release(application.release)
    opened = open_under(ports, application, release, now)
    with network_of(ports, opened) as network, ports.store.begin() as work:
        locked = work.applications.get(reference, for_update=True)
        refunds = work.refunds.asked_by(reference)
        if locked is None or not _are_paid_out(refunds):
            return False
        opened = replace(opened, application=locked)
        reacted = react(work, ports, opened, network, REFUND, now)
        if isinstance(reacted, Stopped):
            note_incident(work, opened, reacted, now)
        if isinstance(reacted, NotNow):
            _log.info("refund.no_effect", reference=reference)
        for one in refunds:
            work.refunds.update(replace(one, answered_at=now))
        return True


def _are_paid_out(refunds: tuple[Refund, ...]) -> bool:
    """One at least has reached its payer, none is waiting, and nothing was made of that yet."""
    states = {one.state for one in refunds}
    is_new = any(one.answered_at is None for one in refunds)
    is_waiting = any(one.is_waiting for one in states)
    return is_new and RefundState.CONFIRMED in states and not is_waiting
