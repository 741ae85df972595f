"""Tables of two versions in one world: rows that both have are written once.

In a table where a true row wins, the rows of one version alone come first, and a table of the rows
of both stands in place of a default. Where a row of one version is open, so is then the result,
even if a row of both holds: that is more open than it is, and proves nothing that is not so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from engine.analysis.pairs.nodes import Rewriting
from engine.analysis.questions import World
from engine.expressions import core
from engine.expressions.compiled import CompiledRow, CompiledTable
from engine.expressions.core import Node
from engine.expressions.shape import shape
from engine.expressions.walk import children
from engine.model.dated import Dated
from engine.model.rule import HitPolicy

_A_TRUE_ROW_WINS: Final = {HitPolicy.UNIQUE, HitPolicy.ANY}


def joined_tables(
    worlds: Mapping[str, World], over: Mapping[str, Rewriting]
) -> dict[str, CompiledTable]:
    """Every table of both versions, by its name in the pair."""
    tables: dict[str, CompiledTable] = {}
    for side, world in worlds.items():
        for name, made in world.program.tables.items():
            tables[over[side].names.get(name, name)] = _written(made, over[side])
    first, second = worlds.values()
    read_on = {*_read_on_a_day(first), *_read_on_a_day(second)}
    old, new = worlds
    for name in first.program.tables.keys() & second.program.tables.keys() - read_on:
        sides = f"{old}:{name}", f"{new}:{name}"
        if all(side in tables for side in sides) and _are_alike(*(tables[one] for one in sides)):
            tables |= _split(name, *sides, tables)
    return tables


def row_said(row: CompiledRow) -> tuple[object, ...]:
    """What two rows have in common that are the same."""
    outputs = (
        (name, one.entries if isinstance(one, Dated) else shape(one))
        for name, one in row.outputs.items()
    )
    return shape(row.condition), *outputs


def _written(made: CompiledTable, over: Rewriting) -> CompiledTable:
    name = over.names.get(made.table.name, made.table.name)
    rows = (
        CompiledRow(
            row.row,
            over.node(row.condition),
            {output: over.output(one) for output, one in row.outputs.items()},
        )
        for row in made.rows
    )
    default = made.default and {output: over.output(one) for output, one in made.default.items()}
    return CompiledTable(
        table=replace(made.table, name=name),
        rows=tuple(rows),
        default=default,
        types=made.types,
        on=None if made.on is None else over.node(made.on),
    )


def _are_alike(old: CompiledTable, new: CompiledTable) -> bool:
    """Whether two tables differ in their rows alone, and a true row wins in both."""
    sides = [
        (made.types, made.default and row_said(_as_row(made)), made.table.aggregate, made.on)
        for made in (old, new)
    ]
    policies = {made.table.hit_policy for made in (old, new)}
    return sides[0] == sides[1] and policies <= _A_TRUE_ROW_WINS and old.table.aggregate is None


def _as_row(made: CompiledTable) -> CompiledRow:
    return CompiledRow(made.rows[0].row, made.rows[0].condition, made.default or {})


def _split(
    name: str, old: str, new: str, tables: Mapping[str, CompiledTable]
) -> dict[str, CompiledTable]:
    known = {row_said(row) for row in tables[new].rows}
    shared = tuple(row for row in tables[old].rows if row_said(row) in known)
    same = {row_said(row) for row in shared}
    made = tables[new]
    both = replace(made, table=replace(made.table, name=name), rows=shared)
    split = {name: both}
    for side in (old, new):
        default = {
            output: core.TableRef(name, output, type_, made.table.span)
            for output, type_ in made.types.items()
        }
        rows = tuple(row for row in tables[side].rows if row_said(row) not in same)
        split[side] = replace(tables[side], rows=rows, default=default)
    return split


def _read_on_a_day(world: World) -> Iterator[str]:
    """The tables whose dated cells something reads on a day of its own."""
    for node in _all_nodes(world):
        yield from _on_a_day(node)


def _on_a_day(node: Node) -> Iterator[str]:
    if isinstance(node, core.TableRef) and node.on is not None:
        yield node.name
    for child in children(node):
        yield from _on_a_day(child)


def _all_nodes(world: World) -> Iterator[Node]:
    program = world.program
    nodes: list[Node | None] = [made.body for made in program.derived.values()]
    nodes += [rule.condition for rule in program.rules]
    nodes += [document.when for document in program.documents]
    nodes += [node for fee in program.fees for node in (fee.when, fee.amount)]
    if program.validity is not None:
        nodes += [program.validity.starts, program.validity.lasts]
    nodes += [node for given in world.given.values() for node in given]
    for made in program.tables.values():
        nodes += [row.condition for row in made.rows]
        nodes += [node for output in made.types for node in made.computed(output)]
    yield from _known(nodes)


def _known(nodes: Iterable[Node | None]) -> Iterator[Node]:
    return (node for node in nodes if node is not None)
