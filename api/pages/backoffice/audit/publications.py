"""Publications: who put which release in force and when, and what each changed."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get

from api.pages.backoffice.audit.code import Code, diff_of
from api.pages.backoffice.audit.frame import AUDIT, audit_page, zone_of
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.calendar import format_moment
from engine.operations import releases
from engine.operations.audit.publications import ChangedFile, changed_between, published
from engine.operations.releases import Publication
from engine.operations.results import NotThere


@dataclass(frozen=True, slots=True)
class Line:
    """A publication in the list. `release` is how the hash begins, `commit` too."""

    number: int
    address: str
    when: str
    who: str
    note: str
    release: str
    hash: str
    commit: str
    is_rollback: bool


@dataclass(frozen=True, slots=True)
class FileView:
    change: str
    code: Code


@get("/staff/audit/publications", opt=dict(AUDIT), sync_to_thread=True)
def publications_page(visit: TheVisit) -> Page:
    lines = [line_of(visit, one) for one in releases.history(visit.ports)]
    return audit_page(
        visit, "publications", "backoffice/audit/publications.html", publications=lines
    )


@get("/staff/audit/publications/{number:str}", opt=dict(AUDIT), sync_to_thread=True)
def publication_page(visit: TheVisit, number: InPath) -> Page:
    """One publication, with the files that it changed against the release in force before."""
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        raise NotThere(f"there is no publication {number}")
    found = published(visit.ports, int(number))
    return audit_page(
        visit,
        "publications",
        "backoffice/audit/publication.html",
        publication=line_of(visit, found.publication),
        before=line_of(visit, found.before) if found.before else None,
        files=[_file(visit, one) for one in found.files],
    )


@get("/staff/audit/compare", opt=dict(AUDIT), sync_to_thread=True)
def compare_page(visit: TheVisit) -> Page:
    """The files that differ between any two releases that were ever in force."""
    lines = {one.release: line_of(visit, one) for one in releases.history(visit.ports)[::-1]}
    old, new = visit.asked("old"), visit.asked("new")
    if old not in lines or new not in lines:
        raise NotThere("one of the two releases was never in force")
    return audit_page(
        visit,
        "publications",
        "backoffice/audit/compare.html",
        old=lines[old],
        new=lines[new],
        files=[_file(visit, one) for one in changed_between(visit.ports, old, new)],
    )


def line_of(visit: Visit, one: Publication) -> Line:
    return Line(
        number=one.number,
        address=visit.url("publication", number=str(one.number)),
        when=format_moment(one.at, zone_of(visit), visit.language),
        who=one.who,
        note=one.note,
        release=one.release[:12],
        hash=one.release,
        commit=(one.commit or "")[:12],
        is_rollback=one.is_rollback,
    )


def _file(visit: Visit, file: ChangedFile) -> FileView:
    return FileView(visit.say(f"audit.file-{file.change}"), diff_of(file))


ROUTES = (publications_page, publication_page, compare_page)
