"""Whether every optional name is guarded where it is read, and whether a result can be absent.

A second pass over the core: lowering first, so that guards work in any order.
"""

from __future__ import annotations

from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.guards import Names, key_of, present_if_false, present_if_true
from engine.expressions.scope import Presence, Scope
from engine.model.problem import Problem

_HINT = "guard it: `{name} != null and ...`, `{name} = null or ...`, or an `if`"


def unguarded(node: Node, scope: Scope, present: Names = frozenset()) -> tuple[bool, list[Problem]]:
    """Whether the result of `node` can be absent, and a problem for each unguarded read in it.

    A whole expression may give an absent result (its own type is then optional); an operand may
    not be absent.
    """
    check = _Check(scope)
    return check.result(node, scope.presence, present), check.problems


class _Check:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems: list[Problem] = []

    def result(self, node: Node, presence: Presence, present: Names) -> bool:
        """Visit a node whose own value may be absent."""
        match node:
            case core.If(condition, then, otherwise):
                self.operand(condition, presence, present)
                true = present | present_if_true(condition, presence)
                false = present | present_if_false(condition, presence)
                first = self.result(then, presence, true)
                return self.result(otherwise, presence, false) or first
            case _ if key_of(node) is not None:
                return node.type.is_optional and key_of(node) not in present
            case core.Const() | core.Aggregated() | core.Call():
                self.operand(node, presence, present, is_strict=False)
                return node.type.is_optional
            case _:
                self.operand(node, presence, present)
                return False

    def operand(
        self, node: Node, presence: Presence, present: Names, is_strict: bool = True
    ) -> None:
        """Visit a node whose value is read by a strict operator."""
        match node:
            case core.And(items):
                for item in items:
                    others = [present_if_true(o, presence) for o in items if o is not item]
                    self.operand(item, presence, present.union(*others))
            case core.Or(items):
                for item in items:
                    others = [present_if_false(o, presence) for o in items if o is not item]
                    self.operand(item, presence, present.union(*others))
            case core.Not(operand):
                self.operand(operand, presence, present)
            case core.If():
                if self.result(node, presence, present) and is_strict:
                    self._report(node, "this `if`")
            case core.IsAbsent(operand):
                self.result(operand, presence, present)
            case core.Compare(_, left, right) | core.Add(left, right):
                self.operand(left, presence, present)
                self.operand(right, presence, present)
            case core.AddMonths(day, months):
                self.operand(day, presence, present)
                self.operand(months, presence, present)
            case core.Member(element, collection):
                self.operand(element, presence, present)
                self.operand(collection, presence, present)
            case core.Scale(inner):
                self.operand(inner, presence, present)
            case core.Quantified(_, variable, source, body) | core.Aggregated(
                _, variable, source, body
            ):
                self.operand(source, presence, present)
                inner_scope = self.scope.with_variable(variable, source.type)
                merged = {**presence, **inner_scope.presence}
                self.operand(body, merged, present)
                if is_strict and node.type.is_optional:
                    self._report(node, "this")
            case core.Call(_, arguments):
                for argument in arguments:
                    self.operand(argument, presence, present)
                if is_strict and node.type.is_optional:
                    self._report(node, "this")
            case _:
                key = key_of(node)
                if key is not None and node.type.is_optional and key not in present:
                    self._report(node, f"`{key}`", key)

    def _report(self, node: Node, what: str, name: str | None = None) -> None:
        hint = (
            _HINT.format(name=name)
            if name
            else "give it a name under `derived` and guard that name"
        )
        self.problems.append(Problem("E303", f"{what} can be absent here", node.at, hint))
