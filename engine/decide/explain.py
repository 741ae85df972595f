"""Decisions explained: the clauses that decided, what is needed, what would have to change.

Works from a decision's trace alone and the release it was made under, so a decision made years
ago is explained as it was. Labels and advice are the authors'; sentences are in `sentences.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.decide.basis import citations_of
from engine.decide.fee_sentences import contained_vat, fee_steps
from engine.decide.leads import lead_view
from engine.decide.naming import Naming
from engine.decide.reasons import Reasons
from engine.decide.telling import Telling
from engine.decide.views import (
    DecisionView,
    DeterminationView,
    DocumentView,
    FeeView,
    Headings,
    ItemView,
    RuleView,
    ValidityView,
)
from engine.definitions.catalogue import Catalogue
from engine.model.decision import (
    Decision,
    Determined,
    DocumentDue,
    FeeLine,
    Outcome,
    RuleResult,
    ValidityPeriod,
    Verdict,
)
from engine.model.money import Money
from engine.model.value import UNKNOWN, Fault, Unknown
from engine.model.words import Language
from engine.phrases import phrase, say


def explain(decision: Decision, catalogue: Catalogue, language: Language) -> DecisionView:
    """Say a decision in `language`; `catalogue` is the release's that it was made under."""
    return _Explainer(decision, catalogue, language).view()


def documents_explained(
    decision: Decision, catalogue: Catalogue, language: Language
) -> tuple[DocumentView, ...]:
    """Why each document is asked for, without saying the rest of the decision."""
    return _Explainer(decision, catalogue, language).documents()


class _Explainer:
    def __init__(self, decision: Decision, catalogue: Catalogue, language: Language) -> None:
        self.decision = decision
        self.catalogue = catalogue
        self.language = language
        self.program = catalogue.programs[decision.service]
        self.naming = Naming(self.program, catalogue, language)
        told = dict(decision.told)
        self.telling = Telling(self.naming, lambda name: told.get(name, UNKNOWN))

    def view(self) -> DecisionView:
        decision = self.decision
        total = decision.total()
        rules = tuple(self.rule(result) for result in decision.rules)
        return DecisionView(
            outcome=str(decision.outcome),
            outcome_words=phrase(_OUTCOME_PHRASES[decision.outcome], self.language),
            rules=rules,
            fees=tuple(self.fee(line) for line in decision.fees),
            total=None if total is None else self.amount(total),
            is_total_known=isinstance(total, Money),
            contained_vat=tuple(
                words
                for one in decision.contained_vat
                if (words := contained_vat(one, self.naming)) is not None
            ),
            documents=self.documents(),
            validity=self.validity(),
            faults=tuple(dict.fromkeys(_faults(decision))),
            questions=tuple(self.question(cause.fact) for cause in decision.questions),
            is_official=all(rule.is_official for rule in rules),
            headings=Headings(
                fees=phrase("reasons.fees", self.language),
                documents=phrase("reasons.documents", self.language),
                documents_perhaps=phrase("reasons.documents-perhaps", self.language),
                validity=phrase("reasons.validity", self.language),
                questions=phrase("reasons.questions", self.language),
                faults=phrase("reasons.faults", self.language),
                determinations=phrase("reasons.determinations", self.language),
            ),
            determinations=tuple(map(self.determination, decision.determinations)),
        )

    # Rules -------------------------------------------------------------------------------

    def rule(self, result: RuleResult) -> RuleView:
        declared = next(e.rule for e in self.program.rules if e.rule.id == result.id)
        is_not_met = result.verdict is Verdict.NOT_MET
        reasons = Reasons(result.atoms, self.decision.decision_date, self.telling)
        return RuleView(
            id=result.id,
            label=self.telling.text(declared.label),
            verdict=str(result.verdict),
            verdict_words=phrase(_VERDICT_PHRASES[result.verdict], self.language),
            reasons=tuple(reasons.of_rule(result, declared.condition)),
            changes=reasons.changes(result),
            advice=self.telling.text(declared.advice) if is_not_met else None,
            lead=lead_view(self.catalogue, declared.leads_to, self.language)
            if is_not_met
            else None,
            citations=citations_of(result.cite, self.naming),
            is_official=result.is_official,
            waits_for=self.waits_for(result) if result.verdict is Verdict.UNKNOWN else (),
        )

    def waits_for(self, result: RuleResult) -> tuple[str, ...]:
        """What is not known of all that the rule reads, in the order of reading."""
        facts = (
            cause.fact
            for atom in result.atoms
            if isinstance(atom.truth, Unknown)
            for cause in sorted(atom.truth.causes)
        )
        return tuple(self.naming.fact(name) for name in dict.fromkeys(facts))

    # The rest ----------------------------------------------------------------------------

    def fee(self, line: FeeLine) -> FeeView:
        declared = next(e.fee for e in self.program.fees if e.fee.id == line.id)
        return FeeView(
            id=line.id,
            label=declared.label.in_(self.language),
            stage=phrase(f"reasons.{line.stage.replace('_', '-')}", self.language),
            amount=self.amount(line.amount),
            is_known=isinstance(line.amount, Money),
            is_official=line.is_official,
            citations=citations_of(line.cite, self.naming),
            steps=fee_steps(line, self.naming, self.decision.decision_date),
        )

    def determination(self, one: Determined) -> DeterminationView:
        declared = self.program.derived[one.name]
        return DeterminationView(
            name=one.name,
            label=declared.derived.label.in_(self.language),
            value=self.naming.state(one.value, declared.body.type, declared.derived.unit),
            is_known=not isinstance(one.value, Unknown | Fault),
            citations=citations_of(one.cite, self.naming),
            is_official=one.is_official,
        )

    def amount(self, amount: object) -> str:
        if isinstance(amount, Money):
            return say(amount, self.language)
        is_fault = isinstance(amount, Fault)
        return phrase("reasons.fault" if is_fault else "values.not-known", self.language)

    def documents(self) -> tuple[DocumentView, ...]:
        return tuple(map(self.document, self.decision.documents))

    def document(self, due: DocumentDue) -> DocumentView:
        declared = next(e.document for e in self.program.documents if e.document.id == due.id)
        formula = self.program.logic.documents.get(due.id)
        reasons: tuple[str, ...] = ()
        items: tuple[ItemView, ...] = ()
        said = Reasons(due.atoms, self.decision.decision_date, self.telling)
        if declared.for_each is not None:
            numbers = [one.number for one in due.items if one.is_due is True]
            items = tuple(said.of_each(due.id, numbers))
        elif formula is not None and due.is_due is True:
            reasons = tuple(dict.fromkeys(said.statements(formula, True)))
        return DocumentView(
            id=due.id,
            label=declared.label.in_(self.language),
            stage=phrase("reasons.after-approval", self.language) if declared.is_later else "",
            one_of=tuple(one.label.in_(self.language) for one in declared.any_of),
            is_due=due.is_due is True,
            items=items,
            reasons=reasons,
            citations=citations_of(due.cite, self.naming),
            is_official=due.is_official,
        )

    def validity(self) -> ValidityView | None:
        period = self.decision.validity
        if not isinstance(period, ValidityPeriod):
            return None
        starts, ends = say(period.starts, self.language), say(period.ends, self.language)
        return ValidityView(starts, ends, period.is_official)

    def question(self, name: str) -> str:
        return self.naming.fact(name)


def _faults(decision: Decision) -> Iterator[str]:
    """Every fault of a verdict, line, document or of the validity, with its place."""
    states: list[object] = [line.amount for line in decision.fees]
    states += [state for document in decision.documents for state in document.states]
    states += [one.value for one in decision.determinations]
    states += [one.amount for one in decision.contained_vat]
    states.append(decision.validity)
    for result in decision.rules:
        if result.verdict is Verdict.FAULT:
            states += [atom.truth for atom in result.atoms]
    for state in states:
        if isinstance(state, Fault):
            yield f"{state.place}: {state.message}"


_OUTCOME_PHRASES = {
    Outcome.ELIGIBLE: "reasons.eligible",
    Outcome.INELIGIBLE: "reasons.ineligible",
    Outcome.UNDECIDED: "reasons.undecided",
    Outcome.FAULT: "reasons.outcome-fault",
}
_VERDICT_PHRASES = {
    Verdict.MET: "reasons.met",
    Verdict.NOT_MET: "reasons.not-met",
    Verdict.UNKNOWN: "reasons.unknown",
    Verdict.FAULT: "reasons.fault",
}
