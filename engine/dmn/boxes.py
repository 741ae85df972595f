"""Evaluates boxed expressions in a scope. Source: OMG DMN 1.5, 10.2 and chapter 8.

Texts are parsed when first evaluated, with the names in scope there, and kept. One that is no FEEL
is null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import assert_never

from engine.dmn import model as dmn
from engine.dmn.hit_policies import Outputs, default_of, result_of
from engine.expressions.names import normal_name
from engine.expressions.specification.built_ins import BUILT_INS
from engine.expressions.specification.comparison import all_of, any_of
from engine.expressions.specification.interpreter import Interpreter
from engine.expressions.specification.reading import Reader
from engine.expressions.specification.scope import NOTHING, Scope
from engine.expressions.specification.types import (
    ANY,
    BUILT_IN,
    FeelType,
    FunctionOf,
    coerced,
)
from engine.expressions.specification.values import BuiltInFunction, Function, Value
from engine.expressions.syntax import FeelSyntaxError, Syntax


class Boxes:
    """`allowed` are the allowed values of types, by name."""

    def __init__(
        self,
        interpreter: Interpreter,
        reader: Reader,
        types: Mapping[str, FeelType],
        allowed: Mapping[str, str],
    ) -> None:
        self._interpreter = interpreter
        self._reader = reader
        self._types = types
        self._allowed = allowed
        self._trees: dict[tuple[str, frozenset[str]], Syntax | None] = {}
        self._tests: dict[tuple[str, frozenset[str]], tuple[Syntax, ...] | None] = {}

    def type(self, name: str) -> FeelType:
        """The type of that name; any for none and for one that is not declared."""
        found = self._types.get(name) or BUILT_IN.get(name)
        return found or self._types.get(_local(name)) or BUILT_IN.get(_local(name), ANY)

    def value(self, box: dmn.Expression, scope: Scope) -> Value:
        """The value of an expression, as its own type; raises Exhausted at a bound."""
        self._interpreter.budget.enter()
        value = self._value(box, scope)
        self._interpreter.budget.leave()
        if not box.type or isinstance(box, dmn.FunctionBox):
            return value
        return self._coerced(value, self.type(box.type))

    def _value(self, box: dmn.Expression, scope: Scope) -> Value:
        match box:
            case dmn.Literal():
                return self.literal(box, scope)
            case dmn.DecisionTable():
                return self._table(box, scope)
            case dmn.Call():
                return self._call(box, scope)
            case dmn.ContextBox():
                return self._context(box, scope)
            case dmn.Relation(columns, rows):
                return tuple([self._row(columns, row, scope) for row in rows])
            case dmn.ListBox(items):
                return self._all(items, scope)
            case dmn.FunctionBox():
                return self._function(box, scope)
            case dmn.ConditionalBox(condition, then, otherwise):
                is_met = self.value(condition, scope) is True
                return self.value(then if is_met else otherwise, scope)
            case dmn.FilterBox():
                return self._filter(box, scope)
            case dmn.IteratorBox():
                return self._iterator(box, scope)
            case _:
                assert_never(box)

    def _row(
        self, columns: tuple[dmn.Variable, ...], row: tuple[dmn.Expression, ...], scope: Scope
    ) -> Value:
        """A row of a relation; null for a cell that it has not."""
        cells = zip_longest(columns, row[: len(columns)])
        return {
            column.name: None if cell is None else self.held(self.value(cell, scope), column)
            for column, cell in cells
        }

    def _all(self, items: tuple[dmn.Expression, ...], scope: Scope) -> tuple[Value, ...]:
        return tuple([self.value(item, scope) for item in items])

    # Texts -------------------------------------------------------------------------------

    def literal(self, literal: dmn.Literal, scope: Scope) -> Value:
        names = _names(scope)
        key = literal.text, names
        if key not in self._trees:
            try:
                self._trees[key] = self._reader.expression(literal.text, names)
            except FeelSyntaxError:
                self._trees[key] = None
        tree = self._trees[key]
        return None if tree is None else self._interpreter.value(tree, scope)

    def passes(self, tests: str, subject: Value, scope: Scope) -> bool:
        """Whether unary tests hold for a value; no text holds for anything, no FEEL for nothing."""
        if not tests or tests == "-":
            return True
        parsed = self._parsed(tests, _names(scope))
        return parsed is not None and self._interpreter.passes_any(parsed, subject, scope)

    def _parsed(self, tests: str, names: frozenset[str]) -> tuple[Syntax, ...] | None:
        key = tests, names
        if key not in self._tests:
            try:
                self._tests[key] = self._reader.unary_tests(tests, names)
            except FeelSyntaxError:
                self._tests[key] = None
        return self._tests[key]

    def allows(self, tests: str) -> Callable[[Value], bool]:
        """What says whether a value is among allowed values."""
        return lambda value: self.passes(tests, value, NOTHING)

    # Boxes -------------------------------------------------------------------------------

    def _call(self, box: dmn.Call, scope: Scope) -> Value:
        function = self.value(box.function, scope)
        name = normal_name(box.function.text) if isinstance(box.function, dmn.Literal) else ""
        if function is None and name in BUILT_INS:  # a name of several words is read before `(`
            function = BuiltInFunction(name)
        names = tuple(variable.name for variable, _ in box.bindings)
        values = self._all(tuple(value for _, value in box.bindings), scope)
        return self._interpreter.invoked(function, values, names)

    def _context(self, box: dmn.ContextBox, scope: Scope) -> Value:
        made: dict[str, Value] = {}
        inner = scope.within(made)
        for variable, entry in box.entries:
            value = self.value(entry, inner)
            if variable is None:
                return value
            made[variable.name] = self.held(value, variable)
        return made

    def held(self, value: Value, variable: dmn.Variable) -> Value:
        """A value as its variable holds it; the type of a function may be that of its results."""
        type_ = self.type(variable.type)
        if isinstance(value, Function):
            gives = type_.gives if isinstance(type_, FunctionOf) else type_
            return Function(
                value.parameters,
                lambda arguments: self._coerced(value.call(arguments), gives),
            )
        return self._coerced(value, type_)

    def _coerced(self, value: Value, type_: FeelType) -> Value:
        return coerced(value, type_, self._interpreter.budget)

    def _function(self, box: dmn.FunctionBox, scope: Scope) -> Value:
        if box.kind != "FEEL":
            return None
        names = [parameter.name for parameter in box.parameters]

        def call(arguments: tuple[Value, ...]) -> Value:
            inner = scope.within(dict(zip(names, arguments, strict=True)))
            value = self.value(box.body, inner)
            return self._coerced(value, self.type(box.type))

        typed = tuple((parameter.name, self.type(parameter.type)) for parameter in box.parameters)
        return Function(typed, call)

    def _filter(self, box: dmn.FilterBox, scope: Scope) -> Value:
        source = self.value(box.source, scope)
        return self._interpreter.kept(source, scope, lambda inner: self.value(box.condition, inner))

    def _iterator(self, box: dmn.IteratorBox, scope: Scope) -> Value:
        items = self._interpreter.items_of(self.value(box.source, scope))
        if items is None:
            return None
        results: list[Value] = []
        for item in items:
            partial: dict[str, Value] = {"partial": tuple(results)} if box.kind == "for" else {}
            self._interpreter.budget.items(len(results))
            inner = scope.within({box.variable.name: item, **partial})
            results.append(self.value(box.body, inner))
        if box.kind == "for":
            return tuple(results)
        truth: bool | None = box.kind == "every"
        for result in results:
            truth = all_of(truth, result) if box.kind == "every" else any_of(truth, result)
        return truth

    # Tables ------------------------------------------------------------------------------

    def _table(self, table: dmn.DecisionTable, scope: Scope) -> Value:
        inputs = []
        for column in table.inputs:
            value = self.value(column.expression, scope)
            if value is not None and not self.passes(column.values, value, scope):
                return None
            inputs.append(value)
        hits = [
            self._outputs(table, row, scope)
            for row in table.rows
            if self._holds(row, inputs, scope)
        ]
        if not hits:
            return default_of(table, lambda index: self._default(table, index, scope))
        ranks = [self._ranked(table, column, scope) for column in range(len(table.outputs))]

        def rank(outputs: Outputs) -> tuple[int, ...]:
            return tuple(of(value) for of, value in zip(ranks, outputs, strict=True))

        return result_of(table, hits, rank, self._interpreter)

    def _holds(self, row: dmn.Row, inputs: list[Value], scope: Scope) -> bool:
        cells = zip(row.tests, inputs, strict=False)
        return all(self.passes(test.text, value, scope) for test, value in cells)

    def _outputs(self, table: dmn.DecisionTable, row: dmn.Row, scope: Scope) -> Outputs:
        """One value for each output; null for an entry that the row has not."""
        values: list[Value] = []
        for index, column in enumerate(table.outputs):
            entry = row.outputs[index] if index < len(row.outputs) else None
            value = None if entry is None else self.literal(entry, scope)
            values.append(self._coerced(value, self.type(column.type)))
        return tuple(values)

    def _default(self, table: dmn.DecisionTable, index: int, scope: Scope) -> Value:
        default = table.outputs[index].default
        return None if default is None else self.literal(default, scope)

    def _ranked(
        self, table: dmn.DecisionTable, column: int, scope: Scope
    ) -> Callable[[Value], int]:
        """How early a value stands among the output values of a column; last where it does not.

        A column that lists none has those of its type.
        """
        text = table.outputs[column].values
        text = text or self._allowed.get(_local(table.outputs[column].type or table.type), "")
        tests = self._parsed(text, _names(scope)) or () if text else ()

        def rank(value: Value) -> int:
            places = (
                place
                for place, test in enumerate(tests)
                if self._interpreter.passes_any((test,), value, scope)
            )
            return next(places, len(tests))

        return rank


def _local(type_: str) -> str:
    """The name of a type without the prefix that XML gives it."""
    return type_.rpartition(":")[2]


def _names(scope: Scope) -> frozenset[str]:
    names: set[str] = set()
    at: Scope | None = scope
    while at is not None:
        names.update(at.values)
        at = at.outer
    return frozenset(names)
