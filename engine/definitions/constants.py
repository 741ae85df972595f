"""A condition with one of its variables known: what is then plain is worked out."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final, get_args

from engine.expressions import core
from engine.expressions.arithmetic import COMPARE, is_in
from engine.expressions.core import Node
from engine.model.types import YES_NO
from engine.model.value import ABSENT, Known

_NODES: Final = get_args(Node)


def with_constant(node: Node, variable: str, value: Known) -> Node:
    """`node` where the element `variable` is `value`; comparisons of constants are settled."""
    if isinstance(node, core.ItemRef):
        is_it = node.variable == variable and node.field is None
        return core.Const(value, node.type, node.at) if is_it else node
    below: dict[str, Any] = {
        one.name: _within(getattr(node, one.name), variable, value) for one in fields(node)
    }
    return _settled(replace(node, **below))


def _within(part: Any, variable: str, value: Known) -> Any:
    if isinstance(part, _NODES):
        return with_constant(part, variable, value)
    if isinstance(part, tuple):
        return tuple(_within(one, variable, value) for one in part)
    return part


def _settled(node: Node) -> Node:
    match node:
        case core.AttributeOf(core.Const(str() as code), _, values) if code in values:
            return core.Const(values[code], node.type, node.at)
        case core.Compare(operator, core.Const(left), core.Const(right)):
            if ABSENT in (left, right):
                return node
            return core.Const(COMPARE[operator](left, right), YES_NO, node.at)
        case core.Member(core.Const(element), core.Const(tuple() as collection)):
            return (
                node
                if element is ABSENT
                else core.Const(is_in(element, collection), YES_NO, node.at)
            )
        case core.Not(core.Const(bool() as truth)):
            return core.Const(not truth, YES_NO, node.at)
        case _:
            return node
