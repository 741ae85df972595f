"""One comparison of a condition as a sentence: what is compared, in the authors' words.

Only what is plain is said: a name against a constant or another name, a name in a list, a yes or
no. Anything else gives None, and is shown as the FEEL that it is.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from engine.expressions.parser import parse
from engine.expressions.syntax import (
    AtLiteral,
    Binary,
    BooleanLiteral,
    FeelSyntaxError,
    In,
    Invocation,
    ListLiteral,
    Name,
    NullLiteral,
    NumberLiteral,
    StringLiteral,
    Syntax,
)
from engine.model.condition import Formula
from engine.model.inside import Constant
from engine.model.period import parse_length
from engine.model.types import Kind
from engine.phrases import phrase, said
from engine.wording import Conjunction, join

if TYPE_CHECKING:
    from engine.analysis.changes.speaking import Speaker

_NUMBERS: Final = {
    ">=": "changes.at-least",
    ">": "changes.more-than",
    "<=": "changes.at-most",
    "<": "changes.less-than",
    "=": "changes.is",
    "!=": "changes.is-not",
}
_DATES: Final = {
    ">=": "changes.on-or-after",
    ">": "changes.after",
    "<=": "changes.on-or-before",
    "<": "changes.before",
    "=": "changes.is",
    "!=": "changes.is-not",
}
_TURNED: Final = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "!=": "!="}


def atom(formula: Formula, speaker: Speaker) -> str | None:
    """What a clause asks, as a sentence; None where it is no plain comparison."""
    tree = _read(formula.text)
    return None if tree is None else _atom(tree, formula, speaker)


def operand(formula: Formula, speaker: Speaker) -> str | None:
    """What a single name or constant stands for; None for anything that is worked out."""
    tree = _read(formula.text)
    return None if tree is None else _operand(tree, formula, speaker, None)


@lru_cache(maxsize=4096)
def _read(text: str) -> Syntax | None:
    try:
        return parse(text)
    except FeelSyntaxError:
        return None


def _atom(tree: Syntax, formula: Formula, speaker: Speaker) -> str | None:
    match tree:
        case Name():
            return _fact_is(tree, True, formula, speaker)
        case Invocation("not", (Name() as inner,)):
            return _fact_is(inner, False, formula, speaker)
        case Binary(operator, left, right) if operator in _TURNED:
            if not isinstance(left, Name):
                operator, left, right = _TURNED[operator], right, left
            return _compared(operator, left, right, formula, speaker)
        case In(Name() as left, tests):
            return _one_of(left, tests, formula, speaker)
        case _:
            return None


def _fact_is(tree: Name, truth: bool, formula: Formula, speaker: Speaker) -> str | None:
    name = _operand(tree, formula, speaker, None)
    return None if name is None else _told("changes.is", speaker, name, speaker.value(truth))


def _compared(
    operator: str, left: Syntax, right: Syntax, formula: Formula, speaker: Speaker
) -> str | None:
    if not isinstance(left, Name):
        return None
    name = _operand(left, formula, speaker, None)
    if name is None:
        return None
    if isinstance(right, NullLiteral):
        words = "changes.there-is-none" if operator == "=" else "changes.there-is"
        return phrase(words, speaker.language, name=said(name))
    needed = _operand(right, formula, speaker, left)
    if needed is None:
        return None
    type_ = speaker.type_of(_outside(left, formula))
    said_as = _DATES if type_ is not None and type_.kind is Kind.DATE else _NUMBERS
    return _told(said_as[operator], speaker, name, needed)


def _one_of(
    left: Name, tests: tuple[Syntax, ...], formula: Formula, speaker: Speaker
) -> str | None:
    name = _operand(left, formula, speaker, None)
    items = tests[0].items if len(tests) == 1 and isinstance(tests[0], ListLiteral) else tests
    needed = [_operand(one, formula, speaker, left) for one in items]
    if name is None or any(one is None for one in needed):
        return None
    listed = [one for one in needed if one is not None]
    return _told("changes.is", speaker, name, join(listed, speaker.language, Conjunction.OR))


def _told(words: str, speaker: Speaker, name: str, needed: str) -> str:
    given = {"name": said(name)}
    key = "value" if words == "changes.is" else "needed"
    return phrase(words, speaker.language, **given, **{key: said(needed)})


def _operand(tree: Syntax, formula: Formula, speaker: Speaker, against: Name | None) -> str | None:
    """A name by its label, or a constant as a value of the name that it stands against."""
    outside = None if against is None else _outside(against, formula)
    type_ = None if outside is None else speaker.type_of(outside)
    unit = None if outside is None else speaker.unit_of(outside)
    match tree:
        case Name(name):
            meaning = formula.meaning(name)
            if isinstance(meaning, Constant):
                return speaker.value(meaning.value, meaning.type)
            return speaker.name(meaning.name)
        case NumberLiteral(value):
            return speaker.value(value, type_, unit)
        case StringLiteral(value) if type_ is not None:
            return speaker.value(value, type_)
        case BooleanLiteral(value):
            return speaker.value(value)
        case AtLiteral(value) | Invocation("date" | "duration", (StringLiteral(value),)):
            return _moment(value, speaker)
        case _:
            return None


def _moment(text: str, speaker: Speaker) -> str | None:
    try:
        return speaker.value(parse_length(text) if "P" in text else date.fromisoformat(text))
    except ValueError:
        return None


def _outside(name: Name, formula: Formula) -> str:
    meaning = formula.meaning(name.name)
    return name.name if isinstance(meaning, Constant) else meaning.name


def number_in(formula: Formula) -> Decimal | None:
    """The number that a text is, if it is no more than one."""
    tree = _read(formula.text)
    return tree.value if isinstance(tree, NumberLiteral) else None
