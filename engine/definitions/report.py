"""Problems for people and programs: as text, JSON, SARIF 2.1.0, and as GitHub's workflow commands.

Paths are relative to the definitions root, so the output is the same anywhere; but GitHub looks
for files from where the command was run.
Source: OASIS, Static Analysis Results Interchange Format 2.1.0; GitHub, Workflow commands.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePath
from typing import assert_never

from engine.model.problem import Edit, Problem, Span
from engine.model.severity import Severity

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


class Format(StrEnum):
    """How problems are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


def render(problems: Sequence[Problem], format_: Format, root: PurePath | str = "") -> str:
    """The problems of the folder `root` in one of the formats, in the given order."""
    match format_:
        case Format.TEXT:
            return "\n".join(problem.render() for problem in problems)
        case Format.JSON:
            return json.dumps(to_json(problems), ensure_ascii=False, indent=2)
        case Format.SARIF:
            return json.dumps(to_sarif(problems), ensure_ascii=False, indent=2)
        case Format.GITHUB:
            return "\n".join(_command(problem, PurePath(root)) for problem in problems)
        case _:
            assert_never(format_)


# JSON ---------------------------------------------------------------------------------------


def to_json(problems: Sequence[Problem]) -> dict[str, object]:
    """Lines and columns count from 1; `end_column` is exclusive."""
    return {"format": 1, "problems": [_problem(problem) for problem in problems]}


def _problem(problem: Problem) -> dict[str, object]:
    related = [{"note": note, **_place(span)} for note, span in problem.related]
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        **_place(problem.span),
        "hint": problem.hint,
        "related": related,
        "fix": [_edit(edit) for edit in problem.fix],
    }


def _edit(edit: Edit) -> dict[str, object]:
    return {**_place(edit.span), "text": edit.text}


def _place(span: Span) -> dict[str, object]:
    return {
        "path": str(span.path),
        "line": span.line,
        "column": span.column,
        "end_column": max(span.end_column, span.column),
    }


# SARIF --------------------------------------------------------------------------------------


def to_sarif(problems: Sequence[Problem]) -> dict[str, object]:
    """One run of the tool `mumaris`, with one result for each problem."""
    codes = sorted({problem.code for problem in problems})
    rules = [
        {"id": code, "helpUri": f"docs/reference/problems.md#{code.lower()}"} for code in codes
    ]
    driver = {"name": "mumaris", "rules": rules}
    results = [_result(problem, codes) for problem in problems]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }


def _result(problem: Problem, codes: list[str]) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": problem.severity.value,
        "message": {"text": _with_hint(problem, ". Hint: ")},
        "locations": [_location(problem.span)],
    }
    if problem.related:
        result["relatedLocations"] = [
            {**_location(span), "id": number, "message": {"text": note}}
            for number, (note, span) in enumerate(problem.related, start=1)
        ]
    if problem.fix:
        result["fixes"] = [{"artifactChanges": [_change(edit) for edit in problem.fix]}]
    return result


def _change(edit: Edit) -> dict[str, object]:
    place = _physical(edit.span)
    replaced = {"deletedRegion": place["region"], "insertedContent": {"text": edit.text}}
    return {"artifactLocation": place["artifactLocation"], "replacements": [replaced]}


def _location(span: Span) -> dict[str, object]:
    return {"physicalLocation": _physical(span)}


def _physical(span: Span) -> dict[str, object]:
    region = {"startLine": span.line, "startColumn": span.column}
    if span.end_column > span.column:
        region["endColumn"] = span.end_column
    return {
        "artifactLocation": {"uri": str(span.path), "uriBaseId": "DEFINITIONS"},
        "region": region,
    }


def _with_hint(problem: Problem, between: str) -> str:
    return problem.message + (f"{between}{problem.hint}" if problem.hint else "")


# GitHub -------------------------------------------------------------------------------------


def _command(problem: Problem, root: PurePath) -> str:
    """One line that GitHub shows beside the line it is about."""
    span = problem.span
    where = {"file": (root / span.path).as_posix(), "line": span.line, "col": span.column}
    if span.end_column > span.column:
        where["endColumn"] = span.end_column
    where["title"] = problem.code
    told = ",".join(f"{name}={_property(str(value))}" for name, value in where.items())
    text = _escaped(_with_hint(problem, "\nhint: "))
    return f"::{_COMMANDS[problem.severity]} {told}::{text}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
