"""Incidents: what stopped a decision from binding, kept for staff."""

from __future__ import annotations

from datetime import datetime

import structlog

from engine.operations.binding import Stopped
from engine.operations.opening import Opened
from engine.operations.references import new_incident
from engine.store.entries import Incident
from engine.store.protocols import Work

_log = structlog.get_logger("mumaris.audit")


def note_incident(work: Work, opened: Opened, stopped: Stopped, now: datetime) -> str:
    """Keep what stopped the application; the number by which people speak of it."""
    incident = Incident(
        id=new_incident(),
        kind=stopped.kind,
        reference=opened.application.reference,
        release=opened.release.hash,
        at=now,
        details=stopped.details,
    )
    work.incidents.add(incident)
    _log.error(
        "decision.stopped",
        incident=incident.id,
        kind=str(incident.kind),
        reference=incident.reference,
        release=incident.release,
    )
    return incident.id
