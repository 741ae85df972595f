"""Whether what a rule file says is official, by the ranks of everything that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from engine.expressions import beyond, core
from engine.expressions.compiled import Reads
from engine.model.citation import is_official
from engine.model.rule import HitPolicy, Row, Table
from engine.model.value import Fault, Unknown

if TYPE_CHECKING:
    from engine.expressions.program import Program


class Official:
    """Whether an entry is: its own citations, and those of every value and table row it reads.

    Nothing is better than the values and rows it rests on; which rows these are, the facts say.
    `rests_on` are the citations of the entries that it is made of.
    """

    def __init__(
        self,
        program: Program,
        cite: tuple[str, ...],
        reads: Reads,
        rests_on: tuple[tuple[str, ...], ...] = (),
    ) -> None:
        def is_well_cited(ids: Iterable[str]) -> bool:
            return is_official(frozenset(program.ranks[id_] for id_ in ids))

        dated = (core.ValueRef, beyond.ValuesDuring)
        values = {node.name for node in reads.dated if isinstance(node, dated)}
        tables = {node.name for node in reads.dated if isinstance(node, core.TableRef)}
        of_values = (program.values[name].cite for name in sorted(values))
        self._is_official = all(map(is_well_cited, (cite, *rests_on, *of_values)))
        self._tables = {name: _Table(program.tables[name].table, is_well_cited) for name in tables}

    def holds(self, rows: Callable[[str], tuple[Row, ...] | Unknown | Fault]) -> bool:
        """`rows` tells which rows of a table hold."""
        return self._is_official and all(
            table.holds(rows(name)) for name, table in self._tables.items()
        )


class _Table:
    """A row without citations has its table's, and so has the default."""

    def __init__(self, table: Table, is_well_cited: Callable[[Iterable[str]], bool]) -> None:
        self._is_official = is_well_cited(table.cite)
        self._rows = {row.id: is_well_cited(row.cite) for row in table.rows if row.cite}
        # Of rows that say the same, each is reason enough.
        self._of = any if table.hit_policy is HitPolicy.ANY else all

    def holds(self, rows: tuple[Row, ...] | Unknown | Fault) -> bool:
        if not isinstance(rows, tuple) or not rows:
            return self._is_official
        return self._of(self._rows.get(row.id, self._is_official) for row in rows)
