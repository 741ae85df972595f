"""What limits come to in a region of people: the amount in the place of its name, where it is one.

A region that says of which code somebody is, and on which days, says by that what a table or a
dated value gives.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from engine.analysis.meaning.reads import days
from engine.expressions import core
from engine.expressions.core import Comparison, Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.types import Kind
from engine.model.value import State, is_known

if TYPE_CHECKING:
    from engine.analysis.formula.inquiry import Cube
    from engine.analysis.meaning.meaning import Cell

_NODES = get_args(core.Node)


@dataclass(frozen=True)
class Worth:
    """Reads nodes on `days` with the facts that all of a region share."""

    program: Program
    facts: dict[str, State]
    days: tuple[date, ...]

    @classmethod
    def of(cls, cube: Cube, cell: Cell, program: Program) -> Worth:
        facts: dict[str, State] = {}
        for literal in cube.literals:
            match literal.node:
                case core.Compare(Comparison.EQ, core.FactRef(name), core.Const(value)) if (
                    literal.holds
                ):
                    facts[name] = value
        read = tuple(literal.node for literal in cube.literals)
        begun = {day for day in days(read, program) if _is_within(day, cell)}
        firsts = {first for first, _ in cell.days if first is not None}
        return cls(program, facts, tuple(sorted(begun | firsts)) or (cell.example.decision_date,))

    def settled(self, node: Node) -> Node:
        """The node, with the amount in the place of every limit that is one on all of the days."""
        if isinstance(node, core.ValueRef | core.TableRef | core.DerivedRef):
            if node.type.kind is Kind.YES_NO:
                return node
            value = self._value(node)
            return node if value is None else core.Const(value, node.type.required(), node.at)
        if isinstance(node, core.Quantified | core.Compare | core.Add | core.AddMonths | core.And):
            return self._inside(node)
        return self._inside(node) if isinstance(node, core.Or | core.Not) else node

    def _inside(self, node: Node) -> Node:
        changed = {
            one.name: self._part(getattr(node, one.name))
            for one in fields(node)
            if one.name not in {"type", "at"}
        }
        made: Node = replace(node, **changed)
        return made

    def _part(self, part: Any) -> Any:
        if isinstance(part, _NODES):
            return self.settled(part)
        return tuple(map(self._part, part)) if isinstance(part, tuple) else part

    def _value(self, node: Node) -> Any:
        states = [Evaluation(self.program, self.facts, day).value(node) for day in self.days]
        is_one = all(is_known(state) and state == states[0] for state in states)
        return states[0] if is_one else None


def _is_within(day: date, cell: Cell) -> bool:
    return any(
        (first is None or first <= day) and (last is None or day <= last)
        for first, last in cell.days
    )
