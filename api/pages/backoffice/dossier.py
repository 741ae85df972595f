"""The view models of an application as staff study it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.pages.backoffice.queue import age_words
from api.pages.visit import Visit
from engine.answers import DocumentReading, PlaceReading
from engine.calendar import format_date, format_moment
from engine.decide.naming import Naming
from engine.forms.rows import place_label
from engine.forms.uploads import file_views
from engine.forms.views import FileView
from engine.forms.writer import Writer
from engine.journey.corrections import Correctable
from engine.model.fact import FactSource
from engine.model.history import Happening
from engine.model.lifecycle import Actor
from engine.model.payment import Invoice
from engine.model.review import Note
from engine.money import format_money
from engine.operations.opening import REPLACED
from engine.operations.reviewing import Change, Compared, PastEntry, Review


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the application stands, at the top of its page."""

    reference: str
    service: str
    state: str
    flags: tuple[str, ...]
    is_overridden: bool
    submitted: str
    decided_on: str
    age: str
    is_overdue: bool
    due: str


@dataclass(frozen=True, slots=True)
class Hands:
    """Who has it in hand. `may_take_over`: the reader is an approver and somebody else has it."""

    holder: str
    until: str
    is_mine: bool
    may_claim: bool
    may_take_over: bool


@dataclass(frozen=True, slots=True)
class ComparedView:
    label: str
    then: str
    now: str
    differs: bool


@dataclass(frozen=True, slots=True)
class RegisterView:
    """`differs` and `is_silent` are said in words beside the title."""

    title: str
    lines: tuple[ComparedView, ...]
    differs: bool
    is_silent: bool


@dataclass(frozen=True, slots=True)
class Supplied:
    """What lies in one place of a document; `label` says of which of several, if it is of one."""

    label: str | None
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the history."""

    when: str
    title: str
    target: str
    who: str
    reasons: str
    corrections: tuple[tuple[str, str], ...]
    statement: str
    note: str
    is_override: bool
    record: int | None


@dataclass(frozen=True, slots=True)
class NoteView:
    when: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class BillView:
    number: str
    stage: str
    state: str
    total: str
    issued: str
    paid: str


@dataclass(frozen=True, slots=True)
class EarlierView:
    reference: str
    address: str
    service: str
    state: str
    submitted: str


@dataclass(frozen=True, slots=True)
class RecordedView:
    label: str
    text: str


class Dossier:
    """Turns a review into view models, in the language of the visit."""

    def __init__(self, visit: Visit, review: Review) -> None:
        self.visit = visit
        self.review = review
        self.view = review.view
        self.zone = visit.runtime.release(visit.now).catalogue.portal.time_zone
        self.catalogue = self.view.release.catalogue
        self.writer = Writer(self.catalogue, self.view.reading, visit.language)
        self.naming = Naming(self.writer.program, self.catalogue, visit.language)

    def standing(self) -> Standing:
        application, line = self.view.application, self.review.line
        language = self.visit.language
        flags = self.view.service.lifecycle.flags
        submission = application.submission
        assert submission is not None, "only what was submitted is studied"
        return Standing(
            reference=application.reference,
            service=self.view.service.title.in_(language),
            state=self.view.state.label.in_(language),
            flags=tuple(one.label.in_(language) for one in flags if one.id in application.flags),
            is_overridden=application.is_overridden,
            submitted=format_moment(submission.submitted_at, self.zone, language),
            decided_on=format_date(submission.decision_date, language),
            age=age_words(self.visit, line),
            is_overdue=line.is_overdue,
            due=format_date(line.found.due_date, language) if line.found.due_date else "",
        )

    def hands(self, may_review: bool, may_decide: bool) -> Hands:
        claim, account = self.review.claim, self.visit.account
        is_mine = claim is not None and claim.account == account.id
        waits = self.review.line.days_allowed is not None or bool(self.review.acts)
        may_review = may_review and not self.review.is_own
        return Hands(
            holder=self._who(claim.account) if claim else "",
            until=format_moment(claim.until, self.zone, self.visit.language) if claim else "",
            is_mine=is_mine,
            may_claim=may_review and claim is None and waits,
            may_take_over=may_review and may_decide and claim is not None and not is_mine,
        )

    def registers(self) -> list[RegisterView]:
        by_register: dict[str, list[Compared]] = {}
        for one in self.review.compared:
            by_register.setdefault(one.register, []).append(one)
        return [self._register(id, lines) for id, lines in by_register.items()]

    def _register(self, id: str, lines: list[Compared]) -> RegisterView:
        return RegisterView(
            title=self.catalogue.registers[id].title.in_(self.visit.language),
            lines=tuple(self._compared(one) for one in lines if not _is_built_in(one)),
            differs=any(one.differs for one in lines),
            is_silent=any(one.is_silent for one in lines),
        )

    def _compared(self, one: Compared) -> ComparedView:
        kind, unit = self.naming.type_and_unit(one.fact)
        then, now = (self.naming.state(state, kind, unit) for state in (one.then, one.now))
        return ComparedView(self.naming.fact(one.fact), then, now, one.differs)

    def sources(self) -> dict[str, str]:
        """Where each fact that a step shows comes from, in words."""
        shown = {name for step in self.view.service.steps for name in step.shows}
        return {name: self._source(name) for name in shown}

    def _source(self, name: str) -> str:
        fact = self.writer.program.facts.get(name)
        if fact is None:
            return self.visit.say("review.source-derived")
        if fact.source is FactSource.REGISTER:
            register = self.catalogue.registers[name.partition(".")[0]]
            return register.title.in_(self.visit.language)
        return self.visit.say(f"review.source-{fact.source.value.replace('_', '-')}")

    def documents(self) -> dict[str, tuple[Supplied, ...]]:
        """What was supplied of each document that a step asks for, by its id."""
        return {
            one.document.id: tuple(self._supplied(one, place) for place in one.supplied)
            for step in self.view.reading.steps
            for one in step.documents
        }

    def _supplied(self, document: DocumentReading, place: PlaceReading) -> Supplied:
        return Supplied(
            place_label(self.writer, document, place), file_views(self.writer, place.files)
        )

    def replaced(self) -> list[tuple[str, FileView]]:
        """The files that corrections put others in the place of, each with what it was."""
        labels = {one.name: one.label for one in self.review.correctable}
        documents = (one for step in self.view.reading.steps for one in step.documents)
        labels |= {place.slot: place.paper.label for one in documents for place in one.places}
        found = []
        for file in self.view.application.evidence:
            slot = file.slot.removeprefix(REPLACED)
            if slot != file.slot:
                name = next((one for one in labels if f"{slot}.".startswith(f"{one}.")), None)
                label = labels[name].in_(self.visit.language) if name else slot
                found.append((label, file_views(self.writer, (file,))[0]))
        return found

    def recorded(self) -> list[RecordedView]:
        facts = self.view.facts
        views = []
        for name in self.view.application.recorded:
            if name in self.writer.program.facts and name in facts:
                kind, unit = self.naming.type_and_unit(name)
                text = self.naming.state(facts[name], kind, unit)
                views.append(RecordedView(self.naming.fact(name), text))
        return views

    def history(self) -> list[Event]:
        return [self._event(one) for one in self.review.history]

    def _event(self, one: Happening) -> Event:
        language, lifecycle = self.visit.language, self.view.service.lifecycle
        reasons = one.reasons.in_(language) if one.reasons else ""
        return Event(
            when=format_moment(one.at, self.zone, language),
            title=self._title(one),
            target=lifecycle.state(one.target).label.in_(language),
            who=self._by(one),
            reasons=reasons,
            corrections=tuple(corrections_of(one, self.review.correctable, self.visit)),
            statement=one.statement or "",
            note=one.note or "",
            is_override=one.is_override,
            record=one.record,
        )

    def _title(self, one: Happening) -> str:
        transition = self.view.service.lifecycle.transition(one.transition)
        if transition is None or transition.title is None:
            return self.visit.say(f"review.did-{one.by.value}")
        return transition.title.in_(self.visit.language)

    def _by(self, one: Happening) -> str:
        if one.by is Actor.APPLICANT or one.account is None:
            return self.visit.say(f"review.by-{one.by.value}")
        return self._who(one.account)

    def _who(self, account: str) -> str:
        return self.review.emails.get(account, account)

    def notes(self) -> list[NoteView]:
        return [self._note(one) for one in self.review.notes]

    def _note(self, one: Note) -> NoteView:
        text = one.text
        if one.taken_from is not None:
            text = self.visit.say("review.taken-from", who=self._who(one.taken_from))
        when = format_moment(one.at, self.zone, self.visit.language)
        return NoteView(when, self._who(one.account), text)

    def bills(self) -> list[BillView]:
        return [self._bill(one) for one in self.review.invoices]

    def _bill(self, one: Invoice) -> BillView:
        language = self.visit.language
        return BillView(
            number=one.bill_number,
            stage=self.visit.say(f"reasons.{one.stage.value.replace('_', '-')}"),
            state=self.visit.say(f"review.bill-{one.state.value.replace('_', '-')}"),
            total=format_money(one.total, language),
            issued=format_moment(one.issued_at, self.zone, language),
            paid=format_moment(one.paid_at, self.zone, language) if one.paid_at else "",
        )

    def earlier(self) -> list[EarlierView]:
        return [self._earlier(one) for one in self.review.earlier]

    def _earlier(self, one: PastEntry) -> EarlierView:
        language = self.visit.language
        services = self.visit.runtime.release(self.visit.now).catalogue.services
        service = services.get(one.service, self.catalogue.services.get(one.service))
        states = service.lifecycle.states if service else ()
        label = next((state.label.in_(language) for state in states if state.id == one.state), None)
        assert one.submitted_at is not None, "those that were submitted"
        return EarlierView(
            reference=one.reference,
            address=self.visit.url("review", reference=one.reference),
            service=service.title.in_(language) if service else one.service,
            state=label or one.state,
            submitted=format_moment(one.submitted_at, self.zone, language),
        )

    def changes(self) -> list[str]:
        return [self._change(one) for one in self.review.changes or ()]

    def _change(self, one: Change) -> str:
        kind = one.kind.value.replace("_", "-")
        return self.visit.say(f"review.change-{kind}", name=one.label.in_(self.visit.language))


def corrections_of(
    one: Happening, named: Iterable[Correctable], visit: Visit
) -> Iterator[tuple[str, str]]:
    """What was to be changed, by its label, each with the sentence about it."""
    labels = {thing.name: thing.label.in_(visit.language) for thing in named}
    for name in one.corrections:
        yield labels.get(name, name), one.remarks.get(name, "")


def _is_built_in(one: Compared) -> bool:
    return one.fact == f"{one.register}.is_on_record" and one.then == one.now
