"""What YAML cannot read, in our words: from the parser's error and the line it stopped on.

Both parsers of PyYAML stop at the same place but word it differently, so the words come from the
line, and from as little of theirs as tells the cases apart.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from engine.model.problem import Problem, Span

_NO_COLON = re.compile(r"\s*(?:- )?([A-Za-z_][A-Za-z0-9_]*)\s+[{\[]")
_RANGE = re.compile(r"[\[(\]][^\[\]()]*\.\.[^\[\]()]*[\])\[]")
_CONFLICT = "<<<<<<<"
_CONFLICT_HINT = "keep one side, and remove the lines of `<<<<<<<`, `=======` and `>>>>>>>`"
_TAB = "the line is indented with a tab"
_QUOTES_HINT = "put the whole text in single quotes"


class Place(NamedTuple):
    """A place in the text of one file. Both count from 0, as parsers do."""

    line: int
    column: int


class Stopped(NamedTuple):
    """Where a parser stopped and in what; `opened` is where that began."""

    fault: str
    context: str
    at: Place
    opened: Place


def syntax_problem(path: PurePosixPath, lines: list[str], stopped: Stopped) -> Problem:
    """One problem for the place at which the file stops being YAML."""
    fault, context, at, opened = stopped
    for number, line in enumerate(lines):
        if line.startswith(_CONFLICT):
            message = "git could not merge the file, and left both sides in it"
            here = Place(number, 0)
            return _problem("D001", message, path, here, len(_CONFLICT), _CONFLICT_HINT)
    if "block scalar" in context:
        return _after_block_sign(path, lines, opened)
    if "anchor" in context or "alias" in context:
        return _odd_character(path, lines, opened)
    if "cannot start any token" in fault:
        return _odd_character(path, lines, at)
    if "flow" in context:
        return _inside_brackets(path, lines, opened, at)
    if "quoted scalar" in context or "quoted scalar" in fault:
        return _inside_quotes(path, lines, opened, at, fault)
    if "mapping values are not allowed" in fault:
        return _second_colon(path, lines, at)
    if "sequence entries are not allowed" in fault:
        hint = "begin a list on the line after its key"
        return _problem("D001", "`-` does not begin a list here", path, at, 1, hint)
    return _after_value(path, lines, at)


def _after_block_sign(path: PurePosixPath, lines: list[str], at: Place) -> Problem:
    text = _rest(lines, at)
    if text.startswith("|"):
        hint = "begin the text on the next line"
        return _problem("D001", "text stands beside `|`", path, at, len(text), hint)
    message = f"`{text}` begins with `>`, which YAML reads as folded text"
    return _problem("D010", message, path, at, len(text), f"put it in quotes: `'{text}'`")


def _odd_character(path: PurePosixPath, lines: list[str], at: Place) -> Problem:
    text = _rest(lines, at)
    if text.startswith("\t") or not text:
        return _problem("D001", _TAB, path, at, 1, "use spaces")
    message = f"a plain text cannot begin with `{text[0]}`"
    return _problem("D010", message, path, at, len(text), f"put it in quotes: `{_quoted(text)}`")


def _inside_brackets(path: PurePosixPath, lines: list[str], opened: Place, at: Place) -> Problem:
    text = _rest(lines, opened)
    if text[:1] not in ("[", "{"):  # the parser was waiting for a node when the file ended
        opened = _last_bracket(lines)
        text = _rest(lines, opened)
    found = _RANGE.match(text)
    if found is not None:
        message = f"`{found[0]}` is a range, and YAML reads a list that is not closed"
        hint = f"put it in quotes: `'{found[0]}'`"
        return _problem("D010", message, path, opened, len(found[0]), hint)
    if at.line == opened.line and at.column < len(lines[at.line]):
        sign = lines[at.line][at.column]
        message = f"`{sign}` ends a plain text inside `{text[0]}`"
        hint = f"{_QUOTES_HINT}, or on a line of its own"
        return _problem("D010", message, path, at, 1, hint)
    if text.count('"') % 2:
        quote = Place(opened.line, opened.column + text.rindex('"'))
        return _problem("D001", 'the quote `"` is not closed', path, quote, 1, None)
    closing = "}" if text[0] == "{" else "]"
    is_at_end = at.line == len(lines) - 1
    message = f"`{text[0]}` is not closed" + ("" if is_at_end else f" before line {at.line + 1}")
    return _problem("D001", message, path, opened, 1, f"write `{closing}`")


def _last_bracket(lines: list[str]) -> Place:
    """The last `[` or `{` of the file, which a parser in brackets has passed."""
    for line in range(len(lines) - 1, -1, -1):
        column = max(lines[line].rfind("["), lines[line].rfind("{"))
        if column >= 0:
            return Place(line, column)
    raise AssertionError("a parser in brackets has passed one")


def _inside_quotes(
    path: PurePosixPath, lines: list[str], opened: Place, at: Place, fault: str
) -> Problem:
    if "end of stream" in fault or "document" in fault:
        sign = lines[opened.line][opened.column]
        return _problem("D001", f"the quote `{sign}` is not closed", path, opened, 1, None)
    hint = "in single quotes a backslash is a character like any other"
    return _problem("D001", "a backslash in double quotes begins no escape", path, at, 1, hint)


def _second_colon(path: PurePosixPath, lines: list[str], at: Place) -> Problem:
    before = lines[at.line][: at.column]
    key = _NO_COLON.match(before)
    if key is not None:
        message, end = f"there is no `:` after `{key[1]}`", Place(at.line, key.start(1))
        return _problem("D001", message, path, end, len(key[1]), f"write `{key[1]}:`")
    if ": " in before or before.lstrip().startswith('"'):
        message = "a second `:` with a space after it ends the text"
        return _problem("D001", message, path, at, 1, "put the text after the first `:` in quotes")
    return _indented(path, lines, at)


def _after_value(path: PurePosixPath, lines: list[str], at: Place) -> Problem:
    if at.line < len(lines) and lines[at.line][: at.column].strip():
        text = _rest(lines, at)
        if not text:
            end = Place(at.line, at.column - 1)
            return _problem("D001", "the line ends in the middle of a value", path, end, 1, None)
        if _RANGE.match(text) is not None:
            message = f"`{text}` is a range, and `{text[0]}` closes a list to YAML"
            return _problem("D010", message, path, at, len(text), f"put it in quotes: `'{text}'`")
        if text.startswith(":"):
            hint = "write a space after it, or put the text in quotes"
            return _problem("D001", "`:` has no space after it", path, at, 1, hint)
        if text[:1] in ("]", "}", ","):
            return _problem("D001", f"`{text[0]}` closes nothing", path, at, 1, None)
        message = f"`{text}` stands after the end of a value"
        return _problem("D010", message, path, at, len(text), _QUOTES_HINT)
    return _indented(path, lines, at)


def _indented(path: PurePosixPath, lines: list[str], at: Place) -> Problem:
    line = lines[at.line] if at.line < len(lines) else ""
    column = len(line) - len(line.lstrip(" "))
    if line[column : column + 1] == "\t":
        return Problem("D001", _TAB, Span(path, at.line + 1, column + 1, column + 2), "use spaces")
    span = Span(path, at.line + 1, column + 1, len(line) + 1)
    hint = "align it with its neighbours, and a list with the key above it or deeper"
    return Problem("D001", "the line does not fit the lines above it", span, hint)


def _rest(lines: list[str], at: Place) -> str:
    """What stands on the line from `at` on, without a comment."""
    line = lines[at.line] if at.line < len(lines) else ""
    return line[at.column :].split(" #", 1)[0].rstrip(" ")


def _quoted(text: str) -> str:
    return f"'{text}'" if "'" not in text else f'"{text}"'


def _problem(
    code: str, message: str, path: PurePosixPath, at: Place, width: int, hint: str | None
) -> Problem:
    span = Span(path, at.line + 1, at.column + 1, at.column + 1 + width)
    return Problem(code, message, span, hint)
