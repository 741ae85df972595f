"""A finding: something that is so of a whole service, for everybody and on every day.

`P1xx` is what every service is asked, `P2xx` what its authors claim. A finding is about `of`: the
id of a rule, a document, a field and so on; the authors can say there that it is intended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from engine.analysis.people import Person
from engine.model.problem import Span
from engine.model.severity import Severity
from engine.model.words import Language, Text
from engine.phrases import phrase, said


class Code(StrEnum):
    """What kind of finding it is; docs/reference/findings.md explains each."""

    RULE_NEVER_MET = "P101"
    RULE_NEVER_FAILS = "P102"
    CLAUSE_NEVER_MATTERS = "P103"
    FACT_NEVER_MATTERS = "P104"
    NOBODY_ELIGIBLE = "P105"
    RULES_CONTRADICT = "P106"
    DOCUMENT_OF_NOBODY = "P107"
    FEE_OF_NOBODY = "P108"
    STEP_OF_NOBODY = "P109"
    FIELD_OF_NOBODY = "P110"
    NOTHING_IN_FORCE = "P111"
    TRANSITION_OF_NOBODY = "P113"
    NO_WAY_ON = "P114"
    VALUE_NEVER_COMES = "P115"
    EXPLAINS_NOTHING = "P120"
    NOT_PROVED = "P190"
    CLAIM_REFUTED = "P201"
    CLAIM_OF_NOBODY = "P202"
    CLAIM_NOT_PROVED = "P203"


_ERRORS: Final = frozenset(
    {
        Code.NOBODY_ELIGIBLE,
        Code.RULES_CONTRADICT,
        Code.NOTHING_IN_FORCE,
        Code.EXPLAINS_NOTHING,
        Code.CLAIM_REFUTED,
    }
)
_NOTES: Final = frozenset({Code.NOT_PROVED, Code.CLAIM_NOT_PROVED})


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """`values` fill the sentence. `person` is somebody of whom it is so, whom the evaluator was
    shown; `expected` what a scenario of that person expects. `because`: the authors intend it.
    `said_as` is the sentence where no phrase of the code alone says it, and `words` those that the
    authors have for it themselves.
    """

    code: Code
    of: str
    span: Span
    values: Mapping[str, str] = field(default_factory=dict)
    person: Person | None = None
    expected: Mapping[str, object] = field(default_factory=dict)
    because: Text | None = None
    said_as: Text | None = None
    words: Text | None = None
    is_of_clause: bool = False

    @property
    def severity(self) -> Severity:
        if self.code in _NOTES or self.because is not None:
            return Severity.NOTE
        return Severity.ERROR if self.code in _ERRORS else Severity.WARNING

    def message(self, language: Language) -> str:
        if self.said_as is not None:
            return self.said_as.in_(language)
        values = {name: said(value) for name, value in self.values.items()}
        if self.words is not None:
            values["label"] = self.words
        sentence = phrase(f"prove.{self.code.lower()}", language, **values)
        if "what" in values:
            return f"{sentence}: {self.values['what']}"
        if "change" not in values:
            return sentence
        return f"{sentence} ({phrase('prove.changed', language, change=values['change'])})"
