"""Cross-checks over everything that was read: what no single file can say about itself.

Each check is a function from the draft to problems, in a module of its own theme. They work on
what could be read; what could not is in `draft.broken`, and references to it are let pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.definitions import (
    check_actors,
    check_answers,
    check_carried,
    check_history,
    check_ids,
    check_issues,
    check_journey,
    check_leads,
    check_lifecycle,
    check_names,
    check_options,
    check_own_applications,
    check_people,
    check_privacy,
    check_providers,
    check_records,
    check_references,
    check_shown,
    check_topics,
    check_use,
)
from engine.definitions.draft import Draft
from engine.model.problem import Problem

_CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    check_ids.problems,
    check_privacy.problems,
    check_names.problems,
    check_references.problems,
    check_leads.problems,
    check_topics.problems,
    check_journey.problems,
    check_shown.problems,
    check_answers.problems,
    check_options.problems,
    check_providers.problems,
    check_use.problems,
    check_lifecycle.problems,
    check_issues.problems,
    check_people.problems,
    check_history.problems,
    check_actors.problems,
    check_records.problems,
    check_own_applications.problems,
    check_carried.problems,
)


def cross_problems(draft: Draft) -> tuple[Problem, ...]:
    """Every problem that the checks find, in no particular order."""
    return tuple(problem for check in _CHECKS for problem in check(draft))
