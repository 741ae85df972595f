"""A condition in a few words, from the labels of what it reads.

For the list of documents on a start page: short, and never more precise than the labels are. The
reasons of a decision are worded elsewhere, from its trace.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from engine.decide.naming import Naming
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.walk import given_names
from engine.model.dated import NotInForceError
from engine.model.types import Kind
from engine.model.value import Known
from engine.model.words import Text
from engine.phrases import phrase
from engine.wording import Conjunction, join

_NAMED = (core.FactRef, core.DerivedRef, core.ItemRef, core.AttributeOf)  # have a label
_DATES = {
    core.Comparison.LT: "start.before",
    core.Comparison.LE: "start.until",
    core.Comparison.GT: "start.after",
    core.Comparison.GE: "start.from",
}


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """Words the conditions of one program in one language, with values as they are on `day`."""

    naming: Naming
    day: date

    def of_each(self, node: core.Quantified, group: str) -> str:
        """The condition that is asked of each item of a group."""
        return replace(self, naming=self.naming.within(node.variable, group)).told(node.body)

    def told(self, node: Node) -> str:
        """The condition; empty only where it holds of everybody."""
        if isinstance(node, core.Const) and node.value is True:
            return ""
        return self.of(node) or phrase("start.unsaid", self.naming.language)

    def of(self, node: Node) -> str:
        match node:
            case core.Const(True):
                return ""
            case _ if isinstance(node, _NAMED):
                return self.naming.node(node)
            case core.Not(operand) if isinstance(operand, _NAMED):
                return self._pair(self.naming.node(operand), self._yes_no(False))
            case core.And(items):
                return self._joined(items, Conjunction.AND)
            case core.Or(items):
                return self._joined(items, Conjunction.OR)
            case core.Compare(operator, left, core.Const(value)) if isinstance(left, _NAMED):
                if isinstance(value, bool):
                    is_yes = value is (operator is core.Comparison.EQ)
                    label = self.naming.node(left)
                    return label if is_yes else self._pair(label, self._yes_no(False))
                words = self.naming.state(value, left.type, self.naming.unit(left))
                return self._pair(self.naming.node(left), self._compared(operator, words))
            case core.Compare(
                operator,
                core.FactRef(first) | core.DerivedRef(first) as left,
                core.FactRef(second) | core.DerivedRef(second),
            ) if left.type.kind is Kind.DATE and operator in _DATES:
                one, other = self.naming.fact(first), self.naming.fact(second)
                return phrase(
                    _DATES[operator],
                    self.naming.language,
                    left=Text(one, one),
                    right=Text(other, other),
                )
            case _:
                return self._names(node)

    def _names(self, node: Node) -> str:
        """What a condition too rich for a few words reads: its dated values, else its facts."""
        program = self.naming.program
        names = dict.fromkeys(given_names(node))
        values = [self._value(name) for name in names if name in program.values]
        facts = [name for name in names if name in program.facts or name in program.derived]
        return join(values or [self.naming.fact(name) for name in facts], self.naming.language)

    def _value(self, name: str) -> str:
        value = self.naming.program.values[name]
        try:
            known: Known = value.by_date.on(self.day)
        except NotInForceError:
            return self.naming.fact(name)
        return self._pair(self.naming.fact(name), self.naming.state(known, value.type))

    def _compared(self, operator: core.Comparison, words: str) -> str:
        name = f"start.{operator.name.lower()}"
        return phrase(name, self.naming.language, value=Text(words, words))

    def _yes_no(self, is_yes: bool) -> str:
        return phrase("values.yes" if is_yes else "values.no", self.naming.language)

    def _pair(self, label: str, value: str) -> str:
        return phrase(
            "start.pair", self.naming.language, label=Text(label, label), value=Text(value, value)
        )

    def _joined(self, items: tuple[Node, ...], conjunction: Conjunction) -> str:
        """The parts that there are words for; with a way that has none, no way is singled out."""
        parts = dict.fromkeys(self.of(item) for item in items)
        if conjunction is Conjunction.OR and "" in parts:
            return ""
        return join([one for one in parts if one], self.naming.language, conjunction)
