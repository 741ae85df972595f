"""Words for what is compared: aspects by the authors' labels, what was found of them, and days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engine.analysis.meaning.aspects import Aspect, Finding, Topic
from engine.analysis.pairs.pairs import Pair
from engine.decide.naming import Naming
from engine.definitions.catalogue import Catalogue
from engine.expressions.program import Program
from engine.model.decision import Decision, DocumentDue, Outcome, ValidityPeriod
from engine.model.fee import Stage
from engine.model.value import ABSENT, Absent, Fault, State, Unknown
from engine.model.words import Language, Text
from engine.phrases import phrase, phrase_text, said, say
from engine.wording import join

if TYPE_CHECKING:
    from engine.analysis.formula.inquiry import Span

_NAMES: Final = {
    Topic.FEE: {Finding.YES: "charged", Finding.NO: "not-charged"},
    Topic.DOCUMENT: {Finding.YES: "asked", Finding.NO: "not-asked"},
    Topic.ITEM: {Finding.YES: "asked", Finding.NO: "not-asked"},
}
_DECIDED: Final = {
    Outcome.ELIGIBLE: "eligible",
    Outcome.INELIGIBLE: "ineligible",
    Outcome.UNDECIDED: "undecided",
    Outcome.FAULT: "undecided",
}


@dataclass(frozen=True, slots=True)
class AspectWords:
    """Says aspects of one service in one language; `programs` are the older and the newer."""

    programs: tuple[Program, ...]
    catalogue: Catalogue
    language: Language

    def phrase(self, name: str, /, **words: str | Text) -> str:
        values = {key: said(word) if isinstance(word, str) else word for key, word in words.items()}
        return phrase(f"meaning.{name}", self.language, **values)

    def finding(self, topic: Topic, finding: Finding) -> str:
        if finding in {Finding.LOWER, Finding.HIGHER, Finding.OTHER}:
            return self.phrase("one")
        return self.phrase(_NAMES.get(topic, {}).get(finding, key_of(finding)))

    def topic(self, aspect: Aspect) -> str:
        match aspect.topic:
            case Topic.FEE | Topic.DOCUMENT | Topic.ITEM | Topic.DETERMINATION:
                return self.phrase(aspect.topic, name=self._of(aspect))
            case Topic.TOTAL:
                return self.phrase("total", name=self.phrase(key_of(aspect.id)))
            case Topic.VALIDITY:
                return self.phrase(f"validity-{aspect.id}")
            case _:
                return self.phrase(aspect.topic)

    def _of(self, aspect: Aspect) -> str:
        """The author's label of a line, a document or a determination."""
        labels: dict[str, Text] = {}
        for program in self.programs:
            match aspect.topic:
                case Topic.FEE:
                    labels |= {one.fee.id: one.fee.label for one in program.fees}
                case Topic.DETERMINATION:
                    labels |= {name: one.derived.label for name, one in program.derived.items()}
                case _:
                    labels |= {one.document.id: one.document.label for one in program.documents}
        return labels[aspect.id].in_(self.language)

    def span(self, span: Span) -> str:
        first, last = span
        if first is None or last is None:
            if first is not None:
                return phrase("meaning.from", self.language, first=first)
            if last is not None:
                return phrase("meaning.until", self.language, last=last)
            return self.phrase("always")
        name = "on" if first == last else "between"
        ends = {"first": first} if first == last else {"first": first, "last": last}
        return phrase(f"meaning.{name}", self.language, **ends)

    def decided(self, aspect: Aspect, decision: Decision, program: Program) -> str:
        """What a decision says of the aspect."""
        topic = self.topic(aspect)
        match aspect.topic:
            case Topic.OUTCOME | Topic.APPLYING:
                return self.phrase(_DECIDED[decision.outcome])
            case Topic.FEE:
                line = next((one for one in decision.fees if one.id == aspect.id), None)
                return self.phrase("not-charged") if line is None else self._state(line.amount)
            case Topic.TOTAL:
                total = decision.total(Stage(aspect.id))
                return self.phrase("not-charged") if total is None else self._state(total)
            case Topic.DOCUMENT | Topic.ITEM:
                due = next((one for one in decision.documents if one.id == aspect.id), None)
                return self.phrase("not-asked") if due is None else self._due(due)
            case Topic.VALIDITY:
                return self._validity(decision.validity)
            case _:
                values = {one.name: one.value for one in decision.determinations}
                naming = Naming(program, self.catalogue, self.language)
                type_, unit = naming.type_and_unit(aspect.id)
                state = values.get(aspect.id, ABSENT)
                return naming.state(state, type_, unit) if aspect.id in values else topic

    def _due(self, due: DocumentDue) -> str:
        """That a document is asked for, and for which items; whether it is may not be known."""
        asked = [str(one.number) for one in due.items if one.is_due is True]
        unknown = [str(one.number) for one in due.items if one.is_due is not True]
        if not due.items:
            return self.phrase("asked" if due.is_due is True else "unknown")
        said_of = (("asked-for-items", asked), ("unknown-for-items", unknown))
        return join(
            [
                self.phrase(name, items=join(numbers, self.language))
                for name, numbers in said_of
                if numbers
            ],
            self.language,
        )

    def _state(self, state: State) -> str:
        if isinstance(state, Unknown | Fault):
            return self.phrase("unknown")
        return say(state, self.language)  # type: ignore[arg-type]

    def _validity(self, period: ValidityPeriod | Unknown | Absent | Fault) -> str:
        if not isinstance(period, ValidityPeriod):
            return self.phrase("none" if period is ABSENT else "unknown")
        return self.span((period.starts, period.ends))


def key_of(name: str) -> str:
    return name.replace("_", "-")


def naming_of(pair: Pair, new: Catalogue, language: Language) -> Naming:
    """The words of a pair: what is apart says of which version it is."""
    program = _labelled(pair.world.program, pair.new.world.program)
    return Naming(program, replace(new, lists=pair.world.lists), language)


def _labelled(program: Program, new: Program) -> Program:
    """The program of a pair, whose names say of which version they are."""
    return replace(
        program,
        facts={
            name: replace(one, label=_of(name, one.label)) for name, one in program.facts.items()
        },
        values={
            name: replace(one, label=_of(name, one.label)) for name, one in program.values.items()
        },
        derived={
            name: replace(one, derived=replace(one.derived, label=_of(name, one.derived.label)))
            for name, one in program.derived.items()
        },
        tables={
            name: replace(one, table=replace(one.table, label=_of(name, one.table.label)))
            for name, one in program.tables.items()
        },
        documents=new.documents,
    )


def _of(name: str, label: Text) -> Text:
    if name.startswith("old:"):
        return phrase_text("meaning.as-it-was", name=label)
    return phrase_text("meaning.as-it-is", name=label) if name.startswith("new:") else label
