"""The fast evaluator: a service's rules compiled to Python, once per release.

What it computes is what the reference (`evaluate.py`) says, to the last cause of an unknown; tests
hold the two together. `Program.editions` keeps what is compiled.

Not here: how the text is written (`written.py`), the values of a day (`edition.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.kleene import Truth
from engine.expressions.program import Program
from engine.expressions.total import NO_RESULT, as_truth
from engine.model.rule import Row
from engine.model.value import Facts, Fault, State, Unknown


class Evaluator(Protocol):
    """One reading of one program over one set of facts, by either evaluator."""

    program: Program
    decision_date: date

    def value(self, node: Node, /) -> State:
        """The state of a node that reads no item of a group."""

    def truth(self, node: Node, /) -> Truth:
        """The truth of a yes-or-no node; absent counts as unknown without a cause."""

    def rows(self, name: str, /) -> tuple[Row, ...] | Unknown | Fault:
        """The rows of a table that hold, in the order in which they count; or why it is open."""


class CompiledEvaluation:
    """An `Evaluator` that computes at once whatever a decision reads.

    The rest is left to the reference, and so is everything where a calculation has no result: it
    knows the place of the fault. `facts` may not change any more.
    """

    def __init__(self, program: Program, facts: Facts, decision_date: date) -> None:
        self.program = program
        self.facts = facts
        self.decision_date = decision_date
        self.edition = edition = program.editions.on(decision_date)
        self._slots = edition.code.slots
        self._rows = edition.code.rows
        self.states: tuple[Any, ...] | None
        try:
            self.states = edition.run(facts.get, self._by_reference)
        except NO_RESULT:
            self.states = None

    @cached_property
    def _reference(self) -> Evaluation:
        return Evaluation(self.program, self.facts, self.decision_date)

    def _by_reference(self, node: Node, items: Mapping[str, Any]) -> State:
        """A node that is not written as code. What is written twice is computed once, but a fault
        has the place of each: then everything is left to the reference."""
        state = self._reference.value(node, items)
        if isinstance(state, Fault):
            raise ValueError(state.message)
        return state

    def value(self, node: Node, /) -> State:
        slot = self._slots.get(id(node))
        if slot is None or self.states is None:
            return self._reference.value(node)
        state: State = self.states[slot]
        return state

    def truth(self, node: Node, /) -> Truth:
        return as_truth(self.value(node))

    def rows(self, name: str, /) -> tuple[Row, ...] | Unknown | Fault:
        slot = self._rows.get(name)
        if slot is None or self.states is None:
            return self._reference.rows(name)
        found: str | tuple[str, ...] | Unknown | Fault | None = self.states[slot]
        rows = self.program.rows[name]
        if isinstance(found, str):
            return (rows[found],)
        if isinstance(found, Unknown | Fault):
            return found
        return tuple(row for id_, row in rows.items() if id_ in found) if found else ()
