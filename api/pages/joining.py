"""Opening an account: sign-up, the mailed link, and a forgotten password."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from litestar import get, post

from api.pages.addresses import address
from api.pages.summaries import named
from api.pages.visit import InPath, Page, TheVisit, Visit
from api.security.access import PUBLIC
from engine.model.account import Account
from engine.model.words import Language
from engine.operations import accounts, users
from engine.operations.accounts import LinkExpired, Mailed, Refused, TooMany

_NO_NUMBER = "no_number"
_LABELS = {  # in the order of the page
    "person_key": "signing.person-key",
    "email": "signing.email",
    "password": "signing.password",
}


@get("/sign-up", opt=dict(PUBLIC), sync_to_thread=True)
def sign_up_page(visit: TheVisit) -> Page:
    return _ask(visit, 200, {})


@post("/sign-up", opt=dict(PUBLIC), sync_to_thread=True)
def sign_up(visit: TheVisit) -> Page:
    form = visit.form
    result = accounts.sign_up(
        visit.ports,
        form.text("email"),
        form.text("password"),
        None if _has_no_number(visit) else form.text("person_key"),
        visit.language,
        visit.client,
        mailed_link(visit, "activate"),
        visit.now,
    )
    match result:
        case Mailed():
            return visit.go(visit.url("mailed"))
        case Refused(errors=errors):
            return _ask(visit, 422, {one.field: one.message.in_(visit.language) for one in errors})
        case TooMany(retry_after_seconds=seconds):
            wait = visit.say("signing.too-many", count=-(-seconds // 60))
            return _ask(visit, 429, {}, wait)


@get("/mail-sent", opt=dict(PUBLIC), sync_to_thread=True)
def mailed(visit: TheVisit) -> Page:
    return visit.page("portal/mailed.html")


@get("/activate/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def activate_page(visit: TheVisit, token: InPath) -> Page:
    """A button, not the act: programs that open mailed links must not use them up."""
    return visit.page("portal/activate.html", token=token)


@post("/activate/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def activate(visit: TheVisit, token: InPath) -> Page:
    if isinstance(accounts.activate(visit.ports, token, visit.now), LinkExpired):
        return visit.page("portal/link-expired.html", 410, kind="activate")
    return visit.page("portal/activated.html", kind="activate")


@get("/password", opt=dict(PUBLIC), sync_to_thread=True)
def forgotten_page(visit: TheVisit) -> Page:
    return visit.page("portal/forgotten.html", error=None, email="")


@post("/password", opt=dict(PUBLIC), sync_to_thread=True)
def forgotten(visit: TheVisit) -> Page:
    email = visit.form.text("email")
    result = accounts.ask_password_reset(
        visit.ports, email, visit.client, mailed_link(visit, "new-password"), visit.now
    )
    if isinstance(result, TooMany):
        error = visit.say("signing.too-many", count=-(-result.retry_after_seconds // 60))
        return visit.page("portal/forgotten.html", 429, error=error, email=email)
    return visit.go(visit.url("mailed"))


@get("/password/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def new_password_page(visit: TheVisit, token: InPath) -> Page:
    return visit.page("portal/new-password.html", token=token, error=None)


@post("/password/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def new_password(visit: TheVisit, token: InPath) -> Page:
    result = accounts.reset_password(visit.ports, token, visit.form.text("password"), visit.now)
    if isinstance(result, Account):
        visit.sign_out()
    return _with_password(visit, result, "reset", "portal/new-password.html", token)


@get("/join/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def join_page(visit: TheVisit, token: InPath) -> Page:
    return visit.page("portal/join.html", token=token, error=None)


@post("/join/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def join(visit: TheVisit, token: InPath) -> Page:
    result = users.join(visit.ports, token, visit.form.text("password"), visit.now)
    return _with_password(visit, result, "join", "portal/join.html", token)


def _with_password(
    visit: Visit, result: Account | Refused | LinkExpired, kind: str, asked_on: str, token: str
) -> Page:
    """What came of a password that was chosen on the page behind a mailed link."""
    match result:
        case LinkExpired():
            return visit.page("portal/link-expired.html", 410, kind=kind)
        case Refused(errors=errors):
            error = errors[0].message.in_(visit.language)
            return visit.page(asked_on, 422, token=token, error=error)
        case Account():
            return visit.page("portal/activated.html", kind=kind)


def _ask(visit: Visit, status: int, errors: Mapping[str, str], wait: str = "") -> Page:
    summary = named(visit, errors, _LABELS)
    return visit.page(
        "portal/sign-up.html",
        status,
        errors=errors,
        summary=[("person_key", wait)] if wait else summary,
        typed={name: visit.form.text(name) for name in _LABELS if name != "password"},
        may_lack_number=visit.catalogue.portal.lets_in_without_number,
        lacks_number=visit.form.text(_NO_NUMBER) == "yes",
    )


def _has_no_number(visit: Visit) -> bool:
    """Who typed a number all the same is asked about that one."""
    is_ticked = visit.form.text(_NO_NUMBER) == "yes"
    return is_ticked and not visit.form.text("person_key").strip()


def mailed_link(visit: Visit, name: str) -> Callable[[Language, str], str]:
    """Absolute addresses for mails, from the configured address and never from the request's."""
    base = visit.runtime.settings.base_url

    def link(language: Language, token: str) -> str:
        return base + address(language, name, token=token)

    return link


ROUTES = (
    sign_up_page,
    sign_up,
    mailed,
    activate_page,
    activate,
    forgotten_page,
    forgotten,
    new_password_page,
    new_password,
    join_page,
    join,
)
