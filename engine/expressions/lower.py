"""Expressions to the core: names resolved, types checked, every construct made of core nodes.

`lower_formula` and `lower_condition` collect problems and return a node only when there is none.
Whether an optional name is guarded is a second pass over the core, in `presence`.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final, assert_never

from engine.expressions import beyond, core, operators
from engine.expressions import syntax as ast
from engine.expressions.core import Comparison, Node, Quantifier
from engine.expressions.decimals import places
from engine.expressions.functions.calling import list_of, one_type
from engine.expressions.functions.constants import at_literal
from engine.expressions.functions.contexts import context_type
from engine.expressions.functions.signatures import Arguments
from engine.expressions.lower_calls import Calls
from engine.expressions.lower_names import Names
from engine.expressions.lowering import Refused, parsed
from engine.expressions.operators import Mismatch
from engine.expressions.parser import parse_unary_tests
from engine.expressions.scope import Scope
from engine.expressions.trees import tests_input
from engine.model.condition import Combinator, Condition, Formula
from engine.model.period import Days, Months, Seconds
from engine.model.problem import Problem, Span
from engine.model.types import NULL, NUMBER, TEXT, YES_NO, Kind, Type
from engine.model.value import ABSENT

_KINDS: Final = {  # the standard's names of types, as `instance of` writes them
    "number": {Kind.NUMBER},
    "string": {Kind.TEXT, Kind.CODE},
    "boolean": {Kind.YES_NO},
    "date": {Kind.DATE},
    "time": {Kind.TIME},
    "date and time": {Kind.DATE_TIME},
    "years and months duration": {Kind.PERIOD},
    "days and time duration": {Kind.DAYS, Kind.SECONDS},
    "list": {Kind.LIST, Kind.GROUP},
    "context": {Kind.CONTEXT},
    "range": {Kind.RANGE},
    "Any": set(Kind),
}


def lower_formula(formula: Formula, scope: Scope) -> tuple[Node | None, tuple[Problem, ...]]:
    """Lower one text of any type."""
    try:
        return _Lowering(formula, scope).node(parsed(formula)), ()
    except Refused as refused:
        return None, (refused.problem,)


def lower_condition(condition: Condition, scope: Scope) -> tuple[Node | None, tuple[Problem, ...]]:
    """Lower a whole condition: each clause must be yes or no; `none` is the `not` of any."""
    nodes: list[Node] = []
    problems: list[Problem] = []
    for clause in condition.clauses:
        if isinstance(clause.body, Condition):
            node, found = lower_condition(clause.body, scope)
        else:
            node, found = lower_formula(clause.body, scope)
            if node is not None and node.type.kind is not Kind.YES_NO:
                kind = node.type.required()
                found = (Problem("E302", f"a condition is yes or no, and this is {kind}", node.at),)
        problems += found
        if node is not None:
            nodes.append(node)
    if problems:
        return None, tuple(problems)
    return _combined(condition.combinator, tuple(nodes), condition.span), ()


def _combined(combinator: Combinator, nodes: tuple[Node, ...], at: Span) -> Node:
    match combinator:
        case Combinator.ONE:
            return nodes[0]
        case Combinator.ALL:
            return core.And(nodes, YES_NO, at)
        case Combinator.ANY:
            return core.Or(nodes, YES_NO, at)
        case Combinator.NONE:
            return core.And(tuple(core.Not(node, YES_NO, node.at) for node in nodes), YES_NO, at)
        case _:
            assert_never(combinator)


def lower_cell(
    tests: Formula, subject: Node, scope: Scope
) -> tuple[Node | None, tuple[Problem, ...]]:
    """Lower the unary tests of a table cell on `subject`: true when any test is.

    `-` is true; `not(...)` around all tests is true when none of them is.
    """
    try:
        parsed = parse_unary_tests(tests.text)
        lowering = _Lowering(tests, scope, subject)
        match parsed:
            case ():
                return core.Const(True, YES_NO, tests.span), ()
            case (ast.Invocation("not", denied),):
                return core.Not(lowering.any_test(denied, subject), YES_NO, tests.span), ()
            case _:
                return lowering.any_test(parsed, subject), ()
    except ast.FeelSyntaxError as error:
        place = tests.place(error.offset)
        return None, (Problem(error.code, error.message, place, error.hint),)
    except Refused as refused:
        return None, (refused.problem,)


class _Lowering(Names, Calls):
    def _node(self, tree: ast.Syntax) -> Node:
        at = self.at(tree)
        match tree:
            case ast.NumberLiteral(value):
                return core.Const(value, _number_type(value), at)
            case ast.StringLiteral(value):
                return core.Const(value, TEXT, at)
            case ast.BooleanLiteral(value):
                return core.Const(value, YES_NO, at)
            case ast.NullLiteral():
                return core.Const(ABSENT, NULL, at)
            case ast.AtLiteral(value):
                return at_literal(value, at)
            case ast.Name(name):
                return self.named(name, tree)
            case ast.Input():
                if self.subject is None:
                    raise self.refuse("E101", "`?` stands in a table cell only", tree)
                return self.subject
            case ast.Negation(operand):
                return self._negated(operand, tree)
            case ast.Binary():
                return self._binary(tree, at)
            case ast.Between(operand, low, high):
                span = ast.Range(low, high, True, True, low.start, high.end)
                return self.test(span, self.node(operand), tree)
            case ast.In(operand, tests):
                return self.any_test(tests, self.node(operand), tree)
            case ast.Conditional(condition, then, otherwise):
                first, second, type_ = operators.branches(
                    self.node(then), self.node(otherwise), self.scope.lists
                )
                return core.If(self.condition(condition), first, second, type_, at)
            case ast.Quantification(quantifier, iterators, body):
                return self.quantified(Quantifier(quantifier), iterators, body, tree)
            case ast.Iteration(iterators, body):
                return self.iterated(iterators, body, tree)
            case ast.Filter():
                return self.filtered(tree)
            case ast.Invocation():
                return self.invoked(tree)
            case ast.Range():
                return self._range(tree, at)
            case ast.ListLiteral(items):
                return self._list(items, tree)
            case ast.ContextLiteral(entries):
                return self._context(entries, at)
            case ast.Path(operand, field):
                return self.component(self.node(operand), field, self.text(operand), tree)
            case ast.InstanceOf(operand, reference):
                return self._instance_of(self.node(operand), reference, tree)
            case ast.Application() | ast.FunctionDefinition():
                hint = "declare it under `functions`, and call it by its name"
                raise self.refuse("E306", "a function cannot be written here", tree, hint)
            case _:
                assert_never(tree)

    def _negated(self, operand: ast.Syntax, tree: ast.Syntax) -> Node:
        inner, at = self.unrounded(operand), self.at(tree)
        if isinstance(inner, core.Const):
            match inner.value:
                case Decimal() as number:
                    return core.Const(number.copy_negate(), inner.type, at)
                case Months() | Days() | Seconds() as length:
                    return core.Const(-length, inner.type, at)
                case _:
                    pass
        minus = core.Const(Decimal(-1), NUMBER, at)
        return operators.multiplication(inner, minus, at, self.text(tree))

    # Operators ---------------------------------------------------------------------------

    def _binary(self, tree: ast.Binary, at: Span) -> Node:
        text = self.text(tree)
        match tree.operator:
            case "and" | "or":
                operands = tuple(self.condition(part) for part in _operands(tree, tree.operator))
                made = core.And if tree.operator == "and" else core.Or
                return made(operands, YES_NO, at)
            case "+" | "-":
                sign = 1 if tree.operator == "+" else -1
                return operators.addition(
                    self.node(tree.left), self.node(tree.right), sign, at, text
                )
            case "*":
                return operators.multiplication(
                    self.node(tree.left), self.node(tree.right), at, text
                )
            case "/":
                return operators.division(self.node(tree.left), self.node(tree.right), at, text)
            case "**":
                return operators.power(self.node(tree.left), self.node(tree.right), at, text)
            case operator:
                left, right = self.node(tree.left), self.node(tree.right)
                lists = self.scope.lists
                return operators.comparison(Comparison(operator), left, right, lists, at, text)

    def any_test(
        self, tests: tuple[ast.Syntax, ...], subject: Node, whole: ast.Syntax | None = None
    ) -> Node:
        """True when any test is; false when there is none, as in `x in []`."""
        nodes = tuple(self.test(test, subject, whole) for test in tests)
        at = self.at(whole) if whole is not None else self.formula.span
        match nodes:
            case ():
                return core.Const(False, YES_NO, at)
            case (node,):
                return node
            case _:
                return core.Or(nodes, YES_NO, at)

    def test(self, test: ast.Syntax, subject: Node, whole: ast.Syntax | None = None) -> Node:
        """One test of `in` or of a table cell, on `subject`; `whole` is what an atom quotes."""
        at, text = self.at(whole or test), self.text(whole or test)
        lists = self.scope.lists
        try:
            match test:
                case ast.Range():
                    return self._within_range(test, subject, at, text)
                case ast.ListLiteral(items):
                    return self.any_test(items, subject, whole or test)
                case _ if tests_input(test):
                    return self.inside(self.scope, subject, self.steps).condition(test)
                case _:
                    pass
            value = self.node(test)
            element = value.type.element
            if value.type.kind is Kind.LIST and element is not None:
                return _member(operators.as_code(subject, element, lists), value, at, text)
            if value.type.kind is Kind.RANGE and element is not None:
                if not operators.is_same(element, subject.type):
                    raise Mismatch(
                        "E301", f"`{text}` looks for {subject.type.required()} in {value.type}"
                    )
                return beyond.Call("includes", (value, subject), YES_NO, at)
            return operators.comparison(Comparison.EQ, subject, value, lists, at, text)
        except Mismatch as mismatch:
            raise self.refuse(mismatch.code, mismatch.message, test, mismatch.hint) from None

    def _within_range(self, test: ast.Range, subject: Node, at: Span, text: str) -> Node:
        """Above the low end and below the high one; an end that is open for ever asks nothing."""
        above = Comparison.GE if test.has_low else Comparison.GT
        below = Comparison.LE if test.has_high else Comparison.LT
        lists = self.scope.lists
        sides = tuple(
            operators.comparison(operator, subject, self.node(end), lists, at, text)
            for operator, end in ((above, test.low), (below, test.high))
            if not isinstance(end, ast.NullLiteral)
        )
        return sides[0] if len(sides) == 1 else core.And(sides, YES_NO, at)

    # Values that are put together --------------------------------------------------------

    def _range(self, tree: ast.Range, at: Span) -> Node:
        if isinstance(tree.low, ast.NullLiteral) or isinstance(tree.high, ast.NullLiteral):
            hint = "write it after `in`, or with both ends"
            raise self.refuse("E306", "a range that is open for ever is no value", tree, hint)
        low, high = self.node(tree.low), self.node(tree.high)
        low, high = operators.alike(low, high, self.scope.lists)
        if low.type.kind not in operators.ORDERED or not operators.is_same(low.type, high.type):
            words = f"{low.type.required()} to {high.type.required()}"
            raise self.refuse("E301", f"there is no range from {words}", tree)
        type_ = Type(Kind.RANGE, element=low.type.required())
        return beyond.RangeOf(low, high, tree.has_low, tree.has_high, type_, at)

    def _list(self, items: tuple[ast.Syntax, ...], tree: ast.Syntax) -> Node:
        if not items:
            raise self.refuse("E306", "an empty list has no type here", tree)
        nodes = tuple(self.node(item) for item in items)
        arguments = Arguments(nodes, (), self.at(tree), self.text(tree), self.scope.lists)
        nodes, type_ = one_type(nodes, arguments)
        return beyond.ListOf(nodes, list_of(type_, len(nodes)), self.at(tree))

    def _context(self, entries: tuple[tuple[str, ast.Syntax], ...], at: Span) -> Node:
        """Later entries may read earlier ones by their keys."""
        made: dict[str, Node] = {}
        for key, entry in entries:
            if key in made:
                raise self.refuse("E301", f"the key `{key}` stands twice", entry)
            bound = {**self.scope.bound, **made}
            scope = replace(self.scope, bound=bound)
            made[key] = self.inside(scope, self.subject, self.steps).node(entry)
        whole = tuple(made.items())
        return beyond.ContextOf(whole, context_type(whole), at)

    def _instance_of(self, operand: Node, reference: ast.TypeReference, tree: ast.Syntax) -> Node:
        """Types are known from the text: what is left to ask is whether there is a value."""
        at, text = self.at(tree), self.text(tree)
        if reference.name != "Null" and reference.name not in _KINDS:
            raise self.refuse("E301", f"there is no type `{reference.name}`", tree)
        absent = core.IsAbsent(operand, YES_NO, at, text)
        is_null = reference.name == "Null"
        fits = is_null or _is_instance(operand.type, reference)
        if fits and operand.type.is_optional:
            return absent if is_null else core.Not(absent, YES_NO, at)
        return core.Const(fits and not is_null, YES_NO, at)


def _is_instance(type_: Type, reference: ast.TypeReference) -> bool:
    if type_.kind not in _KINDS.get(reference.name, ()):
        return False
    inner = [part for key, part in reference.of if not key]
    if inner and type_.item is not None:
        return _is_instance(type_.item, inner[0])
    fields = [(key, part) for key, part in reference.of if key]
    return all(
        (field := type_.field(key)) is not None and _is_instance(field, part)
        for key, part in fields
    )


def _number_type(value: Decimal) -> Type:
    return Type(Kind.NUMBER, decimals=places(value))


def _member(element: Node, collection: Node, at: Span, text: str) -> Node:
    inner = collection.type.element
    if inner is None or not operators.is_same(inner, element.type):
        raise Mismatch(
            "E301", f"`{text}` looks for {element.type.required()} in {collection.type.required()}"
        )
    return core.Member(element, collection, YES_NO, at, text)


def _operands(tree: ast.Syntax, operator: str) -> tuple[ast.Syntax, ...]:
    """The operands of a chain of one connective, flat and in order."""
    parts: list[ast.Syntax] = []
    while isinstance(tree, ast.Binary) and tree.operator == operator:
        parts.append(tree.right)
        tree = tree.left
    return (tree, *reversed(parts))
