"""Faults in a definition, as values: checks collect all of them and one exception carries them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from engine.model.severity import Severity, severity_of


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a definition file. Lines and columns count from 1, as editors do.

    `end_column` is exclusive and on the same line; equal to `column` when only a point is known.
    `via`, for a place in a fragment, is where the fragment is used, the nearest use first: two uses
    of one line are two places.
    """

    path: PurePosixPath  # relative to the definitions root, so output is the same anywhere
    line: int
    column: int
    end_column: int = field(default=0, compare=False)
    via: tuple[Span, ...] = ()

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def at(self, line: int, column: int, end_column: int = 0) -> Span:
        """Another place of the same file and the same use."""
        return Span(self.path, line, column, end_column, self.via)


@dataclass(frozen=True, slots=True)
class Edit:
    """What to write in place of the characters of `span`; before them where it is but a point."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `message` states the fact; `hint` says what to type instead.

    `code` is one letter and three digits (`D103`); every code has a section in
    docs/reference/problems.md. `fix` does what the hint says, where that can be done without
    asking anybody.
    """

    code: str
    message: str
    span: Span
    hint: str | None = None
    related: tuple[tuple[str, Span], ...] = ()
    fix: tuple[Edit, ...] = ()

    @property
    def severity(self) -> Severity:
        return severity_of(self.code)

    def render(self) -> str:
        lines = [f"{self.span}: {self.severity}[{self.code}]: {self.message}"]
        lines += [f"  {span}: {note}" for note, span in self.related]
        lines += [f"  hint: {self.hint}"] if self.hint else []
        return "\n".join(lines)


class EngineError(Exception):
    """A fault of ours, of the machine or of the caller: never of an applicant's answer."""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, sorted by place and then by code."""
    return tuple(sorted(set(problems), key=lambda p: (p.span, p.code, p.message)))


class DefinitionError(EngineError):
    """Every error of one load, in order; its text renders them all."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(problem.render() for problem in self.problems))
