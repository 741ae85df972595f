"""The definition as a formula: nodes of the core as terms of a solver, over all facts at once.

Held to the reference evaluator by property tests, for facts that are known or absent. Lists that
are made of others are covered too: `for`, filters, lists written out. What else the core does not
have, and what is beyond the solver (free text, numbers that would be rounded), is "not covered": a
value of its own that may be anything, the same for the same shape. So whatever is proved holds, and
an example may be wrong: `search.py` replays each one.

The decision date is a fact like others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, TypeAlias

from engine.analysis.formula import arithmetic, lists
from engine.analysis.formula.dates import (
    Day,
    Length,
    compared_days,
    days_added,
    is_number_in_calendar,
    months_added,
)
from engine.analysis.formula.facts import Variables, Wish
from engine.analysis.formula.terms import (
    OPEN,
    NotCoveredError,
    Slots,
    Term,
    merged,
    truth_of,
)
from engine.analysis.formula.truths import Truth, all_of, any_of, denied
from engine.analysis.questions import World
from engine.expressions import beyond, core
from engine.expressions.compiled import CompiledOutput, CompiledTable
from engine.expressions.core import Aggregate, Comparison, Node, Quantifier
from engine.expressions.shape import shape
from engine.model.dated import Dated
from engine.model.problem import Span
from engine.model.rule import Aggregation
from engine.model.types import DATE, Type
from engine.model.value import Known

DECISION_DATE: Final = "decision_date"
_MOST_TERMS: Final = 200_000
# A name of its own for an item or an element, and what it is.
_Bound: TypeAlias = "tuple[str, Term | Mapping[str, Term]]"
Bindings: TypeAlias = Mapping[str, _Bound]
_NOTHING: Final[Bindings] = {}
_Loop: TypeAlias = core.Quantified | core.Aggregated | beyond.Mapped | beyond.Filtered


class TooLargeError(Exception):
    """The formula would have too many terms; it never leaves this package."""


class Formula:
    """One formula about one world. `facts` are the terms of the facts that were read so far, and
    `wishes` what they are made of; `uncovered` are the nodes that may be anything, and `free` the
    places of these and of those about an item.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.variables = Variables(world.lists, world.sizes, world.present, world.like)
        self.facts: dict[str, tuple[Type, Term]] = {}
        self.wishes: dict[str, list[Wish]] = {}
        self.uncovered: dict[str, tuple[Node, Term]] = {}
        self.free: dict[Span, None] = {}
        self._terms: dict[int, tuple[Node, Term]] = {}
        self._named: dict[str, Term] = {}
        self._rows: dict[str, tuple[tuple[Truth, ...], Truth]] = {}
        self._made = 0
        self._days = 0

    def held(self, node: Node) -> Truth:
        """That a node holds of everybody."""
        return self.truth(node).is_true

    def complete(self) -> None:
        """Say whatever else has to be said of what was read so far, before a solver is asked."""

    def truth(self, node: Node, items: Bindings = _NOTHING) -> Term:
        """A yes-or-no node; absent counts as open."""
        return arithmetic.as_truth(self.term(node, items))

    def term(self, node: Node, items: Bindings = _NOTHING) -> Term:
        """Any node; outside groups each is made once."""
        if not items and id(node) in self._terms:
            return self._terms[id(node)][1]
        self._made += 1
        if self._made > _MOST_TERMS:
            raise TooLargeError
        try:
            term = self._term(node, items)
        except NotCoveredError:
            term = self._free(node, items)
        if not items:
            self._terms[id(node)] = (node, term)
        return term

    def _free(self, node: Node, items: Bindings) -> Term:
        """Any value of the type, or none: the same for the same shape and the same items."""
        name = shape(node, {variable: bound for variable, (bound, _) in items.items()})
        if name not in self._named:
            term = self.variables.fact(f"<{name}>", node.type.optional())
            term = replace(term, is_open=self.variables.truth(f"<{name}> is open"))
            self._named[name] = term
            self.free[node.at] = None
            if not items:
                self.uncovered[name] = (node, term)
        return self._named[name]

    def is_same(self, term: Term, other: Term) -> Truth:
        """Whether the values of two terms of one type are equal."""
        return arithmetic.compared(Comparison.EQ, term.value, other.value)

    # Names -------------------------------------------------------------------------------

    def fact(self, name: str, type_: Type) -> Term:
        if name not in self.facts:
            declared = self.world.program.facts.get(name)
            of = type_ if declared is None else declared.type
            before = len(self.variables.wishes)
            self.facts[name] = (of, self.variables.fact(name, of))
            self.wishes[name] = self.variables.wishes[before:]
        return self.facts[name][1]

    def _dated(self, dated: Dated[Known], type_: Type, on: Node | None) -> Term:
        """The value on the day `on`, or on the decision date; open where nothing is in force."""
        if on is None:
            return self._on(dated, type_, self._decision_date)
        day = self.term(on)
        if not isinstance(day.value, Day):
            raise NotCoveredError
        term = self._on(dated, type_, day.value)
        return replace(term, is_open=any_of((day.is_open, day.is_absent, term.is_open)))

    def _on(self, dated: Dated[Known], type_: Type, day: Day) -> Term:
        term = OPEN
        for first, value in dated.entries:
            began = compared_days(Comparison.GE, day, Day.of(first))
            entry = OPEN if value is None else self.variables.constant(value, type_)
            term = merged(began, entry, term)
        return term

    @property
    def _decision_date(self) -> Day:
        day = self.fact(DECISION_DATE, DATE).value
        assert isinstance(day, Day)
        return day

    def _table(self, node: core.TableRef) -> Term:
        made = self.world.program.tables.get(node.name)
        if made is None:
            raise NotCoveredError
        if made.table.hit_policy.gives_list:
            return self._listed(made, node)
        rows, is_none = self._chosen(made)
        term, name, of = OPEN, node.output, (node.type, node.on)
        if made.default is not None:
            term = merged(is_none, self._output(made.default[name], *of), term)
        for row, is_chosen in zip(reversed(made.rows), reversed(rows), strict=True):
            term = merged(is_chosen, self._output(row.outputs[name], *of), term)
        return term

    def _output(self, output: CompiledOutput, type_: Type, on: Node | None) -> Term:
        return self._dated(output, type_, on) if isinstance(output, Dated) else self.term(output)

    def _chosen(self, made: CompiledTable) -> tuple[tuple[Truth, ...], Truth]:
        """For each row whether it is the one, the first of two; and whether none holds."""
        name = made.table.name
        if name not in self._rows:
            truths = [self.truth(row.condition) for row in made.rows]
            rows = [truth.is_true for truth in truths]
            if made.table.hit_policy.reads_downwards:
                rows = [
                    all_of((row, *(above.is_false for above in truths[:at])))
                    for at, row in enumerate(rows)
                ]
            self._rows[name] = (tuple(rows), all_of(truth.is_false for truth in truths))
        return self._rows[name]

    def _listed(self, made: CompiledTable, node: core.TableRef) -> Term:
        """What every row that holds gives: a list, or what the table makes of it."""
        truths = [self.truth(row.condition) for row in made.rows]
        is_open = any_of(truth.is_open for truth in truths)
        aggregate, type_ = made.table.aggregate, dict(made.table.outputs)[node.output]
        if aggregate is Aggregation.COUNT:
            bodies = [(Term(True), truth.is_true) for truth in truths]
        else:
            outputs = [self._output(row.outputs[node.output], type_, node.on) for row in made.rows]
            bodies = [(one, truth.is_true) for one, truth in zip(outputs, truths, strict=True)]
            if made.default is not None:
                default = self._output(made.default[node.output], type_, node.on)
                bodies.append((default, all_of(truth.is_false for truth in truths)))
        if aggregate is not None:
            return lists.gathered(Aggregate(aggregate), node.type, bodies, is_open)
        return lists.listed(bodies, is_open)

    # Nodes -------------------------------------------------------------------------------

    def _term(self, node: Node, items: Bindings) -> Term:
        match node:
            case core.Const(value, type_):
                return self.variables.constant(value, type_)
            case core.FactRef(name, type_):
                return self.fact(name, type_)
            case core.ItemRef(variable, field):
                return _of_item(items, variable, field)
            case core.ValueRef(name, type_, on=on) if name in self.world.program.values:
                return self._dated(self.world.program.values[name].by_date, type_, on)
            case core.DerivedRef(name) if name in self.world.program.derived:
                return self.term(self.world.program.derived[name].body)
            case core.TableRef():
                return self._table(node)
            case core.AttributeOf(operand):
                return self._attribute(node, self.term(operand, items))
            case core.Compare(comparison, left, right):
                sides = self.term(left, items), self.term(right, items)
                return arithmetic.strict(lambda a, b: arithmetic.compared(comparison, a, b), *sides)
            case core.IsAbsent(operand):
                term = self.term(operand, items)
                return Term(term.is_absent, False, term.is_open)
            case core.Member(element, collection):
                return arithmetic.strict(
                    arithmetic.is_in, self.term(element, items), self.term(collection, items)
                )
            case core.And(parts):
                truths = [self.truth(part, items) for part in parts]
                is_true = all_of(truth.is_true for truth in truths)
                return truth_of(is_true, any_of(truth.is_false for truth in truths))
            case core.Or(parts):
                truths = [self.truth(part, items) for part in parts]
                is_false = all_of(truth.is_false for truth in truths)
                return truth_of(any_of(truth.is_true for truth in truths), is_false)
            case core.Not(operand):
                truth = self.truth(operand, items)
                return Term(denied(truth.value), False, truth.is_open)
            case core.If(condition, then, otherwise):
                asked = self.truth(condition, items)
                term = merged(asked.value, self.term(then, items), self.term(otherwise, items))
                return replace(term, is_open=any_of((asked.is_open, term.is_open)))
            case core.Quantified():
                return self._quantified(node, items)
            case core.Aggregated():
                return self._aggregated(node, items)
            case core.Add(left, right, sign):
                sides = self.term(left, items), self.term(right, items)
                return self._added(*sides, sign)
            case core.AddMonths(day, months, sign):
                sides = self.term(day, items), self.term(months, items)
                term = arithmetic.strict(
                    lambda a, b: months_added(a, arithmetic.signed(b, sign)), *sides
                )
                return arithmetic.faulty(term, lambda day: denied(day.is_in_calendar))
            case core.Scale(operand, core.Const(Decimal() as factor)):
                return arithmetic.scaled(self.term(operand, items), factor, node.type)
            case core.Defined(_, _, body):
                return self.term(body, items)
            case beyond.Filtered():
                return self._filtered(node, items)
            case beyond.Mapped():
                source, bodies = self._elements(node, items)
                return lists.listed(bodies, source.is_blocking)
            case beyond.ListOf(parts):
                return lists.listed([(self.term(part, items), True) for part in parts], False)
            case _:
                raise NotCoveredError

    def _attribute(self, node: core.AttributeOf, code: Term) -> Term:
        """What the code says: nothing where it is absent, or no code of the list."""
        term = Term(None, True)
        if code.value is None:
            return code
        for id_, value in node.values.items():
            is_it = self.is_same(code, self.variables.constant(id_, node.operand.type))
            term = merged(is_it, self.variables.constant(value, node.type), term)
        is_absent = any_of((code.is_absent, term.is_absent))
        return replace(term, is_absent=is_absent, is_open=any_of((code.is_open, term.is_open)))

    def _added(self, left: Term, right: Term, sign: int) -> Term:
        if not (isinstance(left.value, Day) and isinstance(right.value, Length)):
            return arithmetic.strict(lambda a, b: arithmetic.total(a, b, sign), left, right)
        count = arithmetic.signed(right.value.days, sign)
        moved = days_added(left.value, count)
        if moved is not None:
            term = arithmetic.strict(lambda *_: moved, left, right)
            return arithmetic.faulty(term, lambda day: denied(day.is_in_calendar))
        number = left.value.number + count
        self._days += 1
        moved = self.variables.numbered(f"<day {self._days}>", number)
        term = arithmetic.strict(lambda *_: moved, left, right)
        return arithmetic.faulty(term, lambda _: denied(is_number_in_calendar(number)))

    # Groups and lists --------------------------------------------------------------------

    def _elements(
        self,
        node: core.Quantified | core.Aggregated | beyond.Mapped | beyond.Filtered,
        items: Bindings,
    ) -> tuple[Term, list[tuple[Term, Truth]]]:
        """The source, and the body for each element that may be there."""
        source = self.term(node.source, items)
        if source.value is None:
            return source, []
        if not isinstance(source.value, Slots):
            raise NotCoveredError
        over = shape(node.source)
        return source, [
            (self.term(node.body, {**items, node.variable: (f"{over}[{at}]", element)}), has)
            for at, (element, has) in enumerate(source.value.elements)
        ]

    def _filtered(self, node: beyond.Filtered, items: Bindings) -> Term:
        """The elements for which the body is true; open where it is so for one of them."""
        source, bodies = self._elements(node, items)
        elements = source.value.elements if isinstance(source.value, Slots) else ()
        truths = [(arithmetic.as_truth(body), has) for body, has in bodies]
        kept = tuple(
            (element, all_of((has, truth.is_true)))
            for (element, _), (truth, has) in zip(elements, truths, strict=True)
        )
        waits = (all_of((has, truth.is_open)) for truth, has in truths)
        return Term(Slots(kept), False, any_of((source.is_blocking, *waits)))

    def _quantified(self, node: core.Quantified, items: Bindings) -> Term:
        source, bodies = self._elements(node, items)
        truths = [(arithmetic.as_truth(body), has) for body, has in bodies]
        if node.quantifier is Quantifier.SOME:
            is_true = any_of(all_of((has, truth.is_true)) for truth, has in truths)
            is_false = all_of(any_of((denied(has), truth.is_false)) for truth, has in truths)
        else:
            is_true = all_of(any_of((denied(has), truth.is_true)) for truth, has in truths)
            is_false = any_of(all_of((has, truth.is_false)) for truth, has in truths)
        term = truth_of(is_true, is_false)
        return replace(term, is_open=any_of((source.is_blocking, term.is_open)))

    def _aggregated(self, node: core.Aggregated, items: Bindings) -> Term:
        source, bodies = self._elements(node, items)
        return lists.gathered(node.aggregate, node.type, bodies, source.is_blocking)


def _of_item(items: Bindings, variable: str, field: str | None) -> Term:
    _, bound = items[variable]
    if isinstance(bound, Term):
        return bound
    if field is None or field not in bound:
        raise NotCoveredError
    return bound[field]
