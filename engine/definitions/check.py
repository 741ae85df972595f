"""Cross-checks over everything that was read: what no single file can say about itself.

Each check is a function from the draft to problems, in a module of its own theme. They work on
what could be read; what could not is in `draft.broken`, and references to it are let pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.definitions.checking import (
    actors,
    answers,
    carried,
    history,
    ids,
    issues,
    journey,
    leads,
    lifecycle,
    names,
    options,
    own_applications,
    people,
    privacy,
    providers,
    records,
    references,
    shown,
    topics,
    use,
)
from engine.definitions.draft import Draft
from engine.model.problem import Problem

_CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    ids.problems,
    privacy.problems,
    names.problems,
    references.problems,
    leads.problems,
    topics.problems,
    journey.problems,
    shown.problems,
    answers.problems,
    options.problems,
    providers.problems,
    use.problems,
    lifecycle.problems,
    issues.problems,
    people.problems,
    history.problems,
    actors.problems,
    records.problems,
    own_applications.problems,
    carried.problems,
)


def cross_problems(draft: Draft) -> tuple[Problem, ...]:
    """Every problem that the checks find, in no particular order."""
    return tuple(problem for check in _CHECKS for problem in check(draft))
