"""What a start page says of a service before anybody applies, read from its definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from api.pages.conditions import ConditionWords
from api.pages.prices import Amount, Prices
from engine.decide.leads import lead_view
from engine.decide.naming import Naming
from engine.decide.telling import Telling, before_answers
from engine.decide.views import LeadView
from engine.definitions.catalogue import Catalogue
from engine.expressions import core
from engine.expressions.compiled import CompiledDocument, CompiledFee
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.forms.uploads import kinds_words, size_words
from engine.model.citation import is_official
from engine.model.document import DocumentRequest, RequiredDocument
from engine.model.fee import Stage
from engine.model.service import Service
from engine.model.wording import Words
from engine.model.words import Language
from engine.phrases import phrase, said
from engine.wording import join


@dataclass(frozen=True, slots=True)
class StepLine:
    title: str
    intro: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """`lead` is the service that is offered to whoever does not meet the rule."""

    label: str
    is_official: bool
    lead: LeadView | None = None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """`when` says on what it depends; empty where everybody must supply it. Of `one_of` any is
    enough; `for_each` names the items that it is asked of, if it is of each; `stage`
    says when, if that is not on submission."""

    label: str
    one_of: tuple[str, ...]
    for_each: str
    stage: str
    help: str
    when: str
    takes: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A fee with every amount that somebody may pay today."""

    label: str
    stage: str
    when: str
    amounts: tuple[Amount, ...]

    @property
    def is_official(self) -> bool:
        return all(one.is_official for one in self.amounts)

    @property
    def is_all_unofficial(self) -> bool:
        """One mark at the fee then says it for all its amounts."""
        return not any(one.is_official for one in self.amounts)


@dataclass(frozen=True, slots=True)
class ConcessionLine:
    """Who is exempt from fees, or has them waived, and which."""

    words: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class StartView:
    """The view model of templates/portal/service.html. `working_days` None: not said."""

    title: str
    summary: str
    audience: str
    steps: tuple[StepLine, ...]
    rules: tuple[RuleLine, ...]
    documents: tuple[DocumentLine, ...]
    fees: tuple[FeeLine, ...]
    concessions: tuple[ConcessionLine, ...]
    working_days: str | None
    is_time_official: bool
    has_unofficial: bool


def start_view(catalogue: Catalogue, service: Service, day: date, language: Language) -> StartView:
    """Read `service` as somebody who thinks about applying on `day` needs it."""
    return _Reader(catalogue, service, catalogue.programs[service.id], day, language).view()


@dataclass(frozen=True, slots=True)
class _Reader:
    catalogue: Catalogue
    service: Service
    program: Program
    day: date
    language: Language

    def view(self) -> StartView:
        rules = tuple(
            RuleLine(
                self._told(one.rule.label),
                self._official(one.rule.cite),
                lead_view(self.catalogue, one.rule.leads_to, self.language),
            )
            for one in self.program.rules
            if one.rule.is_in_force_on(self.day)
        )
        documents = self._documents()
        fees = tuple(line for fee in self.program.fees if (line := self._fee(fee)) is not None)
        concessions = tuple(self._concessions())
        time = self.service.processing
        is_time_official = time is None or self._official(time.cite)
        lines: list[RuleLine | DocumentLine | FeeLine | ConcessionLine]
        lines = [*rules, *documents, *fees, *concessions]
        return StartView(
            title=self.service.title.in_(self.language),
            summary=self.service.summary.in_(self.language),
            audience=self.service.audience.in_(self.language),
            steps=tuple(
                StepLine(
                    step.title.in_(self.language),
                    self._told(step.intro) if step.intro else "",
                )
                for step in self.service.steps
            ),
            rules=rules,
            documents=documents,
            fees=fees,
            concessions=concessions,
            working_days=phrase("values.working-days", self.language, count=time.working_days)
            if time
            else None,
            is_time_official=is_time_official,
            has_unofficial=not is_time_official or not all(line.is_official for line in lines),
        )

    def _told(self, words: Words) -> str:
        """The words as they are said before anybody has answered."""
        naming = Naming(self.program, self.catalogue, self.language)
        return Telling(naming, before_answers(self.program, self.day)).text(words)

    def _documents(self) -> tuple[DocumentLine, ...]:
        compiled = {one.document.id: one for one in self.program.documents}
        return tuple(
            self._document(compiled[request.document], request)
            for step in self.service.steps
            for request in step.documents
            if request.document in compiled
        )

    def _document(self, one: CompiledDocument, request: DocumentRequest) -> DocumentLine:
        document = one.document
        return DocumentLine(
            label=document.label.in_(self.language),
            one_of=tuple(one.label.in_(self.language) for one in document.any_of),
            for_each=self._each(document),
            stage=phrase("start.after-approval", self.language) if document.is_later else "",
            help=self._told(document.help) if document.help else "",
            when=self._when(one),
            takes=phrase(
                "start.takes",
                self.language,
                kinds=said(kinds_words(request.accept, self.language)),
                size=said(size_words(request.max_bytes, self.language)),
            ),
            is_official=self._official(document.cite),
        )

    def _when(self, one: CompiledDocument) -> str:
        each = one.document.for_each
        if each is None or not isinstance(one.when, core.Quantified):
            return self._words(one.when)
        naming = Naming(self.program, self.catalogue, self.language)
        return ConditionWords(naming, self.day).of_each(one.when, each.source)

    def _each(self, document: RequiredDocument) -> str:
        """What the items are called that the document is due for."""
        each = document.for_each
        groups = (step.group for step in self.service.steps if step.group is not None)
        items = (group.item for group in groups if each and group.fact == each.source)
        return next((item.in_(self.language) for item in items), "")

    def _fee(self, one: CompiledFee) -> FeeLine | None:
        """The fee with each amount that somebody may pay on this day; None when not in force."""
        fee = one.fee
        if self.day < fee.effective_from or (fee.effective_to and self.day > fee.effective_to):
            return None
        stage = "on-submission" if fee.stage is Stage.ON_SUBMISSION else "after-approval"
        return FeeLine(
            fee.label.in_(self.language),
            phrase(f"start.{stage}", self.language),
            self._words(one.own),
            Prices(Naming(self.program, self.catalogue, self.language), self.day).of(one),
        )

    def _concessions(self) -> Iterator[ConcessionLine]:
        fees = self.catalogue.rule_sets[self.service.rules].fees
        if fees is None:
            return
        labels = {line.id: line.label.in_(self.language) for line in fees.lines}
        for name, all_ in (("start.exempt", fees.exempt), ("start.waived", fees.waivers)):
            for one in all_:
                if one.is_in_force_on(self.day):
                    lines = [labels[ref.id] for ref in one.lines or ()]
                    what = join(lines, self.language) or phrase("start.every-fee", self.language)
                    words = phrase(name, self.language, who=one.label, what=said(what))
                    yield ConcessionLine(words, self._official(one.cite))

    def _words(self, node: Node | None) -> str:
        if node is None:
            return ""
        naming = Naming(self.program, self.catalogue, self.language)
        return ConditionWords(naming, self.day).told(node)

    def _official(self, cite: tuple[str, ...]) -> bool:
        return is_official(frozenset(self.program.ranks[source] for source in cite))
