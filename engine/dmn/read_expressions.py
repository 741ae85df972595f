"""Boxed expressions: from XML to the model. What is not known is noted and left out.

Source: OMG DMN 1.5, chapters 7, 8 and 10.2.
"""

from __future__ import annotations

from typing import Final

from engine.dmn.model import (
    Call,
    ConditionalBox,
    ContextBox,
    DecisionTable,
    Expression,
    FilterBox,
    FunctionBox,
    HitPolicy,
    InputColumn,
    IteratorBox,
    ListBox,
    Literal,
    Note,
    OutputColumn,
    Relation,
    Row,
    Variable,
)
from engine.dmn.xml import Element
from engine.expressions.names import normal_name

BOXES: Final = (
    "literalExpression",
    "decisionTable",
    "invocation",
    "context",
    "relation",
    "list",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
)
_LANGUAGE: Final = "feel"


def text_in(element: Element | None) -> str:
    """The text of the `text` inside, or empty."""
    inner = element.first("text") if element is not None else None
    return inner.text.strip() if inner is not None else ""


def type_in(element: Element) -> str:
    """The type that an attribute or, in DMN 1.1, an element names; without `feel:`."""
    inner = element.first("typeRef")
    name = element.attributes.get("typeRef") or (inner.text if inner is not None else "")
    return normal_name(name).removeprefix("feel:")


def variable_in(element: Element) -> Variable:
    return Variable(normal_name(element.attributes.get("name", "")), type_in(element))


class ExpressionReader:
    """`language` is that of expressions which name none; empty for FEEL."""

    def __init__(self, notes: list[Note], language: str = "") -> None:
        self._notes = notes
        self._language = language

    def inside(self, element: Element | None) -> Expression | None:
        """The expression that stands inside an element, or None."""
        box = element.first(*BOXES) if element is not None else None
        return None if box is None else self._read(box)

    def _some(self, element: Element | None, at: Element) -> Expression:
        """The expression inside, or null where there is none."""
        return self.inside(element) or Literal("null", "", at.at)

    def _read(self, box: Element) -> Expression | None:
        match box.name:
            case "literalExpression":
                return self._literal(box)
            case "decisionTable":
                return self._table(box)
            case "invocation":
                return self._call(box)
            case "context":
                entries = tuple(self._entry(entry) for entry in box.all("contextEntry"))
                return ContextBox(entries, type_in(box), box.at)
            case "relation":
                return self._relation(box)
            case "list":
                items = (self._read(item) for item in box.all(*BOXES))
                return ListBox(
                    tuple(item for item in items if item is not None), type_in(box), box.at
                )
            case "functionDefinition":
                return self.function(box)
            case _:
                return self._flow(box)

    def _literal(self, box: Element) -> Literal:
        language = box.attributes.get("expressionLanguage") or self._language or _LANGUAGE
        if _LANGUAGE not in language.lower():
            self._notes.append(Note(f"the language `{language}` is not FEEL", box.at))
            return Literal("null", type_in(box), box.at)
        inner = box.first("text")
        return Literal(text_in(box), type_in(box), inner.at if inner is not None else box.at)

    def _entry(self, entry: Element) -> tuple[Variable | None, Expression]:
        inner = entry.first("variable")
        variable = variable_in(inner) if inner is not None else None
        return variable, self._some(entry, entry)

    def _call(self, box: Element) -> Call:
        bindings = []
        for binding in box.all("binding"):
            parameter = binding.first("parameter")
            if parameter is not None:
                bindings.append((variable_in(parameter), self._some(binding, binding)))
        return Call(self._some(box, box), tuple(bindings), type_in(box), box.at)

    def _relation(self, box: Element) -> Relation:
        rows = tuple(
            tuple(self._read(cell) or Literal("null", "", cell.at) for cell in row.all(*BOXES))
            for row in box.all("row")
        )
        columns = tuple(variable_in(column) for column in box.all("column"))
        return Relation(columns, rows, type_in(box), box.at)

    def function(self, box: Element) -> FunctionBox:
        """A function; the encapsulated logic of business knowledge is one too."""
        kind = box.attributes.get("kind", "FEEL")
        kind = "FEEL" if kind == "F" else kind  # as tools wrote it before DMN 1.2
        if kind != "FEEL":
            self._notes.append(Note(f"a function of the kind `{kind}` is not called", box.at))
        parameters = tuple(variable_in(inner) for inner in box.all("formalParameter"))
        return FunctionBox(parameters, self._some(box, box), kind, type_in(box), box.at)

    def _flow(self, box: Element) -> Expression:
        """Conditionals, filters and iterators, boxed since DMN 1.4."""

        def part(name: str) -> Expression:
            return self._some(box.first(name), box)

        type_ = type_in(box)
        match box.name:
            case "conditional":
                return ConditionalBox(part("if"), part("then"), part("else"), type_, box.at)
            case "filter":
                return FilterBox(part("in"), part("match"), type_, box.at)
            case kind:
                variable = Variable(normal_name(box.attributes.get("iteratorVariable", "")), "")
                body = part("return" if kind == "for" else "satisfies")
                return IteratorBox(kind, variable, part("in"), body, type_, box.at)

    # Tables ------------------------------------------------------------------------------

    def _table(self, box: Element) -> DecisionTable:
        word = box.attributes.get("hitPolicy", "UNIQUE").upper().replace("_", " ")
        policy = HitPolicy.UNIQUE
        if word in set(HitPolicy):
            policy = HitPolicy(word)
        else:
            self._notes.append(Note(f"`{word}` is no hit policy", box.at))
        return DecisionTable(
            tuple(self._input(column) for column in box.all("input")),
            tuple(self._output(column) for column in box.all("output")),
            tuple(self._row(row) for row in box.all("rule")),
            policy,
            box.attributes.get("aggregation", "").upper(),
            type_in(box),
            box.at,
        )

    def _input(self, column: Element) -> InputColumn:
        inner = column.first("inputExpression")
        literal = Literal("null", "", column.at) if inner is None else self._literal(inner)
        label = normal_name(column.attributes.get("label", ""))
        return InputColumn(literal, label, text_in(column.first("inputValues")))

    def _output(self, column: Element) -> OutputColumn:
        default = column.first("defaultOutputEntry")
        return OutputColumn(
            normal_name(column.attributes.get("name", "")),
            type_in(column),
            text_in(column.first("outputValues")),
            None if default is None else self._literal(default),
        )

    def _row(self, row: Element) -> Row:
        return Row(
            row.attributes.get("id", ""),
            tuple(self._literal(cell) for cell in row.all("inputEntry")),
            tuple(self._literal(cell) for cell in row.all("outputEntry")),
            row.at,
        )
