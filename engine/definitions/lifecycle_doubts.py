"""Doubts about a lifecycle: two transitions of one event that may both be made, and a state in
which, for somebody, nothing can happen any more.

An event that people cause may do nothing, and then its button is not offered. What the biller or
time causes is never heard of again, so between such transitions there may be no gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby

from engine.definitions.doubts import Doubt
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.model.lifecycle import Actor, Lifecycle, LifecycleState, Transition
from engine.model.problem import Problem


def lifecycle_doubts(lifecycle: Lifecycle, program: Program) -> Iterator[Doubt]:
    for state in lifecycle.states:
        leaving = tuple(lifecycle.leaving(state.id))
        for group in _by_event(leaving):
            yield from _overlaps(group, program)
            if group[0].by is Actor.BILLER:
                yield from _gap(group, program, f"the event `{group[0].event}` does nothing", state)
        may_go_on = state.id == lifecycle.start or state.is_open  # by other answers
        if leaving and not may_go_on:
            yield from _gap(leaving, program, "nothing can happen any more", state)


def _by_event(leaving: tuple[Transition, ...]) -> Iterator[tuple[Transition, ...]]:
    """Deadlines that are past are taken one after another, each on a day of its own."""

    def key(one: Transition) -> tuple[str, str]:
        return one.by, one.event

    for _, group in groupby(sorted(leaving, key=key), key):
        yield tuple(group)


def _overlaps(group: tuple[Transition, ...], program: Program) -> Iterator[Doubt]:
    for above, below in combinations(group, 2):
        guards = tuple(_guard(one, program) for one in (above, below))
        known = tuple(guard for guard in guards if guard is not None)
        message = f"`{above.id}` and `{below.id}` may both be made on `{above.event}`"
        hint = "make their conditions exclude each other, or give one an `on` of its own"
        problem = Problem("D135", message, below.span, hint, (("the other", above.span),))
        if known:
            yield Doubt(true=known, false=(), possible=problem, undecided=problem, about=known)


def _gap(
    group: tuple[Transition, ...], program: Program, what: str, state: LifecycleState
) -> Iterator[Doubt]:
    guards = tuple(_guard(one, program) for one in group)
    known = tuple(guard for guard in guards if guard is not None)
    if known and len(known) == len(guards):
        message = f"in state `{state.id}` {what}"
        hint = "add a transition without a condition, such as a deadline"
        problem = Problem("D134", message, state.span, hint)
        yield Doubt(true=(), false=known, possible=problem, undecided=problem, about=known)


def _guard(transition: Transition, program: Program) -> Node | None:
    return program.transitions.get(transition.id)
