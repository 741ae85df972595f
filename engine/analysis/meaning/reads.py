"""What the changed parts of two versions read: the conditions that tell people apart, and the days
on which anything begins or ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from engine.analysis.pairs.tables import row_said
from engine.analysis.questions import opened
from engine.expressions import core
from engine.expressions.compiled import CompiledTable
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.expressions.walk import children, given_names
from engine.model.dated import Dated
from engine.model.types import Kind

_DECISION_DATE: Final = "decision_date"
_OF_A_VERSION: Final = ("old:", "new:")


def atoms(old: Iterable[Node], new: Iterable[Node], program: Program) -> tuple[Node, ...]:
    """The conditions by which people may be decided differently, each once.

    First those that one version alone has or that read a value or fact that differs, then those of
    both, then those that read a table or derived fact that differs, which is opened as well, and
    last those about the day of the decision. A derived condition that both share is one.
    """
    sides = [_Walk(program).over(nodes) for nodes in (old, new)]
    found = {**sides[0], **sides[1]}

    def weight(name: str) -> int:
        node = found[name]
        if _is_about_the_day(node):
            return 3
        read = [one for one in given_names(node) if one.startswith(_OF_A_VERSION)]
        if any(one in program.tables or one in program.derived for one in read):
            return 2
        return int(not read and name in sides[0] and name in sides[1])

    return tuple(found[name] for name in sorted(found, key=weight))


class _Walk:
    """Finds the atoms of nodes; what differs between the versions is opened, what does not is not.

    Of a table that differs only the rows that one version alone has tell people apart.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._found: dict[str, Node] = {}
        self._opened: set[str] = set()

    def over(self, nodes: Iterable[Node]) -> dict[str, Node]:
        for node in nodes:
            self._visit(node)
        return self._found

    def _visit(self, node: Node) -> None:
        match node:
            case core.Const():
                return
            case core.And() | core.Or() | core.Not() | core.If() | core.Defined():
                pass
            case core.DerivedRef(name) | core.TableRef(name) if name.startswith(_OF_A_VERSION):
                self._open(name)
            case core.Quantified() | core.IsAbsent() | core.Member():
                self._found[shape(node)] = node
                return
            case _ if node.type.kind is Kind.YES_NO:
                self._found[shape(node)] = node
                if not isinstance(node, core.Compare):
                    return
            case _:
                pass
        for child in children(node):
            if not isinstance(node, core.Aggregated):
                self._visit(child)

    def _open(self, name: str) -> None:
        if name in self._opened:
            return
        self._opened.add(name)
        if name in self._program.derived:
            self._visit(self._program.derived[name].body)
            return
        made = self._program.tables[name]
        other = self._program.tables.get(_other(name))
        known = set() if other is None else {row_said(row) for row in other.rows}
        for row in made.rows:
            if row_said(row) not in known:
                self._visit(row.condition)
                for output in row.outputs.values():
                    if not isinstance(output, Dated):
                        self._visit(output)


def days(nodes: Iterable[Node], program: Program) -> tuple[date, ...]:
    """The days on which anything begins that nodes read, ascending."""
    read = tuple(nodes)
    found: set[date] = set()
    for node in read:
        found |= set(_days_in(node))
    for name in opened(read, program):
        if name in program.values:
            found |= {first for first, _ in program.values[name].by_date.entries}
        if name in program.derived:
            found |= set(_days_in(program.derived[name].body))
        if name in program.tables:
            found |= set(_days_of(program.tables[name]))
    return tuple(sorted(found))


def _days_of(made: CompiledTable) -> Iterator[date]:
    for row in made.rows:
        yield from _days_in(row.condition)
    outputs = [row.outputs for row in made.rows]
    outputs += [] if made.default is None else [made.default]
    for one in (output for row in outputs for output in row.values()):
        if isinstance(one, Dated):
            yield from (first for first, _ in one.entries)
        else:
            yield from _days_in(one)


def _days_in(node: Node) -> Iterator[date]:
    """The days that the decision date is held against: the first, and the one after the last."""
    match node:
        case core.Compare(operator, core.FactRef(name), core.Const(date() as day)) if (
            name == _DECISION_DATE
        ):
            is_after = operator in {core.Comparison.LE, core.Comparison.GT, core.Comparison.EQ}
            yield day
            if is_after and day < date.max:
                yield date.fromordinal(day.toordinal() + 1)
        case _:
            for child in children(node):
                yield from _days_in(child)


def _other(name: str) -> str:
    side, _, rest = name.partition(":")
    return f"{'new' if side == 'old' else 'old'}:{rest}"


def _is_about_the_day(node: Node) -> bool:
    return (
        isinstance(node, core.Compare)
        and shape(node.left) == _DECISION_DATE
        and isinstance(node.right, core.Const)
    )
