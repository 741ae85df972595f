"""My services («خدماتي»)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from litestar import get

from api.pages.browsing import most_needed
from api.pages.issued import own_documents
from api.pages.visit import Page, TheVisit, Visit
from engine.calendar import format_moment
from engine.model.scope import Scope
from engine.operations.mine import Left, Own, mine
from engine.operations.upcoming import Opening, openings
from engine.phrases import say


@dataclass(frozen=True, slots=True)
class Reached:
    """A state that the application came to, and when."""

    state: str
    when: str


@dataclass(frozen=True, slots=True)
class BillLine:
    total: str
    due: str
    address: str


@dataclass(frozen=True, slots=True)
class LeftView:
    """`go_on` is the button's words; the rest are names of what is left, or to be corrected."""

    words: str
    go_on: str
    address: str
    documents: tuple[str, ...]
    corrections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """One card: `when` it was last changed or submitted, and what is `left` of it to do."""

    reference: str
    title: str
    state: str
    next: str
    when: str
    until: str
    expected: str
    is_time_official: bool
    address: str
    discard: str
    left: LeftView | None
    bill: BillLine | None
    reached: tuple[Reached, ...]
    is_draft: bool
    is_final: bool

    @property
    def waits_for_you(self) -> bool:
        return self.left is not None or self.bill is not None


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A service that says from when a person can apply."""

    title: str
    words: str
    address: str
    is_open: bool


@get("/my-services", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def my_services(visit: TheVisit) -> Page:
    """What waits for its owner, what is under way, what opens, and what is over."""
    found = mine(visit.ports, visit.account, visit.now)
    views = [_view(visit, one) for one in found.applications]
    under_way = [one for one in views if not one.waits_for_you and not one.is_final]
    begun = {one.summary.service for one in found.applications if not one.summary.state.is_final}
    return visit.page(
        "portal/my-services.html",
        waiting=[one for one in views if one.waits_for_you],
        under_way=under_way,
        finished=[one for one in views if not one.waits_for_you and one.is_final],
        openings=[
            _opening(visit, one)
            for one in openings(visit.ports, visit.account, visit.now)
            if one.service.id not in begun
        ],
        documents=own_documents(visit, found.documents),
        services=most_needed(visit),
    )


def _view(visit: Visit, own: Own) -> OwnApplication:
    one = own.summary
    zone = visit.catalogue.portal.time_zone
    is_draft = one.submitted_at is None
    moment = one.changed_at if one.submitted_at is None else one.submitted_at
    return OwnApplication(
        reference=one.reference,
        title=one.title.in_(visit.language),
        state=one.state.label.in_(visit.language),
        next=one.next.in_(visit.language) if one.next else "",
        when=visit.say(
            "mine.changed" if is_draft else "mine.submitted",
            when=format_moment(moment, zone, visit.language),
        ),
        until=_until(visit, own),
        expected=visit.say("mine.expected", day=own.expected_date) if own.expected_date else "",
        is_time_official=own.is_time_official,
        address=visit.url("application", reference=one.reference),
        discard=visit.url("discard", reference=one.reference),
        left=_left(visit, own, own.left) if own.left else None,
        bill=_bill(visit, own),
        reached=tuple(_reached(visit, own)),
        is_draft=is_draft,
        is_final=one.state.is_final,
    )


def _until(visit: Visit, own: Own) -> str:
    """By when its owner must have acted; what waits for others says when they mean to be done."""
    if own.last_date is None or own.left is None:
        return ""
    kind = "draft" if own.summary.submitted_at is None else "return"
    return visit.say(f"mine.until-{kind}", day=own.last_date)


def _left(visit: Visit, own: Own, left: Left) -> LeftView:
    reference = own.summary.reference
    is_draft = own.summary.submitted_at is None
    steps = tuple(one.in_(visit.language) for one in left.steps)
    if left.step is None:
        name = "decision" if is_draft else "application"
        words = visit.say("mine.complete" if is_draft else "mine.corrected")
        address = visit.url(name, reference=reference)
    elif is_draft:
        words = visit.say("mine.left", count=len(steps), steps=left.steps) if steps else ""
        address = visit.url("step", reference=reference, step=left.step)
    else:
        words = ""
        address = visit.url("application", reference=reference)
    go_on = "mine.continue" if is_draft else "mine.correct"
    return LeftView(
        words=words,
        go_on=visit.say("mine.look-over" if left.step is None else go_on),
        address=address,
        documents=tuple(one.in_(visit.language) for one in left.documents),
        corrections=tuple(one.in_(visit.language) for one in left.corrections),
    )


def _bill(visit: Visit, own: Own) -> BillLine | None:
    if own.invoice is None:
        return None
    total, due = own.invoice.total, own.invoice.due_date
    address = visit.url("one-invoice", bill=own.invoice.bill_number)
    return BillLine(say(total, visit.language), say(due, visit.language), address)


def _reached(visit: Visit, own: Own) -> Iterator[Reached]:
    """The states in the order in which they were reached, the present one last."""
    zone = visit.catalogue.portal.time_zone
    labels = own.states
    for one in own.history:
        if one.origin != one.target:
            when = format_moment(one.at, zone, visit.language)
            yield Reached(labels[one.target].in_(visit.language), when)


def _opening(visit: Visit, one: Opening) -> OpeningLine:
    words = "mine.opened" if one.is_open else "mine.opens"
    return OpeningLine(
        one.service.title.in_(visit.language),
        visit.say(words, day=one.opens_date),
        visit.url("service", service=one.service.id),
        one.is_open,
    )


ROUTES = (my_services,)
