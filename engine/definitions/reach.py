"""What does nothing in a decision table: rows never chosen, cells that accept all or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from engine.definitions.columns import (
    Column,
    Grid,
    TooLargeError,
    box_of,
    met_above,
    outside,
    sure_box_of,
)
from engine.definitions.doubts import NOTE, Doubt
from engine.definitions.outputs import in_order
from engine.expressions import core
from engine.expressions.core import Comparison, Node
from engine.model.problem import Problem
from engine.model.rule import Row
from engine.model.types import YES_NO
from engine.model.value import ABSENT

_ABOVE: Final = {Comparison.GT: "(", Comparison.GE: "["}
_BELOW: Final = {Comparison.LT: ")", Comparison.LE: "]"}


def unreached(grid: Grid, columns: tuple[Column, ...]) -> Iterator[Problem | Doubt]:
    """A problem for each row and cell that does nothing: a cell's own comes before its row's."""
    of_cells = {row.id: tuple(_of_cells(grid, columns, row)) for row in grid.table.rows}
    for problems in of_cells.values():
        yield from problems
    faulty = {
        row for row, found in of_cells.items() if any(isinstance(one, Problem) for one in found)
    }
    for row, met in met_above(columns, in_order(grid.table)):
        if row.id not in faulty:
            above = [other for other in met if other.id not in faulty]
            yield from _of_row(grid, columns, row, above)


# Rows -------------------------------------------------------------------------------------------


def _of_row(
    grid: Grid, columns: tuple[Column, ...], row: Row, above: list[Row]
) -> Iterator[Problem | Doubt]:
    """In a table read downwards earlier rows go before; elsewhere a row stands for itself."""
    before = above if grid.table.hit_policy.reads_downwards else []
    never = Problem(
        "E431",
        f"row `{row.id}` of `{grid.table.name}` is never chosen",
        row.span,
        "take the row out, or change its cells" + (" or those above it" if before else ""),
        tuple(("this row goes before", other.span) for other in before[:1]),
    )
    try:
        if outside(box_of(columns, row), [sure_box_of(columns, other) for other in before]) is None:
            yield never
            return
        can_be = [box_of(columns, other) for other in before]
        sure = outside(sure_box_of(columns, row), can_be)
    except TooLargeError:
        sure = None  # the solver may see it without taking the rows apart
    if sure is None or not grid.is_of_facts:
        conditions = tuple(grid.condition(other) for other in before)
        message = f"it is not settled whether row `{row.id}` of `{grid.table.name}` is ever chosen"
        note = Problem(NOTE, message, row.span)
        yield Doubt((grid.condition(row),), conditions, impossible=never, undecided=note)


# Cells ------------------------------------------------------------------------------------------


def _of_cells(grid: Grid, columns: Sequence[Column], row: Row) -> Iterator[Problem | Doubt]:
    cells = dict(row.cells)
    for column in columns:
        node = grid.cells[row.id].get(column.name)
        if node is None or cells[column.name].tests is None:
            continue
        at, written = cells[column.name].span, f"the cell `{column.name}` of row `{row.id}`"
        if not column.can[row.id]:
            yield Problem("E433", f"{written} accepts nothing", at, _nothing_hint(node))
            continue
        tests = _comparisons(node)
        if len(tests) > 1:
            known = [at for at, point in enumerate(column.points) if point is not ABSENT]
            hint = _everything_hint(tests)
            everything = Problem("E432", f"{written} accepts everything", at, hint)
            if all(column.does[row.id] >> at & 1 for at in known):
                yield everything
            elif all(column.can[row.id] >> at & 1 for at in known):
                yield Doubt((), (core.Or(tests, YES_NO, at),), impossible=everything)


def _comparisons(node: Node) -> tuple[core.Compare, ...]:
    """The parts of a comma list of comparisons of order; none for any other cell."""
    match node:
        case core.And((core.Not(core.IsAbsent()), test)):  # how a cell on an optional input begins
            return _comparisons(test)
        case core.Or(items):
            tests = tuple(item for item in items if isinstance(item, core.Compare))
            is_order = all(test.operator in _ABOVE or test.operator in _BELOW for test in tests)
            return tests if is_order and len(tests) == len(items) else ()
        case _:
            return ()


def _everything_hint(tests: tuple[core.Compare, ...]) -> str:
    """A comma means or; an author who joins two bounds wants what lies between them."""
    match sorted(tests, key=lambda test: test.operator in _BELOW):
        case (core.Compare(first, _, low), core.Compare(second, _, high)) if (
            first in _ABOVE and second in _BELOW
        ):
            range_ = (
                f"{_ABOVE[first]}{_written(low, tests)}..{_written(high, tests)}{_BELOW[second]}"
            )
            return f"a comma means or: write `'{range_}'`"
        case _:
            return "a comma means or: write one range, or leave the cell out"


def _written(bound: Node, tests: tuple[core.Compare, ...]) -> str:
    """A bound as the author typed it, behind its operator."""
    text = next(test.text for test in tests if test.right is bound)
    return text.lstrip("<>= ")


def _nothing_hint(node: Node) -> str | None:
    match node:
        case core.And((core.Not(core.IsAbsent()), core.IsAbsent())):
            return "write the cell as `absent`, without quotes"
        case _:
            return "take the row out, or correct the cell"
