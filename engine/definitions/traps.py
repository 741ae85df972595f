"""FEEL that YAML reads, but as something else: each such reading is a problem with its remedy.

`{when: count(a, b) > 2}` becomes two keys, `- [1..5]` a list inside a list, `a #1` is cut, `>`
folds. None of these is an error to YAML, so they are looked for here.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from engine.definitions.syntax import Place
from engine.definitions.tree import Node, Scalar, Sequence, Style
from engine.model.problem import Problem, Span

FOLDED_HINT = (
    "write a text over several lines as a `|` block; put a comparison in quotes, as in `'>= 18'`"
)
ALIAS_HINT = (
    "write the value in full wherever it is used; put a text that begins with `*` in quotes"
)
ANCHOR_HINT = "write the value in full wherever it is used"
SEVERAL_LINES_HINT = "write it on one line, or as a `|` block"
TIGHT_COMMENT = re.compile(r" #[^\s#]")
_COMMENT = re.compile(r" +(#[^\s#]\S*)")
_RANGE = re.compile(r"\.\.")


def cut_by_comment(path: PurePosixPath, line: str, text: str, end: Place) -> Problem | None:
    """A plain text that `#` with no space after it ends: `a #1` reads as `a`."""
    found = _COMMENT.match(line, end.column)
    if found is None:
        return None
    span = Span(path, end.line + 1, found.start(1) + 1, len(line) + 1)
    message = f"`{text}` is cut at `{found[1]}`, which begins a comment"
    return Problem("D011", message, span, "put the text in quotes, or a space after `#`")


def flow_sequence(node: Sequence, lines: list[str]) -> list[Problem]:
    """A range in square brackets, or a text with a comma, inside `[ ]`."""
    for item in node.items:
        if isinstance(item, Scalar) and item.style is Style.PLAIN and _RANGE.search(item.text):
            span = node.span
            text = lines[span.line - 1][span.column - 1 : span.end_column - 1]
            message = f"`{text}` is read as a list, not as a range"
            return [Problem("D010", message, span, f"put it in quotes: `'{text}'`")]
    return flow_mapping(node.items)


def flow_mapping(nodes: tuple[Node, ...]) -> list[Problem]:
    """Keys, values or items between brackets of which a comma cut one text into several."""
    problems = []
    pieces: list[Scalar] = []
    for node in nodes:
        if not isinstance(node, Scalar) or node.style is not Style.PLAIN:
            pieces = []
            continue
        if pieces and node.text:
            pieces.append(node)
            if _is_whole(pieces):
                problems.append(_cut_by_comma(pieces))
                pieces = []
        elif _opens(node.text):
            pieces = [node]
    return problems


def _cut_by_comma(pieces: list[Scalar]) -> Problem:
    whole = ", ".join(piece.text for piece in pieces)
    message = f"the comma ends the text `{pieces[0].text}`"
    hint = f"put the whole text in quotes: `'{whole}'`"
    return Problem("D010", message, pieces[0].span, hint)


def _opens(text: str) -> bool:
    return text.count("(") > text.count(")") or text.count('"') % 2 == 1


def _is_whole(pieces: list[Scalar]) -> bool:
    whole = "".join(piece.text for piece in pieces)
    return whole.count("(") == whole.count(")") and whole.count('"') % 2 == 0
