"""Overlaps and gaps of a decision table, by plain set arithmetic over a few points per column.

What that cannot settle is a doubt, which the solver takes up: where a cell tests more than
constants, and where the columns hang together, so that not every combination of points can be met.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Final

from engine.definitions.columns import (
    Column,
    Grid,
    TooLargeError,
    bits_of,
    met_above,
    outside,
    sure_box_of,
)
from engine.definitions.doubts import Doubt
from engine.model.problem import Problem
from engine.model.rule import HitPolicy, Row, Table

MAX_COMBINATIONS: Final = 20_000


def overlaps_and_gaps(grid: Grid, columns: tuple[Column, ...]) -> Iterator[Problem | Doubt]:
    """What a unique table leaves double, and what a table without a default leaves open."""
    if grid.table.hit_policy is HitPolicy.UNIQUE:
        for below, rows in met_above(columns, grid.table.rows):
            for above in rows:
                yield _overlap(grid, columns, above, below)
    if grid.table.default is None:
        yield from _gap(grid, columns)


def _overlap(grid: Grid, columns: tuple[Column, ...], above: Row, below: Row) -> Problem | Doubt:
    """Both rows can hold, as in every column some point fits both."""
    sure = [column.does[above.id] & column.does[below.id] for column in columns]
    related = (("the other row", above.span),)
    rows = f"rows `{above.id}` and `{below.id}` of `{grid.table.name}`"
    hint = "make the cells disjoint, or write `hit_policy: first`"
    if all(sure) and grid.is_free:
        words = _words(columns, tuple(next(bits_of(points)) for points in sure))
        return Problem("E401", f"{rows} both hold for {words}", below.span, hint, related)
    return Doubt(
        true=(grid.condition(above), grid.condition(below)),
        false=(),
        possible=Problem("E401", f"{rows} both hold", below.span, hint, related),
        undecided=Problem("E405", f"{rows} may both hold", below.span, hint, related),
        shown=tuple(grid.inputs.items()),
    )


def _gap(grid: Grid, columns: tuple[Column, ...]) -> Iterator[Problem | Doubt]:
    """The first combination of points at which no row surely holds."""
    table, hint = grid.table, "add a row, or a `default`"
    try:
        point = _uncovered(table, columns)
    except TooLargeError:
        message = f"`{table.name}` is too large to show that a row always holds"
        yield Problem("E402", message, table.span, hint)
        return
    if point is None:
        return
    placed = tuple(zip(columns, point, strict=True))
    is_open = any(all(column.can[row.id] >> at & 1 for column, at in placed) for row in table.rows)
    words = _words(columns, point)
    message = f"no row of `{table.name}` holds"
    if grid.is_free and not is_open:
        yield Problem("E402", f"{message} for {words}", table.span, hint)
        return
    unsure = f"no row of `{table.name}` surely holds for {words}"
    yield Doubt(
        true=(),
        false=tuple(grid.condition(row) for row in table.rows),
        possible=Problem("E402", message, table.span, hint),
        undecided=Problem("E402", unsure, table.span, hint),
        shown=tuple(grid.inputs.items()),
    )


def _uncovered(table: Table, columns: tuple[Column, ...]) -> tuple[int, ...] | None:
    """One point a column at which no row surely holds: the first, unless there are too many."""
    told_apart = [_told_apart(table, column) for column in columns]
    if prod(map(len, told_apart)) > MAX_COMBINATIONS:
        everywhere = tuple(column.everywhere for column in columns)
        left = outside(everywhere, [sure_box_of(columns, row) for row in table.rows])
        return None if left is None else tuple(next(bits_of(points)) for points in left)
    for point in product(*told_apart):
        placed = tuple(zip(columns, point, strict=True))
        rows = (row.id for row in table.rows)
        if not any(all(column.does[row] >> at & 1 for column, at in placed) for row in rows):
            return point
    return None


def _told_apart(table: Table, column: Column) -> tuple[int, ...]:
    """One point for each set of rows that hold alike."""
    kinds: dict[tuple[bool, ...], int] = {}
    for at in range(len(column.points)):
        kinds.setdefault(tuple(bool(column.does[row.id] >> at & 1) for row in table.rows), at)
    return tuple(kinds.values())


def _words(columns: tuple[Column, ...], point: tuple[int, ...]) -> str:
    return ", ".join(column.says(at) for column, at in zip(columns, point, strict=True))
