"""The page of one application, its files, and taking it in hand."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Stream

from api.pages.backoffice.dossier import Dossier
from api.pages.backoffice.frame import staff_page
from api.pages.files import download
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.decide.explain import explain
from engine.forms import check_view, invited_sections
from engine.model.scope import SCOPES, Scope
from engine.operations import claims, reviewing
from engine.operations.claims import Held, OwnApplication
from engine.operations.reviewing import Act, Review

_PATH = "/staff/applications/{reference:str}"


@get(_PATH, opt={"scope": Scope.READ}, sync_to_thread=True)
def application(visit: TheVisit, reference: InPath) -> Page:
    return show(visit, reviewing.review(visit.ports, visit.account, reference, visit.now))


def show(visit: Visit, found: Review, status: int = 200, trouble: str = "") -> Page:
    """`trouble`: the phrase of `review` that says why nothing was done."""
    dossier, scopes = Dossier(visit, found), SCOPES[visit.account.role]
    may_review = Scope.REVIEW in scopes
    standing = dossier.standing()
    return staff_page(
        visit,
        "backoffice/application.html",
        status,
        crumbs=((visit.say("queue.title"), visit.url("queue")),),
        reference=standing.reference,
        standing=standing,
        hands=dossier.hands(may_review, Scope.DECIDE in scopes),
        acts=[act_link(visit, standing.reference, one) for one in found.acts if may_review],
        is_own=found.is_own,
        may_note=may_review and not found.is_own,
        may_audit=Scope.AUDIT in scopes,
        decision=explain(found.view.decision, found.view.release.catalogue, visit.language),
        files=dossier.documents(),
        replaced=dossier.replaced(),
        check=check_view(dossier.writer),
        invited=invited_sections(dossier.writer),
        sources=dossier.sources(),
        recorded=dossier.recorded(),
        registers=dossier.registers(),
        history=dossier.history(),
        notes=dossier.notes(),
        bills=dossier.bills(),
        earlier=dossier.earlier(),
        changes=dossier.changes(),
        is_gone=found.changes is None,
        is_current=found.is_under_active_release,
        file_page="staff-file",
        trouble=trouble,
        is_done=visit.asks("done"),
    )


def act_link(visit: Visit, reference: str, one: Act) -> tuple[str, str, bool, bool]:
    """Title and address of an act, whether it goes against the rules, and whether it is barred."""
    address = visit.url("staff-act", reference=reference, event=one.event)
    return one.title.in_(visit.language), address, one.is_override, one.is_barred


@get(f"{_PATH}/files/{{file:str}}", opt={"scope": Scope.READ}, sync_to_thread=True)
def send(visit: TheVisit, reference: InPath, file: InPath) -> Stream:
    return download(reviewing.open_file(visit.ports, visit.account, reference, file, visit.now))


@post(f"{_PATH}/claim", opt={"scope": Scope.REVIEW}, sync_to_thread=True)
def claim(visit: TheVisit, reference: InPath) -> Page:
    return _in_hand(
        visit, reference, claims.claim(visit.ports, visit.account, reference, visit.now)
    )


@post(f"{_PATH}/take-over", opt={"scope": Scope.DECIDE}, sync_to_thread=True)
def take_over(visit: TheVisit, reference: InPath) -> Page:
    return _in_hand(
        visit, reference, claims.take_over(visit.ports, visit.account, reference, visit.now)
    )


@post(f"{_PATH}/release", opt={"scope": Scope.REVIEW}, sync_to_thread=True)
def release(visit: TheVisit, reference: InPath) -> Page:
    claims.release(visit.ports, visit.account, reference)
    return visit.go(visit.url("review", reference=reference))


@post(f"{_PATH}/notes", opt={"scope": Scope.REVIEW}, sync_to_thread=True)
def add_note(visit: TheVisit, reference: InPath) -> Page:
    claims.add_note(visit.ports, visit.account, reference, visit.form.text("text"), visit.now)
    return visit.go(visit.url("review", reference=reference) + "#notes")


def _in_hand(visit: Visit, reference: str, result: object) -> Page:
    match result:
        case Held():
            return troubled(visit, reference, "held")
        case OwnApplication():
            return troubled(visit, reference, "own", 403)
        case _:
            return visit.go(visit.url("review", reference=reference))


def troubled(visit: Visit, reference: str, trouble: str, status: int = 409) -> Page:
    """The application as it is now, with why nothing was done."""
    found = reviewing.review(visit.ports, visit.account, reference, visit.now)
    return show(visit, found, status, trouble)


ROUTES = (application, send, claim, take_over, release, add_note)
