"""Incidents: what stopped a decision, trying it again, and recording what was found."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get, post

from api.pages.backoffice.frame import staff_page
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.calendar import format_moment
from engine.model.scope import Scope
from engine.operations.records import incidents
from engine.operations.resolving import (
    AlreadyResolved,
    Side,
    Tried,
    incident_of,
    resolve,
    sides_of,
    try_again,
)
from engine.operations.results import NotThere
from engine.store.entries import Incident

_OPERATE = {"scope": Scope.OPERATE}
_MOST_SHOWN = 100
_LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident as a table and its page show it; nothing of what was answered."""

    id: str
    address: str
    kind: str
    reference: str
    release: str
    at: str
    is_open: bool
    resolved: str


@get("/staff/incidents", opt=dict(_OPERATE), sync_to_thread=True)
def incidents_page(visit: TheVisit) -> Page:
    are_resolved = visit.asks("resolved")
    found = incidents(visit.ports, _MOST_SHOWN, is_open=not are_resolved)
    return staff_page(
        visit,
        "backoffice/incidents.html",
        incidents=[_line(visit, one) for one in found],
        are_resolved=are_resolved,
        most=_MOST_SHOWN,
    )


@get("/staff/incidents/{incident:str}", opt=dict(_OPERATE), sync_to_thread=True)
def incident_page(visit: TheVisit, incident: InPath) -> Page:
    return _show(visit, incident_of(visit.ports, incident))


@post("/staff/incidents/{incident:str}/try", opt=dict(_OPERATE), sync_to_thread=True)
def try_page(visit: TheVisit, incident: InPath) -> Page:
    """Writes nothing, so showing the answer again by loading the page anew asks again."""
    found = incident_of(visit.ports, incident)
    try:
        tried = try_again(visit.ports, incident, visit.now)
    except NotThere:
        return _show(visit, found, problem=visit.say("incidents.gone"))
    return _show(visit, found, tried=tried)


@post("/staff/incidents/{incident:str}/resolve", opt=dict(_OPERATE), sync_to_thread=True)
def resolve_page(visit: TheVisit, incident: InPath) -> Page:
    found = incident_of(visit.ports, incident)
    note = visit.form.text("note").strip()
    if not note or len(note) > _LONGEST_NOTE:
        error = visit.say("incidents.note-needed", most=_LONGEST_NOTE)
        return _show(visit, found, status=422, error=error)
    try:
        resolve(visit.ports, incident, visit.account.id, note, visit.now)
    except AlreadyResolved:
        return _show(
            visit, incident_of(visit.ports, incident), 409, problem=visit.say("incidents.late")
        )
    return visit.go(f"{visit.url('incident', incident=incident)}?done=yes")


def _show(
    visit: Visit,
    incident: Incident,
    status: int = 200,
    *,
    tried: Tried | None = None,
    error: str = "",
    problem: str = "",
) -> Page:
    return staff_page(
        visit,
        "backoffice/incident.html",
        status,
        crumbs=((visit.say("backoffice.menu-incidents"), visit.url("incidents")),),
        incident=_line(visit, incident),
        sides=_said(sides_of(incident.details)),
        note=incident.resolution.note if incident.resolution else visit.form.text("note"),
        record=incident.resolution.record if incident.resolution else None,
        tried=tried and _tried(visit, tried),
        error=error,
        problem=problem,
        is_done=visit.asks("done"),
    )


@dataclass(frozen=True, slots=True)
class TriedView:
    kind: str  # of the alert
    text: str
    release: str
    sides: tuple[Side, ...]


def _tried(visit: Visit, tried: Tried) -> TriedView:
    if not tried.is_ready:
        kind, word = "info", "not-ready"
    else:
        kind, word = ("good", "mended") if tried.is_mended else ("bad", "still")
    return TriedView(kind, visit.say(f"incidents.{word}"), tried.release[:12], _said(tried.sides))


def _said(sides: tuple[Side, ...]) -> tuple[Side, ...]:
    return tuple(Side(one.what, one.evaluator or "-", one.network or "-") for one in sides)


def _line(visit: Visit, incident: Incident) -> IncidentLine:
    portal = visit.runtime.release(visit.now).catalogue.portal
    resolution = incident.resolution
    return IncidentLine(
        id=incident.id,
        address=visit.url("incident", incident=incident.id),
        kind=visit.say(f"incidents.kind-{incident.kind}"),
        reference=incident.reference,
        release=incident.release[:12],
        at=format_moment(incident.at, portal.time_zone, visit.language),
        is_open=resolution is None,
        resolved=""
        if resolution is None
        else format_moment(resolution.at, portal.time_zone, visit.language),
    )


ROUTES = (incidents_page, incident_page, try_page, resolve_page)
