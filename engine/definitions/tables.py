"""Decision tables, compiled: each row becomes one condition over the table's inputs.

What the rows give is made in `outputs`. Whether rows can hold together, and whether one always
holds, is found in `overlaps`; rows and cells that do nothing in `reach`. What these leave open is a
doubt for the solver.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from engine.definitions.columns import Grid, columns_of
from engine.definitions.doubts import Doubt
from engine.definitions.outputs import in_order, lowered_outputs, result_types
from engine.definitions.overlaps import overlaps_and_gaps
from engine.definitions.reach import unreached
from engine.expressions import core
from engine.expressions.compiled import CompiledOutput, CompiledRow, CompiledTable
from engine.expressions.core import Comparison, Node
from engine.expressions.lower import lower_cell, lower_formula
from engine.expressions.scope import Scope
from engine.model.dated import Dated
from engine.model.problem import Problem, Span
from engine.model.rule import Cell, Row, Table
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import Known

ABSENT_CELL: Final = "absent"
_NUMBER: Final = re.compile(r"-?[0-9]{1,34}(\.[0-9]{1,34})?")


@dataclass(frozen=True, slots=True)
class MadeTable:
    """`inputs` are the nodes of the columns: each may be absent, and is guarded by its cells.

    `computed` are the output cells that are expressions, each with what is true where it is read.
    """

    compiled: CompiledTable
    inputs: tuple[Node, ...]
    computed: tuple[tuple[Node, Node], ...]
    doubts: tuple[Doubt, ...]


def compile_table(table: Table, scope: Scope) -> tuple[MadeTable | None, tuple[Problem, ...]]:
    """Lower inputs and cells. An overlap or a gap is a problem, and yet there is a table.

    Those of a value by code were looked for in its cases.
    """
    problems: list[Problem] = []
    inputs: dict[str, Node] = {}
    for column in table.inputs:
        node, found = lower_formula(column.formula, scope)
        problems += found
        if node is not None:
            inputs[column.name] = node
    if problems:
        return None, tuple(problems)
    cells = {row.id: _cells(row, inputs, scope, problems) for row in table.rows}
    types = dict(table.outputs)
    outputs = {row.id: lowered_outputs(row.outputs, types, scope, problems) for row in table.rows}
    default = None
    if table.default is not None:
        default = lowered_outputs(table.default, types, scope, problems)
    if problems:
        return None, tuple(problems)
    grid = Grid(table, inputs, cells, outputs, scope.lists)
    rows = tuple(CompiledRow(row, grid.condition(row), outputs[row.id]) for row in in_order(table))
    types = result_types(table, (*outputs.values(), default or {}))
    compiled = CompiledTable(table, rows, default, types, scope.read_on)
    columns = columns_of(grid)
    said: list[Problem | Doubt] = []
    if columns and not table.is_by_code:
        said += [*overlaps_and_gaps(grid, columns), *unreached(grid, columns)]
    doubts = tuple(doubt for doubt in said if isinstance(doubt, Doubt))
    made = MadeTable(compiled, tuple(inputs.values()), tuple(_computed(compiled)), doubts)
    return made, tuple(problem for problem in said if isinstance(problem, Problem))


def _computed(compiled: CompiledTable) -> Iterator[tuple[Node, Node]]:
    """Where an output is read its row holds, and those before it fail where one is chosen so."""
    fails = [core.Not(row.condition, YES_NO, row.row.span) for row in compiled.rows]
    for at, row in enumerate(compiled.rows):
        for node in _nodes(row.outputs):
            before = fails[:at] if compiled.table.hit_policy.reads_downwards else []
            yield node, core.And((*before, row.condition), YES_NO, row.row.span)
    for node in _nodes(compiled.default or {}):
        yield node, core.And(tuple(fails), YES_NO, compiled.table.span)


def _nodes(outputs: Mapping[str, CompiledOutput]) -> tuple[Node, ...]:
    return tuple(output for output in outputs.values() if not isinstance(output, Dated))


def _cells(
    row: Row, inputs: Mapping[str, Node], scope: Scope, problems: list[Problem]
) -> dict[str, Node]:
    """The test of each written cell, by column."""
    cells: dict[str, Node] = {}
    for name, cell in row.cells:
        subject = inputs[name]
        if cell.tests is None:
            cells[name] = _words(cell, subject, scope, problems)
            continue
        node, found = lower_cell(cell.tests, subject, scope)
        problems += found
        if node is not None:
            cells[name] = _present(subject, node)
    return cells


def _present(subject: Node, test: Node) -> Node:
    """A written cell is false for an absent input."""
    if not subject.type.is_optional:
        return test
    absent = core.IsAbsent(subject, YES_NO, test.at, "absent")
    return core.And((core.Not(absent, YES_NO, test.at), test), YES_NO, test.at)


def _words(cell: Cell, subject: Node, scope: Scope, problems: list[Problem]) -> Node:
    """A cell of plain words: any of these codes, numbers or yes/no, or `absent`."""
    tests: list[Node] = []
    for word in cell.codes:
        if word == ABSENT_CELL and subject.type.is_optional:
            tests.append(core.IsAbsent(subject, YES_NO, cell.span, ABSENT_CELL))
            continue
        constant = _constant(word, subject.type, scope, cell.span)
        if isinstance(constant, Problem):
            problems.append(constant)
            continue
        right = core.Const(constant, subject.type.required(), cell.span)
        text = f"= {word}"
        test = core.Compare(Comparison.EQ, subject, right, YES_NO, cell.span, text)
        tests.append(_present(subject, test))
    if len(tests) == 1:
        return tests[0]
    return core.Or(tuple(tests), YES_NO, cell.span)


def _constant(word: str, type_: Type, scope: Scope, at: Span) -> Known | Problem:
    """The value that a plain word of a cell stands for."""
    match type_.kind:
        case Kind.CODE:
            known = scope.lists.get(type_.of or "")
            if known is None or known.code(word) is not None:
                return word
            close = get_close_matches(word, [code.id for code in known.codes], 1)
            hint = f"did you mean `{close[0]}`?" if close else "quote a cell that holds FEEL"
            return Problem("E205", f"the list `{type_.of}` has no code `{word}`", at, hint)
        case Kind.YES_NO if word in {"true", "false"}:
            return word == "true"
        case Kind.NUMBER if _NUMBER.fullmatch(word):
            return Decimal(word)
        case _:
            pass
    return Problem(
        "E403",
        f"the cell `{word}` does not fit {type_.required()}",
        at,
        "quote a cell that holds FEEL",
    )
