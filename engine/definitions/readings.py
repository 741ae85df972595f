"""What one load leaves for the next: files as trees, and services that were compiled.

A server and an editor read the same files again and again with one of them changed; whoever loads
once needs none of this. A file is known by its content, a service by all that its compilation
reads, compared whole.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TypeAlias

from engine.definitions.places import Kind, kind_within
from engine.definitions.schema import shape_problems
from engine.definitions.source import parse
from engine.definitions.tree import Node
from engine.expressions.program import Program
from engine.model.problem import Problem

Reading: TypeAlias = tuple[Node | None, Kind, tuple[Problem, ...]]
Compiled: TypeAlias = tuple[Program | None, tuple[Problem, ...], tuple[Problem, ...]]
"""A program, what is wrong with its expressions, and what was proved wrong of its fees."""


class Readings:
    """Remembers the files of one load for the next; what that does not read is forgotten."""

    def __init__(self) -> None:
        self._before: dict[tuple[PurePosixPath, bytes], Reading] = {}
        self._now: dict[tuple[PurePosixPath, bytes], Reading] = {}
        self._shared: object = None
        self._compiled: dict[str, tuple[object, Compiled]] = {}

    def begin(self) -> None:
        """A new load: keep what the last one read."""
        self._before, self._now = self._now, {}

    def of(self, path: PurePosixPath, content: bytes, kind: Kind) -> Reading:
        """The tree of a file of a kind, by its place; the kind that it says; its problems.

        The tree is None where the text cannot be read.
        """
        key = (path, content)
        if key not in self._now:
            self._now[key] = self._before.get(key) or reading_of(path, content, kind)
        return self._now[key]

    def share(self, read: object) -> None:
        """What every service of this load reads; where it changed, none is as it was."""
        if read != self._shared:
            self._shared, self._compiled = read, {}

    def compiled(self, service: str, read: object, make: Callable[[], Compiled]) -> Compiled:
        """What `make` gives for the service; not asked again while it reads the same."""
        kept = self._compiled.get(service)
        if kept is None or kept[0] != read:
            kept = self._compiled[service] = read, make()
        return kept[1]


def reading_of(path: PurePosixPath, content: bytes, kind: Kind) -> Reading:
    root, problems = parse(path, content)
    if root is None:
        return None, kind, problems
    kind = kind_within(kind, root)
    return root, kind, tuple(shape_problems(kind.value, root))
