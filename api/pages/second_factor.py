"""The second factor of staff: asked for at sign-in, set up and replaced on a page of its own."""

from __future__ import annotations

from litestar import Response, get, post

from api.pages.visit import Page, TheVisit, Visit
from engine.calendar import format_moment
from engine.model.scope import Scope
from engine.operations import second_factors
from engine.operations.accounts import TooMany
from engine.operations.second_factors import Enrolled, WrongCode
from engine.operations.sessions import SignedIn
from engine.typesetting import qr_of

_ENROL = {"scope": Scope.ENROL}
_CODE = {"scope": Scope.GIVE_CODE}
_GROUP = 4  # letters of the secret that stand together, for whoever types it


@get("/sign-in/code", opt=dict(_CODE), sync_to_thread=True)
def code_page(visit: TheVisit) -> Page:
    return visit.page("portal/give-code.html", next=visit.next, error=None)


@post("/sign-in/code", opt=dict(_CODE), sync_to_thread=True)
def give_code(visit: TheVisit) -> Page:
    assert visit.session is not None, "the doorway let nobody in"
    assert visit.token is not None, "a session has a token"
    code = visit.form.text("code")
    result = second_factors.give_code(
        visit.ports, visit.session, visit.token, code, visit.client, visit.now
    )
    if isinstance(result, SignedIn):
        visit.sign_in(result.token)
        return visit.go(visit.onward(result.account))
    status, error = _refusal(visit, result)
    return visit.page("portal/give-code.html", status, next=visit.next, error=error)


@get("/account/second-factor", opt=dict(_ENROL), sync_to_thread=True)
def second_factor_page(visit: TheVisit) -> Page:
    return _page(visit, 200, None)


@post("/account/second-factor/begin", opt=dict(_ENROL), sync_to_thread=True)
def begin(visit: TheVisit) -> Page:
    second_factors.begin(visit.ports, visit.account, visit.now)
    return visit.go(visit.url("second-factor"))


@get("/account/second-factor/drawing", opt=dict(_ENROL), sync_to_thread=True)
def drawing(visit: TheVisit) -> Response[bytes]:
    """The QR code of a secret that waits to be confirmed, as a drawing of our own host."""
    found = second_factors.standing(visit.ports, visit.account)
    if found.secret is None:
        return visit.go(visit.url("second-factor"))
    issuer = visit.runtime.release(visit.now).catalogue.portal.name.in_(visit.language)
    address = second_factors.address_of(found.secret, visit.account, issuer)
    return Response(qr_of(address).encode(), media_type="image/svg+xml")


@post("/account/second-factor/confirm", opt=dict(_ENROL), sync_to_thread=True)
def confirm(visit: TheVisit) -> Page:
    """Answers with the recovery codes themselves: they are shown once and kept nowhere."""
    assert visit.session is not None, "the doorway let nobody in"
    code = visit.form.text("code")
    result = second_factors.confirm(visit.ports, visit.session, code, visit.client, visit.now)
    if isinstance(result, Enrolled):
        visit.sign_in(result.signed_in.token)
        onward = visit.url("staff")
        return visit.page("portal/recovery-codes.html", codes=result.codes, onward=onward)
    return _page(visit, *_refusal(visit, result))


@post("/account/second-factor/remove", opt=dict(_ENROL), sync_to_thread=True)
def remove(visit: TheVisit) -> Page:
    code = visit.form.text("code")
    result = second_factors.remove(visit.ports, visit.account, code, visit.client, visit.now)
    if result is None:
        return visit.go(visit.url("second-factor"))
    return _page(visit, *_refusal(visit, result))


def _page(visit: Visit, status: int, error: str | None) -> Page:
    found = second_factors.standing(visit.ports, visit.account)
    portal = visit.runtime.release(visit.now).catalogue.portal
    since = found.confirmed_at
    secret = found.secret or ""
    return visit.page(
        "portal/second-factor.html",
        status,
        error=error,
        secret=" ".join(secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP)),
        since=format_moment(since, portal.time_zone, visit.language) if since else None,
        codes_left=found.codes_left,
        is_required=visit.ports.settings.requires_second_factor,
    )


def _refusal(visit: Visit, result: WrongCode | TooMany) -> tuple[int, str]:
    if isinstance(result, TooMany):
        minutes = -(-result.retry_after_seconds // 60)
        return 429, visit.say("signing.too-many", count=minutes)
    return 422, visit.say("second-factor.wrong")


ROUTES = (code_page, give_code, second_factor_page, begin, drawing, confirm, remove)
