"""What upkeep looks at: the files as they are written, and what was made of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import PurePosixPath

from engine.definitions.draft import Draft
from engine.definitions.readings import Readings
from engine.definitions.tree import Mapping, Node, Scalar, Sequence
from engine.model.problem import Problem

_SCENARIOS = "scenarios"


@dataclass(frozen=True, slots=True)
class Material:
    """`written` holds the values of each file, before fragments and lifecycles are put in place;
    `unread` are scenarios whose values were not read.

    `day` is the day as of which what grows old is judged; None: it is not judged.
    """

    files: Map[PurePosixPath, bytes]
    written: Map[PurePosixPath, Mapping]
    draft: Draft
    day: date | None
    unread: Collection[PurePosixPath] = ()
    readings: Readings = field(default_factory=Readings)

    def looked_at(self) -> Iterator[PurePosixPath]:
        """The files that were read, or need not be, in the order of their paths."""
        return (path for path in sorted(self.files) if path in self.written or path in self.unread)

    def found(self, what: str, find: Callable[[Mapping], Iterator[Problem]]) -> Iterator[Problem]:
        """What `find` says of each file by itself.

        Scenarios are left out, which only try out what the others declare.
        """
        for path, root in self.written.items():
            if is_declared(path):
                make = partial(_all, find, root)
                yield from self.readings.kept((what, path), (root,), make)


def _all(find: Callable[[Mapping], Iterator[Problem]], root: Mapping) -> tuple[Problem, ...]:
    return tuple(find(root))


def is_declared(path: PurePosixPath) -> bool:
    """Whether a file declares something that people see."""
    return path.parts[0] != _SCENARIOS


def mappings(node: Node) -> Iterator[Mapping]:
    """Every mapping in `node`, itself included, in the order of the file, the outer ones first."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            yield node
            waiting += [entry.value for entry in reversed(node.entries.values())]
        elif isinstance(node, Sequence):
            waiting += reversed(node.items)


def scalars(node: Node | None) -> Iterator[Scalar]:
    """Every value in `node` that is one text; keys are none."""
    match node:
        case Mapping(entries):
            for entry in entries.values():
                yield from scalars(entry.value)
        case Sequence(items):
            for item in items:
                yield from scalars(item)
        case Scalar():
            yield node
        case None:
            pass
