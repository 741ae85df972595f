"""A submitted application for its applicant: where it stands, what happened, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from litestar import get, post

from api.pages.issued import own_documents
from api.pages.journeys import explained, onward, writer
from api.pages.opinions import rating_view
from api.pages.saying import act_form, revision_of, said_by
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.answers import FieldError
from engine.calendar import format_date, format_moment
from engine.forms import check_view
from engine.journey import are_documents_complete
from engine.model.history import Happening
from engine.model.lifecycle import Ask
from engine.model.scope import Scope
from engine.operations import acting, issuing, opinions
from engine.operations.acting import Act, Barred, Changed, Disagreed, Refused, Said
from engine.operations.binding import NotNow
from engine.operations.claims import Held
from engine.operations.reacting import Reacted
from engine.operations.results import View
from engine.operations.tracking import Tracked, track

_PATH = "/applications/{reference:str}"


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline: no names of staff, and nothing that is for them alone."""

    when: str
    who: str
    state: str
    reasons: str
    statement: str


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """`address` is None for what has to wait for an earlier step."""

    label: str
    remark: str
    address: str | None


@get(_PATH, opt={"scope": Scope.APPLY}, sync_to_thread=True)
def application(visit: TheVisit, reference: InPath) -> Page:
    """A draft goes on where it was left; a submitted application says where it stands."""
    found = track(visit.ports, visit.account, reference, visit.now)
    if found.view.is_open and found.view.application.submission is None:
        return visit.go(onward(visit, found.view))
    return show(visit, found)


def show(
    visit: Visit,
    found: Tracked,
    status: int = 200,
    trouble: str = "",
    rated: FieldError | None = None,
) -> Page:
    """`trouble`: the phrase of `application` that says why nothing was done; `rated`: what was
    wrong with a rating."""
    view, language = found.view, visit.language
    reference, submission = view.application.reference, view.application.submission
    zone = view.release.catalogue.portal.time_zone
    return visit.page(
        "portal/application.html",
        status,
        reference=reference,
        title=view.service.title.in_(language),
        service=view.service.id,
        state=view.state.label.in_(language),
        is_final=view.state.is_final,
        next=view.next.in_(language) if view.next else "",
        when=format_moment(submission.submitted_at, zone, language) if submission else "",
        until=_until(visit, found),
        is_paid_now=visit.asks("paid"),
        is_sent_now=visit.asks("sent"),
        is_done_now=visit.asks("done"),
        trouble=trouble,
        has_invited=bool(view.application.invitations),
        invoice=view.invoice,
        is_payable=view.invoice is not None and view.invoice.state.is_payable,
        documents=own_documents(visit, issuing.issued_for(visit.ports, visit.account, reference)),
        reasons=_reasons(found, visit),
        reasons_title=_reasons_title(found, visit),
        corrections=list(_corrections(visit, found)),
        is_correcting=bool(found.corrections or found.steps),
        asked="documents" if view.state.takes_documents else "correct",
        is_complete=_is_whole(view),
        acts=[_link(visit, reference, one) for one in _main_first(found.acts)],
        timeline=list(_timeline(visit, found)),
        decision=explained(view, language),
        check=check_view(writer(view, language)),
        rating=rating_view(visit, reference, rated),
    )


def _is_whole(view: View) -> bool:
    """Whether all that is asked for in the state is there."""
    takes_documents = view.state.takes_documents
    return are_documents_complete(view.reading) if takes_documents else view.is_complete


def _main_first(acts: tuple[Act, ...]) -> list[Act]:
    """What decides something, such as sending back, stands before what only ends it."""
    return sorted(acts, key=lambda one: not one.is_binding)


def _link(visit: Visit, reference: str, act: Act) -> tuple[str, str]:
    return act.title.in_(visit.language), visit.url("act", reference=reference, event=act.event)


def _until(visit: Visit, found: Tracked) -> str:
    if found.last_date is None:
        return ""
    kind = _waits_for(found)
    return visit.say(f"application.until-{kind}", day=format_date(found.last_date, visit.language))


def _waits_for(found: Tracked) -> str:
    """What the application waits for, by the word of its phrase."""
    invoice = found.view.invoice
    if found.view.state.takes_documents:
        return "documents"
    if found.view.is_open:
        return "return"
    if invoice is not None and invoice.state.is_payable:
        return "pay"
    return "act" if found.acts else "wait"


def _reasons(found: Tracked, visit: Visit) -> str:
    reasoned = _reasoned(found)
    return reasoned.reasons.in_(visit.language) if reasoned and reasoned.reasons else ""


def _reasons_title(found: Tracked, visit: Visit) -> str:
    """What the lifecycle calls them, the reply to a question say."""
    reasoned = _reasoned(found)
    move = reasoned and found.view.service.lifecycle.transition(reasoned.transition)
    called = dict(move.called).get(Ask.REASONS) if move else None
    return called.in_(visit.language) if called else visit.say("application.reasons")


def _reasoned(found: Tracked) -> Happening | None:
    """The last act that gave reasons, while its state lasts."""
    for one in reversed(found.history):
        if one.reasons and one.target == found.view.application.state:
            return one
        if one.origin != one.target:
            return None
    return None


def _corrections(visit: Visit, found: Tracked) -> Iterator[CorrectionLine]:
    reachable = {one.id for one in found.view.steps if one.is_reachable}
    reference = found.view.application.reference
    for one in found.corrections:
        address = visit.url("step", reference=reference, step=one.step)
        label = one.label.in_(visit.language)
        remark = found.remarks.get(one.name, "")
        yield CorrectionLine(label, remark, address if one.step in reachable else None)


def _timeline(visit: Visit, found: Tracked) -> Iterator[Happened]:
    zone = found.view.release.catalogue.portal.time_zone
    lifecycle = found.view.service.lifecycle
    for one in found.history:
        if one.origin != one.target:
            yield Happened(
                when=format_moment(one.at, zone, visit.language),
                who=visit.say(f"timeline.by-{_by(one)}"),
                state=lifecycle.state(one.target).label.in_(visit.language),
                reasons=one.reasons.in_(visit.language) if one.reasons else "",
                statement=one.statement or "",
            )


def _by(one: Happening) -> str:
    return "staff" if one.by.is_staff else one.by.value


# Acts --------------------------------------------------------------------------------------------


@get(f"{_PATH}/acts/{{event:str}}", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def act_page(visit: TheVisit, reference: InPath, event: InPath) -> Page:
    found = track(visit.ports, visit.account, reference, visit.now)
    return _asking(visit, found, event, Said())


@post(f"{_PATH}/acts/{{event:str}}", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def do(visit: TheVisit, reference: InPath, event: InPath) -> Page:
    said = said_by(visit)
    result = acting.act(
        visit.ports, visit.account, reference, event, said, revision_of(visit), visit.now
    )
    here = visit.url("application", reference=reference)
    match result:
        case Reacted():
            return visit.go(f"{here}?done=yes")
        case Refused(errors=errors):
            found = track(visit.ports, visit.account, reference, visit.now)
            return _asking(visit, found, event, said, errors)
        case Disagreed(incident=incident):
            view = track(visit.ports, visit.account, reference, visit.now).view
            title = view.service.title.in_(visit.language)
            return visit.page("portal/disagreed.html", 409, title=title, incident=incident)
        case Changed() | NotNow() | Barred() | Held():
            found = track(visit.ports, visit.account, reference, visit.now)
            return show(visit, found, 409, "changed")
        case _:
            assert_never(result)


def _asking(
    visit: Visit,
    found: Tracked,
    event: str,
    said: Said,
    errors: tuple[FieldError, ...] = (),
) -> Page:
    act = next((one for one in found.acts if one.event == event), None)
    if act is None:
        return show(visit, found, 409, "not-now")
    view, reference = found.view, found.view.application.reference
    place = visit.url("act", reference=reference, event=event)
    form = act_form(visit, writer(view, visit.language), act, place, (), said, errors)
    return visit.page(
        "portal/act.html",
        422 if errors else 200,
        form=form,
        reference=reference,
        title=view.service.title.in_(visit.language),
        state=view.state.label.in_(visit.language),
    )


@post(f"{_PATH}/rating", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def rate(visit: TheVisit, reference: InPath) -> Page:
    """Rate the service; a second rating replaces the first."""
    text = visit.form.text("stars")
    stars = int(text) if text.isascii() and text.isdecimal() and len(text) == 1 else None
    comment = visit.form.text("comment")
    made = opinions.rate(
        visit.ports, visit.account, reference, stars, comment, visit.language, visit.now
    )
    if isinstance(made, FieldError):
        found = track(visit.ports, visit.account, reference, visit.now)
        return show(visit, found, 422, rated=made)
    return visit.go(visit.url("application", reference=reference) + "?rated=yes#rating")


ROUTES = (application, act_page, do, rate)
