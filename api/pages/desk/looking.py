"""What previews and decisions tried share: whom one looks at, and the form that chooses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from api.pages.desk.asked import FIRST, LAST, Asked, asked_of
from api.pages.desk.frame import desk_page, short
from api.pages.desk.places import problem_line, release_crumb
from api.pages.visit import Page, Visit
from engine.answers import group_id, outer_items, with_all
from engine.calendar import format_date
from engine.definitions.catalogue import Catalogue
from engine.model.application import ItemEntry, StepEntry
from engine.model.problem import DefinitionError
from engine.model.service import Service, Step
from engine.operations.previewing import Previewed, preview
from engine.release import Release

Drawn = TypeVar("Drawn")


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The form at the top: service, person and day."""

    services: tuple[Choice, ...]
    people: tuple[Choice, ...]
    day: str
    day_words: str
    day_error: str


Draw = Callable[[Visit, Asked, Previewed | None, Chosen], Drawn]
Consult = Callable[[Visit, Release, Asked, Chosen], Page]


def looked_at(
    visit: Visit, release: str, draw: Draw[Drawn], consult: Consult | None = None
) -> Drawn | Page:
    """Draw the page of what the address asks for; None is given where no service is chosen yet.

    `consult` draws records and look-ups; without it they are not offered. A release that this
    version of the engine reads no more is said to be that.
    """
    asked = asked_of(visit)
    try:
        kept = visit.ports.releases.release(release)
        catalogue = kept.catalogue
        services = tuple(catalogue.services.values()) if consult is None else catalogue.listed
        chosen = _chosen(visit, catalogue, services, asked)
        if consult is not None and asked.service in {*catalogue.records, *catalogue.lookups}:
            return consult(visit, kept, asked, chosen)
        found = None
        if asked.service:
            entries = _kept(catalogue.services.get(asked.service), asked)
            found = preview(visit.ports, release, asked.service, asked.person, asked.day, entries)
    except DefinitionError as error:
        return desk_page(
            visit,
            "desk/unreadable.html",
            409,
            crumbs=(release_crumb(visit, release),),
            release=short(release),
            problems=[problem_line(visit, release, one) for one in error.problems],
        )
    return draw(visit, asked, found, chosen)


def _chosen(
    visit: Visit, catalogue: Catalogue, offered: tuple[Service, ...], asked: Asked
) -> Chosen:
    services = tuple(
        Choice(one.id, one.title.in_(visit.language), one.id == asked.service) for one in offered
    )
    people = tuple(
        Choice(one.id, one.purpose.in_(visit.language), one.id == asked.person)
        for one in catalogue.people.values()
    )
    limits = {"first": FIRST.isoformat(), "last": LAST.isoformat()}
    return Chosen(
        services,
        people,
        asked.day_text if asked.is_day_bad else asked.day.isoformat(),
        format_date(asked.day, visit.language),
        visit.say("desk.bad-day", **limits) if asked.is_day_bad else "",
    )


def _kept(service: Service | None, asked: Asked) -> Mapping[str, StepEntry]:
    """The answers, without the blanks where something has to be said: those are not answered yet.

    On the step that was sent last they stay, so that its page says what is missing.
    """
    if service is None:
        return asked.entries
    steps = {step.id: step for step in service.steps}
    return {
        id: _closed(steps[id], entry if id == asked.came_from else _answered(steps[id], entry))
        for id, entry in asked.entries.items()
        if id in steps
    }


def _closed(step: Step, entry: StepEntry) -> StepEntry:
    """With the groups inside its items closed where the step is: one sends all of a page."""
    for item in outer_items(entry) if entry.is_complete else ():
        for inner in step.groups:
            name = inner.group.name if inner.group is not None else ""
            entry = replace(entry, items=with_all(entry, group_id(item.id, name)))
    return entry


def _answered(step: Step, entry: StepEntry) -> StepEntry:
    fields = (one for page in (step, *step.groups) for one in page.fields)
    may_be_blank = {one.id for one in fields if not one.is_required}

    def said(texts: Mapping[str, str]) -> dict[str, str]:
        return {id: text for id, text in texts.items() if text.strip() or id in may_be_blank}

    items = tuple(ItemEntry(one.id, said(one.answers)) for one in entry.items)
    return replace(entry, answers=said(entry.answers), items=items)
