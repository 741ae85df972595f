"""Signing in by an identity provider: leaving for it, and coming back.

The provider knows one address to come back to, outside the languages; the state that it brings
back begins with the language, and the page of that language does the rest.
"""

from __future__ import annotations

from typing import Any, Final

from litestar import Request, get
from litestar.response import Redirect

from api.pages.visit import Page, TheVisit, Visit
from api.security.access import PUBLIC
from engine.model.words import Language
from engine.operations import single_sign_on
from engine.operations.accounts import TooMany
from engine.operations.single_sign_on import In, NotIn, Why

RETURN: Final = "/sign-in/return"


@get(RETURN, opt=dict(PUBLIC), include_in_schema=False, sync_to_thread=False)
def came_back(request: Request[Any, Any, Any]) -> Redirect:
    """To the same in the language of whoever comes back."""
    language = request.query_params.get("state", "").partition(".")[0]
    spoken = language if language in set(Language) else Language.AR
    query = request.scope["query_string"].decode("latin-1")
    return Redirect(f"/{spoken}{RETURN}?{query}", status_code=303)


@get("/sign-in/provider", opt=dict(PUBLIC), sync_to_thread=True)
def leave(visit: TheVisit) -> Page:
    visit.csrf_token()  # gives the browser the cookie that only it can come back with
    result = single_sign_on.depart(
        visit.ports,
        visit.secret or "",
        visit.language,
        visit.next,
        _redirect(visit),
        visit.client,
        visit.now,
    )
    match result:
        case TooMany(retry_after_seconds=seconds):
            return _not_in(visit, 429, visit.say("signing.too-many", count=-(-seconds // 60)))
        case NotIn(why=why):
            return _refused(visit, why)
        case address:
            return visit.go(address)


@get("/sign-in/return", opt=dict(PUBLIC), sync_to_thread=True)
def arrive(visit: TheVisit) -> Page:
    code = "" if visit.asked("error") else visit.asked("code")
    state = visit.asked("state")
    result = single_sign_on.arrive(
        visit.ports, visit.secret or "", state, code, _redirect(visit), visit.now
    )
    if isinstance(result, NotIn):
        return _refused(visit, result.why)
    assert isinstance(result, In)
    visit.sign_in(result.signed_in.token)
    return visit.go(result.onward or visit.onward(result.signed_in.account))


def provider_farewell(visit: Visit) -> str | None:
    """Where to sign out of the provider too, for a session that it began."""
    provider = visit.ports.provider
    if provider is None or visit.session is None or visit.session.issuer is None:
        return None
    home = visit.runtime.settings.base_url + visit.url("home")
    return provider.farewell(home, visit.now)


def _redirect(visit: Visit) -> str:
    return f"{visit.runtime.settings.base_url}{RETURN}"


def _refused(visit: Visit, why: Why) -> Page:
    return _not_in(visit, 422, visit.say(f"provider.why-{why}"))


def _not_in(visit: Visit, status: int, reason: str) -> Page:
    again = visit.url("sign-in")
    return visit.page("portal/not-signed-in.html", status, reason=reason, again=again)


ROUTES = (leave, arrive)
