"""What a change is about: who decides, money, documents, questions, or words."""

from __future__ import annotations

from typing import Final

from engine.analysis.changes.change import Weight
from engine.analysis.changes.difference import Difference
from engine.model.charge import Bracket
from engine.model.check import AnswerCheck
from engine.model.citation import Source
from engine.model.claim import Claim, Intended
from engine.model.document import Alternative, DocumentRequest, RequiredDocument
from engine.model.fee import Concession, FeeRule
from engine.model.portal import Portal
from engine.model.privacy import Privacy
from engine.model.register import DemonstrationPerson
from engine.model.rule import Import, Row, RuleSet, Table, Value
from engine.model.scenario import Scenario
from engine.model.service import Service, Step
from engine.model.staff import DemonstrationStaff
from engine.model.types import Kind
from engine.model.wording import Wording
from engine.model.words import Text

_TESTS: Final = (Claim, Intended, Scenario, DemonstrationPerson, DemonstrationStaff)
_MONEY: Final = (FeeRule, Concession, Bracket)
_DOCUMENTS: Final = (RequiredDocument, Alternative, DocumentRequest)
_DECIDING: Final = frozenset({"open_to", "opens", "ineligible_may_submit", "rules", "kind"})
_MONEY_OF_RULES: Final = frozenset({"fees"})
_WORDS: Final = frozenset({"cite", "keywords", "topic", "look", "unit", "most_needed", "topics"})


def weight_of(difference: Difference) -> Weight:
    """By the parts that hold what differs, and by what of them it is."""
    trail = difference.trail
    parts = [owner.part for owner in trail.owners]
    names = [name for _, name in trail.attributes]
    if any(isinstance(one, _TESTS) for one in parts):
        return Weight.TESTS
    if any(isinstance(one, Source) for one in parts):
        return Weight.SOURCES
    if not parts or isinstance(parts[-1], Import):  # what it leads to is told where it is used
        return Weight.WORDS
    if names and _is_words(difference, names[-1]):
        return Weight.WORDS
    return _weight(parts, names)


def _weight(parts: list[object], names: list[str]) -> Weight:
    if any(isinstance(one, Portal | Privacy) for one in parts):
        return Weight.PORTAL
    if any(isinstance(one, _MONEY) for one in parts) or _MONEY_OF_RULES & set(names):
        return Weight.MONEY
    if any(_is_of_money(one) for one in parts):
        return Weight.MONEY
    if any(isinstance(one, _DOCUMENTS) for one in parts):
        return Weight.DOCUMENTS
    if any(isinstance(one, Step) for one in parts):
        return Weight.QUESTIONS
    if parts and isinstance(parts[0], Service):
        return _of_service(parts, names)
    return Weight.DECIDES


def _of_service(parts: list[object], names: list[str]) -> Weight:
    inner = type(parts[1]).__name__ if len(parts) > 1 else ""
    if _DECIDING & set(names) or inner == "OpenTo" or len(parts) + len(names) == 1:
        return Weight.DECIDES
    return Weight.QUESTIONS if isinstance(parts[-1], AnswerCheck) else Weight.COURSE


def _is_of_money(part: object) -> bool:
    """Whether a value, a table or a row is about amounts alone."""
    match part:
        case Value(type=type_):
            return type_.kind is Kind.MONEY
        case Table(outputs=outputs):
            return all(type_.kind is Kind.MONEY for _, type_ in outputs)
        case RuleSet() | Row():
            return False
        case _:
            return False


def _is_words(difference: Difference, name: str) -> bool:
    values = (difference.old, difference.new)
    is_text = any(isinstance(one, Text | Wording) for one in values)
    return is_text or name in _WORDS or difference.trail.attributes[-1][0] in {"Keywords", "Unit"}
