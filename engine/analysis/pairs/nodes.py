"""Nodes of two programs, written over for one: names renamed, and equal nodes made one node.

What `shape` does not tell apart is told apart here: attributes of codes that say something else in
the two versions; and a function of the calendar is one that may give anything, where the calendars
differ. What it tells apart for its place alone, a fault, is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from engine.analysis.rebuilding import rebuilt
from engine.expressions import beyond, core
from engine.expressions.compiled import CompiledOutput
from engine.expressions.core import Node
from engine.expressions.shape import shape
from engine.model.dated import Dated
from engine.model.listing import CodeList
from engine.model.problem import Span
from engine.model.types import Type
from engine.model.value import Absent, Known

_NAMED: Final = (core.ValueRef, core.DerivedRef, core.TableRef, beyond.ValuesDuring)
_NOWHERE: Final = Span(PurePosixPath("."), 1, 1)
_OF_CALENDAR: Final = frozenset({"is working day", "working days after", "working days between"})

Attributes = Mapping[tuple[str, str], Mapping[str, Known | Absent]]


def attributes_of(old: Mapping[str, CodeList], new: Mapping[str, CodeList]) -> Attributes:
    """What codes say, by list and attribute, where no code says two things in the two versions."""
    joined: dict[tuple[str, str], Mapping[str, Known | Absent]] = {}
    for id_ in old.keys() & new.keys():
        for attribute in old[id_].attributes:
            first, second = (one[id_].values_of(attribute.name) for one in (old, new))
            if all(first[code] == second[code] for code in first.keys() & second.keys()):
                joined[id_, attribute.name] = {**first, **second}
    return joined


class Rewriting:
    """Writes the nodes of one version over. `kept` is shared by both, so equal nodes are one."""

    def __init__(
        self,
        side: str,
        attributes: Attributes,
        lists: Mapping[str, CodeList],
        kept: dict[tuple[str, Type], Node],
        *,
        is_calendar_shared: bool,
    ) -> None:
        self._side = side
        self._attributes = attributes
        self._lists = lists
        self._kept = kept
        self._is_calendar_shared = is_calendar_shared
        self._made: dict[int, tuple[Node, Node]] = {}
        self.names: Mapping[str, str] = {}
        self._types: Mapping[str, Type] = {}

    def rename(self, names: Mapping[str, str], types: Mapping[str, Type]) -> None:
        """From now on names are these, where they are another, and facts have these types."""
        self.names, self._types = names, types
        self._made = {}

    def node(self, node: Node) -> Node:
        known = self._made.get(id(node))
        if known is None:
            known = self._made[id(node)] = (node, self._kept_one(self._over(node)))
        return known[1]

    def output(self, output: CompiledOutput) -> CompiledOutput:
        return output if isinstance(output, Dated) else self.node(output)

    def _kept_one(self, node: Node) -> Node:
        if isinstance(node, core.Defined):
            return node  # its body is a node of the same shape
        return self._kept.setdefault((shape(node), node.type), node)

    def _over(self, node: Node) -> Node:
        made = rebuilt(node, self.node)
        match made:
            case core.NoResult():
                return replace(made, at=_NOWHERE)
            case core.AttributeOf(operand, attribute):
                return self._attribute(made, operand.type.of or "", attribute)
            case beyond.Call(function) if function in _OF_CALENDAR and not self._is_calendar_shared:
                return core.NoResult(f"{self._side}: {shape(made)}", made.type, _NOWHERE)
            case core.FactRef(name, type_):
                name = self.names.get(name, name)
                return replace(made, name=name, type=self._types.get(name, type_))
            case _ if isinstance(made, _NAMED):
                return replace(made, name=self.names.get(made.name, made.name))
            case _:
                return made

    def _attribute(self, node: core.AttributeOf, list_: str, attribute: str) -> Node:
        """An attribute that says the same of every code has the codes of both versions."""
        joined = self._attributes.get((list_, attribute))
        if joined is not None:
            return replace(node, values=joined)
        is_ours = list_ in self._lists
        return replace(node, attribute=f"{self._side}:{attribute}") if is_ours else node
