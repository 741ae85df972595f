"""Decisions explained: the clauses that decided, what is needed, what would have to change.

Works from a decision's trace alone and the release it was made under, so a decision made years
ago is explained as it was. Labels and advice are the authors'; sentences are in `sentences.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.decide.naming import Naming
from engine.decide.sentences import change, labelled, sentence, statement
from engine.decide.views import (
    CitationView,
    DecisionView,
    DocumentView,
    FeeView,
    Headings,
    ReasonView,
    RuleView,
    ValidityView,
)
from engine.definitions.catalogue import Catalogue
from engine.expressions import core
from engine.expressions.logic import (
    AndLogic,
    AtomLogic,
    DerivedLogic,
    Formula,
    IfLogic,
    Logic,
    NotLogic,
    OrLogic,
)
from engine.model.citation import is_official
from engine.model.condition import Clause, Combinator, Condition
from engine.model.condition import Formula as Written
from engine.model.decision import (
    AtomTrace,
    Decision,
    DocumentDue,
    FeeLine,
    Outcome,
    RuleResult,
    ValidityPeriod,
    Verdict,
)
from engine.model.money import Money
from engine.model.value import Fault
from engine.model.words import Language, Text
from engine.phrases import phrase, say


def explain(decision: Decision, catalogue: Catalogue, language: Language) -> DecisionView:
    """Say a decision in `language`; `catalogue` is the release's that it was made under."""
    return _Explainer(decision, catalogue, language).view()


class _Explainer:
    def __init__(self, decision: Decision, catalogue: Catalogue, language: Language) -> None:
        self.decision = decision
        self.catalogue = catalogue
        self.language = language
        self.program = catalogue.programs[decision.service]
        self.naming = Naming(self.program, catalogue, language)

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
            documents=tuple(self.document(due) for due in decision.documents),
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
            ),
        )

    # Rules -------------------------------------------------------------------------------

    def rule(self, result: RuleResult) -> RuleView:
        declared = next(e.rule for e in self.program.rules if e.rule.id == result.id)
        formula = self.program.logic.rules[result.id]
        labels = dict(_labels(declared.condition))
        is_not_met = result.verdict is Verdict.NOT_MET
        holds = (declared.condition.combinator is Combinator.NONE) is is_not_met
        reasons = tuple(self.reasons(result.atoms, result.deciding, formula, labels, holds))
        return RuleView(
            id=result.id,
            label=declared.label.in_(self.language),
            verdict=str(result.verdict),
            verdict_words=phrase(_VERDICT_PHRASES[result.verdict], self.language),
            reasons=reasons,
            advice=declared.advice.in_(self.language) if is_not_met else None,
            citations=self.citations(result.cite),
            is_official=result.is_official,
        )

    def reasons(
        self,
        atoms: Sequence[AtomTrace],
        deciding: Sequence[str],
        formula: Formula,
        labels: Mapping[tuple[str, int], Text],
        holds: bool,
    ) -> Iterator[ReasonView]:
        """One reason for each clause that decided; the same sentence is said once.

        `holds`: whether the labelled clauses hold. An atom that only guards another is passed
        over, and what could be changed is said where one atom decided alone.
        """
        needed = dict(_needed(formula, self.program.logic, True))
        decided = [atom for atom in atoms if atom.id in deciding]
        said: set[str] = set()
        for atom in decided:
            node = self.program.logic.atoms[atom.id]
            label = labels.get((str(node.at.path), node.at.line))
            if label is not None:
                words, better = labelled(label, holds, self.naming), None
            elif isinstance(node, core.IsAbsent) and atom.truth is False and len(decided) > 1:
                continue
            else:
                wanted = needed.get(atom.id, True)
                words = sentence(atom, node, wanted, self.naming)
                better = change(atom, node, wanted, len(decided) == 1, self.naming)
            if words and words not in said:
                said.add(words)
                yield ReasonView(words, better, atom.place)

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
            citations=self.citations(line.cite),
        )

    def amount(self, amount: object) -> str:
        if isinstance(amount, Money):
            return say(amount, self.language)
        is_fault = isinstance(amount, Fault)
        return phrase("reasons.fault" if is_fault else "values.not-known", self.language)

    def document(self, due: DocumentDue) -> DocumentView:
        declared = next(e.document for e in self.program.documents if e.document.id == due.id)
        formula = self.program.logic.documents.get(due.id)
        traces = {atom.id: atom for atom in due.atoms}
        reasons: tuple[str, ...] = ()
        if formula is not None and due.is_due is True:
            reasons = tuple(dict.fromkeys(self.statements(formula, traces, True)))
        return DocumentView(
            id=due.id,
            label=declared.label.in_(self.language),
            is_due=due.is_due is True,
            reasons=reasons,
            citations=self.citations(due.cite),
            is_official=due.is_official,
        )

    def statements(
        self, formula: Formula, traces: Mapping[str, AtomTrace], truth: bool
    ) -> Iterator[str]:
        """Why a condition has the truth it has: derived facts by their label, the rest by value."""
        logic = self.program.logic
        truths = {id_: trace.truth for id_, trace in traces.items()}
        match formula:
            case AtomLogic(id):
                yield statement(traces[id], logic.atoms[id], self.naming)
            case DerivedLogic(name):
                label = self.program.derived[name].derived.label
                yield labelled(label, truth, self.naming)
            case NotLogic(operand):
                yield from self.statements(operand, traces, not truth)
            case AndLogic(items) | OrLogic(items):
                for item in items:
                    if logic.truth(item, truths) is truth:
                        yield from self.statements(item, traces, truth)
            case IfLogic(condition, then, otherwise):
                taken = logic.truth(condition, truths) is True
                yield from self.statements(condition, traces, taken)
                yield from self.statements(then if taken else otherwise, traces, truth)

    def validity(self) -> ValidityView | None:
        period = self.decision.validity
        if not isinstance(period, ValidityPeriod):
            return None
        starts, ends = say(period.starts, self.language), say(period.ends, self.language)
        return ValidityView(starts, ends, period.is_official)

    def question(self, name: str) -> str:
        return self.naming.fact(name)

    def citations(self, cite: tuple[str, ...]) -> tuple[CitationView, ...]:
        sources = [self.catalogue.sources[id_] for id_ in cite]
        return tuple(
            CitationView(
                source.title.in_(self.language),
                source.address,
                is_official(frozenset({source.rank})),
            )
            for source in sources
        )


def _faults(decision: Decision) -> Iterator[str]:
    """Every fault of a verdict, line, document or of the validity, with its place."""
    states: list[object] = [line.amount for line in decision.fees]
    states += [document.is_due for document in decision.documents]
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


def _needed(formula: Formula, logic: Logic, wanted: bool) -> Iterator[tuple[str, bool]]:
    """The truth each atom needs for the formula to be `wanted`; an atom's first place counts."""
    match formula:
        case AtomLogic(id):
            yield id, wanted
        case DerivedLogic(name):
            yield from _needed(logic.derived[name], logic, wanted)
        case NotLogic(operand):
            yield from _needed(operand, logic, not wanted)
        case AndLogic(items) | OrLogic(items):
            for item in reversed(items):
                yield from _needed(item, logic, wanted)
        case IfLogic(condition, then, otherwise):
            yield from _needed(otherwise, logic, wanted)
            yield from _needed(then, logic, wanted)
            yield from _needed(condition, logic, wanted)


def _labels(condition: Condition) -> Iterator[tuple[tuple[str, int], Text]]:
    """The author's label of each line that a labelled clause covers, inner labels last."""
    for clause in condition.clauses:
        if clause.label is not None:
            for path, line in _lines(clause):
                yield (path, line), clause.label
        if isinstance(clause.body, Condition):
            yield from _labels(clause.body)


def _lines(clause: Clause) -> Iterator[tuple[str, int]]:
    match clause.body:
        case Written(_, lines):
            for span in lines:
                yield str(span.path), span.line
        case Condition(_, clauses):
            for inner in clauses:
                yield from _lines(inner)
