"""Fixes of problems: edits of the text at the place of a problem, that do what its hint says.

A check may give a problem edits of its own. For the rest they are read off the hint, where it
leaves nothing to choose: `did you mean` with one word, and the exact text to put in quotes. What
is replaced must stand at the place of the problem letter for letter; otherwise there is no fix.
Everything else in a file, comments and line ends among it, stays as it is. Source: ADR 38.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from engine.definitions.suggest import likeness
from engine.model.problem import Edit, Problem, Span

Files: TypeAlias = Map[PurePosixPath, bytes]
_MEANT: Final = re.compile(r"did you mean `([^`]+)`\?")
_QUOTED: Final = re.compile(r"put (?:it|the whole text) in quotes: `('.+')`", re.DOTALL)
_NAMED: Final = re.compile(r"`([^`]+)`")
_SURELY: Final = 0.8  # of the likeness of a word to the one that was meant
_BOM: Final = b"\xef\xbb\xbf"


def with_fixes(problems: Iterable[Problem], files: Files) -> Iterator[Problem]:
    """The problems, each with its fix where there is one."""
    lines: dict[PurePosixPath, list[str]] = {}
    for problem in problems:
        if problem.fix or problem.hint is None:
            yield problem
            continue
        path = problem.span.path
        if path not in lines:
            lines[path] = _lines(files.get(path, b""))
        yield replace(problem, fix=tuple(_fix(problem, problem.hint, lines[path])))


def fixed(problems: Iterable[Problem], files: Files) -> tuple[Files, tuple[Problem, ...]]:
    """The files with every fix that touches no other, and the problems that these were of.

    A fix is made whole or not at all. Of two that touch the same text the first is made.
    """
    taken: dict[PurePosixPath, list[Edit]] = defaultdict(list)
    done = []
    for problem in problems:
        is_free = all(_is_apart(edit, taken[edit.span.path]) for edit in problem.fix)
        if problem.fix and is_free:
            done.append(problem)
            for edit in problem.fix:
                taken[edit.span.path].append(edit)
    edited = {path: _edited(files[path], edits) for path, edits in taken.items() if edits}
    return {**files, **edited}, tuple(done)


# Finding ----------------------------------------------------------------------------------------


def _fix(problem: Problem, hint: str, lines: list[str]) -> Iterator[Edit]:
    if problem.span.line > len(lines):
        return
    quoted = _QUOTED.fullmatch(hint)
    if quoted is not None:
        plain = quoted[1][1:-1].replace("''", "'")
        yield from _replaced(problem.span, lines, plain, quoted[1])
        return
    meant = _MEANT.fullmatch(hint)
    if meant is None:
        return
    for word in _NAMED.findall(problem.message):
        if likeness(word, meant[1]) < _SURELY:
            continue
        found = tuple(_replaced(problem.span, lines, word, meant[1]))
        if found:
            yield from found
            return


def _replaced(span: Span, lines: list[str], word: str, meant: str) -> Iterator[Edit]:
    """`meant` in place of `word`, if that stands at the place and once inside it."""
    line = lines[span.line - 1]
    start = span.column - 1
    end = span.end_column - 1 if span.end_column > span.column else len(line)
    if line.startswith(word, start):
        at = start
    elif _whole(word).findall(line[start:end]) == [word]:
        at = line.index(word, start)
    else:
        return
    if _whole(word).match(line, at) is not None:
        yield Edit(span.at(span.line, at + 1, at + 1 + len(word)), meant)


def _whole(word: str) -> re.Pattern[str]:
    """The word, and not a part of a longer one."""
    before = r"(?<![\w.-])" if word[:1].isalnum() else ""
    after = r"(?![\w-])" if word[-1:].isalnum() else ""
    return re.compile(f"{before}{re.escape(word)}{after}")


# Making -----------------------------------------------------------------------------------------


def _is_apart(edit: Edit, others: Iterable[Edit]) -> bool:
    """Whether nothing else is written between the ends of an edit, or at one of them."""
    return all(
        other.span.line != edit.span.line
        or _end(other) < edit.span.column
        or _end(edit) < other.span.column
        for other in others
    )


def _end(edit: Edit) -> int:
    return max(edit.span.end_column, edit.span.column)


def _edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The content with every edit made, from the last place to the first."""
    lines = _lines(content)
    for edit in sorted(edits, key=lambda one: (one.span.line, one.span.column), reverse=True):
        number, start = edit.span.line - 1, edit.span.column - 1
        line = lines[number]
        lines[number] = line[:start] + edit.text + line[_end(edit) - 1 :]
    mark = _BOM if content.startswith(_BOM) else b""
    return mark + "\n".join(lines).encode()


def _lines(content: bytes) -> list[str]:
    """The lines of a file, with what stands before the `\\n` that ends each; none of no UTF-8."""
    try:
        return content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        return []
