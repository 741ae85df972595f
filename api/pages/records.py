"""Record pages: the start page that tells of one, and the record of whoever is signed in."""

from __future__ import annotations

from litestar import get

from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.forms.record import listed, record_view
from engine.forms.writer import Writer
from engine.model.record_page import RecordPage
from engine.model.scope import Scope
from engine.operations import consulting
from engine.operations.consulting import Consulted
from engine.phrases import said
from engine.wording import join


def start_page(visit: Visit, page: RecordPage) -> Page:
    """What the record shows, for somebody who has not signed in yet."""
    service, language = page.service, visit.language
    return visit.page(
        "portal/record-start.html",
        service=page.id,
        title=service.title.in_(language),
        summary=service.summary.in_(language),
        audience=service.audience.in_(language),
        sections=listed(visit.catalogue, page.id, page.sections, language),
    )


@get("/services/{service:str}/record", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def record(visit: TheVisit, service: InPath) -> Page:
    """As registers and rules say it today; nothing is kept."""
    found = consulting.read_record(visit.ports, visit.account, service, visit.now)
    page = consulting.record_page(found.release, service)
    catalogue = found.release.catalogue
    writer = Writer(catalogue, found.reading, visit.language)
    return visit.page(
        "portal/record.html",
        service=service,
        title=found.service.title.in_(visit.language),
        today=found.reading.decision_date,
        otherwise=found.otherwise.in_(visit.language) if found.otherwise else "",
        silent=silent_words(visit, found),
        sections=() if found.otherwise else record_view(writer, page.sections),
    )


def silent_words(visit: Visit, found: Consulted) -> str:
    """Which registers did not answer, in a sentence; nothing where all did."""
    registers = found.release.catalogue.registers
    names = [registers[id].title.in_(visit.language) for id in found.reading.silent]
    if not names:
        return ""
    return visit.say("record-page.silent-text", names=said(join(names, visit.language)))


ROUTES = (record,)
