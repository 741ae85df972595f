"""Whether what a rule file says is official, by the ranks of everything that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from engine.expressions import core
from engine.expressions.compiled import Reads
from engine.model.citation import is_official
from engine.model.rule import Row
from engine.model.value import State

if TYPE_CHECKING:
    from engine.expressions.program import Program


class Official:
    """Whether an entry is: its own citations, and those of every value and table row it reads.

    Nothing is better than the values and rows it rests on; which rows these are, the facts say.
    """

    def __init__(self, program: Program, cite: tuple[str, ...], reads: Reads) -> None:
        def is_well_cited(ids: Iterable[str]) -> bool:
            return is_official(frozenset(program.ranks[id_] for id_ in ids))

        values = {node.name for node in reads.dated if isinstance(node, core.ValueRef)}
        tables = {node.name for node in reads.dated if isinstance(node, core.TableRef)}
        self._is_official = is_well_cited(cite) and all(
            is_well_cited(program.values[name].cite) for name in sorted(values)
        )
        self._rows: Mapping[str, Mapping[str | None, bool]] = {
            name: {None: is_well_cited(program.tables[name].table.cite)}
            | {
                row.id: is_well_cited(row.cite)
                for row in program.tables[name].table.rows
                if row.cite
            }
            for name in sorted(tables)
        }

    def holds(self, row: Callable[[str], Row | State | None]) -> bool:
        """`row` tells which row of a table holds; a row without citations has its table's."""
        return self._is_official and all(
            rows.get(_id(row(name)), rows[None]) for name, rows in self._rows.items()
        )


def _id(row: Row | State | None) -> str | None:
    return row.id if isinstance(row, Row) else None
