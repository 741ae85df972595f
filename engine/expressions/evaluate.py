"""The reference evaluator: what an expression means. Every other reading is held to it.

Reads the core of a compiled service over facts, on a decision date. A value is known, absent,
unknown or a fault; nothing here raises for any input, and nothing reads a clock. An atom that
reads an absent fact is unknown, and its guard settles the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from engine.expressions import beyond, core
from engine.expressions.arithmetic import (
    COMPARE,
    added,
    aggregated,
    attribute,
    is_in,
    months_added,
    scaled,
    shared,
)
from engine.expressions.compiled import CompiledOutput, CompiledRow, CompiledTable
from engine.expressions.core import Aggregate, Node, Quantifier
from engine.expressions.evaluate_beyond import value_beyond
from engine.expressions.in_force import in_force, in_force_during
from engine.expressions.kleene import Truth, all_of, any_of, negated
from engine.expressions.program import Program
from engine.expressions.total import NO_RESULT, elements, opened
from engine.model.dated import Dated
from engine.model.problem import Span
from engine.model.rule import Aggregation, Row
from engine.model.value import (
    ABSENT,
    UNKNOWN,
    Absent,
    Cause,
    Facts,
    Fault,
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
    derived facts, values and tables are computed once.
    """

    def __init__(self, program: Program, facts: Facts, decision_date: date) -> None:
        self.program = program
        self.facts = facts
        self.decision_date = decision_date
        # By identity; each node is kept, so that no other one can have its identity.
        self._states: dict[int, tuple[Node, State]] = {}
        self._derived: dict[str, State] = {}
        self._values: dict[str, State] = {}
        self._rows: dict[str, tuple[CompiledRow, ...] | Unknown | Fault] = {}

    # Names -------------------------------------------------------------------------------

    def fact(self, name: str) -> State:
        """The state of anything a condition can name: a given fact, a value, derived, a table."""
        if name == "decision_date":
            return self.decision_date
        if name in self.program.derived:
            return self.derived(name)
        if name in self.program.values:
            if name not in self._values:
                value = self.program.values[name]
                self._values[name] = in_force(value.by_date, value.span, self.decision_date)
            return self._values[name]
        table, _, output = name.rpartition(".")
        if name in self.program.tables:
            table, output = name, self.program.tables[name].table.outputs[0][0]
        if table not in self.program.tables:
            return self._given(name)
        on = self.program.tables[table].on
        return self.table(table, output, None if on is None else self.value(on))

    def _given(self, name: str) -> State:
        state = self.facts.get(name)
        return unanswered(name) if state is None else state

    def derived(self, name: str) -> State:
        if name not in self._derived:
            self._derived[name] = self.value(self.program.derived[name].body)
        return self._derived[name]

    def table(self, name: str, output: str, on: State | None = None) -> State:
        """What the rows that hold give, or the default; a fault when a row is wanted and none is.

        That no row holds is found in the definition, unless a fact lies outside its domain. Dated
        cells are read on the day `on`, or on the decision date.
        """
        day = self.decision_date if on is None else on
        compiled = self.program.tables[name]
        table, rows = compiled.table, self._holding(name)
        if not isinstance(rows, tuple):
            return rows
        if table.aggregate is Aggregation.COUNT:
            return Decimal(len(rows))
        held = [(row.outputs[output], row.row.span) for row in rows]
        if not held and compiled.default is not None:
            held = [(compiled.default[output], table.span)]
        if table.hit_policy.gives_list:
            states = [self._output(one, at, day) for one, at in held]
            return self._gathered(
                core.TableRef(name, output, compiled.types[output], table.span), states
            )
        if not held:
            return Fault(f"no row of `{name}` holds", str(table.span))
        return self._output(*held[0], day)

    def _gathered(self, node: core.TableRef, states: list[State]) -> State:
        """The outputs of all rows that hold: a list, or what the table makes of it."""
        blocking = _first_open(states)
        if blocking is not None:
            return blocking
        aggregate = self.program.tables[node.name].table.aggregate
        if aggregate is None:
            return tuple(states)  # type: ignore[arg-type]
        return self._strict(aggregated, node, (Aggregate(aggregate), states, node.type))

    def _output(self, output: CompiledOutput, at: Span, day: State) -> State:
        if not isinstance(output, Dated):
            return self.value(output)
        return _first_open((day,)) or in_force(output, at, day)

    def rows(self, name: str) -> tuple[Row, ...] | Unknown | Fault:
        """The rows of a table that hold, in the order in which they count; or why it is open."""
        rows = self._holding(name)
        return tuple(one.row for one in rows) if isinstance(rows, tuple) else rows

    def _holding(self, name: str) -> tuple[CompiledRow, ...] | Unknown | Fault:
        if name not in self._rows:
            self._rows[name] = self._chosen(self.program.tables[name])
        return self._rows[name]

    def _chosen(self, compiled: CompiledTable) -> tuple[CompiledRow, ...] | Unknown | Fault:
        """One row, or every one that holds where several may: see `HitPolicy`."""
        policy = compiled.table.hit_policy
        held: list[CompiledRow] = []
        waiting: list[Truth] = []
        for row in compiled.rows:
            truth = self.truth(row.condition)
            if truth is True:
                held.append(row)
                if not policy.lets_several_hold:
                    break
            elif truth is not False:
                waiting.append(truth)
        is_enough = held and not policy.reads_downwards and not policy.gives_list
        if waiting and not is_enough:
            return _first_open(waiting) or UNKNOWN
        return tuple(held)

    def _dated(self, read: Callable[..., State], name: str, *days: State) -> State:
        """What `read` says of a dated value on known days."""
        value = self.program.values[name]
        return _first_open(days) or read(value.by_date, value.span, *days)

    # Nodes -------------------------------------------------------------------------------

    def truth(self, node: Node, items: _Bindings = NO_ITEMS) -> Truth:
        """The truth of a yes-or-no node; absent counts as unknown without a cause."""
        state = self.value(node, items)
        if isinstance(state, bool | Unknown | Fault):
            return state
        return UNKNOWN

    def value(self, node: Node, items: _Bindings = NO_ITEMS) -> State:
        """The state of any node. `items` binds variables to items of groups or to elements.

        Outside groups a node is evaluated once.
        """
        if items:
            return self._value(node, items)
        known = self._states.get(id(node))
        if known is None:
            known = self._states[id(node)] = (node, self._value(node, items))
        return known[1]

    def _value(self, node: Node, items: _Bindings) -> State:
        match node:
            case core.Compare(_, left, right) | core.Member(left, right):
                return self.compared(node, self.value(left, items), self.value(right, items))
            case core.FactRef(name):
                return self.decision_date if name == "decision_date" else self._given(name)
            case core.Const(value):
                return value
            case core.ItemRef(variable, field):
                return _of_item(items, variable, field)
            case core.AttributeOf(operand, _, values):
                code = self.value(operand, items)
                return ABSENT if code is ABSENT else self._strict(attribute, node, (code, values))
            case core.DerivedRef(name):
                return self.derived(name)
            case core.ValueRef(name, on=on):
                if on is None:
                    return self.fact(name)
                return self._dated(in_force, name, self.value(on, items))
            case beyond.ValuesDuring(name, first, last):
                days = self.value(first, items), self.value(last, items)
                return self._dated(in_force_during, name, *days)
            case core.TableRef(name, output, on=on):
                return self.table(name, output, None if on is None else self.value(on, items))
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
            case core.Add(left, right, sign):
                sides = self.value(left, items), self.value(right, items)
                return self._strict(added, node, (*sides, sign))
            case core.AddMonths(day, months, sign):
                sides = self.value(day, items), self.value(months, items)
                return self._strict(months_added, node, (*sides, sign))
            case core.Scale(operand, factor):
                return self._strict(scaled, node, (self.value(operand, items), factor.value))
            case core.Defined(_, _, body):
                return self.value(body, items)
            case core.Shares(parts, over, rounding):
                counted = (self.value(one, items) for part in parts for one in part)
                operands = (rounding, self.value(over, items), *counted)
                return self._strict(shared, node, operands)
            case core.NoResult(message):
                return Fault(message, str(node.at))
            case _:
                return value_beyond(self, node, items)

    def compared(self, node: core.Compare | core.Member, left: State, right: State) -> Truth:
        """The truth of a comparison or a membership whose sides have these values."""
        operation = COMPARE[node.operator] if isinstance(node, core.Compare) else is_in
        state = self._strict(operation, node, (left, right))
        assert isinstance(state, bool | Unknown | Fault), "a comparison is yes or no"
        return state

    def _strict(
        self, operation: Callable[..., Known | Absent], node: Node, operands: Sequence[Any]
    ) -> Known | Absent | Unknown | Fault:
        """Apply to known operands; else unknown with every cause, or the first fault.

        What has no result is a fault: a day past the calendar, a fact of a wrong type.
        """
        blocking = _first_open(operands)
        if blocking is not None:
            return blocking
        try:
            return operation(*operands)
        except NO_RESULT as error:
            return Fault(f"the calculation has no result ({error})", str(node.at))

    # Groups and lists --------------------------------------------------------------------

    def _quantified(self, node: core.Quantified, items: _Bindings) -> Truth:
        bound = elements(self.value(node.source, items), opened(node.source))
        if not isinstance(bound, tuple):
            return bound
        truths = (self.truth(node.body, {**items, node.variable: item}) for item in bound)
        return any_of(truths) if node.quantifier is Quantifier.SOME else all_of(truths)

    def _aggregated(self, node: core.Aggregated, items: _Bindings) -> State:
        bound = elements(self.value(node.source, items), opened(node.source))
        if not isinstance(bound, tuple):
            return bound
        states = [self.value(node.body, {**items, node.variable: item}) for item in bound]
        blocking = _first_open(states)
        if blocking is not None:
            return blocking
        return self._strict(aggregated, node, (node.aggregate, states, node.type))


def _of_item(items: _Bindings, variable: str, field: str | None) -> State:
    bound = items.get(variable)
    if field is None:
        return UNKNOWN if bound is None else bound
    if not isinstance(bound, Mapping):
        return UNKNOWN
    state = bound.get(field)
    return unanswered(f"{variable}.{field}") if state is None else state


def _first_open(states: Iterable[Any]) -> Unknown | Fault | None:
    """The first fault, or unknown with every cause, that keeps states from a value; or None.

    An absent state has no cause: who reads it is unknown until its guard settles that.
    """
    causes: frozenset[Cause] = frozenset()
    is_open = False
    for state in states:
        if state is ABSENT:
            is_open = True
        elif isinstance(state, Unknown):
            is_open = True
            causes |= state.causes
        elif isinstance(state, Fault):
            return state
    return Unknown(causes) if is_open else None
