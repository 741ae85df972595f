"""Places in a file where something can be planted, found by its structure."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.tree import Mapping, Node, Scalar, Sequence, Style, node_at
from engine.definitions.upkeep.material import mappings
from engine.model.problem import Edit, Span
from tests.planted.fault import File

NEW = "planted"


def items(root: Node, *path: str) -> list[Mapping]:
    """The mappings of the list at `path`; none where there is no such list."""
    listed = node_at(root, *path)
    held = listed.items if isinstance(listed, Sequence) else ()
    return [item for item in held if isinstance(item, Mapping)]


def plain(node: Mapping, key: str) -> Scalar | None:
    """The value under `key` that is one text on one line without quotes."""
    value = node.get(key)
    return value if isinstance(value, Scalar) and value.style is Style.PLAIN else None


def instead(scalar: Scalar, text: str) -> Edit:
    return Edit(scalar.span, text)


def part(scalar: Scalar, start: int, length: int, text: str) -> Edit:
    """Another text in place of a part of an exact text."""
    at = scalar.place(start)
    return Edit(at.at(at.line, at.column, at.column + length), text)


def above(span: Span, text: str) -> Edit:
    """Lines written above the line of `span`."""
    return Edit(span.at(span.line, 1), f"{text}\n")


def without_line(file: File, span: Span) -> Edit:
    """The line of `span` left blank."""
    return Edit(span.at(span.line, 1, len(file.lines[span.line - 1]) + 1), "")


def entry(file: File, item: Mapping) -> str:
    """The lines of an item of a list, its dash and its comments included."""
    first = item.span.line - 1
    dash = file.lines[first].index("-")
    last = first + 1
    while last < len(file.lines) and _is_inside(file.lines[last], dash):
        last += 1
    return "\n".join(file.lines[first:last]).rstrip()


def _is_inside(line: str, dash: int) -> bool:
    return not line.strip() or len(line) - len(line.lstrip()) > dash


def texts(file: File) -> Iterator[tuple[Scalar, Scalar]]:
    """Texts whose two languages are written one after the other on one line."""
    for node in mappings(file.root):
        if list(node.entries)[:2] == ["ar", "en"]:
            ar, en = node.entries["ar"].value, node.entries["en"].value
            if isinstance(ar, Scalar) and isinstance(en, Scalar) and ar.span.line == en.span.line:
                yield ar, en


def indented(span: Span, text: str) -> str:
    """A line as deep as the dash of the item that begins at `span`."""
    return " " * (span.column - 3) + text
