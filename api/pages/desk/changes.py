"""What a release changes of another one: its files at once, and what a worker computes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from litestar import get, post
from markupsafe import Markup

from api.pages.backoffice.audit.code import Code, diff_of
from api.pages.desk.frame import EDIT, READ, desk_page, moment, short
from api.pages.desk.places import release_crumb
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.model.report import ReportKey, ReportKind
from engine.operations import computing
from engine.operations.audit.publications import changed_between
from engine.operations.results import NotThere
from engine.reports.comparing import KINDS

FILES: Final = "files"


@dataclass(frozen=True, slots=True)
class KindLink:
    """`state` names the phrase of how far it is; blank for what needs no computing."""

    label: str
    state: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FileView:
    change: str
    code: Code


@get("/staff/desk/changes/{old:str}/{new:str}/{kind:str}", opt=dict(READ), sync_to_thread=True)
def change_page(visit: TheVisit, old: InPath, new: InPath, kind: InPath) -> Page:
    if kind == FILES:
        return _files(visit, old, new)
    found = computing.report(visit.ports, _key(old, new, kind))
    body = Markup(found.bodies[visit.language]) if found and found.bodies else None  # noqa: S704  # our own templates made and escaped it
    return _changed(
        visit,
        old,
        new,
        kind,
        "desk/change-report.html",
        state=str(found.state) if found else "",
        failure=found.failure if found else "",
        when=moment(visit, found.done_at or found.asked_at) if found else "",
        body=body,
        action=visit.url("desk-change", old=old, new=new, kind=kind),
    )


@post("/staff/desk/changes/{old:str}/{new:str}/{kind:str}", opt=dict(EDIT), sync_to_thread=True)
def ask(visit: TheVisit, old: InPath, new: InPath, kind: InPath) -> Page:
    """Have it computed; a worker does it when it comes to it."""
    computing.ask(visit.ports, _key(old, new, kind), visit.now)
    return visit.go(visit.url("desk-change", old=old, new=new, kind=kind))


def _key(old: str, new: str, kind: str) -> ReportKey:
    if kind not in set(ReportKind):
        raise NotThere(f"nothing is compared by {kind[:20]}")
    return ReportKey(old, new, ReportKind(kind))


def kind_links(visit: Visit, old: str, new: str, current: str = "") -> list[KindLink]:
    """The ways in which two releases are compared."""
    states = {str(kind): one for kind, one in computing.states(visit.ports, old, new).items()}
    return [
        KindLink(
            visit.say(f"desk.kind-{kind}"),
            f"is-{states[kind] or 'not-asked'}" if kind in states else "",
            visit.url("desk-change", old=old, new=new, kind=kind),
            kind == current,
        )
        for kind in (*KINDS, FILES)
    ]


def _files(visit: Visit, old: str, new: str) -> Page:
    files = [
        FileView(visit.say(f"audit.file-{one.change}"), diff_of(one))
        for one in changed_between(visit.ports, old, new)
    ]
    return _changed(visit, old, new, FILES, "desk/change-files.html", files=files)


def _changed(
    visit: Visit, old: str, new: str, kind: str, template: str, status: int = 200, **view: Any
) -> Page:
    return desk_page(
        visit,
        template,
        status,
        crumbs=(release_crumb(visit, new),),
        old=short(old),
        new=short(new),
        kind=visit.say(f"desk.kind-{kind}"),
        kinds=kind_links(visit, old, new, kind),
        **view,
    )


ROUTES = (change_page, ask)
