"""Overlaps and gaps of a decision table, by plain set arithmetic over a few points per column.

Rows of a `unique` table may not hold together, those of an `any` table only with equal outputs;
where one row is wanted and there is no default, one must always hold.

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
from engine.definitions.outputs import difference_of
from engine.model.problem import Problem
from engine.model.rule import HitPolicy, Row, Table

MAX_COMBINATIONS: Final = 20_000


def overlaps_and_gaps(grid: Grid, columns: tuple[Column, ...]) -> Iterator[Problem | Doubt]:
    """What a table leaves double, and what one without a default leaves open."""
    policy = grid.table.hit_policy
    if policy in {HitPolicy.UNIQUE, HitPolicy.ANY}:
        for below, rows in met_above(columns, grid.table.rows):
            for above in rows:
                overlap = _Overlap(grid, above, below)
                if overlap.is_refused:
                    yield overlap.found(columns)
    if grid.table.default is None and not policy.gives_list:
        yield from _gap(grid, columns)


class _Overlap:
    """Two rows that may hold together; of an `any` table, with how their outputs differ."""

    def __init__(self, grid: Grid, above: Row, below: Row) -> None:
        self.grid, self.above, self.below = grid, above, below
        self.difference: str | None = None
        if grid.table.hit_policy is HitPolicy.ANY:
            self.difference = difference_of(grid.outputs[above.id], grid.outputs[below.id])

    @property
    def is_refused(self) -> bool:
        return self.difference is not None or self.grid.table.hit_policy is HitPolicy.UNIQUE

    def found(self, columns: tuple[Column, ...]) -> Problem | Doubt:
        """In every column some point fits both rows."""
        grid = self.grid
        sure = [column.does[self.above.id] & column.does[self.below.id] for column in columns]
        code, message, unsure = self._said()
        if all(sure) and grid.is_free:
            words = _words(columns, tuple(next(bits_of(points)) for points in sure))
            return self._problem(code, f"{message} for {words}")
        return Doubt(
            true=(grid.condition(self.above), grid.condition(self.below)),
            false=(),
            possible=self._problem(code, message),
            undecided=unsure,
            shown=tuple(grid.inputs.items()),
        )

    def _said(self) -> tuple[str, str, Problem]:
        """What is said where both hold, and what where it is not settled that they do not."""
        rows = f"rows `{self.above.id}` and `{self.below.id}` of `{self.grid.table.name}`"
        differ = self._problem("E411", f"{rows} may both hold with different outputs")
        match self.difference:
            case None:
                return "E401", f"{rows} both hold", self._problem("E405", f"{rows} may both hold")
            case "":
                return "E411", f"{rows} may give different outputs, and both hold", differ
            case words:
                return "E410", f"{rows} {words}, and both hold", differ

    def _problem(self, code: str, message: str) -> Problem:
        hint = "make the cells disjoint, or write `hit_policy: first`"
        if self.difference is not None:
            hint = f"give both rows the same outputs, {hint}"
        related = (("the other row", self.above.span),)
        return Problem(code, message, self.below.span, hint, related)


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
