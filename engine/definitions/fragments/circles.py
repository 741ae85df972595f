"""Fragments that use themselves, by whatever way: each circle is refused and cut."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from engine.definitions.fragments.declared import Fragment
from engine.model.problem import Problem


def without_circles(
    fragments: Map[str, Fragment],
) -> tuple[dict[str, Fragment], tuple[Problem, ...]]:
    """The fragments without the uses that close a circle, and a problem at each such use."""
    made = dict(fragments)
    problems = []
    while True:
        used = {id: [use.fragment.text for use in one.uses] for id, one in made.items()}
        try:
            TopologicalSorter(used).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][::-1]
            fragment = made[circle[0]]
            closing = [use for use in fragment.uses if use.fragment.text == circle[1]]
            message = f"`{circle[0]}` uses itself: {' -> '.join(circle)}"
            problems.append(Problem("D155", message, closing[0].fragment.span))
            left = tuple(use for use in fragment.uses if use not in closing)
            made[circle[0]] = replace(fragment, uses=left)
        else:
            return made, tuple(problems)
