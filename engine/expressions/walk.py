"""Walks over the core: what is inside a node and which names it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.expressions import beyond, core
from engine.expressions.core import Node


def given_names(node: Node) -> Iterator[str]:
    """The names of given, derived, valued and tabled facts that `node` reads directly."""
    match node:
        case core.FactRef(name) | core.ValueRef(name) | core.DerivedRef(name):
            yield name
        case core.TableRef(name) | beyond.ValuesDuring(name):
            yield name
        case _:
            pass
    for child in children(node):
        yield from given_names(child)


def height(node: Node, heights: Mapping[str, int]) -> int:
    """The number of levels to evaluate; `heights` has those of derived facts and tables."""
    match node:
        case core.DerivedRef(name) | core.TableRef(name):
            inside = max((height(child, heights) for child in children(node)), default=0)
            return 1 + max(heights.get(name, 0), inside)
        case _:
            return 1 + max((height(child, heights) for child in children(node)), default=0)


def bound_in(node: Node) -> frozenset[str]:
    """The variables that `node` binds in the second of its children, over the first."""
    match node:
        case core.Quantified() | core.Aggregated() | beyond.Mapped() | beyond.Filtered():
            return frozenset({node.variable})
        case beyond.Sorted(first, second):
            return frozenset({first, second})
        case _:
            return frozenset()


def loops(node: Node) -> int:
    """How many loops stand in each other in `node`: 2 where items are compared with items."""
    return max(map(loops, children(node)), default=0) + bool(bound_in(node))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside `node`."""
    match node:
        case core.Compare(_, left, right) | core.Add(left, right):
            return left, right
        case core.AddMonths(day, months):
            return day, months
        case core.Member(element, collection):
            return element, collection
        case core.Scale(operand, factor):
            return operand, factor
        case core.Shares(parts, over):
            return over, *(one for part in parts for one in part)
        case core.And(items) | core.Or(items):
            return items
        case core.Not(operand) | core.IsAbsent(operand) | core.AttributeOf(operand):
            return (operand,)
        case core.If(condition, then, otherwise):
            return condition, then, otherwise
        case core.Quantified(_, _, source, body) | core.Aggregated(_, _, source, body):
            return source, body
        case core.ValueRef(on=on) | core.TableRef(on=on) if on is not None:
            return (on,)
        case core.Defined(_, _, body):
            return (body,)
        case _ if isinstance(node, beyond.BEYOND):
            return _beyond(node)
        case _:
            return ()


def _beyond(node: Node) -> tuple[Node, ...]:
    match node:
        case beyond.Multiply(left, right) | beyond.Divide(left, right):
            return left, right
        case beyond.RangeOf(low, high):
            return low, high
        case beyond.ValuesDuring(_, first, last):
            return first, last
        case beyond.Round(operand) | beyond.FieldOf(operand):
            return (operand,)
        case beyond.ListOf(items) | beyond.Call(_, items):
            return items
        case beyond.ContextOf(entries):
            return tuple(entry for _, entry in entries)
        case beyond.Mapped(_, source, body) | beyond.Filtered(_, source, body):
            return source, body
        case beyond.Sorted(_, _, source, body):
            return source, body
        case _:
            raise AssertionError(f"{type(node).__name__} is not beyond the core")
