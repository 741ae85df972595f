"""A node of the core made again over other nodes of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, get_args

from engine.expressions import core
from engine.expressions.core import Node

_NODES: Final = get_args(core.Node)
_KEPT: Final = frozenset({"type", "at", "values"})


def rebuilt(node: Node, over: Callable[[Node], Node]) -> Node:
    """The node with what `over` makes of each node directly in it, and all else as it is."""

    def part(one: Any) -> Any:
        if isinstance(one, _NODES):
            return over(one)
        if isinstance(one, tuple) and not is_dataclass(one):
            return tuple(part(inner) for inner in one)
        return one

    names = (one.name for one in fields(node) if one.name not in _KEPT)
    made: Node = replace(node, **{name: part(getattr(node, name)) for name in names})
    return made
