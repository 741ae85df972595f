"""Decision tables of a model as tables of ours, ready to be written.

A `PRIORITY` table becomes `first`, with its rows put in the order of the output values: the same
row wins. Output order and aggregation have no form with us.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engine.dmn import model as dmn
from engine.dmn.carry.expressions import Local, Translator
from engine.dmn.carry.ids import Names, snake
from engine.dmn.carry.vocabulary import NotCarried, Vocabulary, plain_type, words_of
from engine.dmn.model import HitPolicy
from engine.expressions import syntax as ast
from engine.expressions.core import Node
from engine.expressions.lower import lower_cell
from engine.expressions.rendering import rendered, rendered_tests
from engine.expressions.specification.texts import number_text
from engine.expressions.syntax import Syntax
from engine.model.condition import Formula
from engine.model.types import NUMBER, YES_NO, Kind, Type

_POLICIES = {
    HitPolicy.UNIQUE: "unique",
    HitPolicy.ANY: "any",
    HitPolicy.FIRST: "first",
    HitPolicy.PRIORITY: "first",
    HitPolicy.RULE_ORDER: "rule_order",
    HitPolicy.COLLECT: "collect",
}
Cell = str | tuple[str, ...]  # plain words, or a text in FEEL behind `FEEL`
FEEL = "\0"


@dataclass(frozen=True, slots=True)
class OurTable:
    """Cells are plain words, tuples of them, or FEEL behind the mark; types are our words."""

    hit_policy: str
    inputs: dict[str, str]
    outputs: dict[str, Type]
    rows: tuple[dict[str, Cell], ...]
    default: dict[str, str]


class TableCarrier:
    def __init__(self, translator: Translator, vocabulary: Vocabulary) -> None:
        self._translator = translator
        self._vocabulary = vocabulary

    def carried(self, table: dmn.DecisionTable, name: str, type_: str, local: Local) -> OurTable:
        """The table with us; raises NotCarried for one that cannot be said."""
        policy = _POLICIES.get(table.policy)
        if policy is None or table.aggregation:
            word = table.aggregation or table.policy
            raise NotCarried(f"the hit policy `{table.policy}` (`{word}`) has no form here")
        if any(len(row.outputs) != len(table.outputs) for row in table.rows):
            raise NotCarried("a row has not one entry for each output")
        columns = Names(("id", "cite"))
        outputs = self._outputs(table, name, type_, columns)
        inputs, nodes = self._inputs(table, columns, local)
        rows = table.rows
        if table.policy is HitPolicy.PRIORITY:
            rows = tuple(sorted(rows, key=lambda row: self._rank(table, row)))
        made = []
        for row in rows:
            cells = self._cells(row, nodes, local)
            made.append({**cells, **self._values(row.outputs, outputs)})
        return OurTable(policy, inputs, outputs, tuple(made), self._default(table, outputs))

    # Inputs ------------------------------------------------------------------------------

    def _inputs(
        self, table: dmn.DecisionTable, columns: Names, local: Local
    ) -> tuple[dict[str, str], dict[str, Node]]:
        inputs: dict[str, str] = {}
        nodes: dict[str, Node] = {}
        for number, column in enumerate(table.inputs, 1):
            text, node = self._translator.ours(column.expression, local)
            words = column.label or column.expression.text
            name = columns.unique(snake(words, f"input_{number}"))
            inputs[name], nodes[name] = text, node
        if not inputs:
            raise NotCarried("a table without inputs has no form here")
        return inputs, nodes

    def _cells(self, row: dmn.Row, nodes: dict[str, Node], local: Local) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        for (name, node), test in zip(nodes.items(), row.tests, strict=False):
            if test.text in ("", "-"):
                continue
            tests = self._translator.tests(test.text, local)
            cell = _words(tests, node.type)
            if cell is None:
                text = rendered_tests(tests)
                formula = Formula(text, (test.at,))
                _, problems = lower_cell(formula, node, self._vocabulary.scope())
                if problems:
                    raise NotCarried(f"the cell `{test.text}`: {problems[0].message}")
                cell = FEEL + text
            cells[name] = cell
        return cells

    # Outputs -----------------------------------------------------------------------------

    def _outputs(
        self, table: dmn.DecisionTable, name: str, type_: str, columns: Names
    ) -> dict[str, Type]:
        made: dict[str, Type] = {}
        for index, column in enumerate(table.outputs):
            declared = column.type or (type_ if len(table.outputs) == 1 else "")
            words = column.name or "value"
            id = columns.unique(snake(words, f"output_{index + 1}"))
            values = f"{name}_{id}" if len(table.outputs) > 1 else name
            made[id] = self._output_type(table, index, declared, values)
        return made

    def _output_type(self, table: dmn.DecisionTable, index: int, declared: str, name: str) -> Type:
        column = table.outputs[index]
        entries = [row.outputs[index] for row in table.rows]
        entries += [column.default] if column.default else []
        trees = [self._translator.tree(entry, {}) for entry in entries]
        texts = [tree.value for tree in trees if isinstance(tree, ast.StringLiteral)]
        if len(texts) == len(trees):
            return self._vocabulary.code_type(name, [*_texts_in(self._tests(column)), *texts])
        if found := plain_type(declared):
            return found
        if all(isinstance(tree, ast.BooleanLiteral) for tree in trees):
            return YES_NO
        if all(isinstance(tree, ast.NumberLiteral | ast.Negation) for tree in trees):
            return NUMBER
        raise NotCarried(f"the type of the output `{column.name or name}` is not known")

    def _tests(self, column: dmn.OutputColumn) -> tuple[Syntax, ...]:
        return self._translator.tests(column.values, {}) if column.values else ()

    def _values(
        self, entries: tuple[dmn.Literal, ...], outputs: dict[str, Type]
    ) -> dict[str, Cell]:
        pairs = zip(outputs.items(), entries, strict=True)
        return {name: self._value(entry, type_) for (name, type_), entry in pairs}

    def _value(self, entry: dmn.Literal, type_: Type) -> str:
        tree = self._translator.translated(self._translator.tree(entry, {}), {})
        word = constant_word(tree)
        if word is None:
            raise NotCarried(f"the output `{entry.text}` is no constant")
        _, node = self._translator.checked(tree, entry)
        is_code = node.type.kind is Kind.TEXT and type_.kind is Kind.CODE
        if node.type.kind is not type_.kind and not is_code:
            raise NotCarried(f"the output `{entry.text}` is no {type_}")
        return word

    def _default(self, table: dmn.DecisionTable, outputs: dict[str, Type]) -> dict[str, str]:
        pairs = zip(outputs.items(), table.outputs, strict=True)
        return {
            name: self._value(column.default, type_)
            for (name, type_), column in pairs
            if column.default is not None
        }

    def _rank(self, table: dmn.DecisionTable, row: dmn.Row) -> tuple[int, ...]:
        """How early the outputs of a row stand in the output values."""
        ranks = []
        for column, entry in zip(table.outputs, row.outputs, strict=False):
            values = [rendered(test) for test in self._tests(column)]
            tree = self._translator.translated(self._translator.tree(entry, {}), {})
            text = rendered(tree)
            ranks.append(values.index(text) if text in values else len(values))
        return tuple(ranks)


def _texts_in(trees: tuple[Syntax, ...]) -> Iterator[str]:
    return (tree.value for tree in trees if isinstance(tree, ast.StringLiteral))


def _words(tests: tuple[Syntax, ...], type_: Type) -> Cell | None:
    """The cell as plain words, where every test is one of them."""
    words = [constant_word(test) for test in tests]
    plain = tuple(word for word in words if word is not None)
    if len(plain) != len(words) or type_.kind not in {Kind.CODE, Kind.NUMBER, Kind.YES_NO}:
        return None
    return plain[0] if len(plain) == 1 else plain


def constant_word(tree: Syntax) -> str | None:
    """A constant as a YAML cell writes it, or None for what is none."""
    match tree:
        case ast.StringLiteral(value) | ast.AtLiteral(value):
            return value
        case ast.NumberLiteral(value):
            return number_text(value)
        case ast.Negation(ast.NumberLiteral(value)):
            return number_text(Decimal(0) - value)
        case ast.BooleanLiteral(value):
            return "true" if value else "false"
        case ast.Invocation("date" | "duration", (ast.StringLiteral(value),)):
            return value
        case _:
            return None


def output_words(table: OurTable) -> dict[str, str]:
    return {name: words_of(type_) for name, type_ in table.outputs.items()}
