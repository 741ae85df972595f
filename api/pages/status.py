"""Drafts as a whole: disputes, changes of the definition, and discarding."""

from __future__ import annotations

from litestar import get, post

from api.pages.journeys import journey_page, opened, writer
from api.pages.visit import InPath, Page, TheVisit
from engine.forms import fact_view
from engine.model.scope import Scope
from engine.operations import applications
from engine.operations.results import NotThere, View


@get(
    "/applications/{reference:str}/disputes/{fact:str}",
    opt={"scope": Scope.APPLY},
    sync_to_thread=True,
)
def dispute_page(visit: TheVisit, reference: InPath, fact: InPath) -> Page:
    view = opened(visit, reference)
    step = _showing(view, fact)
    shown = fact_view(writer(view, visit.language), fact)
    if not shown.can_dispute:
        raise NotThere(f"nothing says {fact}")
    return journey_page(visit, view, "portal/dispute.html", step, fact=shown, step=step)


@post(
    "/applications/{reference:str}/disputes/{fact:str}",
    opt={"scope": Scope.APPLY},
    sync_to_thread=True,
)
def dispute(visit: TheVisit, reference: InPath, fact: InPath) -> Page:
    """Keep what is wrong with it; the reviewer sees it, and the register stays as it is."""
    view = applications.dispute(
        visit.ports, visit.account, reference, fact, visit.form.text("text"), visit.now
    )
    return visit.go(visit.url("step", reference=reference, step=_showing(view, fact)))


@post("/applications/{reference:str}/changes", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def seen_changes(visit: TheVisit, reference: InPath) -> Page:
    applications.acknowledge_changes(visit.ports, visit.account, reference, visit.now)
    return visit.go(visit.url("application", reference=reference))


@get("/applications/{reference:str}/discard", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def discard_page(visit: TheVisit, reference: InPath) -> Page:
    view = opened(visit, reference)
    title = view.service.title.in_(visit.language)
    return visit.page("portal/discard.html", reference=reference, title=title)


@post("/applications/{reference:str}/discard", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def discard(visit: TheVisit, reference: InPath) -> Page:
    applications.discard(visit.ports, visit.account, reference, visit.now)
    return visit.go(visit.url("my-services"))


def _showing(view: View, fact: str) -> str:
    """The step that shows the fact; raises NotThere when none does."""
    step = next((one.id for one in view.service.steps if fact in one.shows), None)
    if step is None:
        raise NotThere(f"no step shows {fact}")
    return step


ROUTES = (dispute_page, dispute, seen_changes, discard_page, discard)
