"""The work queue: filters, counts by state, and a page of applications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from litestar import get

from api.pages.backoffice.frame import staff_page
from api.pages.visit import Page, TheVisit, Visit
from engine.calendar import format_date, format_moment
from engine.definitions.catalogue import Catalogue
from engine.model.scope import Scope
from engine.operations.queue import Filters, Line, Place, Queue, Whose, find

_LONGEST: Final = 100
_NAMES: Final = ("text", "service", "state", "flag", "whose", "which")


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class CountView:
    """How many are in a state; the address shows them."""

    label: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """`age` counts working days in words; `holder` is who has it in hand, or nothing."""

    reference: str
    address: str
    service: str
    state: str
    flags: tuple[str, ...]
    is_overridden: bool
    submitted: str
    age: str
    due: str
    is_overdue: bool
    holder: str
    is_mine: bool


@get("/staff/applications", opt={"scope": Scope.READ}, sync_to_thread=True)
def queue(visit: TheVisit) -> Page:
    typed = {name: visit.asked(name).strip()[:_LONGEST] for name in _NAMES}
    place = _place(visit.asked("after"))
    catalogue = visit.runtime.release(visit.now).catalogue
    found = find(visit.ports, visit.account, _filters(typed), place, visit.now)
    return staff_page(
        visit,
        "backoffice/queue.html",
        typed=typed,
        choices=_choices(visit, catalogue),
        is_narrowed=any(typed.values()),
        counts=list(_counts(visit, catalogue, typed, found.counts)),
        lines=[_line(visit, one) for one in found.lines],
        is_first=place is None,
        next=_next(visit, typed, found),
    )


def _filters(typed: Mapping[str, str]) -> Filters:
    return Filters(
        service=typed["service"],
        state=typed["state"],
        flag=typed["flag"],
        text=typed["text"],
        whose=Whose(typed["whose"]) if typed["whose"] in set(Whose) else Whose.ANYBODY,
        is_overdue=typed["which"] == "overdue",
        is_everything=typed["which"] == "everything",
    )


def _choices(visit: Visit, catalogue: Catalogue) -> dict[str, list[Choice]]:
    """What the selects offer, by the words of the release in force."""
    language, services = visit.language, catalogue.services.values()
    states = {
        state.id: state.label.in_(language)
        for one in services
        for state in one.lifecycle.states
        if state.id != one.lifecycle.start
    }
    flags = {flag.id: flag.label.in_(language) for one in services for flag in one.lifecycle.flags}
    whose = {one.value: visit.say(f"queue.whose-{one.value}") for one in Whose}
    which = {one: visit.say(f"queue.which-{one}") for one in ("waiting", "overdue", "everything")}
    return {
        "service": [Choice(one.id, one.title.in_(language)) for one in services],
        "state": _offered(states),
        "flag": _offered(flags),
        "whose": _offered(whose),
        "which": _offered(which),
    }


def _offered(labels: Mapping[str, str]) -> list[Choice]:
    return [Choice(value, label) for value, label in labels.items()]


def _counts(
    visit: Visit,
    catalogue: Catalogue,
    typed: Mapping[str, str],
    counts: Mapping[tuple[str, str], int],
) -> Iterator[CountView]:
    """One for each state in which there is something, in the order of the lifecycles."""
    by_state: dict[str, int] = {}
    for (_, state), count in counts.items():
        by_state[state] = by_state.get(state, 0) + count
    labels = {one.value: one.label for one in _choices(visit, catalogue)["state"]}
    for state in (*labels, *(one for one in by_state if one not in labels)):
        if state in by_state:
            address = _address(visit, {**typed, "state": state})
            label = labels.get(state, state)
            yield CountView(label, by_state[state], address, typed["state"] == state)


def _line(visit: Visit, one: Line) -> LineView:
    language, found = visit.language, one.found
    zone = visit.runtime.release(visit.now).catalogue.portal.time_zone
    lifecycle = one.service.lifecycle
    return LineView(
        reference=found.reference,
        address=visit.url("review", reference=found.reference),
        service=one.service.title.in_(language),
        state=lifecycle.state(found.state).label.in_(language),
        flags=tuple(flag.label.in_(language) for flag in lifecycle.flags if flag.id in found.flags),
        is_overridden=found.is_overridden,
        submitted=format_moment(found.submitted_at, zone, language),
        age=age_words(visit, one),
        due=format_date(found.due_date, language) if found.due_date else "",
        is_overdue=one.is_overdue,
        holder=one.holder or "",
        is_mine=one.is_mine,
    )


def age_words(visit: Visit, one: Line) -> str:
    """How many working days it has waited, of how many."""
    if one.days_used is None:
        is_counted = one.days_allowed is not None
        return visit.say("queue.days-not-counted" if is_counted else "queue.not-waiting")
    if one.days_allowed is None:
        return visit.say("queue.days-waited", count=one.days_used)
    return visit.say("queue.days-used", count=one.days_used, allowed=one.days_allowed)


# Where a page ends -------------------------------------------------------------------------------


def _next(visit: Visit, typed: Mapping[str, str], found: Queue) -> str | None:
    place = found.next
    if place is None:
        return None
    after = f"{place.due_date.isoformat()}_{place.since.isoformat()}_{place.reference}"
    return _address(visit, {**typed, "after": after})


def _place(text: str) -> Place | None:
    """Where the page before ended; None for the first page, and for a text that is not ours."""
    parts = text.split("_")
    if len(parts) != 3:
        return None
    try:
        since = datetime.fromisoformat(parts[1])
        return (
            None if since.tzinfo is None else Place(date.fromisoformat(parts[0]), since, parts[2])
        )
    except ValueError:
        return None


def _address(visit: Visit, asked: Mapping[str, str]) -> str:
    said: Iterable[tuple[str, str]] = ((name, text) for name, text in asked.items() if text)
    return f"{visit.url('queue')}?{urlencode(list(said))}"


ROUTES = (queue,)
