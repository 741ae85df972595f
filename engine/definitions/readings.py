"""What one load leaves for the next: what files, uses and services came to.

A server and an editor read the same files again and again with one of them changed; whoever loads
once needs none of this. Each piece of work is kept with all that it reads. What was made in an
earlier piece is the same where it is the very same object, for equal values may stand in other
places; so a change goes as far as it reaches, and what it does not reach is not made again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import PurePosixPath
from typing import Any, Final, TypeAlias, TypeVar

from engine.definitions.known import Broken
from engine.definitions.places import Kind, kind_within
from engine.definitions.schema import shape_problems
from engine.definitions.source import parse
from engine.definitions.tree import Node
from engine.expressions.program import Program
from engine.model.problem import Problem

T = TypeVar("T")
Reading: TypeAlias = tuple[Node | None, Kind, tuple[Problem, ...]]
Compiled: TypeAlias = tuple[Program | None, tuple[Problem, ...], tuple[Problem, ...]]
"""A program, what is wrong with its expressions, and what was proved wrong of its fees."""
_PLAIN: Final = (bytes, str, int, frozenset, Broken)  # compared by what they say


class Readings:
    """Remembers the work of one load for the next; what that does not ask for is forgotten."""

    def __init__(self) -> None:
        self._before: dict[Hashable, tuple[tuple[object, ...], Any]] = {}
        self._now: dict[Hashable, tuple[tuple[object, ...], Any]] = {}
        self._shared: object = None
        self._compiled: dict[str, tuple[object, Compiled]] = {}

    def begin(self) -> None:
        """A new load: keep what the last one made."""
        self._before, self._now = self._now, {}

    def of(self, path: PurePosixPath, content: bytes, kind: Kind) -> Reading:
        """The tree of a file of a kind, by its place; the kind that it says; its problems.

        The tree is None where the text cannot be read.
        """
        return self.kept(("text", path), (content, kind), lambda: reading_of(path, content, kind))

    def kept(self, what: Hashable, read: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` gives; not asked again while `what` reads the same.

        `read` is all that `make` looks at, and nothing of it may change later.
        """
        before = self._now.get(what) or self._before.get(what)
        if before is None or not _is_same(before[0], read):
            before = read, make()
        self._now[what] = before
        made: T = before[1]
        return made

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


def _is_same(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    return len(old) == len(new) and all(
        one is other or (isinstance(other, _PLAIN) and one == other)
        for one, other in zip(old, new, strict=True)
    )


def reading_of(path: PurePosixPath, content: bytes, kind: Kind) -> Reading:
    root, problems = parse(path, content)
    if root is None:
        return None, kind, problems
    kind = kind_within(kind, root)
    return root, kind, tuple(shape_problems(kind.value, root))
