"""Facts that grow as an application is read, step by step, and conditions over what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from engine.answers.bounds import Bounds
from engine.answers.readings import Shown
from engine.expressions.compiled import CompiledField
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.value import ABSENT, Fault, Known, State, Unknown

Item = Mapping[str, State]
Elements = Mapping[str, State | Item]
NO_ELEMENTS: Final[Elements] = {}
NOTHING: Final = CompiledField(None, None, None, None)
"""What a field without conditions and bounds compiles to."""


class _Asked(Mapping[str, State]):
    """Facts that note which of them were asked for, whether they were there or not."""

    def __init__(self, states: Mapping[str, State]) -> None:
        self._states = states
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> State:
        self.names.add(name)
        return self._states[name]

    def __iter__(self) -> Iterator[str]:
        self.names.update(self._states)
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)


class GrowingFacts:
    """The facts read so far. A fact that is not there yet reads as unanswered.

    An `Evaluation` keeps what it derived, so a new one is made once a fact is added that it has
    asked for, and only then: most conditions read what stands long before them.
    """

    def __init__(self, program: Program, facts: dict[str, State], decision_date: date) -> None:
        self.program = program
        self.decision_date = decision_date
        self.states = facts
        self._asked = _Asked(facts)
        self._evaluation: Evaluation | None = None

    def add(self, name: str, state: State) -> None:
        self.states[name] = state
        if name in self._asked.names:
            self._evaluation = None

    def truth(
        self,
        condition: Node | None,
        otherwise: bool,
        item: Item | None = None,
        elements: Elements = NO_ELEMENTS,
    ) -> Shown:
        """The truth of `condition`; `otherwise` where there is none. A fault counts as unknown.

        `item` and `elements` are what its variables stand for.
        """
        if condition is None:
            return otherwise
        state = self._value(condition, item, elements)
        if isinstance(state, bool | Unknown):
            return state
        return Unknown()

    def bounds(self, compiled: CompiledField, item: Item | None = None) -> Bounds:
        """The bounds of a field as far as they are known."""
        return Bounds(self._known(compiled.low, item), self._known(compiled.high, item))

    def compiled(self, step: str, field: str) -> CompiledField:
        return self.program.fields.get((step, field), NOTHING)

    def _known(self, bound: Node | None, item: Item | None) -> Known | None:
        state = None if bound is None else self._value(bound, item)
        if state is None or state is ABSENT or isinstance(state, Unknown | Fault):
            return None
        return state

    def _value(self, node: Node, item: Item | None, elements: Elements = NO_ELEMENTS) -> State:
        if self._evaluation is None:
            self._asked = _Asked(self.states)
            self._evaluation = Evaluation(self.program, self._asked, self.decision_date)
        bound = elements if item is None else {**elements, "item": item}
        return self._evaluation.value(node, bound)
