"""From the bytes of a definition file to text that shows what it says.

Refused: files over `LIMIT_BYTES`, bytes that are not UTF-8, control characters, and characters
that reorder what a reader sees. A first-strong, left-to-right or right-to-left isolate that is
closed on its own line is fine; every other bidi control could make a rule look like another.

Source: Unicode Standard Annex 9; https://trojansource.codes.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from engine.model.problem import Problem, Span

LIMIT_BYTES = 1024 * 1024
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_OPENING = frozenset("\u2066\u2067\u2068")
_CLOSING = "\u2069"
# What YAML itself does not take, and the line ends that editors do not count.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|\r(?!\n)"
)
_BIDI_CONTROL = re.compile(f"[{_BIDI}]")


def read_text(path: PurePosixPath, content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, with line ends as `\\n`; empty when it cannot be read at all."""
    start = Span(path, 1, 1, 1)
    if len(content) > LIMIT_BYTES:
        message = f"the file holds {len(content):,} bytes; at most {LIMIT_BYTES:,} are read"
        return "", (Problem("D003", message, start, "split it into several files"),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", (_not_utf8(path, content, error),)
    problems = [*_control_characters(path, text), *_bidi_controls(path, text)]
    return text.replace("\r\n", "\n"), tuple(problems)


def _not_utf8(path: PurePosixPath, content: bytes, error: UnicodeDecodeError) -> Problem:
    before = content[: error.start].decode("utf-8-sig", errors="replace")
    message = f"byte 0x{content[error.start]:02x} is not UTF-8"
    return Problem("D004", message, _place(path, before, len(before)), "save the file as UTF-8")


def _control_characters(path: PurePosixPath, text: str) -> list[Problem]:
    return [
        Problem(
            "D005",
            f"control character {_name(match[0])}",
            _place(path, text, match.start()),
            "remove the character; it cannot be seen in an editor",
        )
        for match in _CONTROL.finditer(text)
    ]


def _bidi_controls(path: PurePosixPath, text: str) -> list[Problem]:
    """One problem for each line with a bidi control that is not part of a closed isolate."""
    if _BIDI_CONTROL.search(text) is None:
        return []
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):
        at = _loose_control(line)
        if at is not None:
            place = Span(path, number, at + 1, at + 2)
            message = f"{_name(line[at])} changes the order in which the line is shown"
            hint = "remove the character, or close the isolate it opens on the same line"
            problems.append(Problem("D005", message, place, hint))
    return problems


def _loose_control(line: str) -> int | None:
    """The position of the first bidi control that no isolate of the line accounts for."""
    open_isolates: list[int] = []
    for match in _BIDI_CONTROL.finditer(line):
        if match[0] in _OPENING:
            open_isolates.append(match.start())
        elif match[0] == _CLOSING and open_isolates:
            open_isolates.pop()
        else:
            return match.start()
    return open_isolates[0] if open_isolates else None


def _name(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def _place(path: PurePosixPath, text: str, offset: int) -> Span:
    before = text[:offset]
    column = offset - (before.rfind("\n") + 1) + 1
    return Span(path, before.count("\n") + 1, column, column + 1)
