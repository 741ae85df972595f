"""Requests of people about their own data, as staff record, extend and answer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from litestar import get, post
from litestar.response import Stream

from api.pages.backoffice.frame import staff_page
from api.pages.own_copy import copy_of
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.answers import FieldError
from engine.calendar import format_date, format_moment
from engine.model.scope import Scope
from engine.operations import access, data_requests
from engine.operations.data_requests import Channel, DataRequest, RequestKind, RequestState

_ANSWER: Final[Mapping[str, Any]] = MappingProxyType({"scope": Scope.ANSWER_PEOPLE})
_OTHERWISE: Final = tuple(one for one in Channel if one is not Channel.PORTAL)


@dataclass(frozen=True, slots=True)
class RequestView:
    """`person` is the address of the account, or its id once it was erased."""

    id: str
    address: str
    kind: str
    state: str
    channel: str
    person: str
    came: str
    due: str
    text: str
    extended: str
    answer: str
    is_open: bool
    is_late: bool
    is_extendable: bool
    erases: bool


@get("/staff/data-requests", opt=dict(_ANSWER), sync_to_thread=True)
def requests_page(visit: TheVisit) -> Page:
    return _list(visit)


@post("/staff/data-requests", opt=dict(_ANSWER), sync_to_thread=True)
def record(visit: TheVisit) -> Page:
    """Record a request that came in by telephone, in person or by letter."""
    form = visit.form
    typed = {name: form.text(name) for name in ("address", "kind", "channel", "text")}
    errors: dict[str, str] = {}
    if not form.text("is_checked"):
        errors["is_checked"] = visit.say("privacy.error-not-checked")
    if typed["kind"] not in set(RequestKind):
        errors["kind"] = visit.say("privacy.error-kind")
    channel = Channel(typed["channel"]) if typed["channel"] in set(_OTHERWISE) else _OTHERWISE[0]
    if not errors:
        taken = data_requests.record_for(
            visit.ports,
            visit.account,
            typed["address"],
            RequestKind(typed["kind"]),
            channel,
            typed["text"],
            visit.now,
        )
        if isinstance(taken, DataRequest):
            return visit.go(visit.url("data-request", number=taken.id))
        errors[taken.field] = taken.message.in_(visit.language)
    return _list(visit, 422, typed, errors)


@get("/staff/data-requests/{number:str}", opt=dict(_ANSWER), sync_to_thread=True)
def request_page(visit: TheVisit, number: InPath) -> Page:
    return _one(visit, _opened(visit, number))


@get("/staff/data-requests/{number:str}/copy", opt=dict(_ANSWER), sync_to_thread=True)
def copy(visit: TheVisit, number: InPath) -> Stream:
    """The copy that a person asked for otherwise than by downloading it."""
    return copy_of(visit, _opened(visit, number).account_id)


@post("/staff/data-requests/{number:str}/answer", opt=dict(_ANSWER), sync_to_thread=True)
def answer(visit: TheVisit, number: InPath) -> Page:
    text, is_granted = visit.form.text("answer"), visit.form.text("verdict") == "granted"
    result = data_requests.answer(
        visit.ports, visit.account, number, text, visit.now, is_granted=is_granted
    )
    return _after(visit, number, result)


@post("/staff/data-requests/{number:str}/extend", opt=dict(_ANSWER), sync_to_thread=True)
def extend(visit: TheVisit, number: InPath) -> Page:
    reason = visit.form.text("reason")
    result = data_requests.extend(visit.ports, visit.account, number, reason, visit.now)
    return _after(visit, number, result)


def _after(visit: Visit, number: str, result: DataRequest | FieldError) -> Page:
    if isinstance(result, FieldError):
        errors = {result.field: result.message.in_(visit.language)}
        return _one(visit, _opened(visit, number), 422, errors)
    return visit.go(visit.url("data-request", number=number))


def _opened(visit: Visit, id: str) -> DataRequest:
    """The request; that somebody looked at it is noted for its person."""
    found = data_requests.get(visit.ports, id)
    access.note(visit.ports, visit.account, found.account_id, None, "data-request", visit.now)
    return found


def _list(
    visit: Visit,
    status: int = 200,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Page:
    found = data_requests.waiting(visit.ports)
    people = {one.account_id for one in (*found.open, *found.answered)}
    names = access.addresses_of(visit.ports, people)
    return staff_page(
        visit,
        "backoffice/data-requests.html",
        status,
        waiting=[_view(visit, one, names) for one in found.open],
        answered=[_view(visit, one, names) for one in found.answered],
        kinds=[(str(one), visit.say(f"records.code-{one}")) for one in RequestKind],
        channels=[
            (str(one), visit.say(f"records.code-{one.value.replace('_', '-')}"))
            for one in _OTHERWISE
        ],
        typed=typed or {"address": "", "kind": "", "channel": "", "text": ""},
        errors=errors or {},
    )


def _one(
    visit: Visit, found: DataRequest, status: int = 200, errors: Mapping[str, str] | None = None
) -> Page:
    names = access.addresses_of(visit.ports, (found.account_id,))
    crumbs = ((visit.say("privacy.desk-title"), visit.url("data-requests")),)
    return staff_page(
        visit,
        "backoffice/data-request.html",
        status,
        crumbs=crumbs,
        request=_view(visit, found, names),
        errors=errors or {},
        answer=visit.form.text("answer"),
        reason=visit.form.text("reason"),
    )


def _view(visit: Visit, one: DataRequest, names: Mapping[str, str]) -> RequestView:
    zone = visit.runtime.release(visit.now).catalogue.portal.time_zone
    return RequestView(
        id=one.id,
        address=visit.url("data-request", number=one.id),
        kind=visit.say(f"records.code-{one.kind}"),
        state=visit.say(f"records.code-{one.state}"),
        channel=visit.say(f"records.code-{one.channel.value.replace('_', '-')}"),
        person=names.get(one.account_id, one.account_id),
        came=format_moment(one.received_at, zone, visit.language),
        due=format_date(one.due_date, visit.language),
        text=one.text,
        extended=one.extended_because or "",
        answer=one.answer or "",
        is_open=one.state.is_open,
        is_late=one.state.is_open and one.due_date < visit.today,
        is_extendable=one.state is RequestState.RECEIVED,
        erases=one.kind is RequestKind.ERASURE,
    )


ROUTES = (requests_page, record, request_page, copy, answer, extend)
