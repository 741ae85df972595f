"""Finding records, and taking what was found as CSV or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from litestar import get
from litestar.response import Stream

from api.pages.backoffice.audit.asking import Asked, before_of, choices, read_search
from api.pages.backoffice.audit.frame import AUDIT, audit_page, zone_of
from api.pages.visit import Page, TheVisit, Visit
from engine.calendar import format_moment
from engine.operations.audit.exporting import as_csv, as_json
from engine.operations.audit.finding import Search, find
from engine.operations.audit.telling import kind_words
from engine.store.searching import Found

_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the list; `outcome` is the code, empty where nothing was decided."""

    sequence: int
    address: str
    when: str
    kind: str
    subject: str
    service: str
    outcome: str
    outcome_words: str
    release: str
    is_erased: bool
    is_official: bool | None


@get("/staff/audit", opt=dict(AUDIT), sync_to_thread=True)
def search_page(visit: TheVisit) -> Page:
    """The newest records first; a search with a mistake finds nothing, and says which."""
    asked = read_search(visit)
    rows: list[Row] = []
    older = None
    if not asked.errors:
        piece = find(visit.ports, asked.search, zone_of(visit), before_of(visit), _ON_A_PAGE)
        rows = [row_of(visit, found) for found in piece.found]
        older = piece.before
    return audit_page(
        visit,
        "audit",
        "backoffice/audit/records.html",
        422 if asked.errors else 200,
        rows=rows,
        typed=asked.typed,
        errors=asked.errors,
        choices=choices(visit),
        is_narrowed=bool(asked.query),
        older=_address(visit, "audit", asked, before=str(older)) if older else None,
        is_first=before_of(visit) is None,
        csv=_address(visit, "audit-csv", asked),
        spreadsheet=_address(visit, "audit-csv", asked, bom="yes"),
        json=_address(visit, "audit-json", asked),
    )


@get("/staff/audit/records.csv", opt=dict(AUDIT), sync_to_thread=True)
def csv_file(visit: TheVisit) -> Stream:
    search = _exported(visit)
    pieces = as_csv(visit.ports, search, zone_of(visit), has_bom=visit.asks("bom"))
    return _download(pieces, "text/csv; charset=utf-8", "records.csv")


@get("/staff/audit/records.json", opt=dict(AUDIT), sync_to_thread=True)
def json_file(visit: TheVisit) -> Stream:
    """Whole records, so that every person in them sees who took them."""
    search = _exported(visit)
    pieces = as_json(visit.ports, visit.account, search, zone_of(visit), visit.now)
    return _download(pieces, "application/json", "records.json")


def row_of(visit: Visit, found: Found) -> Row:
    header, marks = found.record.header, found.marks
    services = visit.runtime.release(visit.now).catalogue.services
    service = services.get(marks.service or "")
    known = marks.outcome in ("eligible", "ineligible")
    return Row(
        sequence=header.sequence,
        address=visit.url("audit-record", sequence=str(header.sequence)),
        when=format_moment(header.recorded_at, zone_of(visit), visit.language),
        kind=kind_words(header.kind, visit.language),
        subject=header.subject if len(header.subject) < 40 else header.subject[:12],
        service=service.title.in_(visit.language) if service else marks.service or "",
        outcome=marks.outcome or "",
        outcome_words=visit.say(f"audit.outcome-{marks.outcome}") if known else "",
        release=header.release[:12],
        is_erased=found.record.payload is None,
        is_official=marks.is_official,
    )


def _exported(visit: Visit) -> Search:
    """The search of an export; a field at fault would export too much, so nothing is found."""
    asked = read_search(visit)
    return Search(reference="") if asked.errors else asked.search


def _address(visit: Visit, name: str, asked: Asked, **more: str) -> str:
    extra = "&".join(f"{key}={value}" for key, value in more.items())
    query = "&".join(part for part in (asked.query, extra) if part)
    return f"{visit.url(name)}?{query}" if query else visit.url(name)


def _download(pieces: Iterator[bytes], media_type: str, name: str) -> Stream:
    return Stream(
        pieces,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


ROUTES = (search_page, csv_file, json_file)
