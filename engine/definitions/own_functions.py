"""Own functions: what each calls, and why one cannot be called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from engine.expressions.parser import parse
from engine.expressions.syntax import FeelSyntaxError
from engine.expressions.trees import calls_in
from engine.model.problem import Problem
from engine.model.rule import OwnFunction

Callable = Mapping[str, OwnFunction | Problem]


def callable_functions(functions: tuple[OwnFunction, ...]) -> Callable:
    """The functions by name; in place of one that calls itself stands the problem."""
    found: dict[str, OwnFunction | Problem] = {one.name: one for one in functions}
    left = {one.name: [name for name in _calls(one) if name in found] for one in functions}
    while True:
        try:
            tuple(TopologicalSorter(left).static_order())
        except CycleError as error:
            circle = tuple(reversed(error.args[1]))
            first = next(one for one in functions if one.name == circle[0])
            words = " -> ".join(circle)
            problem = Problem("E207", f"`{circle[0]}` calls itself: {words}", first.span)
            found |= dict.fromkeys(circle, problem)
            left = {
                name: [called for called in calls if called not in circle]
                for name, calls in left.items()
                if name not in circle
            }
        else:
            return found


def _calls(function: OwnFunction) -> Iterator[str]:
    """The names of what its body calls; none in a text that is not FEEL."""
    with suppress(FeelSyntaxError):
        yield from calls_in(parse(function.body.text))
