"""A decision as JSON says it: codes and typed values, with the reasons in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.json.basis_body import BasisBody, bases
from api.json.charge_body import ChargeBody, TaxBody, charges, taxes
from api.json.values import (
    CitationBody,
    MoneyBody,
    Truth,
    citations,
    maybe_money,
    truth_of,
)
from engine.decide.explain import explain
from engine.decide.views import DecisionView, ItemView, ReasonView, RuleView
from engine.definitions.catalogue import Catalogue
from engine.model.decision import Decision, Outcome, ValidityPeriod, Verdict
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.value import CauseKind
from engine.model.words import Language, Text
from engine.operations.results import View


@dataclass(frozen=True, slots=True)
class ReasonBody:
    """One clause that decided. `place` is the line of the rule (file:line:column); `item` the
    number of the item of a group that it is about."""

    sentence: Text
    place: str
    item: int | None
    basis: tuple[BasisBody, ...]


@dataclass(frozen=True, slots=True)
class RuleBody:
    """An eligibility rule. `waits_for` names what one that is not known depends on. `advice` is
    said of one that is not met, and `leads_to` is then the service that is offered instead; any one
    of `changes` would make it met, with all that stands in it."""

    id: str
    label: Text
    verdict: Verdict
    verdict_words: Text
    reasons: tuple[ReasonBody, ...]
    changes: tuple[tuple[Text, ...], ...]
    advice: Text | None
    waits_for: tuple[Text, ...]
    leads_to: str | None
    citations: tuple[CitationBody, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class DeterminationBody:
    """A result beside eligibility, as a route or a length, in words; null until it is known."""

    name: str
    label: Text
    value: Text | None
    citations: tuple[CitationBody, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class DueItemBody:
    """An item of a group that a document is due for; `item` is its number."""

    item: int
    label: Text
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class DueBody:
    """A document that is due, or may turn out to be, or several of which one is enough. `reasons`
    say what made it due; `items` for which items of a group it is, and why."""

    id: str
    label: Text
    one_of: tuple[Text, ...]
    items: tuple[DueItemBody, ...]
    stage: Stage
    due: Truth
    reasons: tuple[Text, ...]
    citations: tuple[CitationBody, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class ValidityBody:
    """First and last day, both inclusive, of what would be issued."""

    starts: date
    ends: date
    is_official: bool


@dataclass(frozen=True, slots=True)
class QuestionLeft:
    """A fact that can still change something, and why it is not known."""

    fact: str
    label: Text
    why: CauseKind


@dataclass(frozen=True, slots=True)
class DecisionBody:
    """The decision so far, or the binding one once the application is submitted.

    `is_open_to`: the registers that the service needs hold records; until they do there are no
    verdicts, documents or fees. `total` is null while a line is not known or nothing is charged.
    """

    reference: str
    service: str
    release: str
    decision_date: date
    is_binding: bool
    is_open_to: Truth
    outcome: Outcome
    outcome_words: Text
    rules: tuple[RuleBody, ...]
    determinations: tuple[DeterminationBody, ...]
    fees: tuple[ChargeBody, ...]
    total: MoneyBody | None
    is_total_known: bool
    contained_vat: tuple[TaxBody, ...]
    documents: tuple[DueBody, ...]
    validity: ValidityBody | None
    questions: tuple[QuestionLeft, ...]
    is_official: bool


def decision_body(view: View) -> DecisionBody:
    """The decision that `view` holds."""
    application = view.application
    is_binding = application.submission is not None
    return body_of(view.decision, view.release.catalogue, application.reference, is_binding)


def body_of(
    decision: Decision, catalogue: Catalogue, reference: str, is_binding: bool
) -> DecisionBody:
    """`decision`, made under the release that `catalogue` is of; about an application unless
    `reference` is blank."""
    arabic, english = (explain(decision, catalogue, language) for language in Language)
    both = _Both(decision, catalogue, arabic, english)
    total = decision.total()
    return DecisionBody(
        reference=reference,
        service=decision.service,
        release=decision.release,
        decision_date=decision.decision_date,
        is_binding=is_binding,
        is_open_to=truth_of(decision.is_open_to),
        outcome=decision.outcome,
        outcome_words=Text(arabic.outcome_words, english.outcome_words),
        rules=both.rules(),
        determinations=both.determinations(),
        fees=charges(decision, arabic, english, catalogue),
        total=maybe_money(total),
        is_total_known=total is None or isinstance(total, Money),
        contained_vat=taxes(decision, catalogue),
        documents=both.documents(),
        validity=_validity(decision),
        questions=both.questions(),
        is_official=english.is_official,
    )


@dataclass(frozen=True, slots=True)
class _Both:
    """Joins what a decision says in the two languages; both are in the decision's order."""

    decision: Decision
    catalogue: Catalogue
    arabic: DecisionView
    english: DecisionView

    def rules(self) -> tuple[RuleBody, ...]:
        rows = zip(self.decision.rules, self.arabic.rules, self.english.rules, strict=True)
        return tuple(
            RuleBody(
                id=result.id,
                label=Text(ar.label, en.label),
                verdict=result.verdict,
                verdict_words=Text(ar.verdict_words, en.verdict_words),
                reasons=self.reasons(ar.reasons, en.reasons),
                changes=_changes(ar, en),
                advice=_optional(ar.advice, en.advice),
                waits_for=tuple(map(Text, ar.waits_for, en.waits_for)),
                leads_to=None if en.lead is None else en.lead.service,
                citations=citations(result.cite, self.catalogue),
                is_official=result.is_official,
            )
            for result, ar, en in rows
        )

    def reasons(
        self, arabic: tuple[ReasonView, ...], english: tuple[ReasonView, ...]
    ) -> tuple[ReasonBody, ...]:
        """A sentence that two clauses share is said once by each language, so the two are joined
        by their order."""
        found = {one.order: one for one in arabic}
        return tuple(
            ReasonBody(
                Text(found[one.order].sentence, one.sentence),
                one.place,
                one.item,
                bases(found[one.order].basis, one.basis, self.catalogue),
            )
            for one in english
            if one.order in found
        )

    def determinations(self) -> tuple[DeterminationBody, ...]:
        rows = zip(
            self.decision.determinations,
            self.arabic.determinations,
            self.english.determinations,
            strict=True,
        )
        return tuple(
            DeterminationBody(
                name=one.name,
                label=Text(ar.label, en.label),
                value=Text(ar.value, en.value) if en.is_known else None,
                citations=citations(one.cite, self.catalogue),
                is_official=one.is_official,
            )
            for one, ar, en in rows
        )

    def documents(self) -> tuple[DueBody, ...]:
        rows = zip(
            self.decision.documents, self.arabic.documents, self.english.documents, strict=True
        )
        return tuple(
            DueBody(
                id=document.id,
                label=Text(ar.label, en.label),
                one_of=tuple(map(Text, ar.one_of, en.one_of)),
                items=tuple(map(_due_item, ar.items, en.items)),
                stage=document.stage,
                due=truth_of(document.is_due),
                reasons=tuple(map(Text, ar.reasons, en.reasons)),
                citations=citations(document.cite, self.catalogue),
                is_official=document.is_official,
            )
            for document, ar, en in rows
        )

    def questions(self) -> tuple[QuestionLeft, ...]:
        causes = tuple(self.decision.questions)
        rows = zip(causes, self.arabic.questions, self.english.questions, strict=True)
        return tuple(QuestionLeft(cause.fact, Text(ar, en), cause.kind) for cause, ar, en in rows)


def _changes(arabic: RuleView, english: RuleView) -> tuple[tuple[Text, ...], ...]:
    ways = zip(arabic.changes, english.changes, strict=True)
    return tuple(tuple(map(Text, ar, en)) for ar, en in ways)


def _due_item(arabic: ItemView, english: ItemView) -> DueItemBody:
    reasons = tuple(map(Text, arabic.reasons, english.reasons))
    return DueItemBody(english.number, Text(arabic.label, english.label), reasons)


def _optional(arabic: str | None, english: str | None) -> Text | None:
    return None if arabic is None or english is None else Text(arabic, english)


def _validity(decision: Decision) -> ValidityBody | None:
    match decision.validity:
        case ValidityPeriod(starts, ends, _, is_official):
            return ValidityBody(starts, ends, is_official)
        case _:
            return None
