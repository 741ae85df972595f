"""Who on the staff looked at whose data, when and on which page."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get

from api.pages.backoffice.audit.asking import before_of
from api.pages.backoffice.audit.frame import AUDIT, audit_page, zone_of
from api.pages.backoffice.frame import role_name
from api.pages.visit import Page, TheVisit, Visit
from engine.calendar import format_moment
from engine.model.account import Role
from engine.operations.access import Access, Looked, account_called, addresses_of
from engine.operations.audit.finding import looks

_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Look:
    """`who` is the address of the account, or its id where there is no such account any more."""

    when: str
    who: str
    role: str
    whose: str
    reference: str
    page: str


@get("/staff/audit/looks", opt=dict(AUDIT), sync_to_thread=True)
def looks_page(visit: TheVisit) -> Page:
    reference, who = visit.asked("reference").strip()[:40], visit.asked("who").strip()[:200]
    asked = Looked(
        reference=reference or None,
        account_id=account_called(visit.ports, who) if who else None,
    )
    piece = looks(visit.ports, asked, before_of(visit), _ON_A_PAGE)
    older = None
    if piece.before is not None:
        older = f"{visit.url('looks')}?reference={reference}&who={who}&before={piece.before}"
    return audit_page(
        visit,
        "looks",
        "backoffice/audit/looks.html",
        looks=[_look(visit, one) for one in piece.looks],
        reference=reference,
        who=who,
        older=older,
    )


def _look(visit: Visit, one: Access) -> Look:
    names = addresses_of(visit.ports, (one.account_id, one.subject))
    return Look(
        when=format_moment(one.at, zone_of(visit), visit.language),
        who=names.get(one.account_id, one.account_id),
        role=role_name(visit, Role(one.role)),
        whose=names.get(one.subject, one.subject),
        reference=one.reference or "",
        page=page_words(visit, one.page),
    )


def page_words(visit: Visit, page: str) -> str:
    """What a page of the access log was for."""
    return visit.say(f"looks.page-{page.replace('_', '-')}")


ROUTES = (looks_page,)
