"""My data: what is kept of somebody and why, a copy of it, requests about it, and who looked."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get, post
from litestar.response import Stream

from api.pages.backoffice.audit.looks import page_words
from api.pages.backoffice.frame import role_name
from api.pages.own_copy import copy_of
from api.pages.visit import Page, TheVisit, Visit
from engine.answers import FieldError
from engine.calendar import format_date, format_moment
from engine.model.account import Role
from engine.model.scope import Scope
from engine.operations import access, data_requests
from engine.operations.access import Access
from engine.operations.data_requests import DataRequest, RequestKind
from engine.phrases.keeping import purpose_words, retention_words


@dataclass(frozen=True, slots=True)
class Kept:
    label: str
    purpose: str
    retention: str


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """`due` is empty once it was answered."""

    id: str
    kind: str
    state: str
    is_open: bool
    came: str
    due: str
    text: str
    extended: str
    answer: str


@dataclass(frozen=True, slots=True)
class OwnLook:
    when: str
    role: str
    page: str
    reference: str


@get("/account/data", opt={"scope": Scope.OWN_ACCOUNT}, sync_to_thread=True)
def my_data(visit: TheVisit) -> Page:
    return _show(visit)


@get("/account/data/copy", opt={"scope": Scope.OWN_ACCOUNT}, sync_to_thread=True)
def copy(visit: TheVisit) -> Stream:
    return copy_of(visit, visit.account.id)


@post("/account/data/requests", opt={"scope": Scope.OWN_ACCOUNT}, sync_to_thread=True)
def ask(visit: TheVisit) -> Page:
    """Take a request; pressed twice, it is one request."""
    kind, text = visit.form.text("kind"), visit.form.text("text")
    if kind not in set(RequestKind):
        return _show(visit, 422, text=text, errors={"kind": visit.say("privacy.error-kind")})
    asked = data_requests.ask(visit.ports, visit.account, RequestKind(kind), text, visit.now)
    if isinstance(asked, FieldError):
        errors = {asked.field: asked.message.in_(visit.language)}
        return _show(visit, 422, kind=kind, text=text, errors=errors)
    return visit.go(visit.url("my-data") + "?asked=yes")


def _show(
    visit: Visit,
    status: int = 200,
    kind: str = "",
    text: str = "",
    errors: dict[str, str] | None = None,
) -> Page:
    catalogue = visit.runtime.release(visit.now).catalogue
    privacy, language = catalogue.privacy, visit.language
    holdings = () if privacy is None else privacy.holdings
    return visit.page(
        "portal/my-data.html",
        status,
        kept=[
            Kept(
                one.label.in_(language),
                purpose_words(one, language),
                retention_words(one, language),
            )
            for one in holdings
        ],
        answer_days=None if privacy is None else privacy.answering.days,
        requests=[_request(visit, one) for one in data_requests.mine(visit.ports, visit.account)],
        kinds=[(str(one), visit.say(f"records.code-{one}")) for one in RequestKind],
        looks=[_look(visit, one) for one in access.of_person(visit.ports, visit.account)],
        is_asked=visit.asks("asked"),
        kind=kind,
        text=text,
        errors=errors or {},
    )


def _request(visit: Visit, one: DataRequest) -> OwnRequest:
    day = format_date(one.due_date, visit.language)
    return OwnRequest(
        id=one.id,
        kind=visit.say(f"records.code-{one.kind}"),
        state=visit.say(f"records.code-{one.state}"),
        is_open=one.state.is_open,
        came=format_moment(one.received_at, zone_of(visit), visit.language),
        due=day if one.state.is_open else "",
        text=one.text,
        extended=one.extended_because or "",
        answer=one.answer or "",
    )


def _look(visit: Visit, one: Access) -> OwnLook:
    return OwnLook(
        when=format_moment(one.at, zone_of(visit), visit.language),
        role=role_name(visit, Role(one.role)),
        page=page_words(visit, one.page),
        reference=one.reference or "",
    )


def zone_of(visit: Visit) -> str:
    return visit.runtime.release(visit.now).catalogue.portal.time_zone


ROUTES = (my_data, copy, ask)
