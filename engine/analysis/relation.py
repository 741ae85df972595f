"""A program over a table of past applications: one of the five readings of a definition.

`Relation` gives what `engine/decide/brief.py` gives of one application, as columns of a table that
Ibis compiles to run where the data is. Each has its state beside it, as facts have
(`history.py`): known; absent, where the decision leaves it out; unknown; or a fault.

| column | holds |
| --- | --- |
| `outcome` | eligible, ineligible, undecided or fault |
| `verdicts.<rule>` | met, not_met, unknown or fault; NULL where the rule is not in force |
| `fees.<line>` | minor units; absent where it is not charged |
| `total`, `total.<stage>` | minor units; absent where no line is charged |
| `documents.<id>` | whether it is due |
| `determinations.<name>` | its value; in words where it is no single value |
| `validity.starts`, `validity.ends` | the first and the last day; one state, `validity?` |

Not here: what nodes mean (`relation_nodes.py`), what is computed once (`relation_stages.py`), what
the evaluator computes (`relation_stored.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias
from uuid import uuid4

import ibis

from engine.analysis import history_values, tables
from engine.analysis.history import KEYS, Held, Layout, Row, read_by_rules, state_of
from engine.analysis.relation_calculations import added, months_added
from engine.analysis.relation_nodes import DECISION_DATE, Nodes
from engine.analysis.relation_stages import staged
from engine.analysis.relation_stored import Recomputing, StoredNode, stored_node
from engine.analysis.relation_terms import (
    NotCovered,
    Term,
    compared,
    constant,
    kind_of,
    truth_term,
)
from engine.analysis.relation_truths import (
    DAY,
    FLAG,
    TEXT,
    WHOLE,
    Flag,
    Truth,
    all_of,
    any_of,
    chosen,
    column,
    denied,
    is_null,
    is_true,
    wide,
)
from engine.expressions.core import Comparison, Node
from engine.expressions.program import Program
from engine.model.decision import Outcome, Verdict
from engine.model.fee import Stage
from engine.model.period import Days
from engine.model.problem import EngineError, Span
from engine.model.types import Kind

_STATE: Final = "int8"
Ranges: TypeAlias = Mapping[str, tuple[Any, Any]]


class NotComputed(EngineError):
    """A relation was asked for what its table has no stored column for."""


class Relation:
    """What the rules of `program` say of each row of `table`, whose layout is that of `history`.

    `ranges` are the least and greatest value of some columns, `ranges_of(table)`: with them what
    cannot happen in this table is left out of the query. `missing` are facts that the table has no
    column for: they are unknown. `uncovered` are the nodes that are left to the evaluator and that
    the table has no stored column for yet.
    """

    def __init__(self, program: Program, table: Any, ranges: Ranges | None = None) -> None:
        self.program = program
        self._table = table
        self._ranges = ranges or {}
        self._types = dict(table.schema())
        self._nodes = Nodes(program, self._fact, self._stored)
        self._waiting: dict[str, StoredNode] = {}
        self.missing: tuple[str, ...] = tuple(
            name for name in sorted(read_by_rules(program)) if name not in self._types
        )
        self._columns = dict(self._made())

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

    def decided(self, prefix: str = "", only: Callable[[str], bool] = lambda _: True) -> Any:
        """The table with the columns whose names `only` takes, under names with this prefix.

        What several of them read is computed once for each row.
        """
        wanted = {name: made for name, made in self.columns().items() if only(name)}
        table, columns = staged(self._table, wanted, prefix)
        given = {name: table[name] for name in self._table.columns}
        return table.select(**given, **{f"{prefix}{name}": one for name, one in columns.items()})

    # What nodes read ---------------------------------------------------------------------

    def _fact(self, name: str) -> Term:
        if name == DECISION_DATE:
            return self._column(name, DAY, is_fact=False)
        declared = self.program.facts[name]
        kind = kind_of(declared.type)
        return self._column(name, kind) if name in self._types else Term()

    def _column(self, name: str, kind: str, *, is_fact: bool = True) -> Term:
        """The term of a column; raises NotCovered for one of another type."""
        type_, value = self._types[name], self._table[name]
        if not _is_of(type_, kind):
            raise NotCovered
        held = self._table[state_of(name)] if is_fact else None
        low, high = self._bounds(name, kind)
        states = self._ranges.get(state_of(name), (int(Held.KNOWN), int(Held.FAULT)))
        is_sure = not is_fact or states == (int(Held.KNOWN), int(Held.KNOWN))
        absent = fault = False
        if not is_sure:
            absent = _may_be(held, states, Held.ABSENT)
            fault = _may_be(held, states, Held.FAULT) if name.startswith(tables.COMPUTED) else False
        if kind in _WIDEST and low is None:
            return Term(None, absent, fault)
        decimals = type_.scale if type_.is_decimal() else 0
        if kind == WHOLE:
            value = (value * 10**decimals if decimals else value).cast(WHOLE)
        return Term(value, absent, fault, kind, decimals, low, high, is_sure)

    def _bounds(self, name: str, kind: str) -> tuple[Any, Any]:
        """The least and greatest value, scaled; None where there is none in the table."""
        if name not in self._ranges:
            return _WIDEST.get(kind, (None, None))
        low, high = self._ranges[name]
        type_ = self._types[name]
        if type_.is_decimal() and low is not None:
            return int(low * 10**type_.scale), int(high * 10**type_.scale)
        return low, high

    def _stored(self, node: Node) -> Term:
        """What the evaluator makes of a node, from its stored column."""
        kind = kind_of(node.type)
        if node.type.kind is Kind.NUMBER:
            raise NotCovered  # it has as many decimals as it happens to have
        return self._read(stored_node(self.program, node), kind)

    def _read(self, one: StoredNode, kind: str) -> Term:
        if one.name in self._types:
            return self._column(one.name, kind)
        self._waiting.setdefault(one.name, one)
        return self._to_come(kind)

    def _to_come(self, kind: str) -> Term:
        """What stands for a stored column that is not there yet, in expressions nobody runs."""
        low, high = _WIDEST.get(kind, (None, None))
        return Term(ibis.null(kind), ibis.null(FLAG), ibis.null(FLAG), kind, 0, low, high)

    # What is decided ---------------------------------------------------------------------

    def _made(self) -> Iterator[tuple[str, Any]]:
        on_record = [self._fact(f"{register}.is_on_record") for register in self.program.open_to]
        self._is_open = all_of(is_true(term.value) for term in on_record)
        yield from self._verdicts()
        yield from self._fees()
        yield from self._documents()
        yield from self._determinations()
        yield from self._validity()

    def _verdicts(self) -> Iterator[tuple[str, Any]]:
        truths: list[Truth] = []
        faults: list[Flag] = []
        for entry in self.program.rules:
            rule, truth = entry.rule, self._nodes.truth(entry.condition)
            counts: Flag = True
            if rule.applies_on is None:
                counts = self._is_in_force(rule.effective_from, rule.effective_to)
            truths.append(any_of((denied(counts), truth.value)))
            faults.append(all_of((counts, truth.is_fault)))
            verdict = (
                (denied(all_of((self._is_open, counts))), None),
                (truth.value, Verdict.MET.value),
                (denied(truth.value), Verdict.NOT_MET.value),
                (truth.is_fault, Verdict.FAULT.value),
            )
            yield f"verdicts.{rule.id}", column(chosen(verdict, Verdict.UNKNOWN.value, TEXT), TEXT)
        is_met = all_of(truths)
        outcome = (
            (denied(self._is_open), Outcome.UNDECIDED.value),
            (is_met, Outcome.ELIGIBLE.value),
            (denied(is_met), Outcome.INELIGIBLE.value),
            (any_of(faults), Outcome.FAULT.value),
        )
        yield "outcome", column(chosen(outcome, Outcome.UNDECIDED.value, TEXT), TEXT)

    def _is_in_force(self, first: date, last: date | None) -> Flag:
        day = self._fact(DECISION_DATE)
        begun = compared(Comparison.GE, day, constant(first)).value
        if last is None:
            return begun
        return all_of((begun, compared(Comparison.LE, day, constant(last)).value))

    def _fees(self) -> Iterator[tuple[str, Any]]:
        lines: list[tuple[Stage, Term]] = []
        for entry in self.program.fees:
            fee = entry.fee
            is_due = all_of(
                (self._is_open, self._is_in_force(fee.effective_from, fee.effective_to))
            )
            when = truth_term(True) if entry.when is None else self._nodes.truth(entry.when)
            line = _charged(is_due, when, self._nodes.term(entry.amount))
            lines.append((fee.stage, line))
            yield from _with_state(f"fees.{fee.id}", line)
        stages = list(dict.fromkeys(stage for stage, _ in lines))
        yield from _with_state("total", _total([line for _, line in lines]))
        for stage in stages:
            of_stage = [line for one, line in lines if one is stage]
            yield from _with_state(f"total.{stage}", _total(of_stage))

    def _documents(self) -> Iterator[tuple[str, Any]]:
        for entry in self.program.documents:
            paper = entry.document
            counts = self._is_in_force(paper.effective_from, paper.effective_to)
            when = truth_term(True) if entry.when is None else self._nodes.truth(entry.when)
            left_out = denied(all_of((self._is_open, counts)))
            value = chosen(((left_out, False),), when.value, FLAG)
            is_fault = all_of((denied(left_out), when.is_fault))
            yield from _with_state(f"documents.{paper.id}", truth_term(value, is_fault))

    def _determinations(self) -> Iterator[tuple[str, Any]]:
        for name in self.program.determinations:
            node = self.program.derived[name].body
            term = self._whole_number_or(node)
            yield from _with_state(f"determinations.{name}", self._where_open(term))

    def _whole_number_or(self, node: Node) -> Term:
        """A determination as it is, or in words where no column holds it."""
        try:
            term = self._nodes.term(node)
            if term.kind is not None or term.value is None:
                return term
        except NotCovered:
            pass
        return self._read(stored_node(self.program, node, is_text=True), TEXT)

    def _where_open(self, term: Term) -> Term:
        """Where the service is not open to the applicant there is none."""
        if self._is_open is True:
            return term
        return replace(
            term,
            value=chosen(((self._is_open, term.value),), None, term.kind or WHOLE),
            is_absent=any_of((denied(self._is_open), term.is_absent)),
            is_fault=all_of((self._is_open, term.is_fault)),
            is_sure=False,
        )

    def _validity(self) -> Iterator[tuple[str, Any]]:
        if self.program.validity is None:
            absent = Term(None, self._is_open)
            starts = ends = replace(absent, kind=DAY)
        else:
            starts, ends = self._period(self.program.validity.starts, self.program.validity.lasts)
        yield "validity.starts", column(starts.value, DAY)
        yield "validity.ends", column(ends.value, DAY)
        yield "validity?", _held(ends)

    def _period(self, first: Node, length: Node) -> tuple[Term, Term]:
        """The first and the last day, both known or neither; an absent one counts as unknown."""
        starts, lasts = self._nodes.term(first), self._nodes.term(length)
        is_months = length.type.kind is Kind.PERIOD
        after = months_added(starts, lasts, 1) if is_months else added(starts, lasts, 1)
        ends = added(after, constant(Days(1)), -1)
        is_known = all_of((self._is_open, denied(is_null(ends.value))))
        day = chosen(((is_known, starts.value),), None, DAY)
        is_fault = all_of((self._is_open, ends.is_fault))
        value = chosen(((is_known, ends.value),), None, DAY)
        return replace(starts, value=day, is_sure=False), Term(value, False, is_fault, DAY)


_WIDEST: Final[Mapping[str, tuple[Any, Any]]] = {
    WHOLE: (-history_values.MOST, history_values.MOST),
    DAY: (date.min, date.max),
}


def _is_of(type_: Any, kind: str) -> bool:
    match kind:
        case "boolean":
            return bool(type_.is_boolean())
        case "int64":
            return bool(type_.is_integer() or type_.is_decimal())
        case "date":
            return bool(type_.is_date())
        case _:
            return bool(type_.is_string())


def _may_be(held: Any, states: tuple[Any, Any], state: Held) -> Flag:
    return held == int(state) if states[0] <= state <= states[1] else False


def _charged(is_due: Flag, when: Term, amount: Term) -> Term:
    """A line of the quote: absent where it is not charged, else its amount or why there is none."""
    left_out = any_of((denied(is_due), is_true(denied(when.value))))
    is_charged = all_of((is_due, is_true(when.value)))
    return Term(
        chosen(((is_charged, amount.value),), None, WHOLE),
        left_out,
        all_of((is_due, any_of((when.is_fault, all_of((is_charged, amount.is_fault)))))),
        WHOLE,
        0,
        amount.low,
        amount.high,
        is_sure=is_charged is True and amount.is_sure,
    )


def _total(lines: Sequence[Term]) -> Term:
    """The sum of the lines that are charged; absent where there is none."""
    total: Any = 0
    for line in lines:
        value = chosen(((line.is_absent, 0),), line.value, WHOLE)
        total = None if total is None or value is None else wide(value) + total
    is_absent = all_of(line.is_absent for line in lines)
    value = chosen(((is_absent, None),), total, WHOLE)
    return Term(value, is_absent, any_of(line.is_fault for line in lines), WHOLE, 0, 0, 0)


def _with_state(name: str, term: Term) -> Iterator[tuple[str, Any]]:
    kind = term.kind or WHOLE
    value = column(term.value, kind)
    if kind == WHOLE:
        value = value.cast(WHOLE)
    if term.decimals:
        unit, decimal = Decimal(f"0.{1:0{term.decimals}}"), f"decimal(38,{term.decimals})"
        value = value.cast("decimal(38,0)") * ibis.literal(unit, type=decimal)
    yield name, value
    yield state_of(name), _held(term)


def _held(term: Term) -> Any:
    """The state of a term, as a column."""
    choices = (
        (term.is_absent, int(Held.ABSENT)),
        (term.is_known, int(Held.KNOWN)),
        (term.is_fault, int(Held.FAULT)),
    )
    return column(chosen(choices, int(Held.UNKNOWN), WHOLE), WHOLE).cast(_STATE)


def ranges_of(table: Any, names: Collection[str]) -> Ranges:
    """The least and the greatest value of the numbers, days and states among some columns.

    Reads the whole table, once, and no text.
    """
    types = dict(table.schema())
    measured = [
        name
        for name in names
        if name in types and not (types[name].is_string() or types[name].is_boolean())
    ]
    if not measured:
        return {}
    least = {f"a{at}": table[name].min() for at, name in enumerate(measured)}
    most = {f"b{at}": table[name].max() for at, name in enumerate(measured)}
    row = tables.fetched(table.aggregate(**least, **most))[0]
    return {name: (row[f"a{at}"], row[f"b{at}"]) for at, name in enumerate(measured)}


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
    read = frozenset[str]().union(*(one.facts for one in recomputing))
    layout = Layout.of(*(one.program for one in recomputing)).only(read & set(table.columns))
    names = [column.name for column in layout.columns]
    for batch in table.select(*names).to_pyarrow_batches(chunk_size=tables.BATCH):
        for row in batch.to_pylist():
            past = layout.past(row)
            made: dict[str, Any] = {"reference": past.reference}
            for one in recomputing:
                made |= one.row(past.facts, past.decision_date)
            yield made
        progress(batch.num_rows)
