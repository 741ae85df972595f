"""Walks over syntax trees: what is inside a tree, how high it is, and what it names."""

from __future__ import annotations

from collections.abc import Iterator

from engine.expressions.syntax import (
    Application,
    Between,
    Binary,
    Conditional,
    ContextLiteral,
    Filter,
    FunctionDefinition,
    In,
    Input,
    InstanceOf,
    Invocation,
    Iteration,
    ListLiteral,
    Name,
    Negation,
    Path,
    Quantification,
    Range,
    Syntax,
)


def parts(tree: Syntax) -> tuple[Syntax, ...]:
    """The trees directly inside `tree`, in the order of the text."""
    match tree:
        case Negation(operand) | Path(operand) | InstanceOf(operand):
            return (operand,)
        case FunctionDefinition(_, body):
            return (body,)
        case ContextLiteral(entries):
            return tuple(value for _, value in entries)
        case Application(function, arguments):
            return function, *arguments
        case Binary(_, left, right):
            return left, right
        case Between(operand, low, high):
            return operand, low, high
        case Range(low, high):
            return low, high
        case In(operand, tests):
            return operand, *tests
        case Conditional(condition, then, otherwise):
            return condition, then, otherwise
        case Quantification(_, iterators, body) | Iteration(iterators, body):
            return *(source for _, source in iterators), body
        case ListLiteral(items) | Invocation(_, items):
            return items
        case Filter(source, condition):
            return source, condition
        case _:
            return ()


def names_in(tree: Syntax) -> Iterator[str]:
    """Every name in the tree, variables of quantifiers among them, in the order of the text."""
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        if isinstance(at, Name):
            yield at.name
        waiting += reversed(parts(at))


def calls_in(tree: Syntax) -> Iterator[str]:
    """The name of every function that is called in the tree."""
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        if isinstance(at, Invocation):
            yield at.function
        waiting += parts(at)


def tests_input(tree: Syntax) -> bool:
    """Whether the tree reads the tested input; that of an `in` inside it is another one."""
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        if isinstance(at, Input):
            return True
        waiting += (at.operand,) if isinstance(at, In) else parts(at)
    return False


def highest(tree: Syntax) -> tuple[int, Syntax]:
    """The number of levels of the tree, and a part on the last one.

    A chain of `and`, or of `or`, is one level, as it is lowered to one node.
    """
    height, deepest = 0, tree
    waiting = [(tree, 1)]
    while waiting:
        at, level = waiting.pop()
        if level > height:
            height, deepest = level, at
        waiting += [(part, level + (not _is_chained(at, part))) for part in parts(at)]
    return height, deepest


def _is_chained(tree: Syntax, part: Syntax) -> bool:
    return (
        isinstance(tree, Binary)
        and isinstance(part, Binary)
        and part is tree.left
        and tree.operator == part.operator
        and tree.operator in {"and", "or"}
    )
