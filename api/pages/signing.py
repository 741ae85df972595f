"""Signing in and out."""

from __future__ import annotations

from urllib.parse import urlencode

from litestar import get, post

from api.pages.provider import provider_farewell
from api.pages.visit import Page, TheVisit, Visit
from api.security.access import PUBLIC
from engine.operations import accounts
from engine.operations.accounts import SignedIn, TooMany, WrongCredentials


@get("/sign-in", opt=dict(PUBLIC), sync_to_thread=True)
def sign_in_page(visit: TheVisit) -> Page:
    if visit.session:
        return visit.go(visit.onward(visit.account, visit.session.awaits))
    return _page(visit, 200, None)


@post("/sign-in", opt=dict(PUBLIC), sync_to_thread=True)
def sign_in(visit: TheVisit) -> Page:
    form = visit.form
    result = accounts.sign_in(
        visit.ports, form.text("email"), form.text("password"), visit.client, visit.now
    )
    match result:
        case SignedIn(account=account, token=token, awaits=awaits):
            visit.sign_in(token)
            return visit.go(visit.onward(account, awaits))
        case WrongCredentials():
            return _page(visit, 422, visit.say("signing.wrong"))
        case TooMany(retry_after_seconds=seconds):
            return _page(visit, 429, visit.say("signing.too-many", count=-(-seconds // 60)))


@post("/sign-out", opt=dict(PUBLIC), sync_to_thread=True)
def sign_out(visit: TheVisit) -> Page:
    farewell = None
    if visit.token:
        farewell = provider_farewell(visit)
        accounts.sign_out(visit.ports, visit.token, visit.now)
        visit.sign_out()
    if farewell is not None:
        return visit.page("portal/signed-out.html", farewell=farewell)
    return visit.go(visit.url("home"))


def _page(visit: Visit, status: int, error: str | None) -> Page:
    email = visit.form.text("email")
    provider = visit.ports.provider
    return visit.page(
        "portal/sign-in.html",
        status,
        next=visit.next,
        error=error,
        email=email,
        provider=provider.settings.name.in_(visit.language) if provider else None,
        provider_query=f"?{urlencode({'next': visit.next})}" if visit.next else "",
    )


ROUTES = (sign_in_page, sign_in, sign_out)
