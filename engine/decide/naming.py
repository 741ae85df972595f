"""Names and values in one language: the authors' labels for what the rules read.

Codes are said by their list's words, numbers with their unit, dates in both calendars.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from engine.answers.synthetic import detail_field
from engine.definitions.built_in_lists import BUILT_IN_LISTS
from engine.definitions.catalogue import Catalogue
from engine.definitions.facts import LIFECYCLE_ONLY
from engine.expressions import beyond, core
from engine.expressions.compiled import CompiledTable
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.model.document import RequiredDocument
from engine.model.fact import FactSource
from engine.model.listing import Attribute
from engine.model.service import Field, FieldType, Step
from engine.model.types import TEXT, Kind, Type
from engine.model.value import ABSENT, Fault, Items, Range, State, Unknown, is_known
from engine.model.words import Language, Text, Unit
from engine.phrases import phrase, said, say
from engine.wording import fill, plural_form


@dataclass(frozen=True, slots=True)
class Naming:
    """The words of one service of one release, in one language."""

    program: Program
    catalogue: Catalogue
    language: Language
    groups: Mapping[str, str] = field(default_factory=dict)  # that items are of, by variable

    def fact(self, name: str) -> str:
        """The label of a fact, value, derived fact, table or built-in."""
        label = self._label(name)
        if name == "decision_date":
            return phrase("decision-date.label", self.language)
        if label is None and name in LIFECYCLE_ONLY:
            return phrase(f"conditions.{name.replace('.', '-').replace('_', '-')}", self.language)
        return name if label is None else self.text(label)

    def _label(self, name: str) -> Text | None:
        program = self.program
        if name in program.facts:
            return program.facts[name].label
        if name in program.derived:
            return program.derived[name].derived.label
        if name in program.values:
            return program.values[name].label
        for table in (name, name.rpartition(".")[0]):  # one output, or one of several
            if table in program.tables:
                return program.tables[table].table.label
        group, _, field = name.rpartition(".")
        if (step := self._step(group)) is not None:
            inner = step.inner(field)
            of_fields = (one.label for one in step.fields if one.id == field)
            return next(of_fields, None) if inner is None else inner.title
        flags = self.catalogue.declared(program.service).lifecycle.flags
        flag = next((one for one in flags if one.fact == name), None)
        if flag is not None:
            return flag.label
        slots = {f"documents.{one.document.id}": one.document.label for one in program.documents}
        return slots.get(name)  # a document that is due and not supplied is named by its slot

    def type_and_unit(self, name: str) -> tuple[Type, Unit | None]:
        """The type of a fact, value, derived fact, table or built-in, and the word behind it."""
        program = self.program
        if name in program.facts:
            return program.facts[name].type, program.facts[name].unit
        if name in program.derived:
            return program.derived[name].body.type, program.derived[name].derived.unit
        if name in program.values:
            return program.values[name].type, program.values[name].unit
        if name in program.tables or name.rpartition(".")[0] in program.tables:
            made, output = self.table(name)
            return made.types[output], made.table.unit
        return TEXT, None

    def table(self, name: str) -> tuple[CompiledTable, str]:
        """The table and the output that a name reads as: its only one, or `table.output`."""
        tables = self.program.tables
        if name in tables:
            return tables[name], tables[name].table.outputs[0][0]
        head, _, output = name.rpartition(".")
        return tables[head], output

    def text(self, text: Text) -> str:
        return text.in_(self.language)

    def node(self, node: Node) -> str:
        """What a node stands for: the label of a name, or the names it is computed from."""
        match node:
            case core.FactRef(name) | core.ValueRef(name) | core.DerivedRef(name):
                return self.fact(name)
            case core.TableRef(name) | beyond.ValuesDuring(name):
                return self.fact(name)
            case core.ItemRef(variable, name):
                asked = self._asked(variable, name)
                if asked is not None:
                    return self.text(asked.label)
                group = self.groups.get(variable)
                if group and name and (step := self._step(group)) is not None:
                    held = step.inner(name)
                    group = group if held is None or held.group is None else held.group.fact
                return self.fact(group) if group else phrase("reasons.worked-out", self.language)
            case core.Aggregated(core.Aggregate.COUNT, _, source):
                return phrase("reasons.count-of", self.language, name=said(self.node(source)))
            case core.Aggregated(_, _, _, body):
                return self.node(body)
            case core.Scale(operand, factor):
                left, right = self.node(operand), self.node(factor)
                return phrase("reasons.times", self.language, left=said(left), right=said(right))
            case core.AttributeOf():
                return self._attribute(node)
            case core.Const(value, type_):
                return self.state(value, type_)
            case core.Defined(function, arguments):
                return self._called(function, arguments)
            case core.Add(left, right, sign) | core.AddMonths(left, right, sign):
                return phrase(
                    "reasons.plus" if sign > 0 else "reasons.minus",
                    self.language,
                    left=said(self.node(left)),
                    right=said(self.node(right)),
                )
            case _:
                return phrase("reasons.worked-out", self.language)

    def is_given(self, node: Node) -> bool:
        """Whether the node is a fact that the applicant gives, in an answer or about a document."""
        match node:
            case core.FactRef(name) if name in self.program.facts:
                source = self.program.facts[name].source
                return source in {FactSource.APPLICANT, FactSource.DOCUMENT}
            case _:
                return isinstance(node, core.ItemRef)

    # Groups ------------------------------------------------------------------------------

    def within(self, variable: str, group: str) -> Naming:
        """The same words where `variable` stands for an item of `group`, a fact or a value."""
        return replace(self, groups={**self.groups, variable: group})

    def item(self, group: str, number: int, item: Mapping[str, State] | State) -> str:
        """An item by its number and by its first answer, which is what its page calls it."""
        step = self._step(group)
        if step is None or step.group is None or not isinstance(item, Mapping):
            return f"{self.fact(group)} {say(number, self.language)}"
        titles = (
            self.state(item[one.id], one.fact_type, one.unit)
            for one in step.fields
            if one.type is not FieldType.FILE and is_known(item.get(one.id, ABSENT))
        )
        title, name = next(titles, None), step.group.item
        if title is None:
            return phrase("forms.item-number", self.language, item=name, number=number)
        return phrase("reasons.item", self.language, item=name, number=number, title=said(title))

    def _step(self, group: str) -> Step | None:
        """The step that fills a group, or the one whose items a document is due for."""
        each = next((one.for_each for one in self._documents() if one.name == group), None)
        group = each.source if each else group
        steps = self.catalogue.declared(self.program.service).asking
        return next((one for one in steps if one.group and one.group.fact == group), None)

    def _documents(self) -> Iterator[RequiredDocument]:
        return (one.document for one in self.program.documents)

    def _asked(self, variable: str, name: str | None) -> Field | None:
        """The field that a variable's item is asked for by this name."""
        return self.field_of(self.groups.get(variable, ""), name)

    def field_of(self, group: str, name: str | None) -> Field | None:
        """The field that an item of the group is asked for by this name."""
        step = self._step(group)
        fields = () if step is None else step.fields
        of_documents = (one for one in self._documents() if one.name == group)
        details = (detail_field(fact) for one in of_documents for fact in one.asks)
        return next(
            (one for one in (*fields, *details) if one.id in {name, f"{group}.{name}"}), None
        )

    # Words -------------------------------------------------------------------------------

    def _called(self, function: str, arguments: tuple[Node, ...]) -> str:
        """The sentence of an own function, with what it is called with."""
        own = self.program.functions[function]
        words = (self.node(argument) for argument in arguments)
        values = {name: word or name for (name, _), word in zip(own.parameters, words, strict=True)}
        return fill(self.text(own.label), values)

    def _attribute(self, node: core.AttributeOf) -> str:
        """An attribute by its label; without one by the list of its codes, or by its own name."""
        found = self._declared(node)
        label = None if found is None else found.label
        listing = self.catalogue.lists.get(node.type.of or "")
        if label is None and listing is not None:
            label = listing.title
        name = node.attribute if label is None else self.text(label)
        of = self.node(node.operand)
        return phrase("reasons.of", self.language, name=said(name), of=said(of))

    def _declared(self, node: core.AttributeOf) -> Attribute | None:
        listing = self.catalogue.lists.get(node.operand.type.of or "")
        return None if listing is None else listing.attribute(node.attribute)

    def unit(self, node: Node) -> Unit | None:
        """The word behind a number, found at the first name that has one."""
        match node:
            case core.FactRef(name) | core.DerivedRef(name) | core.ValueRef(name):
                return self.unit_of(name)
            case beyond.ValuesDuring(name):
                return self.unit_of(name)
            case core.TableRef(name):
                return self.unit_of(name)
            case core.ItemRef(variable, name):
                asked = self._asked(variable, name)
                return None if asked is None else asked.unit
            case core.AttributeOf():
                found = self._declared(node)
                return None if found is None else found.unit
            case core.Add(left, right):
                return self.unit(left) or self.unit(right)
            case _:
                return None

    def unit_of(self, name: str) -> Unit | None:
        """The word behind a number that has a name."""
        program = self.program
        if name in program.facts:
            return program.facts[name].unit
        if name in program.derived:
            return program.derived[name].derived.unit
        if name in program.values:
            return program.values[name].unit
        return program.tables[name].table.unit if name in program.tables else None

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
                words = tuple(self.state(item, element, unit) for item in state)
                return say(tuple(Text(word, word) for word in words), self.language)
            case Range(low, high):
                point = type_.element or type_
                low_words, high_words = self.state(low, point), self.state(high, point)
                ends = {"low": said(low_words), "high": said(high_words)}
                return phrase("values.from-to", self.language, **ends)
            case Mapping():
                fields = dict(type_.fields)
                known = ((state, fields.get(name, type_)) for name, state in state.items())
                inner = tuple(said(self.state(one, field)) for one, field in known)
                return say(inner, self.language)
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
        known = self.catalogue.lists.get(list_id) or BUILT_IN_LISTS.get(list_id)
        found = None if known is None else known.code(code)
        return code if found is None else self.text(found.label)


def group_of(source: Node) -> str:
    """The name of the group or the list that a loop runs over; nothing where it has none."""
    match source:
        case core.FactRef(name) | core.ValueRef(name) | core.DerivedRef(name):
            return name
        case core.ItemRef(_, _, type_) if type_.item is not None:
            return type_.item.of or ""  # what an item holds
        case _:
            return ""
