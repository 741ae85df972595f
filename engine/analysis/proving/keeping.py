"""Findings as text that can be kept, by a hash of everything that they depend on.

What one service comes to depends on its own files and on those that services share, so a change
of one service leaves the others proved. Where a finding has an example nothing is kept: examples
are looked for again, and replayed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any, Final

import engine.analysis
import engine.definitions
import engine.expressions
from engine.analysis.proving.finding import Code, Finding
from engine.model.problem import Span
from engine.model.words import Text

_OWN: Final = ("services", "rules", "scenarios", "records", "lookups")


def key_of(service: str, rules: str, files: Mapping[PurePosixPath, bytes]) -> str:
    """A hash of the engine, and of every file but those of other services alone."""
    digest = hashlib.sha256(f"{service}\n{_engine()}\n".encode())
    for path in sorted(files):
        if path.parts[0] not in _OWN or _name(path) in {service, rules}:
            digest.update(f"{path}\n{len(files[path])}\n".encode())
            digest.update(files[path])
    return digest.hexdigest()


def _name(path: PurePosixPath) -> str:
    """The service or rule file that a file belongs to."""
    return path.parts[1] if len(path.parts) > 2 else path.stem


@cache
def _engine() -> str:
    """The solver, and what the programs are that ask it."""
    digest = hashlib.sha256(version("z3-solver").encode())
    for package in (engine.analysis, engine.definitions, engine.expressions):
        for path in sorted(Path(package.__path__[0]).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def can_be_kept(findings: Iterable[Finding]) -> bool:
    return all(one.person is None for one in findings)


def written(findings: Collection[Finding]) -> str:
    return json.dumps([_written(one) for one in findings], ensure_ascii=False)


def read(text: str) -> tuple[Finding, ...]:
    """Raises one of ValueError, KeyError and TypeError for what was not written here."""
    return tuple(_read(one) for one in json.loads(text))


def _written(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "of": finding.of,
        "span": _place(finding.span),
        "values": dict(finding.values),
        "said_as": _both(finding.said_as),
        "words": _both(finding.words),
        "is_of_clause": finding.is_of_clause,
    }


def _read(one: Any) -> Finding:
    return Finding(
        Code(one["code"]),
        one["of"],
        _span(one["span"]),
        one["values"],
        said_as=_text(one["said_as"]),
        words=_text(one["words"]),
        is_of_clause=one["is_of_clause"],
    )


def _both(text: Text | None) -> list[str] | None:
    return None if text is None else [text.ar, text.en]


def _text(both: Any) -> Text | None:
    return None if both is None else Text(*both)


def _place(span: Span) -> list[object]:
    via = [_place(one) for one in span.via]
    return [str(span.path), span.line, span.column, span.end_column, via]


def _span(place: Any) -> Span:
    path, line, column, end, via = place
    return Span(PurePosixPath(path), line, column, end, tuple(_span(one) for one in via))
