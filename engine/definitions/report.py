"""Problems for people and programs: as text, as JSON, and as SARIF 2.1.0 for editors and CI.

Paths are relative to the definitions root in all three, so the output is the same anywhere.
Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from engine.model.problem import Problem, Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(problems: Sequence[Problem], format_: str) -> str:
    """The problems in one of the formats `text`, `json` and `sarif`, in the given order."""
    if format_ == "text":
        return "\n".join(problem.render() for problem in problems)
    document = to_json(problems) if format_ == "json" else to_sarif(problems)
    return json.dumps(document, ensure_ascii=False, indent=2)


def to_json(problems: Sequence[Problem]) -> dict[str, object]:
    """Lines and columns count from 1; `end_column` is exclusive."""
    return {"format": 1, "problems": [_problem(problem) for problem in problems]}


def _problem(problem: Problem) -> dict[str, object]:
    related = [{"note": note, **_place(span)} for note, span in problem.related]
    return {
        "code": problem.code,
        "message": problem.message,
        **_place(problem.span),
        "hint": problem.hint,
        "related": related,
    }


def _place(span: Span) -> dict[str, object]:
    return {
        "path": str(span.path),
        "line": span.line,
        "column": span.column,
        "end_column": max(span.end_column, span.column),
    }


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
    text = problem.message + (f". Hint: {problem.hint}" if problem.hint else "")
    result: dict[str, object] = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": "error",
        "message": {"text": text},
        "locations": [_location(problem.span)],
    }
    if problem.related:
        result["relatedLocations"] = [
            {**_location(span), "id": number, "message": {"text": note}}
            for number, (note, span) in enumerate(problem.related, start=1)
        ]
    return result


def _location(span: Span) -> dict[str, object]:
    region = {"startLine": span.line, "startColumn": span.column}
    if span.end_column > span.column:
        region["endColumn"] = span.end_column
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": str(span.path), "uriBaseId": "DEFINITIONS"},
            "region": region,
        }
    }
