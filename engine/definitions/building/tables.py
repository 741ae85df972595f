"""Decision tables as model objects: columns, cells and outputs.

A plain cell is a code, a list of them is any of these, and a quoted one is FEEL. An output cell
is one value, which holds on every date (its entry begins on `date.min`), values by date, or an
expression under `value`.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from datetime import date

from engine.definitions.building.hits import Order, aggregate_of, check_rank, order_of
from engine.definitions.conditions import formula, formula_of, maybe_formula
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, Style
from engine.definitions.typed import by_date, named_type, read_value, type_of
from engine.model.dated import Dated
from engine.model.rule import (
    Cell,
    Column,
    HitPolicy,
    Output,
    Outputs,
    Row,
    Table,
)
from engine.model.types import Type

_OWN_KEYS = ("id", "cite")
_VALUE = "value"


def build_table(parts: Parts, name: Scalar, node: Mapping) -> Table:
    """One table; its name reads as its single output, or `name.output` for several."""
    inputs = tuple(
        _column(parts, entry.key, entry.value) for entry in parts.entries(node, "inputs")
    )
    outputs = {
        entry.key.text: _output_type(parts, entry.value) for entry in parts.entries(node, "output")
    }
    columns = {column.name: column for column in inputs}
    _refuse_shared_names(parts, node, columns)
    policy = parts.choice(node, "hit_policy", HitPolicy)
    order = order_of(parts, name, node, policy, outputs)
    aggregate = aggregate_of(parts, node, policy, outputs)
    cite = parts.cite(node)
    rows = parts.each(node, "rows", lambda row: _row(parts, row, columns, outputs, order, cite))
    if len(rows) < len(parts.items(node, "rows")):
        raise Unreadable  # of a table without some of its rows nothing can be said
    default = node.get("default")
    return Table(
        name=name.text,
        label=parts.words(node, "label"),
        hit_policy=policy,
        inputs=inputs,
        outputs=tuple(outputs.items()),
        rows=rows,
        default=_default(parts, default, outputs) if isinstance(default, Mapping) else None,
        cite=cite,
        span=name.span,
        unit=parts.maybe_unit(node, "unit"),
        order=tuple(order.items()),
        aggregate=aggregate,
        read_on=maybe_formula(parts, node, "read_on"),
    )


def _output_type(parts: Parts, node: Node) -> Type:
    match node:
        case Scalar():
            return named_type(parts, node)
        case Mapping():
            return type_of(parts, node)
        case _:
            raise Unreadable


def _column(parts: Parts, key: Scalar, value: Node) -> Column:
    if not isinstance(value, Scalar):
        raise Unreadable
    return Column(key.text, formula_of(parts, value), key.span)


def _refuse_shared_names(parts: Parts, node: Mapping, inputs: Map[str, Column]) -> None:
    """A column is found by its key in every row, so each has a name of its own."""
    for entry in (*parts.entries(node, "inputs"), *parts.entries(node, "output")):
        if entry.key.text in _OWN_KEYS:
            message = f"a column cannot be called `{entry.key.text}`: each row has one of its own"
            parts.report("D102", message, entry.key.span)
    for entry in parts.entries(node, "output"):
        if entry.key.text in inputs:
            related = (("the input column", inputs[entry.key.text].span),)
            message = f"`{entry.key.text}` is an input column and an output column"
            parts.report("D102", message, entry.key.span, related=related)


def _row(
    parts: Parts,
    node: Mapping,
    inputs: Map[str, Column],
    outputs: Map[str, Type],
    order: Order,
    table_cite: tuple[str, ...],
) -> Row:
    id = parts.scalar(node, "id")
    unknown = [
        entry.key
        for entry in node.entries.values()
        if entry.key.text not in (*_OWN_KEYS, *inputs, *outputs)
    ]
    for key in unknown:
        hint = meant_or_listed(key.text, [*inputs, *outputs], "the columns are")
        parts.report("D020", f"the table has no column `{key.text}`", key.span, hint)
    if unknown:
        raise Unreadable
    cells = tuple(
        (name, _cell(parts, below)) for name in inputs if (below := node.get(name)) is not None
    )
    return Row(
        id=id.text,
        cells=cells,
        outputs=_outputs(parts, node, outputs, order),
        cite=parts.cite(node) if parts.has(node, "cite") else table_cite,
        span=id.span,
    )


def _cell(parts: Parts, node: Node) -> Cell:
    match node:
        case Scalar(text, Style.PLAIN):
            return Cell((text,), None, node.span)
        case Scalar():
            return Cell((), formula_of(parts, node), node.span)
        case Sequence(items) if items:
            return Cell(tuple(_code(parts, item) for item in items), None, node.span)
        case _:
            message = "an input cell is a code, a list of codes, or FEEL in quotes"
            parts.report("D035", message, node.span, "leave the cell out for any value")
            raise Unreadable


def _code(parts: Parts, node: Node) -> str:
    if isinstance(node, Scalar) and node.style is Style.PLAIN:
        return node.text
    hint = "put the whole cell in quotes, as in `'< 5, > 10'`"
    parts.report("D035", "a list in a cell holds codes alone", node.span, hint)
    raise Unreadable


def _outputs(parts: Parts, node: Mapping, outputs: Map[str, Type], order: Order) -> Outputs:
    """The output cells of a row, every one of them written."""
    made = []
    for name, type_ in outputs.items():
        below = node.get(name)
        if below is None:
            message = f"the output `{name}` is missing from this row"
            parts.report("D021", message, node.span, f"write `{name}: ...`")
            raise Unreadable
        output = _output(parts, name, below, type_)
        if name in order:
            check_rank(parts, name, output, below, order[name])
        made.append((name, output))
    return tuple(made)


def _output(parts: Parts, name: str, node: Node, type_: Type) -> Output:
    if not isinstance(node, Mapping):
        return Dated(name, ((date.min, read_value(parts, node, type_)),))
    if parts.has(node, _VALUE):
        return formula(parts, node, _VALUE)
    return by_date(parts, name, node, type_)


def _default(parts: Parts, node: Mapping, outputs: Map[str, Type]) -> Outputs:
    for entry in node.entries.values():
        if entry.key.text not in outputs:
            hint = meant_or_listed(entry.key.text, outputs, "the outputs are")
            parts.report(
                "D020", f"the table has no output `{entry.key.text}`", entry.key.span, hint
            )
    return _outputs(parts, node, outputs, {})
