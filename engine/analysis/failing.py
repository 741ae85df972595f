"""What can fail for somebody whose application is complete, as far as the definition shows it.

A value or a cell on a day on which it is not in force, a sum or a length that does not come out
even, a day outside of the calendar or past its holidays, a line that provides for nothing. What is
absent is no failure: it is guarded wherever it is read, or the definition does not load.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from engine.expressions import beyond, core
from engine.expressions.core import Node
from engine.expressions.operators import LENGTHS
from engine.expressions.program import Program
from engine.expressions.walk import children
from engine.model.dated import Dated
from engine.model.period import Months
from engine.model.types import Kind
from engine.model.value import Known

_OF_CALENDAR: Final = frozenset({"is working day", "working days after", "working days between"})
_MOST_MONTHS: Final = 12 * 1_000


def can_fail(node: Node, program: Program, begins: date) -> bool:
    """Whether anything that a node reads can be a fault, from the day `begins` on."""
    return _can_fail(node, program, begins, set())


def _can_fail(node: Node, program: Program, begins: date, seen: set[str]) -> bool:
    match node:
        case core.NoResult():
            return True
        case core.ValueRef(name, on=on) if name in program.values:
            if on is not None or not _always(program.values[name].by_date, begins):
                return True
        case core.DerivedRef(name) if name in program.derived and name not in seen:
            seen.add(name)
            if _can_fail(program.derived[name].body, program, begins, seen):
                return True
        case core.TableRef(name, output, on=on) if name in program.tables:
            if on is not None or _cells_can_fail(name, output, program, begins, seen):
                return True
        case core.AddMonths(_, months) if not _is_short(months, program):
            return True
        case core.Scale(operand, factor) if operand.type.kind in LENGTHS:
            if isinstance(factor.value, Decimal) and factor.value % 1:
                return True  # half a day is none
        case core.Add(_, days) if node.type.kind is Kind.DATE:
            if not isinstance(days, core.Const | core.ValueRef):
                return True
        case core.Shares(rounding=None, over=over) if not isinstance(over, core.Const):
            return True
        case beyond.ValuesDuring():
            return True
        case beyond.Call(function) if function in _OF_CALENDAR:
            return True
        case _:
            pass
    return any(_can_fail(child, program, begins, seen) for child in children(node))


def _cells_can_fail(name: str, output: str, program: Program, begins: date, seen: set[str]) -> bool:
    key = f"{name}.{output}"
    if key in seen:
        return False
    seen.add(key)
    made = program.tables[name]
    cells = [row.outputs[output] for row in made.rows]
    cells += [] if made.default is None else [made.default[output]]
    dated = [one for one in cells if isinstance(one, Dated)]
    if not all(_always(one, begins) for one in dated):
        return True
    nodes = [*(row.condition for row in made.rows), *made.computed(output)]
    return any(_can_fail(one, program, begins, seen) for one in nodes)


def _always(dated: Dated[Known], begins: date) -> bool:
    """Whether a value is in force on every day from `begins` on."""
    first, _ = dated.entries[0]
    later = (value for day, value in dated.entries if day > begins)
    current = [value for day, value in dated.entries if day <= begins]
    return first <= begins and current[-1] is not None and all(one is not None for one in later)


def _is_short(months: Node, program: Program) -> bool:
    """Whether a length keeps every day that people may type within the calendar."""
    match months:
        case core.Const(Months(count)):
            return abs(count) <= _MOST_MONTHS
        case core.ValueRef(name) if name in program.values:
            return _entries_are_short(program.values[name].by_date)
        case core.TableRef(name, output) if name in program.tables:
            made = program.tables[name]
            cells = [row.outputs[output] for row in made.rows]
            cells += [] if made.default is None else [made.default[output]]
            return all(
                _entries_are_short(one) if isinstance(one, Dated) else _is_short(one, program)
                for one in cells
            )
        case core.DerivedRef(name) if name in program.derived:
            return _is_short(program.derived[name].body, program)
        case core.If(_, then, otherwise):
            return _is_short(then, program) and _is_short(otherwise, program)
        case core.Scale(operand):
            return _is_short(operand, program)
        case _:
            return False


def _entries_are_short(dated: Dated[Known]) -> bool:
    return all(
        value is None or (isinstance(value, Months) and abs(value.count) <= _MOST_MONTHS)
        for _, value in dated.entries
    )
