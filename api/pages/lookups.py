"""Public look-ups: the question, and the answer that a register gives to it.

Both are pages of one post: what was asked stands in no address, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from litestar import post

from api.pages.addresses import address
from api.pages.typed import texts as typed_texts
from api.pages.visit import InPath, Page, TheVisit, Visit
from api.problems import Refused
from api.security.access import PUBLIC
from engine.forms import step_form
from engine.forms.record import answer_view, listed
from engine.forms.writer import Writer
from engine.operations import consulting
from engine.operations.consulting import Consulted, TooOften, Unanswered

_PATH = "/services/{service:str}/look-up"


def question_page(visit: Visit, service: str) -> Page:
    """The question, with nothing answered yet."""
    return _question(visit, service, consulting.blank(visit.ports, service, visit.now))


@post(_PATH, opt=dict(PUBLIC), sync_to_thread=True)
def look_up(visit: TheVisit, service: InPath) -> Page:
    match consulting.look_up(visit.ports, service, typed_texts(visit), visit.client, visit.now):
        case TooOften(seconds):
            raise Refused(429, seconds)
        case Unanswered() as unanswered:
            return _question(visit, service, unanswered, 422 if unanswered.errors else 200)
        case Consulted() as found:
            return _answer(visit, service, found)


@post(f"{_PATH}/preview", opt=dict(PUBLIC), sync_to_thread=True)
def preview(visit: TheVisit, service: InPath) -> Page:
    """The page as it would be with these texts: which questions they uncover."""
    texts = typed_texts(visit)
    typed = consulting.typed(visit.ports, service, texts, visit.now)
    return _question(visit, service, typed, texts=texts)


def _question(
    visit: Visit,
    service: str,
    asked: Unanswered,
    status: int = 200,
    texts: Mapping[str, str] | None = None,
) -> Page:
    catalogue = asked.release.catalogue
    lookup = consulting.public_lookup(asked.release, service)
    writer = Writer(catalogue, asked.reading, visit.language)
    form = step_form(writer, lookup.asking.id, texts=texts)
    return visit.page(
        "portal/look-up.html",
        status,
        switch_form="step-form",
        switch_address=address(visit.language.other, "look-up-preview", service=service),
        service=service,
        title=lookup.service.title.in_(visit.language),
        summary=lookup.service.summary.in_(visit.language),
        form=form,
        errors=form.errors,
        preview=visit.url("look-up-preview", service=service),
        sections=listed(catalogue, service, lookup.sections, visit.language),
    )


def _answer(visit: Visit, service: str, found: Consulted) -> Page:
    lookup = consulting.public_lookup(found.release, service)
    writer = Writer(found.release.catalogue, found.reading, visit.language)
    is_silent = found.otherwise is None and bool(found.reading.silent)
    is_said = found.otherwise is None and not is_silent
    return visit.page(
        "portal/answer.html",
        switch_address=address(visit.language.other, "service", service=service),
        service=service,
        title=found.service.title.in_(visit.language),
        today=found.reading.decision_date,
        otherwise=found.otherwise.in_(visit.language) if found.otherwise else "",
        is_silent=is_silent,
        sections=answer_view(writer, lookup.sections) if is_said else (),
    )


ROUTES = (look_up, preview)
