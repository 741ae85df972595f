"""Syntax trees as one short line, with every bracket written: `(a or (b and c))`."""

from __future__ import annotations

from engine.expressions import syntax as ast
from engine.expressions.parser import parse, parse_unary_tests


def sketch(text: str) -> str:
    return sketch_of(parse(text))


def sketch_tests(text: str) -> list[str]:
    return [sketch_of(test) for test in parse_unary_tests(text)]


def sketch_of(tree: ast.Syntax) -> str:
    match tree:
        case ast.NumberLiteral(value) | ast.BooleanLiteral(value):
            return str(value).lower() if isinstance(value, bool) else str(value)
        case ast.StringLiteral(value):
            return f"'{value}'"
        case ast.NullLiteral():
            return "null"
        case ast.AtLiteral(value):
            return f"@{value}"
        case ast.Name(name):
            return name
        case ast.Input():
            return "?"
        case ast.Negation(operand):
            return f"(-{sketch_of(operand)})"
        case ast.Binary(operator, left, right):
            return f"({sketch_of(left)} {operator} {sketch_of(right)})"
        case ast.Between(operand, low, high):
            return f"({sketch_of(operand)} between {sketch_of(low)}, {sketch_of(high)})"
        case ast.Range(low, high, has_low, has_high):
            ends = "[" if has_low else "(", "]" if has_high else ")"
            return f"{ends[0]}{sketch_of(low)}..{sketch_of(high)}{ends[1]}"
        case ast.In(operand, tests):
            return f"({sketch_of(operand)} in {_all(tests)})"
        case ast.Conditional(condition, then, otherwise):
            return f"(if {sketch_of(condition)} {sketch_of(then)} {sketch_of(otherwise)})"
        case ast.Quantification(quantifier, iterators, body):
            over = ", ".join(f"{name} in {sketch_of(source)}" for name, source in iterators)
            return f"({quantifier} {over}: {sketch_of(body)})"
        case ast.Iteration(iterators, body):
            over = ", ".join(f"{name} in {sketch_of(source)}" for name, source in iterators)
            return f"(for {over}: {sketch_of(body)})"
        case ast.ListLiteral(items):
            return f"[{_all(items)}]"
        case ast.Filter(source, condition):
            return f"{sketch_of(source)}[{sketch_of(condition)}]"
        case ast.Path(operand, field):
            return f"{sketch_of(operand)}.{field}"
        case ast.Invocation(function, arguments, names):
            named = [f"{name}: " for name in names] or [""] * len(arguments)
            parts = zip(named, arguments, strict=True)
            return f"{function}({', '.join(name + sketch_of(part) for name, part in parts)})"
        case _:
            return f"<{type(tree).__name__}>"


def _all(trees: tuple[ast.Syntax, ...]) -> str:
    return ", ".join(map(sketch_of, trees))
