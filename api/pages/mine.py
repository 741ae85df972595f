"""My services («خدماتي»)."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get

from api.pages.browsing import cards
from api.pages.issued import own_documents
from api.pages.visit import Page, TheVisit, Visit
from engine.calendar import format_moment
from engine.journey import Status, next_step
from engine.model.scope import Scope
from engine.operations import applications, issuing
from engine.operations.results import Summary


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """One card: `when` it was last changed or submitted, and what is `left` of a draft."""

    reference: str
    title: str
    state: str
    next: str
    when: str
    left: str
    address: str
    discard: str
    is_open: bool
    is_draft: bool
    is_final: bool


@get("/my-services", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def my_services(visit: TheVisit) -> Page:
    own = applications.list_own(visit.ports, visit.account, visit.now)
    views = [_view(visit, one) for one in own]
    return visit.page(
        "portal/my-services.html",
        drafts=[one for one in views if one.is_draft],
        sent=[one for one in views if not one.is_draft],
        documents=own_documents(visit, issuing.issued_to(visit.ports, visit.account)),
        services=cards(visit, visit.catalogue.listed),
    )


def _view(visit: Visit, one: Summary) -> OwnApplication:
    is_draft = one.is_open and one.submitted_at is None
    zone = visit.runtime.release(visit.now).catalogue.portal.time_zone
    moment = one.changed_at if one.submitted_at is None else one.submitted_at
    when = "mine.changed" if one.submitted_at is None else "mine.submitted"
    return OwnApplication(
        reference=one.reference,
        title=one.title.in_(visit.language),
        state=one.state.label.in_(visit.language),
        next=one.next.in_(visit.language) if one.next else "",
        when=visit.say(when, when=format_moment(moment, zone, visit.language)),
        left=_left(visit, one) if is_draft else "",
        address=visit.url("application", reference=one.reference),
        discard=visit.url("discard", reference=one.reference),
        is_open=one.is_open,
        is_draft=is_draft,
        is_final=one.state.is_final,
    )


def _left(visit: Visit, one: Summary) -> str:
    """How many steps a draft still needs, and which is next."""
    view = applications.view(visit.ports, visit.account, one.reference, visit.now)
    step = next_step(view.reading)
    if view.is_complete or step is None:
        return visit.say("mine.complete")
    unfinished = (Status.NOT_STARTED, Status.STARTED, Status.HAS_ERRORS, Status.UNKNOWN)
    count = sum(state.status in unfinished for state in view.steps)
    found = view.service.step(step)
    assert found is not None, "a step of the journey is one of the service's"
    return visit.say("mine.left", count=count, step=found.title)


ROUTES = (my_services,)
