"""Stages: columns that share what they compute, as selects inside selects.

Terms share their expressions, but SQL is a tree, and an expression that is read twice would stand
there twice: derived facts over derived facts would grow without bound. So what is read more than
once, and is more than a comparison, becomes a column of an inner select. Nothing that is moved
there can fail: what would has been guarded (`calculations.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ibis.expr import operations as ops

_LARGE: Final = 6  # operations: fewer are computed again, which costs less than a column
_DEEP: Final = 60  # operations in each other, at most

SHARED: Final = "~shared"  # what the name of such a column begins with


class _Plan:
    """Which operations become columns, and in which stage."""

    def __init__(self, roots: Mapping[str, Any]) -> None:
        self.order = _bottom_up(roots)
        reads: dict[Any, int] = {}
        for node in self.order:
            for part in _parts(node):
                reads[part] = reads.get(part, 0) + 1
        for node in roots.values():
            reads[node] = reads.get(node, 0) + 1
        self.names: dict[Any, str] = {}
        self.stages: dict[Any, int] = {}
        sizes: dict[Any, int] = {}
        depths: dict[Any, int] = {}
        for node in self.order:
            parts = _parts(node)
            size = 1 + sum(sizes[part] for part in parts)
            depth = 1 + max((depths[part] for part in parts), default=0)
            self.stages[node] = max(
                (self.stages[part] + (part in self.names) for part in parts), default=0
            )
            if (reads[node] > 1 and size > _LARGE) or depth > _DEEP:
                self.names[node] = f"{SHARED} {len(self.names)}"
                size = depth = 1
            sizes[node], depths[node] = size, depth


def staged(table: Any, columns: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The table with what is shared as further columns, and the columns over it."""
    roots = {name: column.op() for name, column in columns.items()}
    plan = _Plan(roots)
    for stage in range(max(map(_stage_after(plan), plan.names), default=0)):
        made = {name: node for node, name in plan.names.items() if plan.stages[node] == stage}
        rebuild = _Rebuilt(table, plan)
        table = table.mutate(**{name: rebuild.inside(node) for name, node in made.items()})
    rebuild = _Rebuilt(table, plan)
    return table, {name: rebuild.column(node) for name, node in roots.items()}


def _stage_after(plan: _Plan) -> Any:
    return lambda node: plan.stages[node] + 1


class _Rebuilt:
    """Operations over a later stage of the table."""

    def __init__(self, table: Any, plan: _Plan) -> None:
        self._table = table.op()
        self._plan = plan
        self._made: dict[Any, Any] = {}
        self._there = set(table.columns)

    def column(self, node: Any) -> Any:
        return self._of(node).to_expr()

    def inside(self, node: Any) -> Any:
        """What the column of an operation is made of."""
        return self._again(node).to_expr()

    def _of(self, node: Any) -> Any:
        if node not in self._made:
            name = self._plan.names.get(node)
            if name is not None and name in self._there:
                self._made[node] = ops.Field(self._table, name)
            else:
                self._made[node] = self._again(node)
        return self._made[node]

    def _again(self, node: Any) -> Any:
        if isinstance(node, ops.Field):
            return ops.Field(self._table, node.name)
        if not _parts(node):
            return node
        arguments = (self._argument(one) for one in node.__args__)
        return node.__class__(*arguments)

    def _argument(self, argument: Any) -> Any:
        if isinstance(argument, ops.Value):
            return self._of(argument)
        if isinstance(argument, tuple):
            return tuple(self._argument(one) for one in argument)
        return argument


def _parts(node: Any) -> tuple[Any, ...]:
    if isinstance(node, ops.Field):
        return ()
    return tuple(_values(node.__args__))


def _values(arguments: Any) -> Iterator[Any]:
    for argument in arguments:
        if isinstance(argument, ops.Value):
            yield argument
        elif isinstance(argument, tuple):
            yield from _values(argument)


def _bottom_up(roots: Mapping[str, Any]) -> list[Any]:
    """Every operation once, after its parts."""
    order: dict[Any, None] = {}
    waiting = [(node, False) for node in reversed(list(roots.values()))]
    while waiting:
        node, is_done = waiting.pop()
        if node in order:
            continue
        if is_done:
            order[node] = None
        else:
            waiting.append((node, True))
            waiting += [(part, False) for part in _parts(node)]
    return list(order)
