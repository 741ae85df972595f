"""The reference evaluator: what an expression means. Every other reading is held to it.

Reads the core of a compiled service over facts, on a decision date. A value is known, absent,
unknown or a fault; nothing here raises for any input, and nothing reads a clock. An atom that
reads an absent fact is unknown, and its guard settles the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, assert_never

from engine.expressions import core
from engine.expressions.arithmetic import COMPARE, added, aggregated, scaled
from engine.expressions.compiled import CompiledTable
from engine.expressions.core import Node, Quantifier
from engine.expressions.kleene import Truth, all_of, any_of, negated
from engine.expressions.program import Program
from engine.model.dated import Dated, NotInForceError
from engine.model.period import add_months
from engine.model.problem import Span
from engine.model.rule import HitPolicy, Row
from engine.model.value import (
    ABSENT,
    UNKNOWN,
    Absent,
    Cause,
    CauseKind,
    Facts,
    Fault,
    Items,
    Known,
    State,
    Unknown,
    unanswered,
)

_Item = Mapping[str, State]
_Bindings = Mapping[str, "_Item | State"]
NO_ITEMS: Final[_Bindings] = {}


class Evaluation:
    """One reading of one program over one set of facts.

    `facts` is read lazily and may grow between readings only by names that were not read before;
    derived facts and tables are computed once.
    """

    def __init__(self, program: Program, facts: Facts, decision_date: date) -> None:
        self.program = program
        self.facts = facts
        self.decision_date = decision_date
        self._derived: dict[str, State] = {}
        self._rows: dict[str, Row | State | None] = {}

    # Names -------------------------------------------------------------------------------

    def fact(self, name: str) -> State:
        """The state of anything a condition can name: a given fact, a value, derived, a table."""
        if name == "decision_date":
            return self.decision_date
        if name in self.program.derived:
            return self.derived(name)
        if name in self.program.values:
            value = self.program.values[name]
            return self._in_force(value.by_date, value.span)
        table, _, output = name.rpartition(".")
        if name in self.program.tables:
            compiled = self.program.tables[name]
            return self.table(name, compiled.table.outputs[0][0])
        if table in self.program.tables:
            return self.table(table, output)
        return self._given(name)

    def _given(self, name: str) -> State:
        state = self.facts.get(name)
        return unanswered(name) if state is None else state

    def derived(self, name: str) -> State:
        if name not in self._derived:
            self._derived[name] = self.value(self.program.derived[name].body)
        return self._derived[name]

    def table(self, name: str, output: str) -> State:
        """The output of the row that holds, or of the default; a fault when neither is there.

        That no row holds is found in the definition, unless a fact lies outside its domain.
        """
        compiled = self.program.tables[name]
        row = self.row(name)
        if isinstance(row, Row):
            return self._in_force(dict(row.outputs)[output], row.span)
        if row is not None:
            return row
        if compiled.table.default is not None:
            return self._in_force(dict(compiled.table.default)[output], compiled.table.span)
        return Fault(f"no row of `{name}` holds", str(compiled.table.span))

    def row(self, name: str) -> Row | State | None:
        """The row of a single-hit table that holds; None when none does; else why it is open."""
        if name not in self._rows:
            self._rows[name] = self._chosen(self.program.tables[name])
        return self._rows[name]

    def _chosen(self, compiled: CompiledTable) -> Row | State | None:
        is_ordered = compiled.table.hit_policy in {HitPolicy.FIRST, HitPolicy.PRIORITY}
        truths: list[Truth] = []
        for row in compiled.rows:
            truth = self.truth(row.condition)
            if truth is True:
                if is_ordered and any(earlier is not False for earlier in truths):
                    return _open(truths)
                return row.row
            truths.append(truth)
        if all(truth is False for truth in truths):
            return None
        return _open(truths)

    def rows_read(self) -> dict[str, str]:
        """The row chosen of each table that was read and has one, by table name."""
        return {name: row.id for name, row in self._rows.items() if isinstance(row, Row)}

    def _in_force(self, dated: Dated[Known], at: Span) -> State:
        try:
            return dated.on(self.decision_date)
        except NotInForceError as error:
            return Fault(str(error), str(at))

    # Nodes -------------------------------------------------------------------------------

    def truth(self, node: Node, items: _Bindings = NO_ITEMS) -> Truth:
        """The truth of a yes-or-no node; absent counts as unknown without a cause."""
        state = self.value(node, items)
        if isinstance(state, bool | Unknown | Fault):
            return state
        return UNKNOWN

    def value(self, node: Node, items: _Bindings = NO_ITEMS) -> State:
        """The state of any node. `items` binds variables to items of groups or to elements."""
        match node:
            case core.Const(value):
                return value
            case core.FactRef(name):
                return self.decision_date if name == "decision_date" else self._given(name)
            case core.ItemRef(variable, field):
                return _of_item(items, variable, field)
            case core.ValueRef(name) | core.DerivedRef(name):
                return self.fact(name)
            case core.TableRef(name, output):
                return self.table(name, output)
            case core.And(parts):
                return all_of(self.truth(part, items) for part in parts)
            case core.Or(parts):
                return any_of(self.truth(part, items) for part in parts)
            case core.Not(operand):
                return negated(self.truth(operand, items))
            case core.If(condition, then, otherwise):
                truth = self.truth(condition, items)
                if isinstance(truth, bool):
                    return self.value(then if truth else otherwise, items)
                return truth
            case core.IsAbsent(operand):
                state = self.value(operand, items)
                return state if isinstance(state, Unknown | Fault) else state is ABSENT
            case core.Quantified():
                return self._quantified(node, items)
            case core.Aggregated():
                return self._aggregated(node, items)
            case core.Compare(operator, left, right):
                return self._strict(COMPARE[operator], node, (left, right), items)
            case core.Member(element, collection):
                return self._strict(lambda a, b: a in b, node, (element, collection), items)
            case core.Add(left, right, sign):
                return self._strict(lambda a, b: added(a, b, sign), node, (left, right), items)
            case core.AddMonths(day, months, sign):
                return self._strict(
                    lambda a, b: add_months(a, sign * b.count), node, (day, months), items
                )
            case core.Scale(operand, factor):
                return self._strict(scaled, node, (operand, factor), items)
            case core.Call():
                return Fault(f"`{node.function}` is not available", str(node.at))
            case _:
                assert_never(node)

    def _strict(
        self,
        operation: Callable[..., Known],
        node: Node,
        operands: tuple[Node, ...],
        items: _Bindings,
    ) -> State:
        """Apply to known operands; else unknown with every cause, or the first fault."""
        states = [self.value(operand, items) for operand in operands]
        causes: set[Cause] = set()
        is_open = False
        for state in states:
            if isinstance(state, Fault):
                return state
            if isinstance(state, Unknown):
                causes |= state.causes
                is_open = True
            elif state is ABSENT:
                is_open = True
        if is_open:
            return Unknown(frozenset(causes))
        return self._calculated(operation, states, node)

    def _calculated(
        self, operation: Callable[..., Known | Absent], operands: Sequence[object], node: Node
    ) -> Known | Absent | Fault:
        """The result, or a fault where there is none: past the calendar, or a value of no type."""
        try:
            return operation(*operands)
        except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
            return Fault(f"the calculation has no result ({error})", str(node.at))

    # Groups and lists --------------------------------------------------------------------

    def _quantified(self, node: core.Quantified, items: _Bindings) -> Truth:
        bound = _elements(self.value(node.source, items), node.source)
        if not isinstance(bound, tuple):
            return bound
        truths = (self.truth(node.body, {**items, node.variable: item}) for item in bound)
        return any_of(truths) if node.quantifier is Quantifier.SOME else all_of(truths)

    def _aggregated(self, node: core.Aggregated, items: _Bindings) -> State:
        bound = _elements(self.value(node.source, items), node.source)
        if not isinstance(bound, tuple):
            return bound
        states = [self.value(node.body, {**items, node.variable: item}) for item in bound]
        blocking = _first_open(states)
        if blocking is not None:
            return blocking
        return self._calculated(aggregated, (node.aggregate, states, node.type), node)


def _of_item(items: _Bindings, variable: str, field: str | None) -> State:
    bound = items.get(variable)
    if field is None:
        return UNKNOWN if bound is None or isinstance(bound, Mapping) else bound
    if not isinstance(bound, Mapping):
        return UNKNOWN
    state = bound.get(field)
    return unanswered(f"{variable}.{field}") if state is None else state


def _elements(source: State, node: Node) -> tuple[_Item | State, ...] | Unknown | Fault:
    """What a quantifier ranges over; unknown while a group is open."""
    match source:
        case Items():
            if source.is_complete:
                return source.items
            return open_group(node.name) if isinstance(node, core.FactRef) else UNKNOWN
        case tuple():
            return source
        case Unknown() | Fault():
            return source
        case _:
            return UNKNOWN


def _first_open(states: list[State]) -> State | None:
    """The fault or the unknown that keeps an aggregate from a value, or None."""
    causes: set[Cause] = set()
    is_open = False
    for state in states:
        if isinstance(state, Fault):
            return state
        if isinstance(state, Unknown):
            causes |= state.causes
        is_open |= isinstance(state, Unknown) or state is ABSENT
    return Unknown(frozenset(causes)) if is_open else None


def _open(truths: list[Truth]) -> State:
    """Why no row is chosen yet: the first fault, or unknown with the causes of every open row."""
    return _first_open([truth for truth in truths if not isinstance(truth, bool)]) or UNKNOWN


def open_group(name: str) -> Unknown:
    """Why everything over an open group is unknown."""
    return Unknown(frozenset({Cause(CauseKind.OPEN_GROUP, name)}))
