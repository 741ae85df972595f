"""Previews: any page of a service as somebody would meet it, on any day, under any release.

Not here: the pages of records and look-ups (`consulted.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from litestar import Response, get

from api.pages.desk.asked import Asked
from api.pages.desk.before import BEFORE, before_view
from api.pages.desk.consulted import consulted_page
from api.pages.desk.frame import READ
from api.pages.desk.looking import Chosen, looked_at
from api.pages.desk.previewed import PageLink, Previewing
from api.pages.desk.questions import step_questions
from api.pages.start_view import start_view
from api.pages.visit import InPath, Page, TheVisit, Visit
from api.security.headers import FILE_POLICY
from engine.answers import StepReading
from engine.decide.explain import explain
from engine.decide.views import DecisionView
from engine.forms import StepForm, Writer, check_view, step_form
from engine.journey import Status, steps_of
from engine.journey.trial import Asked as TrialAsked
from engine.journey.trial import Entries, Trial
from engine.model.application import StepEntry
from engine.model.issued import Issued
from engine.model.service import StepKind
from engine.operations import documents
from engine.operations.applications import new_item_id
from engine.operations.previewing import Previewed, specimen
from engine.operations.printing import NotIssuable
from engine.operations.results import NotThere

START: Final = "start"
RESULT: Final = "result"
ISSUED: Final = "issued/"  # before the id of a document
_CHECKED: Final = frozenset({StepKind.FIELDS, StepKind.GROUP})


@get("/staff/desk/releases/{release:str}/preview", opt=dict(READ), sync_to_thread=True)
def preview_page(visit: TheVisit, release: InPath) -> Page:
    def draw(visit: Visit, asked: Asked, found: Previewed | None, chosen: Chosen) -> Page:
        if found is None:
            return Previewing(visit, release, asked, chosen).drawn("desk/preview.html")
        return _preview(visit, release, asked, found, chosen).page()

    return looked_at(visit, release, draw, consulted_page)


@get("/staff/desk/releases/{release:str}/preview/specimen", opt=dict(READ), sync_to_thread=True)
def specimen_file(visit: TheVisit, release: InPath) -> Page | Response[bytes]:
    """What would be issued, as a PDF that says that it is none."""

    def draw(
        visit: Visit, asked: Asked, found: Previewed | None, chosen: Chosen
    ) -> Page | Response[bytes]:
        if found is None:
            raise NotThere("nothing is issued by no service")
        return _preview(visit, release, asked, found, chosen).file()

    return looked_at(visit, release, draw)


def _preview(visit: Visit, release: str, asked: Asked, found: Previewed, chosen: Chosen) -> Preview:
    found = replace(found, entries=_as_sent(found, asked.came_from))
    frame = Previewing(visit, release, asked, chosen, found.service, found.person)
    return Preview(frame, found, found.tryout.of(found.entries, new_item_id()))


@dataclass(frozen=True, slots=True)
class Preview:
    """One page of a service that somebody looks at."""

    frame: Previewing
    found: Previewed
    trial: Trial

    @property
    def visit(self) -> Visit:
        return self.frame.visit

    @property
    def asked(self) -> Asked:
        return self.frame.asked

    def page(self) -> Page:
        catalogue, language = self.found.release.catalogue, self.visit.language
        reading = self.found.tryout.before_files(self.found.entries)
        writer = Writer(catalogue, reading, language)
        current = self._current(writer)
        decision = explain(self.trial.decision, catalogue, language)
        if current == START:
            view = start_view(catalogue, self.found.service, self.found.day, language)
            return self._drawn(writer, current, "desk/preview-start.html", view=view)
        if current == BEFORE:
            return self._before(writer, decision)
        if current == RESULT:
            return self._drawn(writer, current, "desk/preview-result.html", decision=decision)
        if current.startswith(ISSUED):
            return self._issued(writer, current)
        step = writer.reading.step(current)
        if step is None:
            raise NotThere(f"{self.found.service.id} has no page {current}")
        return self._step(writer, step, decision)

    def file(self) -> Response[bytes]:
        """The document that the page is about, as a PDF."""
        visit, made = self.visit, self._specimen(self.asked.page)
        if made is None:
            raise NotThere("what it says is not known")
        content = documents.specimen_pdf(visit.ports, made, visit.runtime.settings.base_url)
        headers = {
            "Content-Disposition": 'attachment; filename="specimen.pdf"',
            "Content-Security-Policy": FILE_POLICY,
        }
        return Response(content, media_type="application/pdf", headers=headers)

    def _current(self, writer: Writer) -> str:
        """The page that is asked for; after a step that was sent, the one that comes next, or the
        same while something on it is wrong."""
        if not self.asked.came_from:
            return self.asked.page or START
        step = self.trial.reading.step(self.asked.came_from)
        if step is None:
            raise NotThere(f"{self.found.service.id} has no page {self.asked.came_from}")
        if step.step.kind in _CHECKED and any(step.errors()):
            return step.step.id
        ids = [one.step.id for one in writer.reading.steps]
        after = writer.reading.steps[ids.index(step.step.id) + 1 :]
        return next((one.step.id for one in after if one.shown is not False), RESULT)

    def _before(self, writer: Writer, decision: DecisionView) -> Page:
        found = self.found
        view = before_view(found, self.trial, self.visit.language)
        step = view.step if view else ""
        return self._drawn(
            writer,
            BEFORE,
            "desk/preview-before.html",
            before=view,
            decision=decision,
            hidden=list(self.frame.hidden(step)) + (view.given if view else []),
            is_of_person=found.tryout.is_of_person,
            ineligible_may_submit=found.service.ineligible_may_submit,
        )

    def _issued(self, writer: Writer, current: str) -> Page:
        made = self._specimen(current)
        return self._drawn(
            writer,
            current,
            "desk/preview-issued.html",
            made=made,
            says=self.visit.language,
            document=self._title(current.removeprefix(ISSUED)),
            file=self.frame.address(current, "desk-specimen"),
        )

    def _specimen(self, page: str) -> Issued | None:
        """None where something that it would say is not known yet."""
        document = page.removeprefix(ISSUED) if page.startswith(ISSUED) else ""
        try:
            return specimen(self.found, self.trial, document, self.visit.now)
        except NotIssuable:
            return None

    def _title(self, document: str) -> str:
        program = self.found.release.catalogue.programs[self.found.service.id]
        return program.issues[document].issued.title.in_(self.visit.language)

    def _step(self, writer: Writer, step: StepReading, decision: DecisionView) -> Page:
        id = step.step.id
        if step.step.kind is StepKind.CHECK:
            title = writer.text(step.step.title)
            check = check_view(writer)
            return self._drawn(writer, id, "desk/preview-check.html", title=title, check=check)
        form = _harmless(step_form(writer, id, decision.documents))
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
            hidden=list(self.frame.hidden(id if step.step.kind in _CHECKED else "")),
            offers={},
        )

    def _pages(self, writer: Writer) -> Iterator[tuple[str, str, str]]:
        say, service = self.visit.say, self.found.service
        yield say("desk.page-start"), START, ""
        yield say("desk.page-before"), BEFORE, ""
        titles = {one.id: writer.text(one.title) for one in service.steps}
        for one in steps_of(writer.reading):
            if one.status is not Status.HIDDEN:
                status = say(f"steps.status-{one.status.replace('_', '-')}")
                yield titles[one.id], one.id, status
        yield say("desk.page-result"), RESULT, ""
        for document in self.found.release.catalogue.programs[service.id].issues:
            yield self._title(document), f"{ISSUED}{document}", say("desk.is-issued")

    def _drawn(
        self, writer: Writer, current: str, template: str, status: int = 200, **view: Any
    ) -> Page:
        closed = self.found.closed
        links: list[PageLink] = self.frame.links(self._pages(writer), current)
        return self.frame.drawn(
            template,
            status,
            links,
            carried=list(self.frame.hidden()),
            try_action=self.visit.url("desk-try", release=self.frame.release),
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


def _harmless(form: StepForm) -> StepForm:
    """The form without what would lead out of the preview."""
    facts = tuple(replace(one, can_dispute=False) for one in form.facts)
    return replace(form, facts=facts)


ROUTES = (preview_page, specimen_file)
