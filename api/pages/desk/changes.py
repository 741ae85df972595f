"""What a release changes of another one: its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from litestar import get

from api.pages.backoffice.audit.code import Code, diff_of
from api.pages.desk.frame import READ, desk_page, short
from api.pages.desk.places import release_crumb
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.operations.audit.publications import changed_between
from engine.operations.results import NotThere

FILES: Final = "files"


@dataclass(frozen=True, slots=True)
class KindLink:
    label: str
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
    raise NotThere(f"nothing is compared by {kind[:20]}")


def kind_links(visit: Visit, old: str, new: str, current: str = "") -> list[KindLink]:
    """The ways in which two releases are compared."""
    return [
        KindLink(
            visit.say(f"desk.kind-{kind}"),
            visit.url("desk-change", old=old, new=new, kind=kind),
            kind == current,
        )
        for kind in (FILES,)
    ]


def _files(visit: Visit, old: str, new: str) -> Page:
    files = [
        FileView(visit.say(f"audit.file-{one.change}"), diff_of(one))
        for one in changed_between(visit.ports, old, new)
    ]
    return _changed(visit, old, new, FILES, "desk/change-files.html", files=files)


def _changed(
    visit: Visit, old: str, new: str, kind: str, template: str, status: int = 200, **view: object
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


ROUTES = (change_page,)
