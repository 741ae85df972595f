"""A service as a start page says it: who may apply, what is needed, what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from api.json.conditions import feel_or_none
from api.json.price_body import ConcessionLine, FeeLine, Prices
from api.json.values import (
    CitationBody,
    are_official,
    citations,
    media_types,
)
from engine.decide.telling import before_answers, told
from engine.definitions.catalogue import Catalogue
from engine.expressions.program import Program
from engine.model.document import DocumentRequest, RequiredDocument
from engine.model.fee import Stage
from engine.model.service import Service, ServiceKind, Step, StepKind
from engine.model.wording import Words
from engine.model.words import Text
from engine.release import Release


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service of the list. `topic` is the id of one of the list's; null where it has none.

    An `application` is applied for, a `record` read by its owner, a `lookup` asked by anybody.
    """

    id: str
    kind: ServiceKind
    title: Text
    summary: Text
    audience: Text
    topic: str | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step. `shown_when` is FEEL; null: it is always asked."""

    id: str
    kind: StepKind
    title: Text
    intro: Text | None
    shown_when: str | None


@dataclass(frozen=True, slots=True)
class RuleLine:
    """An eligibility rule in force today; `leads_to` is offered to whoever does not meet it."""

    id: str
    label: Text
    leads_to: str | None
    citations: tuple[CitationBody, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that may be asked for, or several of which one is enough. `due_when` is FEEL;
    null: from everybody. With `for_each` it is asked of each item of that group."""

    id: str
    label: Text
    one_of: tuple[Text, ...]
    for_each: str | None
    stage: Stage
    help: Text | None
    due_when: str | None
    step: str
    accept: tuple[str, ...]
    max_bytes: int
    max_files: int
    citations: tuple[CitationBody, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class ProcessingBody:
    """How long studying an application takes."""

    working_days: int
    citations: tuple[CitationBody, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A register that must hold a record of the person; `otherwise` says what to do else, and
    `leads_to` is the service that is offered instead."""

    register: str
    title: Text
    otherwise: Text
    leads_to: str | None


@dataclass(frozen=True, slots=True)
class ServiceBody:
    """A service, as the release in force declares it. The steps of a record, and those of a
    look-up after its first, are sections of what is shown."""

    id: str
    kind: ServiceKind
    title: Text
    summary: Text
    audience: Text
    release: str
    processing: ProcessingBody | None
    open_to: tuple[RegisterLine, ...]
    ineligible_may_submit: bool
    steps: tuple[StepLine, ...]
    rules: tuple[RuleLine, ...]
    documents: tuple[DocumentLine, ...]
    fees: tuple[FeeLine, ...]
    concessions: tuple[ConcessionLine, ...]
    issues: tuple[str, ...]


def service_line(service: Service) -> ServiceLine:
    return ServiceLine(
        service.id, service.kind, service.title, service.summary, service.audience, service.topic
    )


def service_body(release: Release, service: Service, day: date) -> ServiceBody:
    """What `service` says to somebody who thinks of applying on `day`."""
    reader = _Reader(release.catalogue, service, day)
    prices = Prices(release.catalogue, service, day)
    return ServiceBody(
        id=service.id,
        kind=service.kind,
        title=service.title,
        summary=service.summary,
        audience=service.audience,
        release=release.hash,
        processing=reader.processing(),
        open_to=reader.open_to(),
        ineligible_may_submit=service.ineligible_may_submit,
        steps=tuple(map(reader.step, service.steps)),
        rules=reader.rules(),
        documents=tuple(reader.documents()),
        fees=tuple(prices.fees()),
        concessions=tuple(prices.concessions()),
        issues=tuple(one.id for one in service.issues),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    catalogue: Catalogue
    service: Service
    day: date

    @property
    def program(self) -> Program:
        return self.catalogue.programs[self.service.id]

    def told(self, words: Words) -> Text:
        """The words as they are said before anybody has answered."""
        states = before_answers(self.program, self.day)
        return told(words, self.program, self.catalogue, states)

    def optional(self, words: Words | None) -> Text | None:
        return None if words is None else self.told(words)

    def step(self, one: Step) -> StepLine:
        shown_when = feel_or_none(one.shown_when)
        return StepLine(one.id, one.kind, one.title, self.optional(one.intro), shown_when)

    def processing(self) -> ProcessingBody | None:
        time = self.service.processing
        if time is None:
            return None
        cite = citations(time.cite, self.catalogue)
        return ProcessingBody(time.working_days, cite, are_official(time.cite, self.catalogue))

    def open_to(self) -> tuple[RegisterLine, ...]:
        return tuple(
            RegisterLine(
                one.register,
                self.catalogue.registers[one.register].title,
                one.otherwise,
                None if one.leads_to is None else one.leads_to.service,
            )
            for one in self.service.open_to
        )

    def rules(self) -> tuple[RuleLine, ...]:
        rules = [one.rule for one in self.program.rules if one.rule.is_in_force_on(self.day)]
        return tuple(
            RuleLine(
                rule.id,
                self.told(rule.label),
                None if rule.leads_to is None else rule.leads_to.service,
                citations(rule.cite, self.catalogue),
                are_official(rule.cite, self.catalogue),
            )
            for rule in rules
        )

    def documents(self) -> Iterator[DocumentLine]:
        compiled = {one.document.id: one.document for one in self.program.documents}
        for step in self.service.steps:
            for request in step.documents:
                document = compiled[request.document]
                if document.is_in_force_on(self.day):
                    yield self._document(document, request, step.id)

    def _document(
        self, document: RequiredDocument, request: DocumentRequest, step: str
    ) -> DocumentLine:
        return DocumentLine(
            id=document.id,
            label=document.label,
            one_of=tuple(one.label for one in document.any_of),
            for_each=document.for_each.source if document.for_each else None,
            stage=document.stage,
            help=self.optional(document.help),
            due_when=feel_or_none(document.when),
            step=step,
            accept=media_types(request.accept),
            max_bytes=request.max_bytes,
            max_files=request.max_files,
            citations=citations(document.cite, self.catalogue),
            is_official=are_official(document.cite, self.catalogue),
        )
