"""The definition as a relation: nodes of the core as columns over a table of past applications.

Held to the reference evaluator by property tests, for facts that are known, absent or unknown.
What the core does not have, groups of items, and what no engine computes exactly, is not covered:
the smallest node around it that a column can hold is left to the evaluator, and read from a column
(`stored.py`).

Each node is one term, and terms share their columns; what is read twice is computed once
(`stages.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, TypeAlias

from engine.analysis.relation import calculations, days
from engine.analysis.relation.choices import (
    attribute,
    downwards,
    in_force,
    listed,
    one_that_holds,
)
from engine.analysis.relation.logic import (
    as_truth,
    compared,
    conditional,
    is_absent,
    kleene,
    member,
)
from engine.analysis.relation.terms import (
    FAULTY,
    Elements,
    NotCovered,
    Term,
    constant,
    truth_term,
)
from engine.analysis.relation.truths import (
    FLAG,
    Flag,
    all_of,
    any_of,
    chosen,
    denied,
    is_true,
)
from engine.expressions import beyond, core
from engine.expressions.compiled import CompiledOutput, CompiledTable
from engine.expressions.core import Aggregate, Node, Quantifier
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.model.dated import Dated
from engine.model.rule import Aggregation
from engine.model.value import Known

DECISION_DATE: Final = "decision_date"
_Bindings: TypeAlias = Mapping[str, Term]
_NOTHING: Final[_Bindings] = {}


class Nodes:
    """Terms of one program's nodes. `fact` gives the term of a fact, `stored` that of a node that
    only the evaluator reads; it raises NotCovered for one that no column can hold."""

    def __init__(
        self, program: Program, fact: Callable[[str], Term], stored: Callable[[Node], Term]
    ) -> None:
        self._program = program
        self._fact = fact
        self._stored = stored
        self._terms: dict[str, Term] = {}
        self._rows: dict[str, tuple[Term, ...]] = {}

    def truth(self, node: Node, items: _Bindings = _NOTHING) -> Term:
        """A yes-or-no node; absent counts as unknown."""
        return as_truth(self.term(node, items))

    def term(self, node: Node, items: _Bindings = _NOTHING) -> Term:
        """Any node; outside lists each is made once."""
        if items:
            return self._term(node, items)
        name = shape(node)
        if name not in self._terms:
            try:
                self._terms[name] = self._term(node, items)
            except NotCovered:
                self._terms[name] = self._stored(node)
        return self._terms[name]

    def _term(self, node: Node, items: _Bindings) -> Term:
        match node:
            case core.Const(value):
                return constant(value)
            case core.FactRef(name):
                return self._fact(name)
            case core.ItemRef(variable, None) if variable in items:
                return items[variable]
            case core.ValueRef(name, on=on):
                return self._dated(self._program.values[name].by_date, on)
            case core.DerivedRef(name):
                return self.term(self._program.derived[name].body)
            case core.TableRef():
                return self._table(node)
            case core.AttributeOf(operand, _, values):
                return attribute(self.term(operand, items), values)
            case core.Compare(comparison, left, right):
                return compared(comparison, self.term(left, items), self.term(right, items))
            case core.IsAbsent(operand):
                return is_absent(self.term(operand, items))
            case core.Member(element, collection):
                return member(self.term(element, items), self.term(collection, items))
            case core.And(parts):
                return kleene([self.truth(part, items) for part in parts], by=False)
            case core.Or(parts):
                return kleene([self.truth(part, items) for part in parts], by=True)
            case core.Not(operand):
                truth = self.truth(operand, items)
                return truth_term(denied(truth.value), truth.is_fault, is_sure=truth.is_sure)
            case core.If(condition, then, otherwise):
                branches = self.term(then, items), self.term(otherwise, items)
                return conditional(self.truth(condition, items), *branches)
            case core.Quantified():
                return self._quantified(node, items)
            case core.Aggregated():
                return self._aggregated(node, items)
            case core.Add(left, right, sign):
                return calculations.added(self.term(left, items), self.term(right, items), sign)
            case core.AddMonths(day, months, sign):
                sides = self.term(day, items), self.term(months, items)
                return days.months_added(*sides, sign)
            case core.Scale(operand, core.Const(Decimal() as factor)):
                return calculations.scaled(self.term(operand, items), factor, node.type)
            case core.Shares(parts, over, rounding):
                pairs = [(self.term(one, items), self.term(two, items)) for one, two in parts]
                return calculations.shared(pairs, self.term(over, items), rounding)
            case core.NoResult():
                return FAULTY
            case core.Defined(_, _, body):
                return self.term(body, items)
            case beyond.ListOf(parts):
                return listed([self.term(part, items) for part in parts])
            case _:
                raise NotCovered

    # Values and tables -------------------------------------------------------------------

    def _dated(self, dated: Dated[Known], on: Node | None) -> Term:
        day = self._fact(DECISION_DATE) if on is None else self.term(on)
        return in_force(dated, day)

    def _output(self, output: CompiledOutput, on: Node | None) -> Term:
        return self._dated(output, on) if isinstance(output, Dated) else self.term(output)

    def _table(self, node: core.TableRef) -> Term:
        made = self._program.tables[node.name]
        if made.table.hit_policy.gives_list:
            return self._gathered(made, node)
        rows = self._rows_of(made)
        outputs = [self._output(row.outputs[node.output], node.on) for row in made.rows]
        default = FAULTY
        if made.default is not None:
            default = self._output(made.default[node.output], node.on)
        if made.table.hit_policy.reads_downwards:
            return downwards(rows, outputs, default)
        return one_that_holds(rows, outputs, default)

    def _rows_of(self, made: CompiledTable) -> tuple[Term, ...]:
        name = made.table.name
        if name not in self._rows:
            self._rows[name] = tuple(self.truth(row.condition) for row in made.rows)
        return self._rows[name]

    def _gathered(self, made: CompiledTable, node: core.TableRef) -> Term:
        """What every row that holds gives: a list, or what the table makes of it."""
        rows = self._rows_of(made)
        is_settled = all_of(row.is_known for row in rows)
        is_fault = any_of(row.is_fault for row in rows)
        parts = [is_true(row.value) for row in rows]
        aggregate, type_ = made.table.aggregate, dict(made.table.outputs)[node.output]
        if aggregate is Aggregation.COUNT:
            counted = [(truth_term(True), has) for has in parts]
            found = calculations.gathered(Aggregate.COUNT, counted, is_settled, type_)
            return _with_fault(found, is_fault)
        bodies = [
            (self._output(row.outputs[node.output], node.on), has)
            for row, has in zip(made.rows, parts, strict=True)
        ]
        if made.default is not None:
            default = self._output(made.default[node.output], node.on)
            bodies.append((default, denied(any_of(parts))))
        if aggregate is not None:
            found = calculations.gathered(Aggregate(aggregate), bodies, is_settled, type_)
            return _with_fault(found, is_fault)
        waits = any_of(all_of((has, denied(body.is_known))) for body, has in bodies)
        faults = any_of(all_of((has, body.is_fault)) for body, has in bodies)
        is_known = all_of((is_settled, denied(waits)))
        return Term(
            Elements(tuple(bodies), is_known),
            False,
            any_of((is_fault, all_of((is_settled, faults)))),
        )

    # Lists -------------------------------------------------------------------------------

    def _bodies(
        self, node: core.Quantified | core.Aggregated, items: _Bindings
    ) -> tuple[Term, list[tuple[Term, Flag]]]:
        """The source, which is a list, and the body for each element that may be there."""
        source = self.term(node.source, items)
        if not isinstance(source.value, Elements):
            raise NotCovered
        return source, [
            (self.term(node.body, {**items, node.variable: one}), has)
            for one, has in source.value.parts
        ]

    def _quantified(self, node: core.Quantified, items: _Bindings) -> Term:
        source, bodies = self._bodies(node, items)
        assert isinstance(source.value, Elements), "a list"
        by = node.quantifier is Quantifier.SOME
        truths = [(as_truth(body), has) for body, has in bodies]
        asked = [
            truth_term(
                chosen(((has, truth.value),), not by, FLAG),
                all_of((has, truth.is_fault)),
                is_sure=truth.is_sure,
            )
            for truth, has in truths
        ]
        found, is_known = kleene(asked, by=by), source.value.is_known
        is_fault = any_of((source.is_fault, all_of((is_known, found.is_fault))))
        value = chosen(((is_known, found.value),), None, FLAG)
        return truth_term(value, is_fault, is_sure=found.is_sure and is_known is True)

    def _aggregated(self, node: core.Aggregated, items: _Bindings) -> Term:
        source, bodies = self._bodies(node, items)
        assert isinstance(source.value, Elements), "a list"
        is_known = source.value.is_known
        found = calculations.gathered(node.aggregate, bodies, is_known, node.type)
        return _with_fault(found, source.is_fault)


def _with_fault(term: Term, is_fault: Flag) -> Term:
    return replace(term, is_fault=any_of((term.is_fault, is_fault)))
