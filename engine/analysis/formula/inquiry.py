"""Many questions of one world, asked of one solver: can it be, on which days, and of whom.

The whole world is written into the solver once; a question is then a matter of assumptions. Who
somebody is, is said by cubes: a few conditions that hold or do not, which are enough for the answer
to be yes. A cube is what is needed of the conditions of one person (an unsatisfiable core, with
whatever can go taken away); people of a cube that was found are not looked for again.

Not here: an example (`search.py`), and what is worth asking (`meaning/meaning.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import z3

from engine.analysis.formula.dates import Day, compared_days
from engine.analysis.formula.formula import DECISION_DATE, Formula, TooLargeError
from engine.analysis.formula.truths import Truth, all_of, any_of, denied
from engine.analysis.questions import Question, Verdict, World
from engine.expressions import core
from engine.expressions.core import Comparison, Node
from engine.expressions.shape import shape
from engine.model.types import DATE

__all__ = ["Cube", "Cubes", "Inquiry", "Literal", "Span", "TooLargeError"]

_STEPS: Final = 3_000_000  # for one answer
_STEPS_TO_REFUTE: Final = 10_000_000  # by witnesses
_FAR: Final = timedelta(days=36_525)  # what still holds in a hundred years, holds for good
_DAY: Final = timedelta(days=1)
_MOST_CUBES: Final = 6
_MOST_LITERALS: Final = 80  # beyond, the solver's own core is made smaller, not the whole person

Span = tuple[date | None, date | None]
"""First and last day, both inclusive; None: since ever, for good."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A condition, and whether it holds."""

    node: Node
    holds: bool


@dataclass(frozen=True, slots=True)
class Cube:
    """People of whom all literals are true. `is_enough`: of every one of them the answer is yes."""

    literals: tuple[Literal, ...]
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Cubes:
    """`is_all`: there is nobody else of whom the answer is yes."""

    cubes: tuple[Cube, ...]
    is_all: bool


class Inquiry:
    """One solver for one world, in which everything declared of what `nodes` read holds.

    A formula of witnesses only refutes, and does so of groups of any size (`witnesses.py`).

    Raises:
        TooLargeError: here, or when a question is asked, if there would be too many terms.
    """

    def __init__(
        self, world: World, nodes: tuple[Node, ...], formula: Formula | None = None
    ) -> None:
        self.formula = formula or Formula(world)
        self._solver = z3.Solver(ctx=self.formula.variables.context)
        self._solver.set("rlimit", _STEPS if formula is None else _STEPS_TO_REFUTE)
        self._declared = 0
        self._proxies: dict[int, tuple[Any, Any]] = {}
        held = [self.formula.held(node) for node in Question(world, nodes).given()]
        self._is_nobody = all_of(held) is False
        if not self._is_nobody:
            self._solver.add(*(part for part in held if part is not True))

    def verdict(self, *questions: Question) -> Verdict:
        """Whether the answers to all can be yes of one person on one day."""
        return self._asked(*(self._said(question) for question in questions))

    # Days --------------------------------------------------------------------------------

    def days(self, question: Question, firsts: Sequence[date]) -> tuple[Span, ...]:
        """The decision dates on which the answer can be yes, as far as the solver finds them.

        `firsts` are the days on which anything begins, ascending: between two of them there is
        one stretch at most. A stretch that the solver does not settle counts as one with somebody.
        """
        spans: list[Span] = []
        for first, last in stretches(firsts):
            verdict = self._on(question, first, last)
            if verdict is Verdict.POSSIBLE:
                spans.append(
                    (self._first(question, first, last), self._last(question, first, last))
                )
            elif verdict is Verdict.UNDECIDED:
                spans.append((first, last))
        return _merged(spans)

    def _on(self, question: Question, first: date | None, last: date | None) -> Verdict:
        return self._asked(self._said(question), self._within(first, last))

    def _within(self, first: date | None, last: date | None) -> Truth:
        day = self.formula.fact(DECISION_DATE, DATE).value
        assert isinstance(day, Day)
        return all_of(
            compared_days(comparison, day, Day.of(end))
            for comparison, end in ((Comparison.GE, first), (Comparison.LE, last))
            if end is not None
        )

    def _first(self, question: Question, first: date | None, last: date | None) -> date | None:
        if first is None or self._on(question, first, first) is Verdict.POSSIBLE:
            return first
        low, high = first, last or first + _FAR
        while low < high:
            middle = low + (high - low) // 2
            if self._on(question, low, middle) is Verdict.POSSIBLE:
                high = middle
            else:
                low = middle + _DAY
        return low

    def _last(self, question: Question, first: date | None, last: date | None) -> date | None:
        if first is None and last is None:
            return None
        end = last or (first or date.min) + _FAR
        if self._on(question, end, end) is Verdict.POSSIBLE:
            return last
        low, high = first or end - _FAR, end
        while low < high:
            middle = low + (high - low + _DAY) // 2
            if self._on(question, middle, high) is Verdict.POSSIBLE:
                low = middle
            else:
                high = middle - _DAY
        return high

    # People ------------------------------------------------------------------------------

    def cubes(
        self, base: Question, rest: Question, days: Sequence[Span], atoms: Sequence[Node]
    ) -> Cubes:
        """Of those of whom `base` holds, the ones of whom `rest` does too, told by `atoms`.

        `days` are the decision dates on which there are any, so that nothing is told of them. What
        comes first among the atoms is kept longest.
        """
        found: list[Cube] = []
        base_said = all_of((self._said(base), any_of(self._within(*span) for span in days)))
        rest_said = self._said(rest)
        wanted = [base_said, rest_said]
        while len(found) <= _MOST_CUBES:
            verdict, model = self._model(*wanted)
            if verdict is not Verdict.POSSIBLE or len(found) == _MOST_CUBES:
                return Cubes(tuple(found), is_all=verdict is Verdict.IMPOSSIBLE)
            cube = self._cube(base_said, rest_said, self._literals(atoms, model))
            found.append(cube)
            wanted.append(denied(all_of(self._of(literal) for literal in cube.literals)))
        return Cubes(tuple(found), is_all=False)

    def _literals(self, atoms: Iterable[Node], model: Any) -> tuple[Literal, ...]:
        literals = []
        for node in atoms:
            for holds in (True, False):
                literal = Literal(node, holds)
                if _is_true(self._of(literal), model):
                    literals.append(literal)
        return tuple(literals)

    def _cube(self, base: Truth, rest: Truth, literals: tuple[Literal, ...]) -> Cube:
        otherwise = (base, denied(rest))
        kept = list(literals)
        if self._refuted(otherwise, kept) is None:
            return Cube(literals, is_enough=False)
        if len(kept) > _MOST_LITERALS:
            kept = self._refuted(otherwise, kept) or kept
        for literal in reversed(tuple(kept)):
            fewer = [one for one in kept if one is not literal]
            if self._refuted(otherwise, fewer) is not None:
                kept = fewer
        kept += self._said_besides(base, rest, list(kept), literals)
        told = sorted(kept, key=lambda one: (not _is_a_code(one), literals.index(one)))
        return Cube(tuple(told), is_enough=True)

    def _refuted(self, truths: tuple[Truth, ...], literals: list[Literal]) -> list[Literal] | None:
        """Those of the literals with which the truths cannot be, or None where they can."""
        proxies = {str(self._proxy(self._of(one))): one for one in literals}
        verdict = self._asked(*truths, *(self._of(one) for one in literals))
        if verdict is not Verdict.IMPOSSIBLE:
            return None
        core = {str(part) for part in self._solver.unsat_core()}
        return [one for name, one in proxies.items() if name in core]

    def _said_besides(
        self, base: Truth, rest: Truth, kept: list[Literal], literals: Sequence[Literal]
    ) -> Iterator[Literal]:
        """What follows about the very things that are said: the other end of a range; or which
        codes they are."""
        ends = {_end(one) for one in kept}
        about = {name for name, _ in ends if name is not None}
        said = [self._of(one) for one in kept]
        for one in literals:
            end = _end(one)
            if one in kept or not (_is_a_code(one) or (end[0] in about and end not in ends)):
                continue
            if self._asked(base, rest, *said, denied(self._of(one))) is Verdict.IMPOSSIBLE:
                ends.add(end)
                yield one

    def _of(self, literal: Literal) -> Truth:
        truth = self.formula.truth(literal.node)
        return truth.is_true if literal.holds else truth.is_false

    # Asking ------------------------------------------------------------------------------

    def _said(self, question: Question) -> Truth:
        truth = self.formula.truth
        return all_of(
            (
                *(truth(node).is_true for node in question.true),
                *(truth(node).is_false for node in question.false),
                *(truth(node).is_open for node in question.open),
            )
        )

    def _asked(self, *truths: Truth) -> Verdict:
        return self._model(*truths)[0]

    def _model(self, *truths: Truth) -> tuple[Verdict, Any]:
        if self._is_nobody or any(truth is False for truth in truths):
            return Verdict.IMPOSSIBLE, None
        assumed = [self._proxy(truth) for truth in truths if truth is not True]
        self.formula.complete()
        domain = self.formula.variables.domain
        self._solver.add(*(part for part in domain[self._declared :] if part is not True))
        self._declared = len(domain)
        result = self._solver.check(*assumed)
        if result == z3.unsat:
            return Verdict.IMPOSSIBLE, None
        if result == z3.sat:
            return Verdict.POSSIBLE, self._solver.model()
        return Verdict.UNDECIDED, None

    def _proxy(self, truth: Any) -> Any:
        """A name for a truth, so that it can be assumed."""
        if isinstance(truth, bool):
            return z3.BoolVal(truth, self.formula.variables.context)
        key = truth.get_id()
        if key not in self._proxies:
            proxy = z3.Bool(f"<asked {len(self._proxies)}>", self.formula.variables.context)
            self._solver.add(z3.Implies(proxy, truth))
            self._proxies[key] = proxy, truth
        return self._proxies[key][0]


def stretches(firsts: Sequence[date]) -> list[Span]:
    """The stretches of days that begin on these days, and the one before them.

    >>> stretches([date.min, date(2027, 1, 1)]) == stretches([date(2027, 1, 1)])
    True
    """
    firsts = [first for first in firsts if first > date.min]  # before that there is no day
    starts: list[date | None] = [None, *firsts]
    ends: list[date | None] = [*(first - _DAY for first in firsts), None]
    return list(zip(starts, ends, strict=True))


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for first, last in spans:
        before = merged[-1][1] if merged else None
        if before is not None and first is not None and before + _DAY == first:
            merged[-1] = merged[-1][0], last
        else:
            merged.append((first, last))
    return tuple(merged)


def _end(literal: Literal) -> tuple[str | None, bool | None]:
    """What a comparison is about, and whether it says how much at least, or at most.

    The days are told apart from people, and are no end.
    """
    node = literal.node
    if not isinstance(node, core.Compare) or shape(node.left) == DECISION_DATE:
        return None, None
    if node.operator in {Comparison.EQ, Comparison.NE}:
        return shape(node.left), None
    is_least = node.operator in {Comparison.GE, Comparison.GT}
    return shape(node.left), is_least is literal.holds


def _is_a_code(literal: Literal) -> bool:
    match literal.node:
        case core.Compare(Comparison.EQ, _, core.Const(str())) | core.Member():
            return literal.holds
        case _:
            return False


def _is_true(truth: Truth, model: Any) -> bool:
    return truth if isinstance(truth, bool) else z3.is_true(model.eval(truth, True))
