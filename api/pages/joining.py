"""Opening an account: sign-up, the mailed link, and a forgotten password."""

from __future__ import annotations

from collections.abc import Callable

from litestar import get, post

from api.pages.addresses import address
from api.pages.doorway import PUBLIC
from api.pages.visit import Page, Visit
from engine.model.words import Language
from engine.operations import accounts
from engine.operations.accounts import LinkExpired, Mailed, Refused, TooMany


@get("/sign-up", opt=dict(PUBLIC), sync_to_thread=True)
def sign_up_page(visit: Visit) -> Page:
    return visit.page("portal/sign-up.html", errors={}, typed={})


@post("/sign-up", opt=dict(PUBLIC), sync_to_thread=True)
def sign_up(visit: Visit) -> Page:
    form = visit.form
    result = accounts.sign_up(
        visit.ports,
        form.text("email"),
        form.text("password"),
        form.text("person_key"),
        visit.language,
        visit.client,
        _link(visit, "activate"),
        visit.now,
    )
    typed = {name: form.text(name) for name in ("person_key", "email")}
    match result:
        case Mailed():
            return visit.go(visit.url("mailed"))
        case Refused(errors=errors):
            messages = {error.field: error.message.in_(visit.language) for error in errors}
            return visit.page("portal/sign-up.html", 422, errors=messages, typed=typed)
        case TooMany(retry_after_seconds=seconds):
            message = {"": visit.say("signing.too-many", count=-(-seconds // 60))}
            return visit.page("portal/sign-up.html", 429, errors=message, typed=typed)


@get("/mail-sent", opt=dict(PUBLIC), sync_to_thread=True)
def mailed(visit: Visit) -> Page:
    return visit.page("portal/mailed.html")


@get("/activate/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def activate_page(visit: Visit, token: str) -> Page:
    """A button, not the act: programs that open mailed links must not use them up."""
    return visit.page("portal/activate.html", token=token)


@post("/activate/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def activate(visit: Visit, token: str) -> Page:
    if isinstance(accounts.activate(visit.ports, token, visit.now), LinkExpired):
        return visit.page("portal/link-expired.html", 410, is_reset=False)
    return visit.page("portal/activated.html", is_reset=False)


@get("/password", opt=dict(PUBLIC), sync_to_thread=True)
def forgotten_page(visit: Visit) -> Page:
    return visit.page("portal/forgotten.html", error=None, email="")


@post("/password", opt=dict(PUBLIC), sync_to_thread=True)
def forgotten(visit: Visit) -> Page:
    email = visit.form.text("email")
    result = accounts.ask_password_reset(
        visit.ports, email, visit.client, _link(visit, "new-password"), visit.now
    )
    if isinstance(result, TooMany):
        error = visit.say("signing.too-many", count=-(-result.retry_after_seconds // 60))
        return visit.page("portal/forgotten.html", 429, error=error, email=email)
    return visit.go(visit.url("mailed"))


@get("/password/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def new_password_page(visit: Visit, token: str) -> Page:
    return visit.page("portal/new-password.html", token=token, error=None)


@post("/password/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def new_password(visit: Visit, token: str) -> Page:
    result = accounts.reset_password(visit.ports, token, visit.form.text("password"), visit.now)
    match result:
        case LinkExpired():
            return visit.page("portal/link-expired.html", 410, is_reset=True)
        case Refused(errors=errors):
            error = errors[0].message.in_(visit.language)
            return visit.page("portal/new-password.html", 422, token=token, error=error)
        case _:
            visit.sign_out()
            return visit.page("portal/activated.html", is_reset=True)


def _link(visit: Visit, name: str) -> Callable[[Language, str], str]:
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
)
