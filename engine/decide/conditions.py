"""What a condition asks for, in words, without anybody in mind.

Labels, units and formats are those of the reasons (`sentences.py`), so that an auditor reads of a
rule what an applicant reads of a decision. A condition is said as parts, so that a page can list
them, or as one line. A negation is moved inwards until it is said of a comparison: "not (a or b)"
is read "neither".

Not here: what a person's answers came to (`explain.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from engine.decide.naming import Naming, group_of
from engine.decide.sentences import MIRRORED, OPPOSITE
from engine.expressions import core
from engine.expressions.core import Comparison, Node, Quantifier
from engine.model.dated import NotInForceError
from engine.model.types import Kind
from engine.phrases import phrase, said
from engine.wording import Conjunction, join


class Join(StrEnum):
    """How the parts of a statement belong together; the value is the phrase above a list."""

    ALL = "all"
    ANY = "any"
    SOME_ITEM = "some-item"
    EACH_ITEM = "each-item"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, or parts under a heading `text`; `name` is the group whose items they are of."""

    text: str
    join: Join | None = None
    parts: tuple[Statement, ...] = ()
    name: str = ""


_OF_ITEMS: Final = {
    Join.SOME_ITEM: "conditions.in-some",
    Join.EACH_ITEM: "conditions.in-each",
}
_PLAIN: Final = {
    Comparison.EQ: "conditions.equal",
    Comparison.NE: "conditions.unequal",
    Comparison.GE: "conditions.at-least",
    Comparison.GT: "conditions.more-than",
    Comparison.LE: "conditions.at-most",
    Comparison.LT: "conditions.less-than",
}
_OF_DATES: Final = _PLAIN | {
    Comparison.GE: "conditions.on-or-after",
    Comparison.GT: "conditions.after",
    Comparison.LE: "conditions.on-or-before",
    Comparison.LT: "conditions.before",
}


def statement_of(
    node: Node, naming: Naming, day: date | None = None, *, is_true: bool = True
) -> Statement:
    """What it takes for the condition to hold, or, with `is_true` False, to fail.

    With a `day`, dated values are said with what they are on it.
    """
    return _Saying(naming, day).statement(node, is_true)


def line_of(statement: Statement, naming: Naming) -> str:
    """The statement in one line; parts that have parts of their own stand in brackets."""
    if statement.join is None:
        return statement.text
    conjunction = Conjunction.OR if statement.join is Join.ANY else Conjunction.AND
    lines = [_bracketed(part, statement.join, naming) for part in statement.parts]
    line = join(lines, naming.language, conjunction)
    if statement.join in _OF_ITEMS:
        words = {"name": said(statement.name), "said": said(line)}
        return phrase(_OF_ITEMS[statement.join], naming.language, **words)
    return line


def _bracketed(part: Statement, around: Join, naming: Naming) -> str:
    line = line_of(part, naming)
    if part.join is None or part.join is around:
        return line
    return phrase("conditions.part", naming.language, said=said(line))


@dataclass(frozen=True, slots=True)
class _Saying:
    naming: Naming
    day: date | None

    def statement(self, node: Node, is_true: bool) -> Statement:
        match node:
            case core.Not(operand):
                return self.statement(operand, not is_true)
            case core.And(items):
                return self._joined(items, Join.ALL if is_true else Join.ANY, is_true)
            case core.Or(items):
                return self._joined(items, Join.ANY if is_true else Join.ALL, is_true)
            case core.If(condition, then, otherwise):
                taken = self._pair(condition, True, then, is_true)
                left = self._pair(condition, False, otherwise, is_true)
                return self._under(Join.ANY, (taken, left))
            case core.Quantified(quantifier, variable, source, body):
                return self._quantified(quantifier, variable, source, body, is_true)
            case _:
                return Statement(self._atom(node, is_true))

    def _pair(self, one: Node, is_one: bool, other: Node, is_other: bool) -> Statement:
        parts = self.statement(one, is_one), self.statement(other, is_other)
        return self._under(Join.ALL, parts)

    def _joined(self, items: tuple[Node, ...], how: Join, is_true: bool) -> Statement:
        return self._under(how, tuple(self.statement(item, is_true) for item in items))

    def _under(self, how: Join, parts: tuple[Statement, ...]) -> Statement:
        """Parts that are joined in the same way stand in one list, each sentence once."""
        flat: dict[Statement, None] = {}
        for part in parts:
            for one in part.parts if part.join is how else (part,):
                flat[one] = None
        if len(flat) == 1:
            return next(iter(flat))
        heading = phrase(f"conditions.{how}", self.naming.language)
        return Statement(heading, how, tuple(flat))

    def _quantified(
        self, quantifier: Quantifier, variable: str, source: Node, body: Node, is_true: bool
    ) -> Statement:
        """`not some` is said as each item not, and `not every` as some item not."""
        is_some = (quantifier is Quantifier.SOME) is is_true
        how = Join.SOME_ITEM if is_some else Join.EACH_ITEM
        inner = self
        if group := group_of(source):
            inner = _Saying(self.naming.within(variable, group), self.day)
        part = inner.statement(body, is_true)
        parts = part.parts if part.join is Join.ALL else (part,)
        name = self.naming.node(source)
        return Statement(self._phrase(how, name=name), how, parts, name)

    # Sentences ---------------------------------------------------------------------------

    def _atom(self, node: Node, is_true: bool) -> str:
        naming = self.naming
        match node:
            case core.Const(bool() as holds):
                return self._phrase("always" if holds is is_true else "never")
            case core.Compare():
                return self._comparison(node, is_true)
            case core.Member(element, collection):
                name, needed = naming.node(element), self._value(collection, element)
                return self._phrase("one-of" if is_true else "none-of", name=name, needed=needed)
            case core.IsAbsent(operand):
                return self._phrase("absent" if is_true else "there", name=naming.node(operand))
            case _:
                return self._phrase("holds" if is_true else "holds-not", name=naming.node(node))

    def _comparison(self, node: core.Compare, is_true: bool) -> str:
        left, operator, right = node.left, node.operator, node.right
        if isinstance(left, core.Const | core.ValueRef) and not isinstance(right, core.Const):
            left, operator, right = right, MIRRORED[operator], left
        operator = operator if is_true else OPPOSITE[operator]
        if isinstance(right, core.Const) and isinstance(right.value, bool):
            holds = right.value is (operator is Comparison.EQ)
            return self._atom(left, holds)
        words = _OF_DATES if left.type.kind is Kind.DATE else _PLAIN
        needed = self._value(right, left)
        return phrase(
            words[operator],
            self.naming.language,
            name=said(self.naming.node(left)),
            needed=said(needed),
        )

    def _value(self, node: Node, beside: Node) -> str:
        """What is compared with: a constant with its unit, or a name, with its value on the day."""
        naming = self.naming
        unit = naming.unit(beside) or naming.unit(node)
        if isinstance(node, core.Const):
            return naming.state(node.value, node.type, unit)
        name = naming.node(node)
        if self.day is None or not isinstance(node, core.ValueRef) or node.on is not None:
            return name
        try:
            value = naming.program.values[node.name].by_date.on(self.day)
        except NotInForceError:
            return name
        worth = naming.state(value, node.type, unit)
        return self._phrase("with-value", name=name, value=worth)

    def _phrase(self, phrase_: str, /, **words: str) -> str:
        values = {key: said(word) for key, word in words.items()}
        return phrase(f"conditions.{phrase_}", self.naming.language, **values)


def sentences(statement: Statement) -> Iterator[str]:
    """Every sentence of a statement, in order."""
    if statement.join is None:
        yield statement.text
    for part in statement.parts:
        yield from sentences(part)
