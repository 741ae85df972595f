"""An application as a whole: where it stands, what was given, disputes, changes and discarding."""

from __future__ import annotations

from litestar import get, post

from api.pages.issued import own_documents
from api.pages.journeys import explained, journey_page, onward, opened, writer
from api.pages.visit import InPath, Page, TheVisit
from engine.calendar import format_moment
from engine.forms import check_view, fact_view
from engine.model.scope import Scope
from engine.operations import applications, issuing
from engine.operations.results import NotThere, View


@get("/applications/{reference:str}", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def application(visit: TheVisit, reference: InPath) -> Page:
    """A draft goes on where it was left; a submitted application says where it stands."""
    view = applications.view(visit.ports, visit.account, reference, visit.now)
    if view.is_open:
        return visit.go(onward(visit, view))
    portal = view.release.catalogue.portal
    submission = view.application.submission
    return visit.page(
        "portal/application.html",
        reference=reference,
        title=view.service.title.in_(visit.language),
        service=view.service.id,
        state=view.state.label.in_(visit.language),
        is_final=view.state.is_final,
        next=view.next.in_(visit.language) if view.next else "",
        when=format_moment(submission.submitted_at, portal.time_zone, visit.language)
        if submission
        else "",
        is_paid_now=visit.asks("paid"),
        is_sent_now=visit.asks("sent"),
        has_invited=bool(view.application.invitations),
        invoice=view.invoice,
        is_payable=view.invoice is not None and view.invoice.state.is_payable,
        documents=own_documents(visit, issuing.issued_for(visit.ports, visit.account, reference)),
        decision=explained(view, visit.language),
        check=check_view(writer(view, visit.language)),
    )


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


ROUTES = (application, dispute_page, dispute, seen_changes, discard_page, discard)
