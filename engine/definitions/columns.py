"""A decision table as sets: for each column a few points, and for each row the points it takes.

The points of a column stand for all values of its input: each code, or every bound that a cell
writes with one value between and beside the bounds. A cell that tests more than constants is not
covered: it can hold at any point, and surely does at none. A set of points, and one of rows, is a
whole number, bit by bit: a table of a thousand rows is compared in a moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.definitions.points import points_of, span_of
from engine.expressions import core
from engine.expressions.compiled import CompiledOutput
from engine.expressions.core import Node
from engine.expressions.shape import shape
from engine.model.listing import CodeList
from engine.model.rule import Row, Table
from engine.model.types import YES_NO
from engine.model.value import ABSENT, Absent, Known

Points: TypeAlias = int  # a set of positions, as bits
Box: TypeAlias = tuple[Points, ...]  # a set of points for each column: all combinations of them
_MOST_PARTS: Final = 50_000


class TooLargeError(Exception):
    """A box falls into too many parts to look through them."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the lowered cells of each row, by column, and its outputs."""

    table: Table
    inputs: Mapping[str, Node]
    cells: Mapping[str, Mapping[str, Node]]
    outputs: Mapping[str, Mapping[str, CompiledOutput]]
    lists: Mapping[str, CodeList]

    @property
    def is_of_facts(self) -> bool:
        """Whether each column is a fact of its own: one computed from others hangs on them."""
        names = {node.name for node in self.inputs.values() if isinstance(node, core.FactRef)}
        return len(names) == len(self.inputs)

    @property
    def is_free(self) -> bool:
        """Whether any combination can be met: what may be absent hangs on what shows it."""
        return self.is_of_facts and all(not node.type.is_optional for node in self.inputs.values())

    def condition(self, row: Row) -> Node:
        """All cells of a row; always true for a row that tests nothing."""
        match tuple(self.cells[row.id].values()):
            case ():
                return core.Const(True, YES_NO, row.span)
            case (cell,):
                return cell
            case parts:
                return core.And(parts, YES_NO, row.span)


@dataclass(frozen=True, slots=True)
class Column:
    """For each row the points at which its cell can hold, and those at which it surely does."""

    name: str
    points: tuple[Known | Absent, ...]
    can: Mapping[str, Points]
    does: Mapping[str, Points]

    @property
    def everywhere(self) -> Points:
        return (1 << len(self.points)) - 1

    def says(self, at: int) -> str:
        match self.points[at]:
            case bool() as answer:
                return f"{self.name} = {'true' if answer else 'false'}"
            case point if point is ABSENT:
                return f"{self.name} = absent"
            case point:
                return f"{self.name} = {point}"


def columns_of(grid: Grid) -> tuple[Column, ...]:
    """The columns of a table; none where one has codes of a list that is not declared."""
    columns = tuple(_column(grid, name, subject) for name, subject in grid.inputs.items())
    return columns if all(column.points for column in columns) else ()


def _column(grid: Grid, name: str, subject: Node) -> Column:
    written = {row: cells[name] for row, cells in grid.cells.items() if name in cells}
    points = points_of(subject, written.values(), grid.lists)
    everywhere = (1 << len(points)) - 1
    of_shape: dict[str, tuple[Points, Points]] = {}
    can: dict[str, Points] = dict.fromkeys(grid.cells, everywhere)
    does = dict(can)
    for row, cell in written.items():
        key = shape(cell)
        if key not in of_shape:
            of_shape[key] = span_of(cell, subject, points)
        can[row], does[row] = of_shape[key]
    return Column(name, points, can, does)


def box_of(columns: Sequence[Column], row: Row) -> Box:
    """Where a row can hold."""
    return tuple(column.can[row.id] for column in columns)


def sure_box_of(columns: Sequence[Column], row: Row) -> Box:
    """Where a row surely holds."""
    return tuple(column.does[row.id] for column in columns)


def meets(a: Box, b: Box) -> bool:
    return all(first & second for first, second in zip(a, b, strict=True))


def met_above(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Each row with those above that can hold together with it."""
    above: list[dict[int, int]] = [{} for _ in columns]  # by point, the rows that can hold there
    for at, row in enumerate(rows):
        together = (1 << at) - 1
        for column, by_point in zip(columns, above, strict=True):
            there = 0
            for point in bits_of(column.can[row.id]):
                there |= by_point.get(point, 0)
                by_point[point] = by_point.get(point, 0) | 1 << at
            together &= there
        yield row, [rows[other] for other in bits_of(together)]


def outside(box: Box, others: Sequence[Box]) -> Box | None:
    """A part of `box`, not empty, that none of the others meets; None where they cover it.

    Raises:
        TooLargeError: where that takes too many steps.
    """
    if not all(box):
        return None
    waiting = [(box, 0)]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return None
        part, at = waiting.pop()
        while at < len(others) and not meets(part, others[at]):
            at += 1
        if at == len(others):
            return part
        waiting += reversed([(piece, at + 1) for piece in _pieces(part, others[at])])
    raise TooLargeError


def _pieces(part: Box, other: Box) -> Iterator[Box]:
    """What is left of `part` without `other`, in parts that do not meet."""
    inside = list(part)
    for at, points in enumerate(other):
        left = inside[at] & ~points
        if left:
            yield (*inside[:at], left, *inside[at + 1 :])
        inside[at] &= points


def bits_of(points: int) -> Iterator[int]:
    """The positions in a set, ascending."""
    while points:
        lowest = points & -points
        yield lowest.bit_length() - 1
        points ^= lowest
