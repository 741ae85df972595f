"""My account: who is signed in, and adding a number to an account that has none."""

from __future__ import annotations

from litestar import get, post

from api.pages.backoffice.frame import role_name
from api.pages.visit import Page, TheVisit, Visit
from engine.model.scope import Scope
from engine.operations import linking
from engine.operations.accounts import Refused, TooMany
from engine.operations.linking import Linked
from engine.operations.results import NotThere


@get("/account", opt={"scope": Scope.OWN_ACCOUNT}, sync_to_thread=True)
def account(visit: TheVisit) -> Page:
    return _page(visit, 200, "")


@post("/account/number", opt={"scope": Scope.OWN_ACCOUNT}, sync_to_thread=True)
def add_number(visit: TheVisit) -> Page:
    """For somebody who signed up without one; an account that has one stays as it is."""
    if visit.account.is_staff:
        raise NotThere("the number of staff is set by an administrator")
    match linking.add_number(visit.ports, visit.account, visit.form.text("person_key"), visit.now):
        case Linked():
            return visit.go(visit.url("account"))
        case Refused(errors=errors):
            return _page(visit, 422, errors[0].message.in_(visit.language))
        case TooMany(retry_after_seconds=seconds):
            return _page(visit, 429, visit.say("signing.too-many", count=-(-seconds // 60)))


def _page(visit: Visit, status: int, error: str) -> Page:
    own = visit.account
    return visit.page(
        "portal/account.html",
        status,
        email=own.email,
        person=own.person_key,
        role=role_name(visit, own.role) if own.is_staff else None,
        asks_number=own.person_key is None and not own.is_staff,
        typed=visit.form.text("person_key"),
        error=error,
        summary=[("person_key", error)] if error else [],
    )


ROUTES = (account, add_number)
