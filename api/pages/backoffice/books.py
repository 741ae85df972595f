"""Reconciliations: one report for each run, with what differs, and running one now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from litestar import get, post

from api.pages.backoffice.frame import staff_page
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.biller import BillerRefused, BillerUnavailable
from engine.calendar import format_moment
from engine.model.reconciliation import Difference, Reconciliation
from engine.model.scope import Scope
from engine.operations import reconciling
from engine.operations.reconciling import NoBiller
from engine.operations.results import NotThere
from engine.phrases import say

_OPERATE = {"scope": Scope.OPERATE}


@dataclass(frozen=True, slots=True)
class ReportRow:
    number: int
    day: str
    made: str
    payments: int
    total: str
    differences: int
    open: int


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    kind: str
    id: str
    bill: str
    theirs: str
    ours: str
    is_settled: bool


@get("/staff/books", opt=_OPERATE, sync_to_thread=True)
def books(visit: TheVisit) -> Page:
    return _books(visit)


@post("/staff/books", opt=_OPERATE, sync_to_thread=True)
def reconcile(visit: TheVisit) -> Page:
    """Reconcile a day now: any that is over, or today so far."""
    try:
        day = date.fromisoformat(visit.form.text("day"))
    except ValueError:
        return _books(visit, "money.bad-day")
    if day > visit.today:
        return _books(visit, "money.bad-day")
    try:
        report = reconciling.reconcile(visit.ports, day, visit.now)
    except (BillerUnavailable, BillerRefused, NoBiller):
        return _books(visit, "money.no-biller")
    return visit.go(visit.url("staff-report", number=str(report.number)))


@get("/staff/books/{number:str}", opt=_OPERATE, sync_to_thread=True)
def report(visit: TheVisit, number: InPath) -> Page:
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotThere(f"no reconciliation {number}")
    found = reconciling.report_of(visit.ports, int(number))
    crumbs = ((visit.say("backoffice.menu-staff-books"), visit.url("staff-books")),)
    return staff_page(
        visit,
        "backoffice/report.html",
        crumbs=crumbs,
        report=_row(visit, found),
        differences=[_difference(visit, one) for one in found.differences],
    )


def _books(visit: Visit, error: str = "") -> Page:
    return staff_page(
        visit,
        "backoffice/books.html",
        422 if error else 200,
        reports=[_row(visit, one) for one in reconciling.reports(visit.ports)],
        errors=[("day", visit.say(error))] if error else [],
        chosen=visit.form.text("day") or visit.today.isoformat(),
    )


def _row(visit: Visit, found: Reconciliation) -> ReportRow:
    zone = visit.runtime.release(visit.now).catalogue.portal.time_zone
    return ReportRow(
        number=found.number,
        day=say(found.day, visit.language),
        made=format_moment(found.made_at, zone, visit.language),
        payments=found.payments,
        total=say(found.total, visit.language),
        differences=len(found.differences),
        open=len(found.open),
    )


def _difference(visit: Visit, one: Difference) -> DifferenceRow:
    return DifferenceRow(
        kind=visit.say(f"money.difference-{one.kind}"),
        id=one.id,
        bill=one.bill_number or "",
        theirs="" if one.theirs is None else say(one.theirs, visit.language),
        ours="" if one.ours is None else say(one.ours, visit.language),
        is_settled=one.is_settled,
    )


ROUTES = (books, reconcile, report)
