"""What one YAML file holds: plain values, each with its place and how it was written.

A scalar is always text here. Whether `NO`, `1.10` or `2020-01-01` is a code, a number or a date
is for the schema and the declared type to say, never for YAML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.model.inside import Inside
from engine.model.problem import Span


class Style(Enum):
    """How a scalar is written; a quoted table cell is FEEL and a plain one a code."""

    PLAIN = "plain"
    SINGLE = "in single quotes"
    DOUBLE = "in double quotes"
    BLOCK = "a `|` block"


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text. `is_exact`: its characters are those of the file, without an escape between.

    `indent` is the number of columns before the text of a block, and 0 for the other styles.
    `names` says what names in it mean where it comes from a fragment.
    """

    text: str
    style: Style
    span: Span
    is_exact: bool = True
    indent: int = 0
    names: Inside | None = None

    @property
    def is_null(self) -> bool:
        """Whether nothing is written, or `null`."""
        return self.style is Style.PLAIN and self.text in _NULLS

    def lines(self) -> tuple[Span, ...]:
        """The place of the first character of each line of the text."""
        span = self.span
        match self.style:
            case Style.PLAIN:
                return (span,)
            case Style.SINGLE | Style.DOUBLE:
                return (span.at(span.line, span.column + 1, span.end_column - 1),)
            case Style.BLOCK:
                return tuple(
                    span.at(span.line + number, self.indent + 1, self.indent + 1 + len(line))
                    for number, line in enumerate(self.text.split("\n"), start=1)
                )

    def place(self, offset: int) -> Span:
        """The place of the character at `offset` of the text; of all where it is not exact."""
        if not self.is_exact:
            return self.span
        before = self.text[:offset]
        lines = self.lines()
        start = lines[min(before.count("\n"), len(lines) - 1)]
        return start.at(start.line, start.column + offset - (before.rfind("\n") + 1))


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Entries in the order of the file, by the text of their keys."""

    entries: dict[str, Entry]
    span: Span

    def get(self, key: str) -> Node | None:
        """The value under `key`, or None when it is left out or `null`."""
        entry = self.entries.get(key)
        if entry is None or (isinstance(entry.value, Scalar) and entry.value.is_null):
            return None
        return entry.value


Node: TypeAlias = Scalar | Sequence | Mapping
Step: TypeAlias = str | int


def node_at(root: Node, *path: Step) -> Node | None:
    """The node reached by keys and positions from `root`, or None when there is none."""
    node: Node | None = root
    for step in path:
        match node:
            case Mapping() if isinstance(step, str):
                node = node.get(step)
            case Sequence() if isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            case _:
                return None
    return node


def item_with(root: Node, key: str, id_span: Span, id: str = "id") -> Mapping:
    """The entry of the list under `key` whose id stands at `id_span`.

    Raises LookupError when there is none: the span is of a model object made from such an entry.
    """
    listed = node_at(root, key)
    for item in listed.items if isinstance(listed, Sequence) else ():
        scalar = item.get(id) if isinstance(item, Mapping) else None
        if isinstance(item, Mapping) and scalar is not None and scalar.span == id_span:
            return item
    raise LookupError(f"{key} has no entry whose {id} is at {id_span}")


def place_of(root: Node, *path: Step) -> Span:
    """The place of the node at `path`; of the nearest one above it when it is not written."""
    node = root
    for step in path:
        below = node_at(node, step)
        if below is None:
            break
        node = below
    return node.span


def holder_of(root: Node, *path: Step) -> Span:
    """Where to point when something is missing inside the node at `path`.

    The key that holds the node, when a key does; otherwise the beginning of the node.
    """
    if path and isinstance(path[-1], str):
        parent = node_at(root, *path[:-1])
        if isinstance(parent, Mapping) and path[-1] in parent.entries:
            return parent.entries[path[-1]].key.span
    return place_of(root, *path)


def spans(node: Node) -> Iterator[Span]:
    """The place of every key and value under `node`, itself included."""
    yield node.span
    match node:
        case Sequence():
            for item in node.items:
                yield from spans(item)
        case Mapping():
            for entry in node.entries.values():
                yield entry.key.span
                yield from spans(entry.value)
        case Scalar():
            pass
