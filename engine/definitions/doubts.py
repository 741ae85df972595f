"""Doubts that plain arithmetic leaves about a definition, and what the solver makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Final

from engine.analysis.proofs import Prover
from engine.analysis.questions import Example, Question, Verdict, World
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.model.problem import Problem
from engine.model.types import YES_NO
from engine.model.value import ABSENT, Items, State

_MOST_EXAMPLES: Final = 20  # for one table: whoever has more wants to see some first
NOTE: Final = "E436"
_DECISION_DATE: Final = "decision_date"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Whether all of `true` can hold while all of `false` fail, and what is then said.

    `impossible` is said where that is proved, `possible` with the words of an example, `undecided`
    where the solver gave up; of code E436 it is a note, which refuses nothing. An example
    is told by the values `shown`, and by what `about` reads, or everything where that is empty.
    """

    true: tuple[Node, ...]
    false: tuple[Node, ...]
    impossible: Problem | None = None
    possible: Problem | None = None
    undecided: Problem | None = None
    shown: tuple[tuple[str, Node], ...] = ()
    about: tuple[Node, ...] = ()

    @property
    def as_one(self) -> Node:
        """The doubt as a single condition."""
        at = (*self.true, *self.false)[0].at
        failed = (core.Not(node, YES_NO, node.at) for node in self.false)
        return core.And((*self.true, *failed), YES_NO, at)


def settled(doubts: Iterable[Doubt], world: World, prover: Prover) -> Iterator[Problem]:
    """The problems that are left of doubts of one kind about one thing."""
    waiting = tuple(doubts)
    about_nobody = [doubt for doubt in waiting if doubt.possible is None]
    for doubt in about_nobody:
        verdict = prover.verdict(Question(world, doubt.true, doubt.false))
        said = {Verdict.IMPOSSIBLE: doubt.impossible, Verdict.UNDECIDED: doubt.undecided}
        yield from (problem for problem in (said.get(verdict),) if problem is not None)
    about_somebody = [doubt for doubt in waiting if doubt.possible is not None]
    yield from islice(_searched(about_somebody, world, prover), _MOST_EXAMPLES)


def _searched(doubts: Sequence[Doubt], world: World, prover: Prover) -> Iterator[Problem]:
    """All doubts are asked about at once, and their halves where that is not impossible."""
    if len(doubts) > 1:
        any_of_them = core.Or(tuple(doubt.as_one for doubt in doubts), YES_NO, doubts[0].as_one.at)
        if prover.verdict(Question(world, (any_of_them,))) is not Verdict.IMPOSSIBLE:
            half = len(doubts) // 2
            yield from _searched(doubts[:half], world, prover)
            yield from _searched(doubts[half:], world, prover)
        return
    for doubt in doubts:
        question = Question(world, doubt.true, doubt.false)
        answer = prover.example(question)
        if isinstance(answer, Example) and doubt.possible is not None:
            words = _words(doubt, question, answer)
            yield replace(doubt.possible, message=f"{doubt.possible.message} for {words}")
        elif answer is Verdict.UNDECIDED and doubt.undecided is not None:
            yield doubt.undecided


# Words --------------------------------------------------------------------------------------


def _words(doubt: Doubt, question: Question, example: Example) -> str:
    """The values shown, and whatever else the question reads, as an author would write them."""
    program = question.world.program
    evaluation = Evaluation(program, example.facts, example.decision_date)
    said = {name: _said(evaluation.value(node)) for name, node in doubt.shown}
    shown = {node.name for _, node in doubt.shown if isinstance(node, core.FactRef)}
    about = Question(question.world, doubt.about) if doubt.about else question
    names = [name for name in about.names() if name not in shown]
    told = (name for name in names if name in example.facts or name in program.values)
    said |= {name: _said(evaluation.fact(name)) for name in told}
    if any(name in program.values or name in program.tables for name in names):
        names.append(_DECISION_DATE)
    if _DECISION_DATE in names:
        said[_DECISION_DATE] = _said(example.decision_date)
    return ", ".join(f"{name} = {value}" for name, value in said.items()) or "everybody"


def _said(state: State) -> str:
    match state:
        case bool():
            return "true" if state else "false"
        case Decimal():
            return f"{state:f}"
        case date():
            return state.isoformat()
        case Items(items):
            return f"[{', '.join(_item(item) for item in items)}]"
        case tuple():
            return f"[{', '.join(map(_said, state))}]"
        case _:
            return "absent" if state is ABSENT else str(state)


def _item(item: Mapping[str, State]) -> str:
    return f"{{{', '.join(f'{name}: {_said(state)}' for name, state in item.items())}}}"
