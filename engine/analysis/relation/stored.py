"""Stored columns: what a relation does not compute, computed by the fast evaluator row by row.

Of each node that is not covered, its value and its state are columns of their own. Their name says
what was computed: it is made of all on which the result depends, so a column that an export has
written is read again as long as the definition says the same, and never after.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from engine.analysis.history.history import (
    Column,
    Held,
    Plain,
    Stored,
    plain,
    state_of,
    stored_as,
)
from engine.analysis.questions import inside, opened
from engine.analysis.tables import COMPUTED
from engine.expressions.code import compiled
from engine.expressions.compiled import CompiledOutput
from engine.expressions.core import AttributeOf, Node
from engine.expressions.edition import DAYS_KEPT
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.expressions.total import NO_RESULT
from engine.expressions.walk import children
from engine.model.dated import Dated
from engine.model.problem import Span
from engine.model.value import ABSENT, Facts, Fault, Items, State, Unknown, is_known

EDITION: Final = "1"  # of what a stored column holds


@dataclass(frozen=True, slots=True)
class StoredNode:
    """A node and its column. `is_text`: of a value that has no column of its own, in words."""

    node: Node
    name: str
    is_text: bool

    @property
    def at(self) -> Span:
        return self.node.at

    @property
    def columns(self) -> tuple[Column, Column]:
        stored, decimals = (Stored.TEXT, 0) if self.is_text else stored_as(self.node.type)
        state = Column(state_of(self.name), Stored.STATE, may_be_null=False)
        return Column(self.name, stored, decimals), state

    def row(self, state: State) -> dict[str, Plain]:
        """Raises NotStorable where the column cannot hold the state."""
        if self.is_text:
            value: Plain = in_words(state) if is_known(state) else None
            held = _held(state)
        else:
            value, held = plain(str(self.node.at), self.node.type, state)
        return {self.name: value, state_of(self.name): held}


def in_words(state: State) -> str:
    """A value as text: equal values, equal texts."""
    match state:
        case Decimal():
            return f"{state.normalize():f}"
        case tuple():
            return f"[{', '.join(map(in_words, state))}]"
        case Items(items):
            return f"[{', '.join(map(in_words, items))}]"
        case Mapping():
            return f"{{{', '.join(f'{name}: {in_words(state[name])}' for name in sorted(state))}}}"
        case _:
            return str(state)


def _held(state: State) -> Held:
    if state is ABSENT:
        return Held.ABSENT
    if isinstance(state, Unknown):
        return Held.UNKNOWN
    return Held.FAULT if isinstance(state, Fault) else Held.KNOWN


def stored_node(program: Program, node: Node, *, is_text: bool = False) -> StoredNode:
    text = "\n".join((EDITION, str(is_text), repr(node.type), *_depends(program, node)))
    digest = hashlib.sha256(text.encode()).hexdigest()[:24]
    return StoredNode(node, f"{COMPUTED}{digest}", is_text)


def _depends(program: Program, node: Node) -> Iterator[str]:
    """All that a node comes to depends on, but the facts of the row."""
    yield shape(node)
    yield repr(program.calendar)
    yield from _attributes(node)
    for name in opened((node,), program):
        yield f"{name} is {_declared(program, name)}"
        for part in inside(name, program):
            yield from _attributes(part)


def _attributes(node: Node) -> Iterator[str]:
    """What codes say: a shape has only the name of it."""
    if isinstance(node, AttributeOf):
        yield f"{node.attribute} of {node.operand.type.of} is {sorted(node.values.items())!r}"
    for part in children(node):
        yield from _attributes(part)


def _declared(program: Program, name: str) -> str:
    if name in program.derived:
        return shape(program.derived[name].body)
    if name in program.values:
        return repr(program.values[name].by_date)
    if name in program.tables:
        made = program.tables[name]
        rows = [f"{shape(row.condition)}: {_outputs(row.outputs)}" for row in made.rows]
        default = None if made.default is None else _outputs(made.default)
        return f"{made.table.hit_policy} {made.table.aggregate} {rows} {default}"
    fact = program.facts.get(name)
    return repr(None if fact is None else fact.type)


def _outputs(outputs: Mapping[str, CompiledOutput]) -> str:
    return repr(
        {name: one if isinstance(one, Dated) else shape(one) for name, one in outputs.items()}
    )


class Recomputing:
    """The fast evaluator for some nodes of one program, on any day.

    `facts` are the names of all that the nodes read.
    """

    def __init__(self, program: Program, nodes: Sequence[StoredNode]) -> None:
        self.nodes = tuple(nodes)
        names = opened((one.node for one in nodes), program)
        self.facts = frozenset(names) & program.facts.keys()
        self.program = program
        self._code = compiled(program, (one.node for one in nodes))
        self._run = lru_cache(DAYS_KEPT)(lambda day: program.editions.on(day).bound(self._code))

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for one in self.nodes for column in one.columns)

    def row(self, facts: Facts, day: date) -> dict[str, Plain]:
        """What the nodes come to, by the names of their columns.

        Raises:
            NotStorable: where a column cannot hold a result.
        """
        row: dict[str, Plain] = {}
        for one, state in zip(self.nodes, self._states(facts, day), strict=True):
            row |= one.row(state)
        return row

    def _states(self, facts: Facts, day: date) -> list[State]:
        reference = Evaluation(self.program, facts, day)
        try:
            states = self._run(day)(facts.get, reference.value)
        except NO_RESULT:
            return [reference.value(one.node) for one in self.nodes]
        return [states[self._code.slots[id(one.node)]] for one in self.nodes]
