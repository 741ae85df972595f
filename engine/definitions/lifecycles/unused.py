"""Parameters of lifecycles that nothing reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.definitions.fragments.unused import unread
from engine.definitions.lifecycles.declared import SharedLifecycle
from engine.model.problem import Problem


def problems(lifecycles: Iterable[SharedLifecycle]) -> Iterator[Problem]:
    for lifecycle in lifecycles:
        for parameter in unread(lifecycle.tree, lifecycle.parameters.values()):
            message = f"nothing in the lifecycle reads the parameter `{parameter.name}`"
            yield Problem("D205", message, parameter.span, "remove it, and its arguments")
