"""Evaluates the tree with the specification's meanings: what fails is null, and nothing raises.

One `Interpreter` serves one evaluation: it holds its clock and the types that `instance of` may
name. Several that serve one evaluation share its budget. Functions over collections are in
`iteration.py`.

Source: OMG DMN 1.5, 10.3.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from engine.expressions import syntax as ast
from engine.expressions.specification.arithmetic import calculated, negated
from engine.expressions.specification.built_ins import BUILT_INS
from engine.expressions.specification.comparison import (
    all_of,
    any_of,
    at_most,
    compared,
    less,
    passes,
)
from engine.expressions.specification.iteration import Iterating
from engine.expressions.specification.limits import Budget, Exhausted
from engine.expressions.specification.properties import property_of
from engine.expressions.specification.scope import INPUT, Scope
from engine.expressions.specification.texts import read_literal
from engine.expressions.specification.types import (
    ANY,
    FeelType,
    coerced,
    conforms,
    type_of,
)
from engine.expressions.specification.values import BuiltInFunction, Function, Range, Value
from engine.expressions.syntax import Syntax
from engine.expressions.trees import tests_input

_FUNCTIONS: Final = (Function, BuiltInFunction)
_COMPARISONS: Final = frozenset(("=", "!=", "<", "<=", ">", ">="))


class Interpreter(Iterating):
    """`clock` is what `now` and `today` read; it is an argument, so results can be repeated."""

    def __init__(
        self,
        clock: datetime,
        types: Mapping[str, FeelType] | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.clock = clock
        self.types = {} if types is None else types  # what the caller adds later counts
        self.budget = budget or Budget()
        self._handlers: dict[type, Callable[[Any, Scope], Value]] = {
            ast.NumberLiteral: _literal,
            ast.StringLiteral: _literal,
            ast.BooleanLiteral: _literal,
            ast.NullLiteral: lambda _tree, _scope: None,
            ast.AtLiteral: _at_literal,
            ast.Name: self._name,
            ast.Input: lambda _tree, scope: scope.find(INPUT)[1],
            ast.Negation: lambda tree, scope: negated(self.value(tree.operand, scope)),
            ast.Binary: self._binary,
            ast.Between: self._between,
            ast.Range: self._range,
            ast.In: self._in,
            ast.Conditional: self._conditional,
            ast.Quantification: self._quantification,
            ast.Iteration: self._iteration,
            ast.ListLiteral: self._list,
            ast.Filter: self._filter,
            ast.Path: self._path,
            ast.Invocation: self._invocation,
            ast.Application: self._application,
            ast.ContextLiteral: self._context,
            ast.InstanceOf: self._instance_of,
            ast.FunctionDefinition: self._definition,
        }

    # Edges: nothing raises beyond these ---------------------------------------------------

    def evaluate(self, tree: Syntax, scope: Scope) -> Value:
        """The value of an expression; null where a bound was reached."""
        return self.bounded(lambda: self.value(tree, scope))

    def bounded(self, calculate: Callable[[], Value]) -> Value:
        """What `calculate` gives, or null where it reached a bound."""
        try:
            with self.budget.kept():
                return calculate()
        except (Exhausted, RecursionError):
            return None

    def passes_any(self, tests: tuple[Syntax, ...], subject: Value, scope: Scope) -> bool:
        """Whether the unary tests of a cell hold for `subject`; no test holds for anything.

        `tests` are those of `parse_unary_tests`.
        """
        match tests:
            case ():
                return True
            case (ast.Invocation("not", denied),):
                return self._any_test(denied, subject, scope) is False
            case _:
                return self._any_test(tests, subject, scope) is True

    # Evaluation --------------------------------------------------------------------------

    def value(self, tree: Syntax, scope: Scope) -> Value:
        """The value of a part; raises Exhausted where a bound is reached."""
        self.budget.enter()
        value = self._handlers[type(tree)](tree, scope)
        self.budget.leave()
        return value

    def _name(self, tree: ast.Name, scope: Scope) -> Value:
        is_known, value = scope.find(tree.name)
        if not is_known and tree.name in BUILT_INS:
            return BuiltInFunction(tree.name)
        return value

    def _binary(self, tree: ast.Binary, scope: Scope) -> Value:
        operator = tree.operator
        if operator in {"and", "or"}:
            return self._connected(tree, scope)
        left, right = self.value(tree.left, scope), self.value(tree.right, scope)
        if operator in _COMPARISONS:
            return compared(operator, left, right, self.budget)
        return calculated(operator, left, right, self.budget)

    def _connected(self, tree: ast.Binary, scope: Scope) -> Value:
        """A chain of one connective, which may be longer than evaluation may nest."""
        operands: list[Syntax] = []
        operator, at = tree.operator, tree.left
        operands.append(tree.right)
        while isinstance(at, ast.Binary) and at.operator == operator:
            operands.append(at.right)
            at = at.left
        operands.append(at)
        settling = operator == "or"
        join = any_of if settling else all_of
        result: bool | None = not settling
        for operand in reversed(operands):
            result = join(result, self.value(operand, scope))
            if result is settling:
                return result
        return result

    def _between(self, tree: ast.Between, scope: Scope) -> Value:
        value = self.value(tree.operand, scope)
        low, high = self.value(tree.low, scope), self.value(tree.high, scope)
        return all_of(at_most(low, value), at_most(value, high))

    def _range(self, tree: ast.Range, scope: Scope) -> Value:
        low, high = self.value(tree.low, scope), self.value(tree.high, scope)
        ends = [end for end in (low, high) if end is not None]
        if not ends or any(less(ends[0], end) is None for end in ends):
            return None
        return Range(low, high, tree.has_low, tree.has_high)

    def _in(self, tree: ast.In, scope: Scope) -> Value:
        return self._any_test(tree.tests, self.value(tree.operand, scope), scope)

    def _any_test(self, tests: tuple[Syntax, ...], subject: Value, scope: Scope) -> bool | None:
        result: bool | None = False
        for test in tests:
            result = any_of(result, self._test(test, subject, scope))
            if result:
                break
        return result

    def _test(self, test: Syntax, subject: Value, scope: Scope) -> Value:
        """Table 55: a test of the input itself, or a value that it equals or lies in."""
        inner = scope.within({INPUT: subject})
        value = self.value(test, inner)
        if tests_input(test):
            return value if isinstance(value, bool) else None
        if isinstance(value, bool) and not isinstance(subject, bool | tuple):
            return value
        return passes(subject, value, self.budget)

    def _conditional(self, tree: ast.Conditional, scope: Scope) -> Value:
        is_met = self.value(tree.condition, scope) is True
        return self.value(tree.then if is_met else tree.otherwise, scope)

    def _list(self, tree: ast.ListLiteral, scope: Scope) -> Value:
        return tuple([self.value(item, scope) for item in tree.items])

    def _context(self, tree: ast.ContextLiteral, scope: Scope) -> Value:
        made: dict[str, Value] = {}
        inner = scope.within(made)
        for key, entry in tree.entries:
            if key in made:
                return None
            made[key] = self.value(entry, inner)
        return made

    def _path(self, tree: ast.Path, scope: Scope) -> Value:
        return property_of(self.value(tree.operand, scope), tree.field, self.budget)

    def _instance_of(self, tree: ast.InstanceOf, scope: Scope) -> Value:
        type_ = type_of(tree.type, self.types)
        if type_ is None:
            return None
        return conforms(self.value(tree.operand, scope), type_, self.budget)

    # Functions ---------------------------------------------------------------------------

    def _definition(self, tree: ast.FunctionDefinition, scope: Scope) -> Value:
        if tree.is_external:
            return None
        parameters: list[tuple[str, FeelType]] = []
        for name, reference in tree.parameters:
            type_ = ANY if reference is None else type_of(reference, self.types)
            if type_ is None:
                return None
            parameters.append((name, type_))
        names = [name for name, _ in parameters]

        def call(arguments: tuple[Value, ...]) -> Value:
            given = dict(zip(names, arguments, strict=True))
            return self.value(tree.body, scope.within(given))

        return Function(tuple(parameters), call)

    def _invocation(self, tree: ast.Invocation, scope: Scope) -> Value:
        function = scope.find(tree.function)[1]
        if not isinstance(function, _FUNCTIONS) and tree.function in BUILT_INS:
            function = BuiltInFunction(tree.function)  # a variable named `date` hides nothing
        arguments = tuple([self.value(argument, scope) for argument in tree.arguments])
        return self.invoked(function, arguments, tree.names)

    def _application(self, tree: ast.Application, scope: Scope) -> Value:
        function = self.value(tree.function, scope)
        arguments = tuple([self.value(argument, scope) for argument in tree.arguments])
        return self.invoked(function, arguments, tree.names)

    def call(self, function: Value, arguments: tuple[Value, ...]) -> Value:
        return self.invoked(function, arguments, ())

    def invoked(
        self, function: Value, arguments: tuple[Value, ...], names: tuple[str, ...]
    ) -> Value:
        """The result of a call; null for what is no function, or takes other arguments."""
        match function:
            case BuiltInFunction(name):
                return BUILT_INS[name].call(self, arguments, names)
            case Function(parameters, call):
                ordered = _ordered(parameters, arguments, names)
                if ordered is None:
                    return None
                fitted: list[Value] = []
                for value, (_, type_) in zip(ordered, parameters, strict=True):
                    made = coerced(value, type_, self.budget)
                    if made is None and value is not None:
                        return None
                    fitted.append(made)
                self.budget.enter()
                result = call(tuple(fitted))
                self.budget.leave()
                return result
            case _:
                return None


def _ordered(
    parameters: tuple[tuple[str, FeelType], ...],
    arguments: tuple[Value, ...],
    names: tuple[str, ...],
) -> tuple[Value, ...] | None:
    """The arguments in the order of the parameters; a parameter that is not named is null."""
    if not names:
        return arguments if len(arguments) == len(parameters) else None
    given = dict(zip(names, arguments, strict=True))
    known = [name for name, _ in parameters]
    if len(given) != len(names) or not given.keys() <= set(known):
        return None
    return tuple(given.get(name) for name in known)


def _literal(
    tree: ast.NumberLiteral | ast.StringLiteral | ast.BooleanLiteral, _scope: Scope
) -> Decimal | str | bool:
    return tree.value


def _at_literal(tree: ast.AtLiteral, _scope: Scope) -> Value:
    try:
        return read_literal(tree.value)
    except ValueError:
        return None
