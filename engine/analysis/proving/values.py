"""Two values side by side: that they are not the same, or that one of them is absent."""

from __future__ import annotations

from engine.expressions import core
from engine.expressions.core import Comparison, Node
from engine.model.types import YES_NO


def are_apart(one: Node, other: Node) -> Node:
    """True where both are there and differ. No formula compares lists, so that is left open."""
    return core.Compare(Comparison.NE, one, other, YES_NO, one.at, "")


def is_absent(node: Node) -> Node:
    """True or false of what has a state, and open of what fails."""
    return core.IsAbsent(node, YES_NO, node.at, "")
