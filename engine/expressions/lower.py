"""Expressions to the core: names resolved, types checked, every construct made of core nodes.

`lower_formula` and `lower_condition` collect problems and return a node only when there is none.
Whether an optional name is guarded is a second pass over the core, in `presence`.
"""

from __future__ import annotations

from decimal import Decimal
from difflib import get_close_matches
from typing import assert_never

from engine.expressions import core, operators
from engine.expressions import syntax as ast
from engine.expressions.core import Comparison, Node, Quantifier
from engine.expressions.functions import FUNCTIONS, literal_length_or_date
from engine.expressions.operators import Mismatch
from engine.expressions.parser import parse, parse_unary_tests
from engine.expressions.scope import Scope, Symbol, SymbolKind
from engine.expressions.trees import tests_input
from engine.model.condition import Combinator, Condition, Formula
from engine.model.inside import Constant, Meant
from engine.model.period import Days, Months
from engine.model.problem import Problem, Span
from engine.model.types import NULL, NUMBER, TEXT, YES_NO, Kind, Type
from engine.model.value import ABSENT


class Refused(Exception):
    """Lowering stopped here; the exception never leaves this package."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def lower_formula(formula: Formula, scope: Scope) -> tuple[Node | None, tuple[Problem, ...]]:
    """Lower one text of any type."""
    try:
        return _Lowering(formula, scope).node(_parsed(formula)), ()
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


def _parsed(formula: Formula) -> ast.Syntax:
    try:
        return parse(formula.text)
    except ast.FeelSyntaxError as error:
        place = formula.place(error.offset)
        raise Refused(Problem(error.code, error.message, place, error.hint)) from None


class _Lowering:
    """Lowers one formula. `subject` is what `Input` stands for, in a table cell or after `in`."""

    def __init__(self, formula: Formula, scope: Scope, subject: Node | None = None) -> None:
        self.formula = formula
        self.scope = scope
        self.subject = subject

    def at(self, tree: ast.Syntax) -> Span:
        start = self.formula.place(tree.start)
        end = self.formula.place(tree.end)
        same_line = end.line == start.line
        return start.at(start.line, start.column, end.column if same_line else 0)

    def text(self, tree: ast.Syntax) -> str:
        return " ".join(self.formula.text[tree.start : tree.end].split())

    def refuse(self, code: str, message: str, tree: ast.Syntax, hint: str | None = None) -> Refused:
        return Refused(Problem(code, message, self.at(tree), hint))

    def within(self, variable: str, type_: Type) -> _Lowering:
        return _Lowering(self.formula, self.scope.with_variable(variable, type_), self.subject)

    def node(self, tree: ast.Syntax) -> Node:
        try:
            return self._node(tree)
        except Mismatch as mismatch:
            raise self.refuse(mismatch.code, mismatch.message, tree, mismatch.hint) from None

    def _node(self, tree: ast.Syntax) -> Node:
        at = self.at(tree)
        match tree:
            case ast.NumberLiteral(value):
                return core.Const(value, NUMBER, at)
            case ast.StringLiteral(value):
                return core.Const(value, TEXT, at)
            case ast.BooleanLiteral(value):
                return core.Const(value, YES_NO, at)
            case ast.NullLiteral():
                return core.Const(ABSENT, NULL, at)
            case ast.AtLiteral(value):
                return literal_length_or_date(value, at)
            case ast.Name(name):
                return self._name(name, tree)
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
            case ast.Invocation():
                return self._invocation(tree)
            case ast.Range():
                raise self.refuse("E306", "a range stands after `in`", tree, "write `x in [a..b]`")
            case (
                ast.Iteration()
                | ast.ListLiteral()
                | ast.Filter()
                | ast.Path()
                | ast.Application()
                | ast.ContextLiteral()
                | ast.InstanceOf()
                | ast.FunctionDefinition()
            ):
                raise self.refuse(
                    "E306",
                    f"`{self.text(tree)}` cannot be used here",
                    tree,
                    "see the language page",
                )
            case _:
                assert_never(tree)

    def _negated(self, operand: ast.Syntax, tree: ast.Syntax) -> Node:
        inner, at = self.node(operand), self.at(tree)
        if isinstance(inner, core.Const):
            match inner.value:
                case Decimal() as number:
                    return core.Const(number.copy_negate(), inner.type, at)
                case Months() | Days() as length:
                    return core.Const(-length, inner.type, at)
                case _:
                    pass
        minus = core.Const(Decimal(-1), NUMBER, at)
        return operators.multiplication(inner, minus, at, self.text(tree))

    def condition(self, tree: ast.Syntax) -> Node:
        """A node that must be yes or no."""
        node = self.node(tree)
        if node.type.kind is not Kind.YES_NO:
            kind = node.type.required()
            raise self.refuse("E302", f"a condition is yes or no, and this is {kind}", tree)
        return node

    # Names -------------------------------------------------------------------------------

    def _name(self, name: str, tree: ast.Syntax) -> Node:
        at = self.at(tree)
        head, _, field = name.partition(".")
        if head in self.scope.variables:
            return self._item(head, field, tree)
        match self.formula.meaning(name):
            case Constant(value, type_):
                return core.Const(value, type_, at)
            case meant:
                return self._meant(meant, at)

    def _meant(self, meant: Meant, at: Span) -> Node:
        """What a name stands for; an argument of a fragment must be of its parameter's type."""
        symbol = self.scope.resolve(meant.name)
        if symbol is None:
            raise Refused(self._unknown(meant.name, meant.at or at))
        if meant.at is not None and meant.type is not None and not _fits(symbol.type, meant.type):
            found, wanted = symbol.type.required(), meant.type
            message = f"`{meant.name}` is {found}, and the parameter takes {wanted}"
            raise Refused(Problem("D153", message, meant.at))
        return _reference(symbol, at)

    def _item(self, variable: str, field: str, tree: ast.Syntax) -> Node:
        type_ = self.scope.variables[variable]
        if type_.kind is not Kind.GROUP:
            if field:
                raise self.refuse("E204", f"`{variable}` has no fields", tree)
            return core.ItemRef(variable, None, type_, self.at(tree))
        found = type_.field(field)
        if found is None:
            names = [name for name, _ in type_.fields]
            close = get_close_matches(field, names, 1)
            hint = f"did you mean `{variable}.{close[0]}`?" if close else None
            raise self.refuse("E204", f"an item of `{type_.of}` has no field `{field}`", tree, hint)
        return core.ItemRef(variable, field, found, self.at(tree))

    def _unknown(self, name: str, at: Span) -> Problem:
        explained = self.scope.undeclared(name)
        if isinstance(explained, Problem):
            return explained
        if explained is not None:
            return Problem("E206", f"`{name}` cannot be read here", at, explained)
        close = get_close_matches(name, sorted(self.scope.names), 1)
        hint = f"did you mean `{close[0]}`?" if close else None
        return Problem("E201", f"unknown name `{name}`", at, hint)

    # Operators ---------------------------------------------------------------------------

    def _binary(self, tree: ast.Binary, at: Span) -> Node:
        text = self.text(tree)
        match tree.operator:
            case "and" | "or":
                operands = tuple(self.condition(part) for part in _operands(tree, tree.operator))
                made = core.And if tree.operator == "and" else core.Or
                return made(operands, YES_NO, at)
            case "+":
                return operators.addition(self.node(tree.left), self.node(tree.right), 1, at, text)
            case "-":
                return operators.addition(self.node(tree.left), self.node(tree.right), -1, at, text)
            case "*":
                return operators.multiplication(
                    self.node(tree.left), self.node(tree.right), at, text
                )
            case "/" | "**":
                raise self.refuse("E306", f"`{tree.operator}` cannot be used here", tree)
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
                case ast.Range(low, high, has_low, has_high):
                    above = Comparison.GE if has_low else Comparison.GT
                    below = Comparison.LE if has_high else Comparison.LT
                    first = operators.comparison(above, subject, self.node(low), lists, at, text)
                    second = operators.comparison(below, subject, self.node(high), lists, at, text)
                    return core.And((first, second), YES_NO, at)
                case ast.ListLiteral(items):
                    return self.any_test(items, subject, whole or test)
                case _ if tests_input(test):
                    lowering = _Lowering(self.formula, self.scope, subject)
                    return lowering.condition(test)
                case _:
                    pass
            value = self.node(test)
            if value.type.kind is Kind.LIST and value.type.element is not None:
                element = operators.as_code(subject, value.type.element, lists)
                return _member(element, value, at, text)
            return operators.comparison(Comparison.EQ, subject, value, lists, at, text)
        except Mismatch as mismatch:
            raise self.refuse(mismatch.code, mismatch.message, test, mismatch.hint) from None

    def quantified(
        self,
        quantifier: Quantifier,
        iterators: tuple[tuple[str, ast.Syntax], ...],
        body: ast.Syntax,
        tree: ast.Syntax,
    ) -> Node:
        (variable, source), *rest = iterators
        over = self.node(source)
        type_ = self._element_of(over, source)
        if hidden := self.scope.hidden_by(variable):
            message = f"the variable `{variable}` hides `{hidden}`"
            raise self.refuse("E208", message, tree, "give the variable another name")
        inner = self.within(variable, type_)
        if rest:
            truth = inner.quantified(quantifier, tuple(rest), body, tree)
        else:
            truth = inner.condition(body)
        at, text = self.at(tree), self.text(tree)
        return core.Quantified(quantifier, variable, over, truth, YES_NO, at, text)

    def _element_of(self, over: Node, tree: ast.Syntax) -> Type:
        """The type of what a variable stands for: an item of a group or an element of a list."""
        if over.type.kind is Kind.GROUP:
            return over.type
        if over.type.kind is Kind.LIST and over.type.element is not None:
            return over.type.element
        raise self.refuse("E301", f"`{self.text(tree)}` is not a group and not a list", tree)

    def _invocation(self, tree: ast.Invocation) -> Node:
        made = FUNCTIONS.get(tree.function)
        if made is None:
            close = get_close_matches(tree.function, sorted(FUNCTIONS), 1)
            hint = f"did you mean `{close[0]}`?" if close else None
            raise self.refuse("E202", f"unknown function `{tree.function}`", tree, hint)
        wanted = made.parameters
        if len(tree.arguments) != len(wanted):
            message = f"`{tree.function}` takes {len(wanted)} argument, not {len(tree.arguments)}"
            raise self.refuse("E203", message, tree)
        if tree.names and set(tree.names) != set(wanted):
            message = f"`{tree.function}` has no such parameter"
            raise self.refuse("E203", message, tree, f"write `{', '.join(wanted)}`")
        nodes = tuple(self.node(argument) for argument in tree.arguments)
        by_name = dict(zip(tree.names or wanted, nodes, strict=True))
        return made.build(tuple(by_name[name] for name in wanted), self.at(tree))


def _fits(found: Type, wanted: Type) -> bool:
    """Whether a fact of the one type can be read as the other, absence and domain aside."""
    return (found.kind, found.of, found.element) == (wanted.kind, wanted.of, wanted.element)


def _reference(symbol: Symbol, at: Span) -> Node:
    match symbol.kind:
        case SymbolKind.FACT:
            return core.FactRef(symbol.name, symbol.type, at)
        case SymbolKind.VALUE:
            return core.ValueRef(symbol.name, symbol.type, at)
        case SymbolKind.DERIVED:
            return core.DerivedRef(symbol.name, symbol.type, at)
        case SymbolKind.TABLE:
            return core.TableRef(symbol.name, symbol.output, symbol.type, at)
        case SymbolKind.ITEM:
            return core.ItemRef(symbol.name, symbol.output or None, symbol.type, at)
        case _:
            assert_never(symbol.kind)


def _member(element: Node, collection: Node, at: Span, text: str) -> Node:
    inner = collection.type.element
    if inner is None or inner.kind is not element.type.kind or inner.of != element.type.of:
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
