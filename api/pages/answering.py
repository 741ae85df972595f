"""Pages of an invited person: confirm who he is, answer or decline. No account is needed.

The link is the address; nothing of the application is shown before he has confirmed.
"""

from __future__ import annotations

from dataclasses import replace

from litestar import get, post

from api.pages.typed import texts
from api.pages.visit import InPath, Page, TheVisit, Visit
from api.security.access import PUBLIC
from engine.answers import FieldReading
from engine.calendar import format_date
from engine.forms import ErrorLine, Writer, fact_view, item_form
from engine.operations import answering
from engine.operations.answering import Done, Gone, NotConfirmed, Refused, Seen, TooMany


@get("/invitations/{token:str}", opt=dict(PUBLIC), sync_to_thread=True)
def invitation(visit: TheVisit, token: InPath) -> Page:
    seen = answering.look(visit.ports, token, visit.now)
    if isinstance(seen, Gone):
        return _gone(visit)
    if isinstance(answering.form(visit.ports, token, visit.secret, visit.now), Seen):
        return visit.go(visit.url("answering", token=token))
    return _confirming(visit, token, seen)


@post("/invitations/{token:str}/code", opt=dict(PUBLIC), sync_to_thread=True)
def send_code(visit: TheVisit, token: InPath) -> Page:
    match answering.send_code(visit.ports, token, visit.now):
        case Gone():
            return _gone(visit)
        case TooMany(retry_after_seconds=seconds):
            return _again(visit, token, 429, visit.say("signing.too-many", count=-(-seconds // 60)))
        case Done():
            return visit.go(f"{visit.url('invitation', token=token)}?code=yes")


@post("/invitations/{token:str}/confirm", opt=dict(PUBLIC), sync_to_thread=True)
def confirm(visit: TheVisit, token: InPath) -> Page:
    """By the code that was mailed or, without one, by the account that is signed in."""
    assert visit.secret is not None, "the form had its token"
    result: Done | Refused | TooMany | Gone
    if visit.form.text("as_account") and visit.session is not None:
        account = visit.session.account
        result = answering.confirm_as(visit.ports, token, account, visit.secret, visit.now)
    else:
        code = visit.form.text("code")
        result = answering.confirm(visit.ports, token, code, visit.secret, visit.now)
    match result:
        case Gone():
            return _gone(visit)
        case Refused():
            return _again(visit, token, 422, visit.say("actors.code-wrong"))
        case TooMany(retry_after_seconds=seconds):
            return _again(visit, token, 429, visit.say("signing.too-many", count=-(-seconds // 60)))
        case Done():
            return visit.go(visit.url("answering", token=token))


@get("/invitations/{token:str}/answer", opt=dict(PUBLIC), sync_to_thread=True)
def answering_page(visit: TheVisit, token: InPath) -> Page:
    return _asked(visit, token, answering.form(visit.ports, token, visit.secret, visit.now))


@post("/invitations/{token:str}/answer", opt=dict(PUBLIC), sync_to_thread=True)
def answer(visit: TheVisit, token: InPath) -> Page:
    result = answering.answer(visit.ports, token, visit.secret, texts(visit), visit.now)
    if isinstance(result, Done):
        return visit.go(f"{visit.url('answered')}?answered=yes")
    return _asked(visit, token, result, 422)


@post("/invitations/{token:str}/decline", opt=dict(PUBLIC), sync_to_thread=True)
def decline(visit: TheVisit, token: InPath) -> Page:
    result = answering.decline(visit.ports, token, visit.secret, visit.now)
    if isinstance(result, Done):
        return visit.go(visit.url("answered"))
    return _asked(visit, token, result)


@get("/answered", opt=dict(PUBLIC), sync_to_thread=True)
def answered(visit: TheVisit) -> Page:
    return visit.page("portal/answered.html", is_answer=visit.asks("answered"))


def _asked(visit: Visit, token: str, result: Seen | NotConfirmed | Gone, status: int = 200) -> Page:
    if isinstance(result, Gone):
        return _gone(visit)
    if isinstance(result, NotConfirmed):
        return visit.go(visit.url("invitation", token=token))
    writer = Writer(result.opened.release.catalogue, result.reading, visit.language)
    form = item_form(writer, result.actor.answering.id, result.invitation.id)
    # What an answer uncovers is asked once the page was sent: nothing is kept before that.
    fields = tuple(replace(field, is_watched=False) for field in form.fields)
    form = replace(form, fields=fields)
    lines = form.errors or _left(writer, result) if status != 200 else ()
    return visit.page(
        "portal/answering.html",
        status,
        token=token,
        service=result.opened.service.title.in_(visit.language),
        actor=result.actor.title.in_(visit.language),
        intro=writer.text(result.actor.intro),
        until=format_date(result.until, visit.language),
        facts=[fact_view(writer, name) for name in result.actor.sees],
        form=form,
        errors=lines,
    )


def _left(writer: Writer, seen: Seen) -> tuple[ErrorLine, ...]:
    """Questions that the answers have uncovered, which were not on the page that was sent."""
    step = seen.reading.step(seen.actor.answering.id)
    asked: tuple[FieldReading, ...] = (
        () if step is None else step.item_questions(seen.invitation.id)
    )
    words = writer.phrase("errors.required")
    return tuple(
        ErrorLine(writer.text(one.field.label), words, f"f-{one.field.id}")
        for one in asked
        if not one.is_settled
    )


def _confirming(visit: Visit, token: str, seen: Seen, status: int = 200, error: str = "") -> Page:
    account = visit.session.account if visit.session else None
    is_account = account is not None and answering.is_account_of(seen, account)
    return visit.page(
        "portal/invitation.html",
        status,
        token=token,
        service=seen.opened.service.title.in_(visit.language),
        actor=seen.actor.title.in_(visit.language),
        email=seen.invitation.email,
        until=format_date(seen.until, visit.language),
        account=account.email if account is not None and is_account else None,
        is_code_sent=visit.asks("code") or "code" in visit.form.texts,
        error=error,
    )


def _again(visit: Visit, token: str, status: int, error: str) -> Page:
    seen = answering.look(visit.ports, token, visit.now)
    return (
        _gone(visit) if isinstance(seen, Gone) else _confirming(visit, token, seen, status, error)
    )


def _gone(visit: Visit) -> Page:
    return visit.page("portal/invitation-gone.html", 410)


ROUTES = (invitation, send_code, confirm, answering_page, answer, decline, answered)
