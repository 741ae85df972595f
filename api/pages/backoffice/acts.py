"""The acts of staff: a page that asks for what an act needs and confirms it, and doing it."""

from __future__ import annotations

from typing import assert_never

from litestar import get, post

from api.pages.backoffice.dossier import Dossier
from api.pages.backoffice.frame import staff_page
from api.pages.backoffice.review import show, troubled
from api.pages.saying import act_form, revision_of, said_by
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.answers import FieldError
from engine.decide.explain import explain
from engine.decide.refusing import reasons_in_words
from engine.model.lifecycle import Ask
from engine.model.scope import Scope
from engine.operations import acting, reviewing
from engine.operations.acting import Act, Barred, Changed, Disagreed, Refused, Said
from engine.operations.binding import NotNow
from engine.operations.claims import Held
from engine.operations.reacting import Reacted
from engine.operations.reviewing import Review

_PATH = "/staff/applications/{reference:str}/acts/{event:str}"


@get(_PATH, opt={"scope": Scope.REVIEW}, sync_to_thread=True)
def act_page(visit: TheVisit, reference: InPath, event: InPath) -> Page:
    found = reviewing.review(visit.ports, visit.account, reference, visit.now)
    act = _offered(found, event)
    if act is None or act.is_barred:
        trouble = "own" if found.is_own else "not-now" if act is None else "eyes"
        return show(visit, found, 409 if trouble == "not-now" else 403, trouble)
    return _asking(visit, found, act, _filled(found, act))


@post(_PATH, opt={"scope": Scope.REVIEW}, sync_to_thread=True)
def do(visit: TheVisit, reference: InPath, event: InPath) -> Page:
    said = said_by(visit)
    result = acting.act(
        visit.ports, visit.account, reference, event, said, revision_of(visit), visit.now
    )
    match result:
        case Reacted():
            return visit.go(visit.url("review", reference=reference) + "?done=yes")
        case Refused(errors=errors):
            found = reviewing.review(visit.ports, visit.account, reference, visit.now)
            act = _offered(found, event)
            if act is None:
                return show(visit, found, 409, "changed")
            return _asking(visit, found, act, said, errors)
        case Barred(is_own=is_own):
            return troubled(visit, reference, "own" if is_own else "eyes", 403)
        case Held():
            return troubled(visit, reference, "held")
        case Changed():
            return troubled(visit, reference, "changed")
        case NotNow():
            return troubled(visit, reference, "not-now")
        case Disagreed(incident=incident):
            crumbs = ((reference, visit.url("review", reference=reference)),)
            return staff_page(
                visit, "backoffice/disagreed.html", 409, crumbs=crumbs, incident=incident
            )
        case _:
            assert_never(result)


def _offered(found: Review, event: str) -> Act | None:
    return next((one for one in found.acts if one.event == event), None)


def _filled(found: Review, act: Act) -> Said:
    """What the form begins with: the reasons that the trace gives, where reasons are asked for."""
    if Ask.REASONS not in act.may or Ask.CORRECTIONS in act.may or Ask.REASONS in act.called:
        return Said()
    view = found.view
    return Said(reasons=reasons_in_words(view.decision, view.release.catalogue))


def _asking(
    visit: Visit, found: Review, act: Act, said: Said, errors: tuple[FieldError, ...] = ()
) -> Page:
    dossier = Dossier(visit, found)
    standing = dossier.standing()
    place = visit.url("staff-act", reference=standing.reference, event=act.event)
    form = act_form(visit, dossier.writer, act, place, found.correctable, said, errors)
    return staff_page(
        visit,
        "backoffice/act.html",
        422 if errors else 200,
        crumbs=(
            (visit.say("queue.title"), visit.url("queue")),
            (standing.reference, visit.url("review", reference=standing.reference)),
        ),
        form=form,
        standing=standing,
        decision=explain(found.view.decision, found.view.release.catalogue, visit.language),
    )


ROUTES = (act_page, do)
