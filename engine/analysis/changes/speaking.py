"""Parts, names and values of one configuration in one language, as changes say them.

One thing, though long: a part is called by what is in it, and a value by the part it is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Final

from engine.analysis.changes.clauses import Branch
from engine.analysis.changes.content import meant
from engine.analysis.changes.parts import attributes_of, key_of, noun_of
from engine.decide.naming import Naming
from engine.definitions.built_in_lists import BUILT_IN_LISTS
from engine.definitions.catalogue import Catalogue
from engine.expressions.program import Program
from engine.model.clock import Moment, Time
from engine.model.condition import Condition, Formula
from engine.model.dated import Dated
from engine.model.document import DocumentRequest
from engine.model.inside import Constant, Meant, Named
from engine.model.issued import IssuedLine
from engine.model.lead import Lead
from engine.model.lifecycle import Effect
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.problem import Span
from engine.model.public_lookup import Find
from engine.model.rule import Cell, Column, Import, Row, RuleSet, Table
from engine.model.scenario import Scenario
from engine.model.service import OpenTo
from engine.model.types import DATE, Kind, Type
from engine.model.value import ABSENT, Range
from engine.model.wording import OTHER, Wording, Words
from engine.model.words import Language, Text, Unit
from engine.phrases import phrase, phrases, said, say
from engine.wording import Conjunction, fill, isolate, join, placeholders, plural_form

LONGEST: Final = 300
"""As many characters of a text are quoted; of a longer one its beginning."""
_MEGABYTE: Final = 1024 * 1024
_CLASSES: Final = "changed-kinds"


@dataclass(frozen=True)
class Speaker:
    """Speaks for a configuration. `scope` is the id of the rule file that names are of."""

    catalogue: Catalogue
    scope: str
    language: Language

    @cached_property
    def program(self) -> Program | None:
        """The program that knows the names, if a service uses the rules."""
        services = (one.id for one in self.catalogue.listed if one.rules == self.scope)
        return next((self.catalogue.programs[one] for one in services), None)

    @cached_property
    def naming(self) -> Naming | None:
        made = self.program
        return None if made is None else Naming(made, self.catalogue, self.language)

    # Names -------------------------------------------------------------------------------

    def name(self, name: str) -> str | None:
        """What a fact, value, table or other name of the rules is called; None for no such name."""
        found = None if self.naming is None else self.naming.fact(name)
        return found if found and found != name else self._of_register(name)

    def _of_register(self, name: str) -> str | None:
        register = self.catalogue.registers.get(name.partition(".")[0])
        facts = () if register is None else register.attributes
        return next((self.text(one.label) for one in facts if one.name == name), None)

    def reference(self, text: str, attribute: str) -> str:
        """What an id or a name refers to, in words where it has some."""
        found: Text | None = None
        match attribute:
            case "cite":
                source = self.catalogue.sources.get(text)
                title = "" if source is None else f" {self.quoted(source.title)}"
                return f"{self.code(text)}{title}"
            case "service" | "services" | "most_needed":
                service = self.catalogue.services.get(text)
                found = None if service is None else service.title
            case "origins" | "target" | "start" | "states":
                found = self._state(text)
            case "topic":
                topic = self.catalogue.portal.topic(text)
                found = None if topic is None else topic.title
            case "register" | "person_register":
                register = self.catalogue.registers.get(text)
                found = None if register is None else register.title
            case "document" | "photo":
                name = self.name(f"documents.{text}")
                return self.code(text) if name is None else self.quoted(name)
            case _:
                name = self.name(text)
                return self.code(text) if name is None else self.quoted(name)
        return self.code(text) if found is None else self.quoted(found)

    def _state(self, state: str) -> Text | None:
        for service in self.catalogue.services.values():
            if service.rules == self.scope:
                found = (one.label for one in service.lifecycle.states if one.id == state)
                return next(found, None)
        return None

    # Parts -------------------------------------------------------------------------------

    def part(self, part: object) -> str:
        """A part by its kind and what it is called."""
        name = f"changed-parts.{noun_of(part)}"
        return phrase(name, self.language, **_wanted(name, label=said(self.label(part))))

    def label(self, part: object) -> str:
        """What a part is called in the words of its author; its id where there are none."""
        match part:
            case Row():
                return self.cells(part, None) or self.code(part.id)
            case Column(name, formula):
                return self.name(formula.said()) or self.name(meant(formula)) or name
            case DocumentRequest(document):
                return self.name(f"documents.{document}") or self.code(document)
            case OpenTo(register) | Find(register):
                found = self.catalogue.registers.get(register)
                return self.code(register) if found is None else self.text(found.title)
            case Import(name):
                return self.name(name) or self.code(name)
            case IssuedLine(fact, label):
                words = None if label is None else self.text(label)
                return words or self.name(fact.said()) or self.code(fact.said())
            case Effect(kind, name):
                return f"{self.member(kind)} {self.code(name)}".strip()
            case RuleSet():
                service = self.catalogue.services.get(part.id)
                return part.id if service is None else self.text(service.title)
            case Scenario(name=name):
                return name
            case _:
                return self._words_of(part)

    def _words_of(self, part: object) -> str:
        for attribute in ("label", "title", "heading", "words", "name"):
            words = getattr(part, attribute, None)
            if isinstance(words, Text | Wording):
                return self.words(words)
        return self.code(key_of(part) or "")

    def cells(self, row: Row, table: Table | None) -> str:
        """What a row is for, by the tests of its cells; nothing for one that tests nothing."""
        tables = self.scope_tables() if table is None else (table,)
        found = next((one for one in tables if row in one.rows), table)
        columns = {} if found is None else {one.name: one for one in found.inputs}
        cells = (said(self._cell(columns.get(name), name, cell)) for name, cell in row.cells)
        return say(tuple(cells), self.language)

    def scope_tables(self) -> tuple[Table, ...]:
        held = self.catalogue.rule_sets.get(self.scope)
        return () if held is None else held.tables

    def _cell(self, column: Column | None, name: str, cell: Cell) -> str:
        label = name if column is None else self.label(column)
        type_ = None if column is None else self._type_of(column.formula)
        if cell.tests is not None:
            given = self.code(cell.tests.text)
        else:
            codes = [self.value(one, type_) for one in cell.codes]
            given = join(codes, self.language, Conjunction.OR)
        return phrase("changed-parts.cell", self.language, name=said(label), given=said(given))

    def _type_of(self, formula: Formula) -> Type | None:
        return self.type_of(meant(formula))

    def codes(self, codes: object, table: Table, column: str) -> str:
        """The codes of a cell of a column."""
        found = next((one for one in table.inputs if one.name == column), None)
        return self.value(codes, None if found is None else self._type_of(found.formula))

    def type_of(self, name: str) -> Type | None:
        """The type of a name of the rules, where it is one."""
        if name == "decision_date":
            return DATE
        if self.naming is None or self.name(name) is None:
            return None
        return self.naming.type_and_unit(name)[0]

    def unit_of(self, name: str) -> Unit | None:
        if self.naming is None or self.name(name) is None:
            return None
        return self.naming.type_and_unit(name)[1]

    # Values ------------------------------------------------------------------------------

    def value(self, value: object, type_: Type | None = None, unit: Unit | None = None) -> str:
        """A value of the law in words; nothing in force where it is None."""
        match value:
            case None:
                return phrase("changes.nothing", self.language)
            case tuple():
                element = type_ if type_ is None else type_.element or type_
                return say(
                    tuple(said(self.value(one, element, unit)) for one in value), self.language
                )
            case Range(low, high):
                ends = {"low": said(self.value(low)), "high": said(self.value(high))}
                return phrase("values.from-to", self.language, **ends)
            case bool() | Money() | Months() | Days() | Seconds() | date() | Time() | Moment():
                return say(value, self.language)
            case Decimal() | int() if unit is not None:
                form = plural_form(Decimal(value), self.language)
                return f"{say(value, self.language)} {unit.counted(form, self.language)}"
            case Decimal() | int():
                return say(value, self.language)
            case str() if type_ is not None and type_.kind is Kind.CODE:
                return self._code(type_.of or "", value)
            case _ if value is ABSENT:
                return phrase("values.none", self.language)
            case _:
                return self.code(str(value))

    def _code(self, list_id: str, code: str) -> str:
        held = self.catalogue.lists.get(list_id) or BUILT_IN_LISTS.get(list_id)
        found = None if held is None else held.code(code)
        return self.code(code) if found is None else self.text(found.label)

    def anything(self, value: object, attribute: str) -> str:
        """Whatever an attribute may hold, in words."""
        match value:
            case Enum() if value is not ABSENT:
                return self.member(value)
            case int() if attribute == "max_bytes":
                size = Decimal(value) / _MEGABYTE
                return phrase("changes.megabytes", self.language, size=size)
            case Text() | Wording():
                return self.quoted(value)
            case Formula():
                return self.formula(value)
            case Condition():
                return self.condition(value)
            case Branch():
                return self.branch(value)
            case Type():
                return self.type(value)
            case Dated(_, entries):
                return join([self._entry(day, one) for day, one in entries], self.language)
            case Lead(service):
                return self.reference(service, "service")
            case timedelta():
                return say(Seconds(int(value.total_seconds())), self.language)
            case Meant(name) | Named(name):
                return self.reference(name or "", attribute)
            case Constant(held):
                return self.value(held)
            case (Language() as spoken, str(form), str(text)):  # a plural form of a unit
                given = say(said(self.member(spoken)), self.language), self.code(form)
                return phrase(
                    "changed-parts.for",
                    self.language,
                    name=said(self.quoted(isolate(text, self.language))),
                    given=said(" ".join(given)),
                )
            case tuple():
                return join([self.anything(one, attribute) for one in value], self.language)
            case Mapping():
                lines = (f"{key}: {self.anything(one, str(key))}" for key, one in value.items())
                return join([isolate(one, self.language) for one in lines], self.language)
            case str():
                return self.reference(value, attribute)
            case _ if is_dataclass(value) and not _is_value(value):
                return self._compound(value)
            case _:
                return self.value(value)

    def _entry(self, day: date, value: object) -> str:
        if day == date.min:  # what is written without a day
            return self.value(value)
        when = phrase("changes.from", self.language, first=day)
        return f"{self.value(value)} {when}"

    def _compound(self, value: object) -> str:
        """What an object without a name of its own says, attribute by attribute."""
        if key_of(value) is not None:
            return self.part(value)
        return join(list(self._attributes(value)), self.language) or self.code(type(value).__name__)

    def _attributes(self, value: object) -> Iterator[str]:
        for name, _ in attributes_of(value):
            held = getattr(value, name)
            if held in (None, (), False) or isinstance(held, Span):
                continue
            label = attribute_words(type(value).__name__, name, self.language)
            yield f"{label}: {self.anything(held, name)}"

    def member(self, value: Enum) -> str:
        """A value of a closed set; by itself where nobody found words for it yet."""
        name = f"{_CLASSES}.{type(value).__name__}.{value.value}"
        return phrase(name, self.language) if name in phrases() else self.code(str(value.value))

    def type(self, type_: Type) -> str:
        """A type in the words of an author."""
        if type_.kind is Kind.CODE:
            held = self.catalogue.lists.get(type_.of or "")
            title = self.code(type_.of or "") if held is None else self.text(held.title)
            return phrase("changes.code-of", self.language, list=said(title))
        if type_.kind is Kind.LIST and type_.element is not None:
            inner = said(self.type(type_.element))
            return phrase("changes.list-of", self.language, type=inner)
        return self.member(type_.kind)

    # Expressions -------------------------------------------------------------------------

    def formula(self, formula: Formula) -> str:
        """A single name by its label, a number or text as it is, anything else as FEEL."""
        from engine.analysis.changes.atoms import operand

        return operand(formula, self) or self.code(" ".join(formula.text.split()))

    def branch(self, branch: Branch) -> str:
        """A clause by its label, by what it asks, or as FEEL."""
        from engine.analysis.changes.atoms import atom

        if branch.label is not None:
            return self.quoted(branch.label)
        formula = branch.piece.formula
        if formula is None:
            inner = [self.branch(one) for one in branch.within]
            way = Conjunction.OR if branch.combinator == "any" else Conjunction.AND
            return join(inner, self.language, way)
        told = atom(formula, self)
        return self.code(branch.piece.text) if told is None else self.quoted_words(told)

    def condition(self, condition: Condition) -> str:
        from engine.analysis.changes.clauses import branch_of

        return self.branch(branch_of(condition))

    # Texts -------------------------------------------------------------------------------

    def text(self, text: Text) -> str:
        return text.in_(self.language)

    def words(self, words: Words) -> str:
        """A text; one that says values says those of the law that were written last."""
        if isinstance(words, Text):
            return self.text(words)
        pattern = words.pattern(self.language, OTHER)
        return fill(pattern, {name: self._last(name) for name in placeholders(pattern)})

    def _last(self, name: str) -> str:
        """What a text says of a name before anybody has answered."""
        value = None if self.program is None else self.program.values.get(name)
        if value is None or not value.by_date.entries:
            return self.name(name) or self.code(name)
        return self.value(value.by_date.entries[-1][1], value.type, value.unit)

    def quoted(self, words: Words | str) -> str:
        text = words if isinstance(words, str) else self.words(words)
        return self.quoted_words(text)

    def quoted_words(self, text: str) -> str:
        return phrase("changes.quoted", self.language, text=said(text))

    def code(self, text: str) -> str:
        """An id or an expression, set apart from the words around it."""
        return isolate(f"`{text}`", self.language) if text else ""


def attribute_words(holder: str, attribute: str, language: Language) -> str:
    """What an attribute is called: by its class where that has words of its own."""
    for name in (f"{holder}.{attribute}", attribute):
        if f"changed-attributes.{name}" in phrases():
            return phrase(f"changed-attributes.{name}", language)
    return isolate(f"`{attribute}`", language)


def cut(text: str) -> str:
    """What is said of long values: their beginning. All of it stands in the files."""
    return text if len(text) <= 3 * LONGEST else f"{text[: 3 * LONGEST]}…"


def _is_value(value: object) -> bool:
    return isinstance(value, Money | Months | Days | Seconds | Time | Moment | Range)


def _wanted(name: str, **values: Text) -> dict[str, Text]:
    """Those of `values` that the phrase says."""
    found = phrases()[name]
    return {key: value for key, value in values.items() if key in found.names}
