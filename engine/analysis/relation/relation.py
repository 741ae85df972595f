"""A program over a table of past applications: one of the five readings of a definition.

`Relation` gives what `engine/decide/brief.py` gives of one application, as columns of a table that
Ibis compiles to run where the data is. Each has its state beside it, as facts have
(`history/history.py`): known; absent, where the decision leaves it out; unknown; or a fault.

| column | holds |
| --- | --- |
| `outcome` | eligible, ineligible, undecided or fault |
| `verdicts.<rule>` | met, not_met, unknown or fault; NULL where the rule is not in force |
| `fees.<line>` | minor units; absent where it is not charged |
| `total`, `total.<stage>` | minor units; absent where no line is charged |
| `documents.<id>` | whether it is due |
| `determinations.<name>` | its value; in words where it is no single value |
| `validity.starts`, `validity.ends` | the first and the last day; one state, `validity?` |

Not here: how each is made (`decisions.py`, `nodes.py`), what is computed once
(`stages.py`), what the evaluator computes (`stored.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import ibis

from engine.analysis import tables
from engine.analysis.history.history import KEYS, Layout, Row, read_by_rules
from engine.analysis.relation.bounds import Ranges, ranges_of
from engine.analysis.relation.columns import WIDEST, Columns, without_rows
from engine.analysis.relation.decisions import Decided
from engine.analysis.relation.nodes import DECISION_DATE, Nodes
from engine.analysis.relation.stages import staged
from engine.analysis.relation.stored import Recomputing, StoredNode, stored_node
from engine.analysis.relation.terms import NotCovered, Term, kind_of
from engine.analysis.relation.truths import DAY, FLAG, TEXT
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.model.problem import EngineError, Span
from engine.model.types import Kind

__all__ = [
    "NotComputed",
    "Ranges",
    "Recomputed",
    "Relation",
    "left_to_the_evaluator",
    "ranges_of",
    "side_by_side",
    "with_derived",
    "without_rows",
]


class NotComputed(EngineError):
    """A relation was asked for what its table has no stored column for."""


class Relation:
    """What the rules of `program` say of each row of `table`, whose layout is that of `history`.

    No value may contradict its state: see `tables.broken`, which reads every row.
    `ranges` are the least and greatest value of some columns, `ranges_of(table, names)`: with them
    what cannot happen in this table is left out of the query. `missing` are facts that the table
    has no column for: they are unknown. `uncovered` are the nodes that are left to the evaluator
    and that the table has no stored column for yet.
    """

    def __init__(self, program: Program, table: Any, ranges: Ranges | None = None) -> None:
        self.program = program
        self.table = table
        self._given = Columns(table, ranges or {})
        self._waiting: dict[str, StoredNode] = {}
        self.missing = tuple(n for n in sorted(read_by_rules(program)) if n not in self._given)
        self._nodes = Nodes(program, self._fact, self._stored)
        self._columns = dict(Decided(program, self._nodes, self._fact, self._in_words).columns())

    @property
    def waiting(self) -> tuple[StoredNode, ...]:
        return tuple(self._waiting.values())

    @property
    def uncovered(self) -> tuple[tuple[Node, Span], ...]:
        return tuple((one.node, one.at) for one in self._waiting.values())

    def columns(self) -> dict[str, Any]:
        """Each column as an expression over the table.

        Raises:
            NotComputed: while something is uncovered: see `with_derived`.
        """
        if self._waiting:
            places = ", ".join(str(one.at) for one in self._waiting.values())
            raise NotComputed(f"the table has no stored column for {places}")
        return self._columns

    def asked(self, node: Node) -> None:
        """Find what of a node is uncovered, whether a decision reads it or not."""
        try:
            self._nodes.term(node)
        except NotCovered:
            self._in_words(node)

    def decided(self, prefix: str = "", only: Callable[[str], bool] = lambda _: True) -> Any:
        """The table with the columns that `only` takes, under names with this prefix."""
        return side_by_side({prefix: self}, only)

    def _fact(self, name: str) -> Term:
        if name == DECISION_DATE:
            return self._given.term(name, DAY, has_state=False)
        if name not in self.program.facts:
            raise NotCovered  # `outcome` and the like, which no rule reads
        kind = kind_of(self.program.facts[name].type)
        return self._given.term(name, kind) if name in self._given else Term()

    def _stored(self, node: Node) -> Term:
        """What the evaluator makes of a node, from its stored column."""
        kind = kind_of(node.type)
        if node.type.kind is Kind.NUMBER:
            raise NotCovered  # it has as many decimals as it happens to have
        return self._read(stored_node(self.program, node), kind)

    def _in_words(self, node: Node) -> Term:
        return self._read(stored_node(self.program, node, is_text=True), TEXT)

    def _read(self, one: StoredNode, kind: str) -> Term:
        if one.name in self._given:
            return self._given.term(one.name, kind)
        self._waiting.setdefault(one.name, one)
        return _to_come(kind)


def _to_come(kind: str) -> Term:
    """What stands for a stored column that is not there yet, in expressions that nobody runs."""
    low, high = WIDEST.get(kind, (None, None))
    value, flag = (ibis.coalesce(ibis.null(one), ibis.null(one)) for one in (kind, FLAG))
    return Term(value, flag, flag, kind, 0, low, high)


def side_by_side(
    relations: Mapping[str, Relation], only: Callable[[str], bool] = lambda _: True
) -> Any:
    """The one table of these relations with the columns of each, by the prefix of their names.

    `only` takes the names that are wanted. What several columns read is computed once for each
    row, and so is what two versions of a program have in common.

    Raises:
        NotComputed: while something is uncovered: see `with_derived`.
    """
    (table,) = {id(one.table): one.table for one in relations.values()}.values()
    wanted = {
        f"{prefix}{name}": made
        for prefix, one in relations.items()
        for name, made in one.columns().items()
        if only(name)
    }
    wider, columns = staged(table, wanted)
    return wider.select(**{name: wider[name] for name in table.columns}, **columns)


def left_to_the_evaluator(program: Program, nodes: Iterable[Node]) -> tuple[Node, ...]:
    """What no relation of this program computes of its decisions and of `nodes`."""
    relation = Relation(program, without_rows(Layout(program.service, program.facts)))
    for node in nodes:
        relation.asked(node)
    return tuple(node for node, _ in relation.uncovered)


# What the evaluator computes --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A table with the stored columns of all that was uncovered, and how many rows and nodes the
    evaluator computed for them."""

    table: Any
    rows: int = 0
    nodes: tuple[tuple[Node, Span], ...] = ()


def with_derived(
    table: Any,
    programs: Sequence[Program],
    folder: Path,
    ranges: Ranges | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Recomputed:
    """The table with a stored column for each node of the programs that is uncovered.

    The evaluator reads the rows in batches; what it finds is written to `folder` and joined by
    `reference`, where the table is. `ranges` are those that the relations will be given;
    `progress` is told the rows of each batch.

    Raises:
        NotStorable: where a column cannot hold what was found.
    """
    rows, nodes = 0, dict[str, tuple[Node, Span]]()
    while True:
        waiting = [(one, Relation(one, table, ranges).waiting) for one in programs]
        recomputing = [Recomputing(program, found) for program, found in waiting if found]
        if not recomputing:
            return Recomputed(table, rows, tuple(nodes.values()))
        table, rows = _joined(table, recomputing, folder, progress)
        nodes |= {one.name: (one.node, one.at) for each in recomputing for one in each.nodes}


def _joined(
    table: Any,
    recomputing: Sequence[Recomputing],
    folder: Path,
    progress: Callable[[int], None],
) -> tuple[Any, int]:
    columns = {column.name: column for one in recomputing for column in one.columns}
    path = folder / f"{uuid4().hex}.parquet"
    found = _recomputed(table, recomputing, progress)
    count = tables.write(path, (KEYS[0], *columns.values()), found)
    joined = table.left_join(tables.beside(table, path), KEYS[0].name)
    return joined.select(**{name: joined[name] for name in (*table.columns, *columns)}), count


def _recomputed(
    table: Any, recomputing: Sequence[Recomputing], progress: Callable[[int], None]
) -> Iterator[Row]:
    layouts = tuple(_layouts(recomputing, frozenset(table.columns)))
    names = dict.fromkeys(column.name for one, _ in layouts for column in one.columns)
    for batch in tables.batches(table.select(*names)):
        for row in batch:
            made: dict[str, Any] = {}
            for layout, together in layouts:
                past = layout.past(row)
                made["reference"] = past.reference
                for one in together:
                    made |= one.row(past.facts, past.decision_date)
            yield made
        progress(len(batch))


def _layouts(
    recomputing: Sequence[Recomputing], there: frozenset[str]
) -> Iterator[tuple[Layout, tuple[Recomputing, ...]]]:
    """Who reads a row as what: all together, or each as it says itself where a type differs.

    An item that is read as another version lays it out lacks what that version does not ask.
    """
    read = frozenset[str]().union(*(one.facts for one in recomputing)) & there
    whole = Layout.of(*(one.program for one in recomputing)).only(read)
    is_alike = all(
        fact.type == one.program.facts[name].type
        for one in recomputing
        for name, fact in whole.facts.items()
        if name in one.facts
    )
    if is_alike:
        yield whole, tuple(recomputing)
        return
    for one in recomputing:
        yield Layout.of(one.program).only(one.facts & there), (one,)
