"""Bodies about candidates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from api.json.report_body import ReportContent, content_of
from engine.model.candidate import CandidateState, Warned
from engine.model.problem import Problem
from engine.model.report import Report, ReportKind, ReportState
from engine.model.words import Language, Text
from engine.operations.audit.publications import ChangedFile, FileChange
from engine.operations.candidates import Standing


@dataclass(frozen=True, slots=True)
class DefinitionProblem:
    """A fault in a definition, or a remark. `line` and `column` count from 1."""

    severity: str
    code: str
    message: str
    hint: str | None
    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class CandidateBody:
    """A release that was proposed. `against` is the release that it was compared with last,
    `in_force` the one of now; `is_stale` while it waits and the two differ.

    `problems` are warnings and notes of the check when it was proposed. `reports` says of each
    report whether it is `waiting`, `done` or `failed`; null: nobody has asked for it.
    `has_proposer` is false until an editor stands for what a machine proposed.
    """

    number: int
    state: CandidateState
    release: str
    against: str | None
    in_force: str | None
    is_stale: bool
    has_proposer: bool
    proposed_by: str
    proposed_at: datetime
    note: str
    commit: str | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    problems: tuple[DefinitionProblem, ...]
    reports: dict[ReportKind, ReportState | None]


@dataclass(frozen=True, slots=True)
class ChangedFileBody:
    """A file that differs. `lines` are a unified diff: each begins with blank, `+`, `-` or `@`."""

    path: str
    change: FileChange
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangesBody:
    """The files that differ between two releases, named by their hashes."""

    old: str
    new: str
    files: tuple[ChangedFileBody, ...]


@dataclass(frozen=True, slots=True)
class ReportBody:
    """`state` null: nobody has asked for it. `failure` says why it could not be computed.
    `content` is of the type that its kind has; null until it is `done`."""

    kind: ReportKind
    state: ReportState | None
    failure: str
    done_at: datetime | None
    html: Text | None
    content: ReportContent | None


def candidate_body(
    found: Standing, states: Mapping[ReportKind, ReportState | None]
) -> CandidateBody:
    one = found.candidate
    return CandidateBody(
        number=one.number,
        state=one.state,
        release=one.release,
        against=one.against,
        in_force=found.active,
        is_stale=one.is_stale(found.active),
        has_proposer=one.account is not None,
        proposed_by=one.who,
        proposed_at=one.proposed_at,
        note=one.note,
        commit=one.commit,
        decided_by=one.decided_by,
        decided_at=one.decided_at,
        reason=one.reason,
        problems=tuple(map(_remark, one.warnings)),
        reports=dict(states),
    )


def problem_lines(problems: Iterable[Problem]) -> tuple[DefinitionProblem, ...]:
    return tuple(
        DefinitionProblem(
            str(one.severity),
            one.code,
            one.message,
            one.hint,
            str(one.span.path),
            one.span.line,
            one.span.column,
        )
        for one in problems
    )


def changes_body(old: str, new: str, files: Iterable[ChangedFile]) -> ChangesBody:
    lines = (ChangedFileBody(str(one.path), one.change, tuple(one.lines)) for one in files)
    return ChangesBody(old, new, tuple(lines))


def report_body(kind: ReportKind, found: Report | None) -> ReportBody:
    if found is None:
        return ReportBody(kind, None, "", None, None, None)
    bodies = found.bodies
    html = Text(*(bodies[str(one)] for one in Language)) if bodies else None
    content = content_of(kind, found.content) if found.content else None
    return ReportBody(kind, found.state, found.failure, found.done_at, html, content)


def _remark(one: Warned) -> DefinitionProblem:
    hint = one.hint or None
    return DefinitionProblem(
        one.severity, one.code, one.message, hint, one.path, one.line, one.column
    )
