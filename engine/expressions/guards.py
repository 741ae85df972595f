"""Which optional names are known to be present where a part of a condition is read.

A guard is `x = null or ...`, `x != null and ...`, an `if` on either, or the condition under which
the fact's own field is shown, as a conjunct. Guards work in any order: each conjunct is read
knowing what the others say.
"""

from __future__ import annotations

from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.scope import Presence, shape

Names = frozenset[str]
NOTHING: Names = frozenset()


def key_of(node: Node) -> str | None:
    """The name under which presence is tracked, or None for a node that is no plain name."""
    match node:
        case core.FactRef(name) | core.DerivedRef(name):
            return name
        case core.ItemRef(variable, field):
            return f"{variable}.{field}" if field else variable
        case core.TableRef():
            return shape(node)
        case _:
            return None


def present_if_true(node: Node, presence: Presence) -> Names:
    """The names that are present whenever `node` is true."""
    held = _conjuncts(node)
    shapes = {shape(part) for part in held}
    names = {name for name, needed in presence.items() if needed and needed <= shapes}
    for part in held:
        names |= _from_true(part, presence)
    return frozenset(names)


def present_if_false(node: Node, presence: Presence) -> Names:
    """The names that are present whenever `node` is false."""
    match node:
        case core.IsAbsent(operand):
            key = key_of(operand)
            return frozenset({key}) if key else NOTHING
        case core.Not(operand):
            return present_if_true(operand, presence)
        case core.Or(items):
            return NOTHING.union(*(present_if_false(item, presence) for item in items))
        case core.And(items):
            return frozenset.intersection(*(present_if_false(item, presence) for item in items))
        case _:
            return NOTHING


def _from_true(node: Node, presence: Presence) -> Names:
    match node:
        case core.Not(operand):
            return present_if_false(operand, presence)
        case core.Or(items):
            return frozenset.intersection(*(present_if_true(item, presence) for item in items))
        case _:
            return NOTHING


def _conjuncts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, core.And):
        return tuple(part for item in node.items for part in _conjuncts(item))
    return (node,)
