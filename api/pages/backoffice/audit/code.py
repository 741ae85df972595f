"""Lines of files as a page shows them: numbered, with those that matter marked."""

from __future__ import annotations

from dataclasses import dataclass

from engine.definitions.excerpts import Excerpt
from engine.operations.audit.publications import ChangedFile


@dataclass(frozen=True, slots=True)
class CodeLine:
    """`kind` is `marked`, `added`, `removed`, `gap` or nothing; a gap has no number."""

    number: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Code:
    """The view model of templates/backoffice/audit/code.html."""

    place: str
    lines: tuple[CodeLine, ...]
    used_at: tuple[str, ...] = ()


def code_of(excerpt: Excerpt) -> Code:
    lines = tuple(
        CodeLine(str(line.number), line.text, "marked" if line.is_marked else "")
        for line in excerpt.lines
    )
    return Code(excerpt.place, lines, excerpt.used_at)


def diff_of(file: ChangedFile) -> Code:
    kinds = {"+": "added", "-": "removed", "@": "gap"}
    lines = tuple(
        CodeLine(
            line[:1].strip("@"), line if line[:1] == "@" else line[1:], kinds.get(line[:1], "")
        )
        for line in file.lines
    )
    return Code(str(file.path), lines)
