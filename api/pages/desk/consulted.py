"""Previews of record pages and public look-ups, which nobody applies for.

Only the invented people of the release are looked up, and no look-up is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from api.pages.desk.asked import Asked, as_input
from api.pages.desk.looking import Chosen
from api.pages.desk.previewed import PageLink, Previewing
from api.pages.records import silent_words
from api.pages.visit import Page, Visit
from engine.decide.naming import Naming
from engine.forms import step_form
from engine.forms.record import answer_view, listed, record_view
from engine.forms.writer import Writer
from engine.model.application import StepEntry
from engine.operations.consulting import Consulted, Unanswered
from engine.operations.previewing import found_by, looked_up, record_of, somebody_of
from engine.operations.results import NotThere
from engine.release import Release

START: Final = "start"
RECORD: Final = "record"
ANSWER: Final = "answer"


def consulted_page(visit: Visit, release: Release, asked: Asked, chosen: Chosen) -> Page:
    """The page that the address asks for. Raises NotThere."""
    service = release.catalogue.declared(asked.service)
    person = somebody_of(release, asked.person)
    frame = Previewing(visit, release.hash, asked, chosen, service, person)
    if asked.service in release.catalogue.records:
        return _record(frame, release)
    return _look_up(frame, release)


def _record(frame: Previewing, release: Release) -> Page:
    visit, service, person = frame.visit, frame.service, frame.person
    assert service is not None, "a record page was chosen"
    page = release.catalogue.records[service.id]
    current = frame.asked.page or START
    pages = _pages(frame, (START, RECORD), current)
    if current == START:
        return frame.drawn(
            "desk/preview-record-start.html",
            pages=pages,
            summary=service.summary.in_(visit.language),
            audience=service.audience.in_(visit.language),
            sections=listed(release.catalogue, page.id, page.sections, visit.language),
        )
    if person is None:
        return frame.drawn("desk/preview-nobody.html", pages=pages)
    found = record_of(release, page.id, person, frame.asked.day)
    writer = Writer(release.catalogue, found.reading, visit.language)
    return frame.drawn(
        "desk/preview-record.html",
        pages=pages,
        today=found.reading.decision_date,
        none_found=found.otherwise.in_(visit.language) if found.otherwise else "",
        silent=silent_words(visit, found),
        sections=() if found.otherwise else record_view(writer, page.sections),
    )


def _look_up(frame: Previewing, release: Release) -> Page:
    """The question, or its answer once it was sent whole."""
    asking = release.catalogue.lookups[frame.asked.service].asking.id
    is_sent = bool(frame.asked.came_from)
    if is_sent and frame.asked.came_from != asking:
        raise NotThere(f"{frame.asked.service} has no page {frame.asked.came_from[:20]}")
    texts = dict(frame.asked.entries.get(asking, StepEntry()).answers) if is_sent else None
    match looked_up(release, frame.asked.service, texts, frame.asked.day):
        case Unanswered() as unanswered:
            return _question(frame, release, unanswered)
        case Consulted() as found:
            return _answer(frame, found)


def _question(frame: Previewing, release: Release, found: Unanswered) -> Page:
    visit, catalogue = frame.visit, release.catalogue
    lookup = catalogue.lookups[frame.asked.service]
    writer = Writer(catalogue, found.reading, visit.language)
    form = step_form(writer, lookup.asking.id)
    fields = tuple(as_input(one, lookup.asking.id) for one in form.fields)
    naming = Naming(catalogue.programs[lookup.id], catalogue, visit.language)
    known = {} if frame.person is None else found_by(release, lookup.id, frame.person)
    return frame.drawn(
        "desk/preview-look-up.html",
        422 if found.errors else 200,
        _pages(frame, (START,), START),
        form=replace(form, fields=fields),
        step=lookup.asking.id,
        hidden=list(frame.hidden(lookup.asking.id)),
        found_by=[(naming.fact(name), text) for name, text in known.items()],
        summary=lookup.service.summary.in_(visit.language),
        sections=listed(catalogue, lookup.id, lookup.sections, visit.language),
    )


def _answer(frame: Previewing, found: Consulted) -> Page:
    visit, catalogue = frame.visit, found.release.catalogue
    lookup = catalogue.lookups[found.service.id]
    writer = Writer(catalogue, found.reading, visit.language)
    is_silent = found.otherwise is None and bool(found.reading.silent)
    is_said = found.otherwise is None and not is_silent
    return frame.drawn(
        "desk/preview-answer.html",
        pages=_pages(frame, (START, ANSWER), ANSWER),
        today=found.reading.decision_date,
        none_found=found.otherwise.in_(visit.language) if found.otherwise else "",
        is_silent=is_silent,
        sections=answer_view(writer, lookup.sections) if is_said else (),
    )


def _pages(frame: Previewing, names: Sequence[str], current: str) -> list[PageLink]:
    if current not in names:
        raise NotThere(f"{frame.asked.service} has no page {current[:20]}")
    return frame.links([(frame.visit.say(f"desk.page-{one}"), one, "") for one in names], current)
