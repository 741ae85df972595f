"""Lifecycles that no service uses, and parameters that nothing reads.

A part that no service has is let pass: each lifecycle is tried with every choice of its parts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from engine.definitions.fragments.unused import unread_of
from engine.definitions.lifecycles.declared import SharedLifecycle
from engine.definitions.readings import Readings
from engine.model.problem import Problem


def problems(
    lifecycles: Iterable[SharedLifecycle], used: Collection[str], readings: Readings
) -> Iterator[Problem]:
    """`used` are ids of lifecycles."""
    for lifecycle in lifecycles:
        if lifecycle.id not in used:
            message = f"no service uses the lifecycle `{lifecycle.id}`"
            hint = f"remove the file, or write `lifecycle: {{use: {lifecycle.id}}}` in a service"
            yield Problem("D205", message, lifecycle.span, hint)
        for parameter in unread_of(lifecycle, readings):
            message = f"nothing in the lifecycle reads the parameter `{parameter.name}`"
            yield Problem("D205", message, parameter.span, "remove it, and its arguments")
