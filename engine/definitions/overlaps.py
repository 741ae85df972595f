"""Overlaps and gaps of a decision table, by plain set arithmetic over a few points per column.

The points of a column stand for all values of its input: each code, or every bound that a cell
writes with one value between and beside the bounds. A cell that tests more than constants is not
covered: it counts as holding when overlaps are looked for, and as failing when gaps are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Final

from engine.definitions.points import covers, points_of
from engine.expressions.core import Node
from engine.model.listing import CodeList
from engine.model.problem import Problem
from engine.model.rule import HitPolicy, Row, Table
from engine.model.value import ABSENT, Absent, Known

MAX_COMBINATIONS: Final = 20_000
Covered = frozenset[int]  # positions of points


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the lowered cells of each row, by column."""

    table: Table
    inputs: Mapping[str, Node]
    cells: Mapping[str, Mapping[str, Node]]
    lists: Mapping[str, CodeList]


@dataclass(frozen=True, slots=True)
class _Column:
    """For each row the points at which its cell can hold, and those at which it surely does."""

    name: str
    points: tuple[Known | Absent, ...]
    can: Mapping[str, Covered]
    does: Mapping[str, Covered]

    def says(self, at: int) -> str:
        match self.points[at]:
            case bool() as answer:
                return f"{self.name} = {'true' if answer else 'false'}"
            case point if point is ABSENT:
                return f"{self.name} = absent"
            case point:
                return f"{self.name} = {point}"


def overlaps_and_gaps(grid: Grid) -> Iterator[Problem]:
    """What a unique table leaves double, and what a table without a default leaves open."""
    columns = tuple(_column(grid, name, subject) for name, subject in grid.inputs.items())
    if not all(column.points for column in columns):
        return
    if grid.table.hit_policy is HitPolicy.UNIQUE:
        for above, below in combinations(grid.table.rows, 2):
            yield from _overlap(grid.table, columns, above, below)
    if grid.table.default is None:
        yield from _gap(grid.table, columns)


def _column(grid: Grid, name: str, subject: Node) -> _Column:
    written = [cells[name] for cells in grid.cells.values() if name in cells]
    points = points_of(subject, written, grid.lists)
    everywhere = frozenset(range(len(points)))
    can: dict[str, Covered] = {}
    does: dict[str, Covered] = {}
    for row, cells in grid.cells.items():
        if name not in cells:
            can[row] = does[row] = everywhere
            continue
        truths = [covers(cells[name], subject, point) for point in points]
        can[row] = frozenset(at for at, truth in enumerate(truths) if truth is not False)
        does[row] = frozenset(at for at, truth in enumerate(truths) if truth is True)
    return _Column(name, points, can, does)


def _overlap(
    table: Table, columns: tuple[_Column, ...], above: Row, below: Row
) -> Iterator[Problem]:
    """Both rows can hold when in every column some point fits both."""
    shared = [column.can[above.id] & column.can[below.id] for column in columns]
    if not all(shared):
        return
    sure = [column.does[above.id] & column.does[below.id] for column in columns]
    related = (("the other row", above.span),)
    hint = "make the cells disjoint, or write `hit_policy: first`"
    if all(sure):
        words = _words(columns, tuple(min(points) for points in sure))
        message = f"rows `{above.id}` and `{below.id}` of `{table.name}` both hold for {words}"
        yield Problem("E401", message, below.span, hint, related)
        return
    message = f"rows `{above.id}` and `{below.id}` of `{table.name}` may both hold"
    yield Problem("E405", message, below.span, hint, related)


def _gap(table: Table, columns: tuple[_Column, ...]) -> Iterator[Problem]:
    """The first combination of points at which no row surely holds."""
    hint = "add a row, or a `default`"
    told_apart = [_told_apart(table, column) for column in columns]
    if prod(map(len, told_apart)) > MAX_COMBINATIONS:
        message = f"`{table.name}` is too large to show that a row always holds"
        yield Problem("E402", message, table.span, hint)
        return
    for point in product(*told_apart):
        placed = tuple(zip(columns, point, strict=True))
        if any(all(at in column.does[row.id] for column, at in placed) for row in table.rows):
            continue
        is_open = any(all(at in column.can[row.id] for column, at in placed) for row in table.rows)
        holds = "surely holds" if is_open else "holds"
        message = f"no row of `{table.name}` {holds} for {_words(columns, point)}"
        yield Problem("E402", message, table.span, hint)
        return


def _told_apart(table: Table, column: _Column) -> tuple[int, ...]:
    """One point for each set of rows that hold alike."""
    kinds: dict[tuple[bool, ...], int] = {}
    for at in range(len(column.points)):
        kinds.setdefault(tuple(at in column.does[row.id] for row in table.rows), at)
    return tuple(kinds.values())


def _words(columns: tuple[_Column, ...], point: tuple[int, ...]) -> str:
    return ", ".join(column.says(at) for column, at in zip(columns, point, strict=True))
