"""A general value or rule with exceptions, and exceptions to them, as one node.

An exception is asked before what it is an exception to; of two at one level the first in the file
goes before, and that two of them never hold at once and give different values is proved elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.definitions.suggest import meant_or_listed
from engine.expressions import core
from engine.expressions.compiled import CompiledException
from engine.expressions.core import Node
from engine.expressions.operators import branches
from engine.model.listing import CodeList
from engine.model.problem import Problem
from engine.model.rule import Exceptional
from engine.model.types import YES_NO


@dataclass(frozen=True, slots=True)
class Lowered:
    """An exception with its own condition and, of a value, what it gives."""

    exception: Exceptional
    condition: Node
    value: Node | None


def misplaced(exceptions: tuple[Exceptional, ...]) -> Iterator[Problem]:
    """Every `over` that names no exception, or leads back to its own."""
    over = {one.id: one.over for one in exceptions}
    for one in exceptions:
        if one.over is not None and one.over not in over:
            hint = meant_or_listed(one.over, over, "they are")
            yield Problem("E214", f"there is no exception `{one.over}`", one.span, hint)
        elif one.id in _above(one.over, over):
            message = f"the exception `{one.id}` stands over itself"
            yield Problem("E214", message, one.span, "take one `over` out of the circle")
            return


def _above(id_: str | None, over: Mapping[str, str | None]) -> tuple[str, ...]:
    """The exceptions that an exception stands over, one over the other."""
    found: list[str] = []
    while id_ is not None and id_ not in found:
        found.append(id_)
        id_ = over.get(id_)
    return tuple(found)


def with_exceptions(
    general: Node, exceptions: tuple[Lowered, ...], lists: Mapping[str, CodeList]
) -> Node:
    """The general node and its exceptions; raises Mismatch where types do not go together.

    An exception without a value says that the rule is met; one over it takes that back.
    """
    return _Tree(exceptions, lists, general).node(None, general, is_met=True)


def each_exception(general: Node, exceptions: tuple[Lowered, ...]) -> tuple[CompiledException, ...]:
    """Each exception to a value with all that must hold for it to be asked."""
    conditions = {one.exception.id: one.condition for one in exceptions}
    over = {one.exception.id: one.exception.over for one in exceptions}
    made = []
    for one in exceptions:
        above = tuple(conditions[id_] for id_ in _above(one.exception.over, over))
        whole = core.And((one.condition, *above), YES_NO, one.condition.at)
        condition = whole if above else one.condition
        made.append(CompiledException(one.exception, condition, one.value or general))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Tree:
    exceptions: tuple[Lowered, ...]
    lists: Mapping[str, CodeList]
    general: Node

    def node(self, over: str | None, otherwise: Node, *, is_met: bool) -> Node:
        """`otherwise`, but for the exceptions that stand over `over`."""
        node = otherwise
        for one in reversed(self.exceptions):
            if one.exception.over != over:
                continue
            at = one.condition.at
            met = core.Const(True, YES_NO, at) if is_met else self.general
            value = one.value if one.value is not None else met
            inner = self.node(one.exception.id, value, is_met=not is_met)
            then, other, type_ = branches(inner, node, self.lists)
            node = core.If(one.condition, then, other, type_, at)
        return node
