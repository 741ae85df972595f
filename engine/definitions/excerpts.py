"""Pieces of a release's files: the lines of one entry, with those that matter marked.

An entry is found by the place of its id, and ends before the next line that is not deeper than
it; in the strict YAML of definitions nothing else is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.model.problem import Span


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    number: int
    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some lines of a file. `used_at`: where a fragment is used, the nearest place first."""

    path: PurePosixPath
    lines: tuple[ExcerptLine, ...]
    used_at: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """`rules/permit.yaml:7`, as editors jump to."""
        return f"{self.path}:{self.lines[0].number}" if self.lines else str(self.path)

    @property
    def has_marks(self) -> bool:
        return any(line.is_marked for line in self.lines)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def excerpt_of(
    files: Mapping[PurePosixPath, bytes], span: Span, marked: Iterable[str] = ()
) -> Excerpt:
    """The entry whose id or key is at `span`; `marked` are places in it (`file:line:column`)."""
    content = files.get(span.path)
    used_at = tuple(str(use) for use in span.via)
    if content is None:
        return Excerpt(span.path, (), used_at)
    written = content.decode("utf-8", "replace").splitlines()
    first, last = extent(written, span.line)
    numbers = {number for number in (_line_of(place, span.path) for place in marked) if number}
    lines = tuple(
        ExcerptLine(number, written[number - 1], number in numbers)
        for number in range(first, last + 1)
    )
    return Excerpt(span.path, lines, used_at)


def extent(lines: list[str], line: int) -> tuple[int, int]:
    """The first and the last line, both inclusive, of the entry that has its id on `line`.

    >>> extent(["rules:", "  - label: x", "    id: a", "    all:", "      - b", "", "  - id: c"], 3)
    (2, 5)
    """
    first = line
    column = _depth(lines[line - 1])
    if not lines[line - 1].lstrip().startswith("- "):
        first = _dash_above(lines, line, column) or line
    depth = _depth(lines[first - 1])
    last = first
    for number in range(first + 1, len(lines) + 1):
        text = lines[number - 1]
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        if _depth(text) <= depth:
            break
        last = number
    return first, last


def _dash_above(lines: list[str], line: int, column: int) -> int | None:
    """The line that begins the list item in which a key stands on its own; None for a mapping."""
    for number in range(line - 1, 0, -1):
        text = lines[number - 1]
        if not text.strip() or text.lstrip().startswith("#") or _depth(text) >= column:
            continue
        is_item = text.lstrip().startswith("- ") and _depth(text) + 2 == column
        return number if is_item else None
    return None


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _line_of(place: str, path: PurePosixPath) -> int | None:
    """The line of a place, when it is in the file."""
    head, _, column = place.rpartition(":")
    file, _, line = head.rpartition(":")
    return int(line) if file == str(path) and line.isdigit() and column.isdigit() else None
