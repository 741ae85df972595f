"""A fault that is planted: which kind it is, where, and which code must find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from engine.definitions.fixing import fixed
from engine.definitions.source import parse
from engine.definitions.tree import Mapping as Tree
from engine.model.problem import Edit, Problem

Files: TypeAlias = Mapping[PurePosixPath, bytes]
Edits: TypeAlias = tuple[Edit, ...]
Sites: TypeAlias = "Callable[[File], Iterator[Edits]]"
PLACES: Final = 3  # of each kind, each in another file


@dataclass(frozen=True)
class Kind:
    """`sites` gives every edit of one file that plants a fault of this kind, in order.

    `folders` says in which files it is looked for; `code` is what finds it.
    """

    name: str
    code: str
    folders: tuple[str, ...]
    sites: Sites
    places: int = PLACES

    @property
    def is_proved(self) -> bool:
        """Whether `mumaris prove` finds it, and not the check."""
        return self.code.startswith("P")


@dataclass(frozen=True)
class File:
    """One file as its author sees it."""

    path: PurePosixPath
    root: Tree
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    kind: Kind
    path: PurePosixPath
    edits: Edits

    @property
    def name(self) -> str:
        return f"{self.kind.name} in {self.path}"

    def planted(self, files: Files) -> Files:
        made = Problem(self.kind.code, self.name, self.edits[0].span, fix=self.edits)
        planted, done = fixed([made], files)
        assert done, f"{self.name}: its edits touch each other"
        return planted


def faults_of(kind: Kind, files: Files) -> tuple[Fault, ...]:
    """One fault in each of the first files that have a place for it."""
    found = (
        Fault(kind, file.path, edits)
        for file in read(files, kind.folders)
        for edits in islice(kind.sites(file), 1)
    )
    return tuple(islice(found, kind.places))


def read(files: Files, folders: tuple[str, ...]) -> Iterator[File]:
    for path in sorted(files):
        if path.parts[0] in folders:
            root, problems = parse(path, files[path])
            assert isinstance(root, Tree), problems
            yield File(path, root, tuple(files[path].decode().split("\n")))
