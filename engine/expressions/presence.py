"""Whether every optional name is guarded where it is read, and whether a result can be absent.

A second pass over the core: lowering first, so that guards work in any order.
"""

from __future__ import annotations

from engine.expressions import beyond, core
from engine.expressions.core import Node
from engine.expressions.guards import Held, beside, held_if, key_of
from engine.expressions.scope import Scope
from engine.expressions.shape import shape
from engine.expressions.walk import children
from engine.model.problem import Problem
from engine.model.value import ABSENT

_HINT = "guard it: `{name} != null and ...`, `{name} = null or ...`, or an `if`"
_NAMES = core.FactRef | core.DerivedRef | core.ItemRef | core.TableRef | core.AttributeOf
_NAME_IT = "give it a name under `derived` and guard that name"


def unguarded(
    node: Node, scope: Scope, never_absent: frozenset[str], given: Node | None = None
) -> tuple[bool, list[Problem]]:
    """Whether the result of `node` can be absent, and a problem for each unguarded read in it.

    A whole expression may give an absent result (its own type is then optional); an operand may
    not be absent. `never_absent` holds optional names known to have a value always; `given` is
    true wherever the expression is read.
    """
    check = _Check()
    held = Held(names=never_absent)
    if given is not None:
        held |= held_if(given, True, scope.presence)
    return check.result(node, scope, held), check.problems


class _Check:
    """`held` is what is known wherever the node visited is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def result(self, node: Node, scope: Scope, held: Held) -> bool:
        """Visit a node whose own value may be absent; return whether it can be."""
        if isinstance(node, core.ValueRef | core.TableRef) and node.on is not None:
            self.operand(node.on, scope, held)
        match node:
            case core.If(condition, then, otherwise):
                self.operand(condition, scope, held)
                presence = scope.presence
                first = self.result(then, scope, held | held_if(condition, True, presence))
                second = self.result(otherwise, scope, held | held_if(condition, False, presence))
                return first or second
            case core.AttributeOf(operand, _, values):
                is_absent = self.result(operand, scope, held) or ABSENT in values.values()
                return is_absent and not held.has(shape(node), scope.presence)
            case core.Const():
                return node.type.is_optional
            case core.Defined(_, _, body):
                return self.result(body, scope, held)
            case _:
                self.inside(node, scope, held)
                key = key_of(node) if node.type.is_optional else None
                return key is not None and not (held.has(key, scope.presence) or held.settles(node))

    def operand(self, node: Node, scope: Scope, held: Held) -> None:
        """Visit a node whose value is read by a strict operator."""
        if self.result(node, scope, held):
            key = key_of(node) if isinstance(node, _NAMES) else None
            what = f"`{key}`" if key else "this"
            hint = _HINT.format(name=key) if key else _NAME_IT
            self.problems.append(Problem("E303", f"{what} can be absent here", node.at, hint))

    def inside(self, node: Node, scope: Scope, held: Held) -> None:
        """Visit the operands of a node."""
        match node:
            case core.And(items) | core.Or(items):
                for item, others in beside(items, isinstance(node, core.And), scope.presence):
                    self.operand(item, scope, held | others)
            case core.IsAbsent(operand):
                self.result(operand, scope, held)
            case core.Not(operand) | core.Scale(operand):
                self.operand(operand, scope, held)
            case core.Compare(_, left, right) | core.Add(left, right):
                self.operand(left, scope, held)
                self.operand(right, scope, held)
            case core.AddMonths(day, months):
                self.operand(day, scope, held)
                self.operand(months, scope, held)
            case core.Member(element, collection):
                self.operand(element, scope, held)
                self.operand(collection, scope, held)
            case core.Quantified() | core.Aggregated() | beyond.Mapped() | beyond.Filtered():
                self.operand(node.source, scope, held)
                self.operand(node.body, _with(scope, node.source, node.variable), held)
            case beyond.Sorted(first, second, source, body):
                self.operand(source, scope, held)
                self.operand(body, _with(scope, source, first, second), held)
            case beyond.ContextOf(entries):
                for _, entry in entries:
                    self.result(entry, scope, held)
            case core.Shares() | core.NoResult():
                for part in children(node):
                    self.operand(part, scope, held)
            case _ if isinstance(node, beyond.BEYOND):
                for part in children(node):
                    self.operand(part, scope, held)
            case _:
                pass


def _with(scope: Scope, source: Node, *variables: str) -> Scope:
    """The scope of what is said of the elements of `source`."""
    for variable in variables:
        scope = scope.with_variable(variable, source.type.item or source.type)
    return scope
