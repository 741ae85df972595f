"""The syntax tree back to FEEL text, with no more brackets than it needs.

`parse(rendered(tree))` is the same tree but for its places. Names are written as they stand in the
tree, so the text is of the mode whose names they are.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from engine.expressions import syntax as ast
from engine.expressions.lexer import KEYWORDS
from engine.expressions.syntax import Syntax, TypeReference

_PLAIN_KEY: Final = re.compile(r"[^\W\d]\w*")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Strength(IntEnum):
    """How tightly a construct holds its parts, loosest first."""

    ANY = 0
    OR = 1
    AND = 2
    COMPARISON = 3
    SUM = 4
    PRODUCT = 5
    POWER = 6
    NEGATION = 7
    INSTANCE = 8
    POSTFIX = 9
    ATOM = 10


_OPERATORS: Final = {
    "or": Strength.OR,
    "and": Strength.AND,
    "+": Strength.SUM,
    "-": Strength.SUM,
    "*": Strength.PRODUCT,
    "/": Strength.PRODUCT,
    "**": Strength.POWER,
}


def rendered(tree: Syntax) -> str:
    return _write(tree, Strength.ANY)


def rendered_tests(tests: tuple[Syntax, ...]) -> str:
    """The text of a cell; `-` for no test."""
    return ", ".join(_test(test) for test in tests) or "-"


def rendered_type(type_: TypeReference) -> str:
    inner = ", ".join(
        f"{key}: {rendered_type(part)}" if key else rendered_type(part) for key, part in type_.of
    )
    text = f"{type_.name}<{inner}>" if inner or type_.name == "function" else type_.name
    return f"{text} -> {rendered_type(type_.gives)}" if type_.gives else text


def quoted(text: str) -> str:
    """A string literal."""
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in text) + '"'


def _write(tree: Syntax, least: Strength) -> str:
    """The text, in brackets where the construct holds its parts less tightly than `least`."""
    text, strength = _text(tree)
    return text if strength >= least else f"({text})"


def _text(tree: Syntax) -> tuple[str, Strength]:
    match tree:
        case ast.NumberLiteral(value):
            return str(value), Strength.ATOM
        case ast.StringLiteral(value):
            return quoted(value), Strength.ATOM
        case ast.BooleanLiteral(value):
            return ("true" if value else "false"), Strength.ATOM
        case ast.NullLiteral():
            return "null", Strength.ATOM
        case ast.AtLiteral(value):
            return f"@{quoted(value)}", Strength.ATOM
        case ast.Name(name):
            return name, Strength.ATOM
        case ast.Input():
            return "?", Strength.ATOM
        case ast.Range():
            return _range(tree), Strength.ATOM
        case ast.ListLiteral(items):
            return f"[{_listed(items)}]", Strength.ATOM
        case ast.ContextLiteral(entries):
            inner = ", ".join(f"{_key(key)}: {rendered(value)}" for key, value in entries)
            return f"{{{inner}}}", Strength.ATOM
        case ast.Invocation(function, arguments, names):
            return f"{function}({_arguments(arguments, names)})", Strength.POSTFIX
        case ast.Application(function, arguments, names):
            called = _write(function, Strength.POSTFIX)
            if isinstance(function, ast.Name):  # a name before a bracket is an invocation
                called = f"({called})"
            return f"{called}({_arguments(arguments, names)})", Strength.POSTFIX
        case ast.Path(operand, field):
            text = _write(operand, Strength.POSTFIX)
            return f"{text}.{field}", Strength.POSTFIX
        case ast.Filter(source, condition):
            return f"{_write(source, Strength.POSTFIX)}[{rendered(condition)}]", Strength.POSTFIX
        case ast.InstanceOf(operand, type_):
            text = _write(operand, Strength.POSTFIX)
            return f"{text} instance of {rendered_type(type_)}", Strength.INSTANCE
        case ast.Negation(operand):
            return f"-{_write(operand, Strength.NEGATION)}", Strength.NEGATION
        case _:
            return _operation(tree)


def _operation(tree: Syntax) -> tuple[str, Strength]:
    match tree:
        case ast.Binary(operator, left, right):
            strength = _OPERATORS.get(operator)
            if strength is None:
                sides = _write(left, Strength.SUM), _write(right, Strength.SUM)
                return f" {operator} ".join(sides), Strength.COMPARISON
            tighter = Strength(strength + 1)
            return f"{_write(left, strength)} {operator} {_write(right, tighter)}", strength
        case ast.Between(operand, low, high):
            subject, first, last = (_write(part, Strength.SUM) for part in (operand, low, high))
            return f"{subject} between {first} and {last}", Strength.COMPARISON
        case ast.In(operand, tests):
            return f"{_write(operand, Strength.SUM)} in {_tests(tests)}", Strength.COMPARISON
        case ast.Conditional(condition, then, otherwise):
            parts = (rendered(condition), rendered(then), rendered(otherwise))
            return "if {} then {} else {}".format(*parts), Strength.ANY
        case ast.Quantification(quantifier, iterators, body):
            text = f"{quantifier} {_iterators(iterators)} satisfies {rendered(body)}"
            return text, Strength.ANY
        case ast.Iteration(iterators, body):
            return f"for {_iterators(iterators)} return {rendered(body)}", Strength.ANY
        case ast.FunctionDefinition(parameters, body, is_external):
            inner = ", ".join(
                f"{name}: {rendered_type(type_)}" if type_ else name for name, type_ in parameters
            )
            external = "external " if is_external else ""
            return f"function({inner}) {external}{rendered(body)}", Strength.ANY
        case _:
            raise AssertionError(f"{type(tree).__name__} has no text")


def _listed(items: tuple[Syntax, ...]) -> str:
    return ", ".join(map(rendered, items))


def _arguments(arguments: tuple[Syntax, ...], names: tuple[str, ...]) -> str:
    if not names:
        return _listed(arguments)
    pairs = zip(names, arguments, strict=True)
    return ", ".join(f"{name}: {rendered(argument)}" for name, argument in pairs)


def _iterators(iterators: tuple[tuple[str, Syntax], ...]) -> str:
    return ", ".join(f"{name} in {_write(source, Strength.SUM)}" for name, source in iterators)


def _key(key: str) -> str:
    is_plain = _PLAIN_KEY.fullmatch(key) is not None and key not in KEYWORDS
    return key if is_plain else quoted(key)


def _range(tree: ast.Range) -> str:
    low, high = isinstance(tree.low, ast.NullLiteral), isinstance(tree.high, ast.NullLiteral)
    if low and not high and not tree.has_low:
        return f"({'<=' if tree.has_high else '<'} {_write(tree.high, Strength.SUM)})"
    if high and not low and not tree.has_high:
        return f"({'>=' if tree.has_low else '>'} {_write(tree.low, Strength.SUM)})"
    opening, closing = "[" if tree.has_low else "(", "]" if tree.has_high else ")"
    first = _write(tree.low, Strength.SUM)
    last = _write(tree.high, Strength.ATOM)  # a `[` after it would end the range
    return f"{opening}{first}..{last}{closing}"


def _tests(tests: tuple[Syntax, ...]) -> str:
    match tests:
        case (ast.ListLiteral() as only,):
            return rendered(only)
        case (ast.Range(has_low=True) as only,) if not isinstance(only.high, ast.NullLiteral):
            return rendered(only)
        case _:
            return f"({', '.join(map(_test, tests))})"


def _test(test: Syntax) -> str:
    """A unary test: what compares the input leaves it out."""
    match test:
        case ast.Binary(operator, ast.Input(), right) if operator not in _OPERATORS:
            return f"{operator} {_write(right, Strength.SUM)}"
        case _:
            return rendered(test)
