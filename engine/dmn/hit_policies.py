"""Which rows of a decision table give its result. Source: OMG DMN 1.5, 8.2.8 and 8.2.9."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias, assert_never

from engine.dmn.model import DecisionTable, HitPolicy
from engine.expressions.specification.built_ins import BUILT_INS
from engine.expressions.specification.comparison import equal
from engine.expressions.specification.interpreter import Interpreter
from engine.expressions.specification.values import Value

Outputs: TypeAlias = tuple[Value, ...]
Rank: TypeAlias = Callable[[Outputs], tuple[int, ...]]
_AGGREGATES = {"SUM": "sum", "MIN": "min", "MAX": "max"}


def result_of(
    table: DecisionTable, hits: Sequence[Outputs], rank: Rank, interpreter: Interpreter
) -> Value:
    """The result of the rows that hold, at least one, in the order of the rules.

    `rank` says how early the outputs of a row stand in the output values: least wins.
    """
    rows = [_one(table, outputs) for outputs in hits]
    match table.policy:
        case HitPolicy.UNIQUE:
            return rows[0] if len(rows) == 1 else None
        case HitPolicy.ANY:
            same = (equal(rows[0], row, interpreter.budget) is True for row in rows)
            return rows[0] if all(same) else None
        case HitPolicy.FIRST:
            return rows[0]
        case HitPolicy.PRIORITY:
            return _one(table, min(hits, key=rank))
        case HitPolicy.OUTPUT_ORDER:
            return tuple(_one(table, outputs) for outputs in sorted(hits, key=rank))
        case HitPolicy.RULE_ORDER:
            return tuple(rows)
        case HitPolicy.COLLECT:
            return _collected(table, tuple(rows), interpreter)
        case _:
            assert_never(table.policy)


def _one(table: DecisionTable, outputs: Outputs) -> Value:
    """The value of one row: a context where there are several outputs."""
    if len(table.outputs) == 1:
        return outputs[0]
    names = (column.name for column in table.outputs)
    return dict(zip(names, outputs, strict=True))


def _collected(table: DecisionTable, rows: Outputs, interpreter: Interpreter) -> Value:
    match table.aggregation:
        case "":
            return rows
        case "COUNT":
            return Decimal(len(rows))
        case name if name in _AGGREGATES and len(table.outputs) == 1:
            return BUILT_INS[_AGGREGATES[name]].call(interpreter, (rows,), ())
        case _:
            return None


def default_of(table: DecisionTable, value: Callable[[int], Value]) -> Value:
    """The result where no row holds: the defaults, or null where there is none.

    Without a default nothing is collected, which is an empty list, and counted, which is 0.
    """
    if all(column.default is None for column in table.outputs):
        is_collected = table.policy is HitPolicy.COLLECT
        nothing: Mapping[str, Value] = {"": (), "COUNT": Decimal(0)} if is_collected else {}
        return nothing.get(table.aggregation)
    return _one(table, tuple(value(index) for index in range(len(table.outputs))))
