"""Names and values in one language: the authors' labels for what the rules read.

Codes are said by their list's words, numbers with their unit, dates in both calendars.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from engine.definitions.catalogue import Catalogue
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Fault, Items, State, Unknown
from engine.model.words import Language, Text, Unit
from engine.phrases import phrase, say
from engine.wording import plural_form


@dataclass(frozen=True, slots=True)
class Naming:
    """The words of one service of one release, in one language."""

    program: Program
    catalogue: Catalogue
    language: Language

    def fact(self, name: str) -> str:
        """The label of a fact, value, derived fact, table or built-in."""
        label = self._label(name)
        return phrase("decision-date.label", self.language) if label is None else self.text(label)

    def _label(self, name: str) -> Text | None:
        program = self.program
        if name in program.facts:
            return program.facts[name].label
        if name in program.derived:
            return program.derived[name].derived.label
        if name in program.values:
            return program.values[name].label
        if name in program.tables:
            return program.tables[name].table.label
        slots = {f"documents.{one.document.id}": one.document.label for one in program.documents}
        return slots.get(name)  # a document that is due and not supplied is named by its slot

    def text(self, text: Text) -> str:
        return text.in_(self.language)

    def node(self, node: Node) -> str:
        """What a node stands for: the label of a name, or the names it is computed from."""
        match node:
            case core.FactRef(name) | core.ValueRef(name) | core.DerivedRef(name):
                return self.fact(name)
            case core.TableRef(name):
                return self.fact(name)
            case core.ItemRef(_, field):
                return field or ""
            case core.Const(value, type_):
                return self.state(value, type_)
            case core.Add(left, right, sign) | core.AddMonths(left, right, sign):
                return phrase(
                    "reasons.plus" if sign > 0 else "reasons.minus",
                    self.language,
                    left=Text(self.node(left), self.node(left)),
                    right=Text(self.node(right), self.node(right)),
                )
            case _:
                return ""

    def unit(self, node: Node) -> Unit | None:
        """The word behind a number, found at the first name that has one."""
        match node:
            case core.FactRef(name) if name in self.program.facts:
                unit = self.program.facts[name].unit
            case core.DerivedRef(name):
                unit = self.program.derived[name].derived.unit
            case core.ValueRef(name):
                unit = self.program.values[name].unit
            case core.TableRef(name):
                unit = self.program.tables[name].table.unit
            case core.Add(left, right):
                return self.unit(left) or self.unit(right)
            case _:
                unit = None
        return unit

    def state(self, state: State, type_: Type, unit: Unit | None = None) -> str:
        """A state in words; `type_` says how a code or a list of codes is to be read."""
        match state:
            case Unknown():
                return phrase("values.not-known", self.language)
            case Fault():
                return phrase("reasons.fault", self.language)
            case Items():
                return say(len(state.items), self.language)
            case tuple():
                element = type_.element or type_
                words = tuple(self.state(item, element) for item in state)
                return say(tuple(Text(word, word) for word in words), self.language)
            case str() if type_.kind is Kind.CODE:
                return self._code(type_.of or "", state)
            case Decimal() if unit is not None:
                form = plural_form(state, self.language)
                return f"{say(state, self.language)} {unit.counted(form, self.language)}"
            case _ if state is ABSENT:
                return phrase("values.none", self.language)
            case _:
                return say(state, self.language)

    def _code(self, list_id: str, code: str) -> str:
        known = self.catalogue.lists.get(list_id)
        found = None if known is None else known.code(code)
        return code if found is None else self.text(found.label)
