"""Trying a decision: service, day, person and answers in, the decision with its reasons out."""

from __future__ import annotations

from litestar import get

from api.pages.desk.asked import Asked
from api.pages.desk.frame import READ, desk_page, short
from api.pages.desk.looking import Chosen, looked_at
from api.pages.desk.places import release_crumb
from api.pages.desk.questions import questions_of
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.decide.explain import explain
from engine.forms import FactView, Writer, fact_view
from engine.model.fact import FactSource
from engine.operations.applications import new_item_id
from engine.operations.previewing import Previewed


@get("/staff/desk/releases/{release:str}/try", opt=dict(READ), sync_to_thread=True)
def try_page(visit: TheVisit, release: InPath) -> Page:
    def draw(visit: Visit, asked: Asked, found: Previewed | None, chosen: Chosen) -> Page:
        return _page(visit, release, asked, found, chosen)

    return looked_at(visit, release, draw)


def _page(
    visit: Visit, release: str, asked: Asked, found: Previewed | None, chosen: Chosen
) -> Page:
    questions, decision, facts = [], None, []
    if found is not None:
        catalogue = found.release.catalogue
        trial = found.tryout.of(found.entries, new_item_id())
        reading = found.tryout.before_files(found.entries)
        writer = Writer(catalogue, reading, visit.language)
        questions = list(questions_of(found.tryout, writer))
        decision = explain(trial.decision, catalogue, visit.language)
        facts = _facts(writer) if found.person else []
    return desk_page(
        visit,
        "desk/try.html",
        422 if chosen.day_error else 200,
        crumbs=(release_crumb(visit, release),),
        action=visit.url("desk-try", release=release),
        preview=visit.url("desk-preview", release=release),
        release=short(release),
        chosen=chosen,
        is_chosen=found is not None,
        has_person=bool(asked.person),
        otherwise=found.closed.otherwise.in_(visit.language) if found and found.closed else "",
        questions=questions,
        facts=facts,
        decision=decision,
    )


def _facts(writer: Writer) -> list[FactView]:
    """What the registers say of the person, as far as the service reads it."""
    program = writer.program
    names = [one.name for one in program.facts.values() if one.source is FactSource.REGISTER]
    return [fact_view(writer, name) for name in names]


ROUTES = (try_page,)
