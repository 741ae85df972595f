"""Publications, and what differs between the files of two releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum
from pathlib import PurePosixPath

from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.store.entries import Publication

Files = Mapping[PurePosixPath, bytes]


class FileChange(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """`lines` are a unified diff without its heading: each begins with a space, `+`, `-` or `@`."""

    path: PurePosixPath
    change: FileChange
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A publication, the one that it followed, and the files that it changed."""

    publication: Publication
    before: Publication | None
    files: tuple[ChangedFile, ...]


def published(ports: Ports, number: int) -> Published:
    """One publication with what it changed; raises NotThere."""
    with ports.store.read() as work:
        history = work.releases.history()
    place = next((at for at, one in enumerate(history) if one.number == number), None)
    if place is None:
        raise NotThere(f"there is no publication {number}")
    publication = history[place]
    before = history[place + 1] if place + 1 < len(history) else None
    old: Files = {} if before is None else files_of(ports, before.release)
    return Published(publication, before, changed(old, files_of(ports, publication.release)))


def changed_between(ports: Ports, old: str, new: str) -> tuple[ChangedFile, ...]:
    """The files that differ between two kept releases, by their hashes; raises NotThere."""
    return changed(files_of(ports, old), files_of(ports, new))


def files_of(ports: Ports, release: str) -> Files:
    """The files of a kept release, as they were; raises NotThere."""
    with ports.store.read() as work:
        files = work.releases.files(release)
    if files is None:
        raise NotThere(f"release {release} was never kept")
    return files


def changed(old: Files, new: Files) -> tuple[ChangedFile, ...]:
    """Each file that differs, in the order of paths."""
    return tuple(_changes(old, new))


def _changes(old: Files, new: Files) -> Iterator[ChangedFile]:
    for path in sorted(old.keys() | new.keys()):
        before, after = old.get(path), new.get(path)
        if before == after:
            continue
        change = FileChange.CHANGED
        if before is None or after is None:
            change = FileChange.ADDED if before is None else FileChange.REMOVED
        lines = unified_diff(_lines(before), _lines(after), lineterm="")
        yield ChangedFile(path, change, tuple(lines)[2:])


def _lines(content: bytes | None) -> list[str]:
    return [] if content is None else content.decode("utf-8", "replace").splitlines()
