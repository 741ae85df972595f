"""Previews: any page of a service as somebody would meet it, on any day, under any release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from litestar import get

from api.pages.desk.asked import Asked
from api.pages.desk.frame import READ, desk_page, short
from api.pages.desk.looking import Chosen, looked_at
from api.pages.desk.places import release_crumb
from api.pages.desk.questions import step_questions
from api.pages.start_view import start_view
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.answers import StepReading
from engine.decide.explain import explain
from engine.decide.views import DecisionView
from engine.forms import StepForm, Writer, check_view, step_form
from engine.journey import Status, steps_of
from engine.journey.trial import Asked as TrialAsked
from engine.journey.trial import Entries, Trial
from engine.model.application import StepEntry
from engine.model.service import StepKind
from engine.operations.applications import new_item_id
from engine.operations.previewing import Previewed
from engine.operations.results import NotThere

START: Final = "start"
RESULT: Final = "result"
_CHECKED: Final = frozenset({StepKind.FIELDS, StepKind.GROUP})


@dataclass(frozen=True, slots=True)
class PageLink:
    label: str
    address: str
    status: str
    is_current: bool


@get("/staff/desk/releases/{release:str}/preview", opt=dict(READ), sync_to_thread=True)
def preview_page(visit: TheVisit, release: InPath) -> Page:
    def draw(visit: Visit, asked: Asked, found: Previewed | None, chosen: Chosen) -> Page:
        if found is None:
            return _drawn(visit, release, chosen, None, "desk/preview.html", pages=[])
        entries = _as_sent(found, asked.came_from)
        return Preview(visit, release, asked, replace(found, entries=entries), chosen).page()

    return looked_at(visit, release, draw)


@dataclass(frozen=True, slots=True)
class Preview:
    """One page of a service that somebody looks at."""

    visit: Visit
    release: str
    asked: Asked
    found: Previewed
    chosen: Chosen

    def page(self) -> Page:
        trial = self.found.tryout.of(self.found.entries, new_item_id())
        writer = Writer(
            self.found.release.catalogue,
            self.found.tryout.before_files(self.found.entries),
            self.visit.language,
        )
        current = self._current(trial, writer)
        decision = explain(trial.decision, self.found.release.catalogue, self.visit.language)
        if current == START:
            catalogue, day = self.found.release.catalogue, self.found.day
            view = start_view(catalogue, self.found.service, day, self.visit.language)
            return self._drawn(writer, current, "desk/preview-start.html", view=view)
        if current == RESULT:
            return self._drawn(writer, current, "desk/preview-result.html", decision=decision)
        step = writer.reading.step(current)
        if step is None:
            raise NotThere(f"{self.found.service.id} has no page {current}")
        return self._step(writer, step, decision)

    def _current(self, trial: Trial, writer: Writer) -> str:
        """The page that is asked for; after a step that was sent, the one that comes next, or the
        same while something on it is wrong."""
        if not self.asked.came_from:
            return self.asked.page or START
        step = trial.reading.step(self.asked.came_from)
        if step is None:
            raise NotThere(f"{self.found.service.id} has no page {self.asked.came_from}")
        if step.step.kind in _CHECKED and any(step.errors()):
            return step.step.id
        ids = [one.step.id for one in writer.reading.steps]
        after = writer.reading.steps[ids.index(step.step.id) + 1 :]
        return next((one.step.id for one in after if one.shown is not False), RESULT)

    def _step(self, writer: Writer, step: StepReading, decision: DecisionView) -> Page:
        id = step.step.id
        if step.step.kind is StepKind.CHECK:
            title = writer.text(step.step.title)
            check = check_view(writer)
            return self._drawn(writer, id, "desk/preview-check.html", title=title, check=check)
        form = _harmless(step_form(writer, id, decision))
        questions = step_questions(self.found.tryout, writer, step)
        if step.step.kind is StepKind.FIELDS:
            form = replace(form, fields=questions.fields)
        is_sent = id == self.asked.came_from
        return self._drawn(
            writer,
            id,
            "desk/preview-step.html",
            422 if is_sent and form.errors else 200,
            form=form if is_sent else replace(form, errors=()),
            questions=questions,
            step=id,
            hidden=list(self._hidden(id if step.step.kind in _CHECKED else "")),
            offers={},
        )

    def _hidden(self, *without: str) -> Iterator[tuple[str, str]]:
        asked = self.asked
        yield from (("service", asked.service), ("person", asked.person))
        yield "day", asked.day.isoformat()
        yield from asked.hidden(*without)

    def _pages(self, writer: Writer, current: str) -> Iterator[PageLink]:
        place = self.visit.url("desk-preview", release=self.release)

        def link(label: str, page: str, status: str = "") -> PageLink:
            query = urlencode([*self._hidden(), ("page", page)])
            return PageLink(label, f"{place}?{query}", status, page == current)

        yield link(self.visit.say("desk.page-start"), START)
        titles = {one.id: writer.text(one.title) for one in self.found.service.steps}
        for one in steps_of(writer.reading):
            if one.status is not Status.HIDDEN:
                name = f"steps.status-{one.status.replace('_', '-')}"
                yield link(titles[one.id], one.id, self.visit.say(name))
        yield link(self.visit.say("desk.page-result"), RESULT)

    def _drawn(
        self, writer: Writer, current: str, template: str, status: int = 200, **view: Any
    ) -> Page:
        closed = self.found.closed
        return _drawn(
            self.visit,
            self.release,
            self.chosen,
            self.found,
            template,
            422 if self.chosen.day_error else status,
            pages=list(self._pages(writer, current)),
            carried=list(self._hidden()),
            otherwise=closed.otherwise.in_(self.visit.language) if closed else "",
            reference="preview",
            **view,
        )


def _as_sent(found: Previewed, step_id: str) -> Entries:
    """The answers with the step as its button sends it: what is asked there and has no text is
    left blank, boxes and radios that nobody touched included."""
    step = found.tryout.before_files(found.entries).step(step_id) if step_id else None
    if step is None or step.step.kind is not StepKind.FIELDS:
        return found.entries
    typed = found.entries.get(step_id, StepEntry()).answers
    return found.tryout.answered(found.entries, TrialAsked(step, step.questions()), typed)


def _drawn(
    visit: Visit,
    release: str,
    chosen: Chosen,
    found: Previewed | None,
    template: str,
    status: int = 200,
    **view: Any,
) -> Page:
    person = found.person if found else None
    return desk_page(
        visit,
        template,
        status,
        crumbs=(release_crumb(visit, release),),
        action=visit.url("desk-preview", release=release),
        try_action=visit.url("desk-try", release=release),
        release=short(release),
        chosen=chosen,
        service_title=found.service.title.in_(visit.language) if found else "",
        person=person.purpose.in_(visit.language) if person else visit.say("desk.nobody"),
        **view,
    )


def _harmless(form: StepForm) -> StepForm:
    """The form without what would lead out of the preview."""
    facts = tuple(replace(one, can_dispute=False) for one in form.facts)
    return replace(form, facts=facts)


ROUTES = (preview_page,)
