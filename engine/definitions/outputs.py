"""Outputs of decision tables: computed cells lowered, what each output reads as, rank, equality.

Not here: which rows hold together (`overlaps.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from engine.expressions.compiled import CompiledOutput
from engine.expressions.core import Node
from engine.expressions.lower import lower_formula
from engine.expressions.operators import Mismatch, as_code
from engine.expressions.scope import Scope
from engine.expressions.shape import shape
from engine.model.condition import Formula
from engine.model.dated import Dated, NotInForceError
from engine.model.problem import Problem
from engine.model.rule import Aggregation, Outputs, Row, Table
from engine.model.types import Kind, Type
from engine.model.value import Known

_COUNTED: Final = Type(Kind.NUMBER)


def lowered_outputs(
    outputs: Outputs, types: Mapping[str, Type], scope: Scope, problems: list[Problem]
) -> dict[str, CompiledOutput]:
    """Dated cells as they are, and computed ones as nodes of the type that is declared."""
    made: dict[str, CompiledOutput] = {}
    for name, output in outputs:
        if isinstance(output, Dated):
            made[name] = output
            continue
        node, found = lower_formula(output, scope)
        problems += found
        if node is not None:
            made[name] = _fitting(node, types[name], output, scope, problems)
    return made


def _fitting(node: Node, type_: Type, at: Formula, scope: Scope, problems: list[Problem]) -> Node:
    try:
        node = as_code(node, type_, scope.lists)
    except Mismatch as mismatch:
        problems.append(Problem(mismatch.code, mismatch.message, at.span, mismatch.hint))
        return node
    found = node.type
    if (found.kind, found.of, found.element) != (type_.kind, type_.of, type_.element):
        message = f"{type_} is wanted here, and this is {found.required()}"
        problems.append(Problem("E301", message, at.span))
    return node


def result_types(
    table: Table, outputs: Iterable[Mapping[str, CompiledOutput]] = ()
) -> dict[str, Type]:
    """What each output reads as; what is computed has the decimals of it, and no bounds."""
    types = dict(table.outputs)
    for row in outputs:
        for name, output in row.items():
            if not isinstance(output, Dated):
                decimals = max(types[name].decimals, output.type.decimals)
                types[name] = replace(types[name], decimals=decimals, low=None, high=None)
    return {name: _result_type(table, type_) for name, type_ in types.items()}


def _result_type(table: Table, type_: Type) -> Type:
    match table.aggregate:
        case Aggregation.COUNT:
            return _COUNTED
        case Aggregation.SUM:
            return replace(type_, low=None, high=None)
        case Aggregation.MIN | Aggregation.MAX if table.default is None:
            return type_.optional()
        case None if table.hit_policy.gives_list:
            return Type(Kind.LIST, element=type_)
        case _:
            return type_


def in_order(table: Table) -> tuple[Row, ...]:
    """The rows in the order in which they count: that of the file, or of their output values.

    Rows of equal rank stay in the order of the file. Source: OMG DMN 1.5, 8.2.8.
    """
    if not table.hit_policy.ranks_outputs:
        return table.rows
    return tuple(sorted(table.rows, key=lambda row: _rank(table, row)))


def _rank(table: Table, row: Row) -> tuple[int, ...]:
    outputs = dict(row.outputs)
    ranks = []
    for name, values in table.order:
        output = outputs[name]
        assert isinstance(output, Dated), "an output that ranks rows is written, not computed"
        ranks.append(values.index(next(value for _, value in output.entries if value is not None)))
    return tuple(ranks)


# Outputs of two rows ----------------------------------------------------------------------------


def difference_of(
    above: Mapping[str, CompiledOutput], below: Mapping[str, CompiledOutput]
) -> str | None:
    """How the outputs of two rows differ on some day; None where they never do.

    Empty where one of them is computed, and nothing shows that both come to the same.
    """
    found: str | None = None
    for name, one in above.items():
        other = below[name]
        if isinstance(one, Dated) and isinstance(other, Dated):
            day = next((day for day in _days(one, other) if _on(one, day) != _on(other, day)), None)
            if day is not None:
                since = "" if day == date.min else f" from {day.isoformat()} on"
                return f"give `{name}` {_said(_on(one, day))} and {_said(_on(other, day))}{since}"
        elif isinstance(one, Dated) or isinstance(other, Dated) or shape(one) != shape(other):
            found = ""
    return found


def _days(*outputs: Dated[Known]) -> list[date]:
    """The days on which one of the outputs may change, the first of all among them."""
    return sorted({date.min, *(day for output in outputs for day, _ in output.entries)})


def _on(output: Dated[Known], day: date) -> Known | None:
    try:
        return output.on(day)
    except NotInForceError:
        return None


def _said(value: Known | None) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case tuple():
            return f"[{', '.join(map(_said, value))}]"
        case _:
            return str(value)
