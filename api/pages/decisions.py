"""The decision so far, and submitting."""

from __future__ import annotations

from typing import assert_never

from litestar import get, post

from api.pages.journeys import explained, journey_page, opened
from api.pages.steps import show
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.model.scope import Scope
from engine.model.service import StepKind
from engine.operations.results import RegistersSilent, View
from engine.operations.submission import (
    Changed,
    Disagreed,
    Ineligible,
    NotComplete,
    Submitted,
    submit,
)


@get("/applications/{reference:str}/decision", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def decision_page(visit: TheVisit, reference: InPath) -> Page:
    """What the rules say of the answers so far, with reasons, documents and fees."""
    return _show(visit, opened(visit, reference))


@post("/applications/{reference:str}/submit", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def send(visit: TheVisit, reference: InPath) -> Page:
    """Submit what the page showed: a second press finds it submitted, and goes the same way."""
    text = visit.form.text("revision")
    revision = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    result = submit(visit.ports, visit.account, reference, revision, visit.now)
    match result:
        case Submitted(invoice=None):
            return visit.go(visit.url("application", reference=reference) + "?sent=yes")
        case Submitted():
            return visit.go(visit.url("invoice", reference=reference))
        case NotComplete(view=view):
            return show(visit, view, _check(view), 422)
        case Ineligible(view=view):
            return _show(visit, view, 422)
        case RegistersSilent():
            back = visit.url("decision", reference=reference)
            return visit.page("portal/silent.html", 503, back=back)
        case Disagreed(view=view, incident=incident):
            return visit.page(
                "portal/disagreed.html",
                409,
                reference=reference,
                title=view.service.title.in_(visit.language),
                incident=incident,
            )
        case Changed(view=view):
            return _show(visit, view, 409, is_changed=True)
        case _:
            assert_never(result)


def _show(visit: Visit, view: View, status: int = 200, *, is_changed: bool = False) -> Page:
    return journey_page(
        visit,
        view,
        "portal/decision.html",
        _check(view),
        status,
        decision=explained(view, visit.language),
        revision=view.application.revision,
        is_complete=view.is_complete,
        # A fault is for staff, who hear of it only when somebody submits.
        can_submit=view.is_complete
        and (view.decision.outcome in {"eligible", "fault"} or view.service.ineligible_may_submit),
        is_changed=is_changed,
        held=view.incident.id if view.incident and not view.incident.resolution else "",
        is_mended=view.incident is not None and view.incident.resolution is not None,
    )


def _check(view: View) -> str:
    """The step that the decision belongs to in the list of steps: the check, else the last."""
    checks = [one.id for one in view.service.steps if one.kind is StepKind.CHECK]
    return checks[0] if checks else view.service.steps[-1].id


ROUTES = (decision_page, send)
