"""Asking the solver: whether a question's answer is no for everybody, or for whom it is yes.

An example is made of plain values and replayed by the reference evaluator before it is given to
anyone; where the two do not agree on something that the formula does not cover, the solver is told
what the evaluator said there, and looks on. Examples are the nearest to what is wished of each
fact, one fact after the other, so they do not depend on which model a solver happens to find.

The solver stops after so many steps, never after so many seconds: an answer is the same anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

import z3

from engine.analysis.formula.facts import Wish
from engine.analysis.formula.formula import DECISION_DATE, Formula, TooLargeError
from engine.analysis.formula.inquiry import Inquiry
from engine.analysis.formula.terms import NotCoveredError, Term
from engine.analysis.formula.truths import Truth, all_of, any_of, denied
from engine.analysis.formula.witnesses import WitnessedFormula
from engine.analysis.questions import Example, Question, Verdict, opened
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.model.problem import Span
from engine.model.types import DATE, Type
from engine.model.value import ABSENT, Fault, State, Unknown

_STEPS: Final = 10_000_000  # for one question: some seconds at most
_STEPS_OF_A_WISH: Final = 1_000_000
_STEPS_OF_WISHES: Final = 20_000_000  # for all of one question; what is wished later is let go
_LESSONS: Final = 20  # how often the evaluator is asked about what is not covered


def verdict_of(question: Question) -> Verdict:
    """Whether the answer can be yes. That of what is not covered may be anything counts as yes."""
    try:
        return _Search(question).verdict()
    except TooLargeError:
        return Verdict.UNDECIDED


def refuted(question: Question) -> bool:
    """Whether there is nobody for whom the answer is yes, however many items a group has."""
    try:
        formula = WitnessedFormula(question.world, shows_open=bool(question.open))
        inquiry = Inquiry(question.world, question.nodes, formula)
        return inquiry.verdict(question) is Verdict.IMPOSSIBLE
    except TooLargeError:
        return False


def settled_of(question: Question) -> tuple[Verdict, tuple[Span, ...]]:
    """Whether there is somebody for whom the answer is yes, and what kept that from being known."""
    places: tuple[Span, ...] = ()
    try:
        search = _Search(question)
        places = tuple(sorted(search.formula.free))
        for _ in range(_LESSONS):
            verdict = search.verdict()
            if verdict is not Verdict.POSSIBLE:
                return verdict, places
            example = search.example()
            program = question.world.program
            evaluation = Evaluation(program, example.facts, example.decision_date)
            if question.holds(evaluation):
                return verdict, ()
            if not search.learn(evaluation):
                break
    except TooLargeError:
        pass
    return Verdict.UNDECIDED, places


def example_of(question: Question) -> Example | Verdict:
    """Somebody for whom the answer is yes, or why there is no such example."""
    try:
        search = _Search(question)
        for _ in range(_LESSONS):
            verdict = search.verdict()
            if verdict is not Verdict.POSSIBLE:
                return verdict
            search.grant_wishes()
            example = search.example()
            evaluation = Evaluation(question.world.program, example.facts, example.decision_date)
            if question.holds(evaluation):
                return example
            if not search.learn(evaluation):
                break
    except TooLargeError:
        pass
    return Verdict.UNDECIDED


def _is_positive(wish: Wish) -> bool:
    return not isinstance(wish.value, bool) and wish.value >= 0


class _EnoughError(Exception):
    """All steps that wishes may take were taken."""


class _Search:
    """One solver with one question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.formula = Formula(question.world)
        truth = self.formula.truth
        held = [truth(node).is_true for node in (*question.true, *question.given())]
        held += [truth(node).is_false for node in question.false]
        held += [truth(node).is_open for node in question.open]
        self._read_what_is_not_covered()
        held += self.formula.variables.domain
        self._held = [all_of(held)]
        self._model: Any = None
        self._most_steps, self._left = 0, _STEPS_OF_WISHES

    def _read_what_is_not_covered(self) -> None:
        """An example says what the facts are that the evaluator will read, and on which day."""
        for name in self._read_by(node for node, _ in self.formula.uncovered.values()):
            with suppress(NotCoveredError):
                self.formula.fact(name, self._type_of(name))

    def _read_by(self, nodes: Iterable[Node]) -> list[str]:
        """The facts that nodes read; the day is among them, as values are read on it."""
        program = self.question.world.program
        computed = (program.derived, program.values, program.tables)
        names = opened(nodes, program)
        if not names:
            return []
        given = [name for name in names if not any(name in among for among in computed)]
        return list(dict.fromkeys((*given, DECISION_DATE)))

    def _type_of(self, name: str) -> Type:
        declared = self.question.world.program.facts.get(name)
        if name == DECISION_DATE:
            return DATE
        if declared is None:
            raise NotCoveredError
        return declared.type

    def verdict(self) -> Verdict:
        self._solver = z3.Solver(ctx=self.formula.variables.context)
        self._solver.set("rlimit", _STEPS)
        for part in self._held:
            if part is False:
                return Verdict.IMPOSSIBLE
            if part is not True:
                self._solver.add(part)
        return self._asked()

    def _asked(self, *more: Truth) -> Verdict:
        """The solver's answer with `more` held for the moment; a model is kept where there is."""
        self._solver.push()
        self._solver.add(*more)
        result = self._solver.check()
        if result == z3.sat:
            self._model = self._solver.model()
        self._solver.pop()
        if result == z3.unsat:
            return Verdict.IMPOSSIBLE
        return Verdict.POSSIBLE if result == z3.sat else Verdict.UNDECIDED

    # Examples ----------------------------------------------------------------------------

    def grant_wishes(self) -> None:
        """Bring each variable as near to its wish as those before it allow; the day comes first."""
        self._solver.set("rlimit", _STEPS_OF_A_WISH)
        spent = self._steps()
        first = self.formula.wishes.get(DECISION_DATE, [])
        wishes = (*first, *self.formula.variables.wishes)
        with suppress(_EnoughError):  # the last model keeps to all that was granted
            self._most_steps = spent + self._left
            self._prefer_all([wish.variable >= 0 for wish in wishes if _is_positive(wish)])
            self._grant_all(wishes)
        self._left = max(0, self._left - (self._steps() - spent))

    def _grant_all(self, wishes: Sequence[Wish]) -> None:
        """As one after the other: where all of them can be granted at once, so can each."""
        if len(wishes) == 1:
            self._grant_one(wishes[0])
            return
        if not wishes:
            return
        if self._can(all_of(wish.variable == wish.value for wish in wishes)):
            for wish in wishes:
                self._solver.add(wish.variable == wish.value)
            return
        half = len(wishes) // 2
        self._grant_all(wishes[:half])
        self._grant_all(wishes[half:])

    def _grant_one(self, wish: Wish) -> None:
        self._grant(wish)
        self._solver.add(wish.variable == self.read(wish.variable))

    def _prefer_all(self, truths: Sequence[Truth]) -> None:
        """Hold what can hold, each beside those before it."""
        if not truths:
            return
        if self._can(all_of(truths)):
            self._solver.add(*truths)
        elif len(truths) > 1:
            half = len(truths) // 2
            self._prefer_all(truths[:half])
            self._prefer_all(truths[half:])

    def _grant(self, wish: Wish) -> None:
        variable, wanted = wish.variable, wish.value
        if isinstance(wanted, bool):
            if self.read(variable) is not wanted:
                self._asked(variable == wanted)
            return
        near, far = 0, abs(self.read(variable) - wanted)  # no nearer than; found as near as
        is_bracketed = False
        while near < far:
            within = (near + far) // 2 if is_bracketed else min(2 * near, far - 1)
            if self._can(all_of((variable >= wanted - within, variable <= wanted + within))):
                far, is_bracketed = abs(self.read(variable) - wanted), True
            else:
                near = within + 1
        if far and self.read(variable) < wanted:
            self._asked(variable == wanted + far)

    def _steps(self) -> int:
        """How many steps were taken so far: the same on every machine."""
        return int(self._solver.statistics().get_key_value("rlimit count"))

    def _can(self, truth: Truth) -> bool:
        if self._steps() > self._most_steps:
            raise _EnoughError
        return self._asked(truth) is Verdict.POSSIBLE

    def read(self, term: Any) -> Any:
        """The plain value of a term in the last model."""
        if not isinstance(term, z3.ExprRef):
            return term
        value = self._model.eval(term, model_completion=True)
        return value.as_long() if z3.is_int_value(value) else z3.is_true(value)

    def example(self) -> Example:
        facts: dict[str, State] = {
            name: self.formula.variables.state(term, type_, self.read)
            for name, (type_, term) in self.formula.facts.items()
        }
        day = facts.pop(DECISION_DATE, self.question.world.present)
        return Example(facts, day)  # type: ignore[arg-type]

    # What the formula does not cover -----------------------------------------------------

    def learn(self, evaluation: Evaluation) -> bool:
        """Hold that the nodes not covered are what the evaluator says, for the facts of now.

        Nothing is learnt of a node that reads what no example can say.
        """
        uncovered = tuple(self.formula.uncovered.values())
        if not all(name in self.formula.facts for name in self._read_by(n for n, _ in uncovered)):
            return False
        lessons = [
            any_of((denied(self._is_now(node)), self._is(term, node, evaluation.value(node))))
            for node, term in uncovered
        ]
        self._held += lessons
        return bool(lessons)

    def _is_now(self, node: Node) -> Truth:
        wishes = (wish for name in self._read_by((node,)) for wish in self.formula.wishes[name])
        return all_of(wish.variable == self.read(wish.variable) for wish in wishes)

    def _is(self, term: Term, node: Node, state: State) -> Truth:
        if state is ABSENT:
            return all_of((term.is_absent, denied(term.is_open)))
        if isinstance(state, Unknown | Fault):
            return term.is_open
        try:
            constant = self.formula.variables.constant(state, node.type)
            return all_of((denied(term.is_blocking), self.formula.is_same(term, constant)))
        except NotCoveredError:  # a list: it stays what it may be
            return True
