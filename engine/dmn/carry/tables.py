"""Decision tables of a model as tables of ours, ready to be written.

A table whose output values do not rank every row becomes `first` or `rule_order`, with its rows put
in the order that they have: the same rows win.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from engine.expressions.rendering import rendered_tests
from engine.expressions.specification.texts import number_text
from engine.expressions.syntax import Syntax
from engine.model.condition import Formula
from engine.model.types import NUMBER, Kind, Type

_POLICIES = {policy: policy.lower().replace(" ", "_") for policy in HitPolicy}
_UNRANKED = {HitPolicy.PRIORITY: "first", HitPolicy.OUTPUT_ORDER: "rule_order"}
_LISTS = {HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER}
_COMPUTED = {Kind.NUMBER, Kind.YES_NO, Kind.DATE, Kind.PERIOD, Kind.DAYS, Kind.CODE}
Cell = str | tuple[str, ...]  # plain words, or a text in FEEL behind `FEEL`
FEEL = "\0"


@dataclass(frozen=True, slots=True)
class OurTable:
    """Cells are plain words, tuples of them, or FEEL behind the mark.

    `order` are words of outputs, the highest first; `aggregate` is ours, or empty.
    """

    hit_policy: str
    inputs: dict[str, str]
    outputs: dict[str, Type]
    rows: tuple[dict[str, Cell], ...]
    default: dict[str, str]
    order: dict[str, tuple[str, ...]]
    aggregate: str

    def read_as(self, output: str) -> Type:
        """What reading an output gives: a list where several rows may give it."""
        type_ = self.outputs[output]
        match self.aggregate:
            case "count":
                return NUMBER
            case "min" | "max" if not self.default:
                return type_.optional()
            case "" if self.hit_policy in {_POLICIES[policy] for policy in _LISTS}:
                return Type(Kind.LIST, element=type_)
            case _:
                return type_


class TableCarrier:
    def __init__(self, translator: Translator, vocabulary: Vocabulary) -> None:
        self._translator = translator
        self._vocabulary = vocabulary

    def carried(self, table: dmn.DecisionTable, name: str, type_: str, local: Local) -> OurTable:
        """The table with us; raises NotCarried for one that cannot be said."""
        if any(len(row.outputs) != len(table.outputs) for row in table.rows):
            raise NotCarried("a row has not one entry for each output")
        columns = Names(("id", "cite"))
        outputs = self._outputs(table, name, type_, columns, local)
        inputs, nodes = self._inputs(table, columns, local)
        rows, policy, order = table.rows, _POLICIES[table.policy], {}
        if table.policy in _UNRANKED:
            rows = tuple(sorted(rows, key=lambda row: self._rank(table, row)))
            order = self._order(table, outputs)
            policy = policy if order else _UNRANKED[table.policy]
        made = tuple(
            {**self._cells(row, nodes, local), **self._values(row.outputs, outputs, local)}
            for row in rows
        )
        default = self._default(table, outputs, local)
        aggregate = self._aggregate(table, outputs)
        if default and table.policy in _LISTS and aggregate in {"", "count"}:
            raise NotCarried("the default of a list is no list")
        return OurTable(policy, inputs, outputs, made, default, order, aggregate)

    def _aggregate(self, table: dmn.DecisionTable, outputs: dict[str, Type]) -> str:
        if table.policy is not HitPolicy.COLLECT or not table.aggregation:
            return ""
        kinds = {type_.kind for type_ in outputs.values()}
        is_summed = kinds <= {Kind.NUMBER, Kind.PERIOD, Kind.DAYS}
        if len(outputs) != 1 or not (is_summed or table.aggregation == "COUNT"):
            raise NotCarried(f"the aggregation `{table.aggregation}` of these has no form here")
        return table.aggregation.lower()

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
        self, table: dmn.DecisionTable, name: str, type_: str, columns: Names, local: Local
    ) -> dict[str, Type]:
        made: dict[str, Type] = {}
        for index, column in enumerate(table.outputs):
            declared = column.type or (type_ if len(table.outputs) == 1 else "")
            words = column.name or "value"
            id = columns.unique(snake(words, f"output_{index + 1}"))
            values = f"{name}_{id}" if len(table.outputs) > 1 else name
            made[id] = self._output_type(table, index, declared, values, local)
        return made

    def _output_type(
        self, table: dmn.DecisionTable, index: int, declared: str, name: str, local: Local
    ) -> Type:
        column = table.outputs[index]
        entries = [row.outputs[index] for row in table.rows]
        entries += [column.default] if column.default else []
        trees = [self._translator.tree(entry, local) for entry in entries]
        texts = [tree.value for tree in trees if isinstance(tree, ast.StringLiteral)]
        if len(texts) == len(trees):
            return self._vocabulary.code_type(name, [*_texts_in(self._tests(column)), *texts])
        if found := plain_type(declared):
            return found
        types = {self._translator.ours(entry, local)[1].type.required() for entry in entries}
        kinds = {(type_.kind, type_.of) for type_ in types}
        if len(kinds) == 1 and (found := types.pop()).kind in _COMPUTED:
            return NUMBER if found.kind is Kind.NUMBER else found
        raise NotCarried(f"the type of the output `{column.name or name}` is not known")

    def _tests(self, column: dmn.OutputColumn) -> tuple[Syntax, ...]:
        return self._translator.tests(column.values, {}) if column.values else ()

    def _values(
        self, entries: tuple[dmn.Literal, ...], outputs: dict[str, Type], local: Local
    ) -> dict[str, str]:
        pairs = zip(outputs.items(), entries, strict=True)
        return {name: self._value(entry, type_, local) for (name, type_), entry in pairs}

    def _value(self, entry: dmn.Literal, type_: Type, local: Local) -> str:
        """The plain word of a constant, or FEEL behind the mark."""
        tree = self._translator.translated(self._translator.tree(entry, local), local)
        text, node = self._translator.checked(tree, entry)
        is_code = node.type.kind is Kind.TEXT and type_.kind is Kind.CODE
        if node.type.kind is not type_.kind and not is_code:
            raise NotCarried(f"the output `{entry.text}` is no {type_}")
        return constant_word(tree) or FEEL + text

    def _default(
        self, table: dmn.DecisionTable, outputs: dict[str, Type], local: Local
    ) -> dict[str, str]:
        pairs = zip(outputs.items(), table.outputs, strict=True)
        return {
            name: self._value(column.default, type_, local)
            for (name, type_), column in pairs
            if column.default is not None
        }

    # Rank --------------------------------------------------------------------------------

    def _order(
        self, table: dmn.DecisionTable, outputs: dict[str, Type]
    ) -> dict[str, tuple[str, ...]]:
        """The output values as words; empty where they do not rank every row."""
        order: dict[str, tuple[str, ...]] = {}
        for index, (name, column) in enumerate(zip(outputs, table.outputs, strict=True)):
            words = tuple(constant_word(test) for test in self._tests(column))
            given = {self._constant(row.outputs[index]) for row in table.rows}
            if words and given <= set(words):
                order[name] = tuple(dict.fromkeys(word for word in words if word is not None))
            elif words:
                return {}
        return order

    def _constant(self, entry: dmn.Literal) -> str:
        word = constant_word(self._translator.translated(self._translator.tree(entry, {}), {}))
        if word is None:
            raise NotCarried(f"the output `{entry.text}` ranks the rows, and is no constant")
        return word

    def _rank(self, table: dmn.DecisionTable, row: dmn.Row) -> tuple[int, ...]:
        """How early the outputs of a row stand in the output values."""
        ranks = []
        for column, entry in zip(table.outputs, row.outputs, strict=True):
            values = [constant_word(test) for test in self._tests(column)]
            word = self._constant(entry) if values else ""
            ranks.append(values.index(word) if word in values else len(values))
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
    """The columns of outputs as YAML writes them; a number says its decimals."""
    return {name: _with_decimals(table, name, type_) for name, type_ in table.outputs.items()}


def _with_decimals(table: OurTable, name: str, type_: Type) -> str:
    rows: tuple[Mapping[str, Cell], ...] = (*table.rows, table.default)
    cells = [row[name] for row in rows if name in row]
    numbers = [cell for cell in cells if isinstance(cell, str) and not cell.startswith(FEEL)]
    decimals = max((len(number.partition(".")[2]) for number in numbers), default=0)
    if type_.kind is not Kind.NUMBER or not decimals:
        return words_of(type_)
    return f"{{type: number, decimals: {decimals}}}"
