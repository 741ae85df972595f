"""What the schema of a file lets be written at the cursor: keys, and words of a closed choice.

The place is found by writing a mark at the cursor and reading the file, so lists in brackets and
items over many lines are told apart as they are when the file is read. What stands beside the mark
settles the conditions of the schema: a key that is written or refused there is not offered. Where
the text below the cursor cannot be read, what stands above it is enough.

Not here: names of facts and ids of what is declared (`answers.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from engine.definitions.acceptor import acceptor
from engine.definitions.places import kind_of, kind_within
from engine.definitions.schema import schema_of
from engine.definitions.source import parse
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, Step
from engine.editing.names import Sort
from engine.editing.offering import Offer

_MARK: Final = "the-cursor-is-here"
_BEFORE: Final = re.compile(r"(?P<head>.*?)(?P<word>[A-Za-z0-9_-]*)$")
_AFTER: Final = re.compile(r"[A-Za-z0-9_-]*")
_KEY_FOLLOWS: Final = re.compile(r"\s*(-\s+)*|.*[{,]\s*")
_VALUE_FOLLOWS: Final = re.compile(r".*(:\s+|[\[,]\s*|-\s+)")
_CLOSED_BY: Final = {"{": "}", "[": "]"}
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_BOOLEANS: Final = ("true", "false")
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """`is_whole`: nothing but what is offered may stand there, no name and no text."""

    offers: tuple[Offer, ...] = ()
    is_whole: bool = False


_NOTHING: Final = Shape()


def shape_at(path: PurePosixPath, lines: list[str], number: int, column: int) -> Shape:
    """What may be written in line `number` before the character `column`; both count from 0."""
    kind, _ = kind_of(path)
    before = _BEFORE.fullmatch(lines[number][:column]) if number < len(lines) else None
    if kind is None or before is None:
        return _NOTHING
    head = before["head"]
    rest = _AFTER.sub("", lines[number][column:], count=1)
    has_colon = rest.startswith(":")
    shape = _NOTHING
    if _KEY_FOLLOWS.fullmatch(head):
        mark = _MARK if has_colon else f"{_MARK}: "
        root = _marked(path, lines, number, head + mark, rest)
        shape = _NOTHING if root is None else _keys(_schema(path, root), root, has_colon)
    if not shape.offers and not has_colon and _VALUE_FOLLOWS.fullmatch(head):
        root = _marked(path, lines, number, head + _MARK, rest)
        shape = _NOTHING if root is None else _words(_schema(path, root), root)
    return shape


def _schema(path: PurePosixPath, root: Node) -> Schema:
    kind, _ = kind_of(path)
    assert kind is not None, "asked of the files of a folder of definitions"
    return schema_of(kind_within(kind, root).value)


# The place ------------------------------------------------------------------------------------


def _marked(
    path: PurePosixPath, lines: list[str], number: int, start: str, rest: str
) -> Node | None:
    """The file with a mark in it: as it is, or where that cannot be read, up to the mark."""
    above = lines[:number]
    closed = start + _closing(start)
    for text in ([*above, start + rest, *lines[number + 1 :]], [*above, closed]):
        root, _ = parse(path, "\n".join(text).encode())
        if root is not None:
            return root
    return None


def _closing(line: str) -> str:
    """The brackets that close those which a line leaves open."""
    still: list[str] = []
    for sign in _QUOTED.sub("", line):
        if sign in _CLOSED_BY:
            still.append(_CLOSED_BY[sign])
        elif still and sign == still[-1]:
            still.pop()
    return "".join(reversed(still))


def _route(node: Node) -> tuple[Step, ...] | None:
    """The way to the mapping that has the mark for a key, or to the value that is the mark."""
    if _is_marked(node):
        return ()
    for step, inner in _inside(node):
        rest = _route(inner)
        if rest is not None:
            return (step, *rest)
    return None


def _is_marked(node: Node) -> bool:
    match node:
        case Scalar():
            return node.text == _MARK
        case Mapping():
            return _MARK in node.entries
        case Sequence():
            return False


def _inside(node: Node) -> Iterable[tuple[Step, Node]]:
    match node:
        case Scalar():
            return ()
        case Mapping():
            return ((key, entry.value) for key, entry in node.entries.items())
        case Sequence():
            return enumerate(node.items)


# What the schema says of it -------------------------------------------------------------------


def _reached(schema: Schema, root: Node) -> tuple[Node | None, tuple[Schema, ...]]:
    """The node of the mark and the schemas that hold for it; no node without a mark."""
    route = _route(root)
    if route is None:
        return None, ()
    node, schemas = root, tuple(_holding(schema, root))
    for step in route:
        inner = [below for each in schemas for below in _below(each, step)]
        node = dict(_inside(node))[step]
        schemas = tuple(held for each in inner for held in _holding(each, node))
    return node, schemas


def _below(schema: Schema, step: Step) -> Iterator[Schema]:
    if isinstance(step, int):
        found = schema.get("items")
    else:
        found = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    if isinstance(found, dict):
        yield found


def _holding(schema: Schema, node: Node) -> Iterator[Schema]:
    """A schema and those inside it that hold for a node of which one key is not written yet."""
    yield schema
    branches = [*schema.get("allOf", ()), *schema.get("anyOf", ())]
    if "if" in schema:
        is_so = acceptor(schema["if"])(_without_mark(node))
        branches.append(schema.get("then" if is_so else "else", {}))
        other = schema.get("else" if is_so else "then", {})
        if "additionalProperties" in other and _has_room(other, node):
            branches.append(other)  # another shape altogether, as long as nothing is against it
    if isinstance(node, Mapping):
        branches += (
            each for key, each in schema.get("dependentSchemas", {}).items() if key in node.entries
        )
    for branch in branches:
        yield from _holding(branch, node)


def _has_room(schema: Schema, node: Node) -> bool:
    """Whether the keys that are written are keys of the schema."""
    known: Schema = schema.get("properties", {})
    return isinstance(node, Mapping) and node.entries.keys() - {_MARK} <= known.keys()


def _without_mark(node: Node) -> Node:
    if not isinstance(node, Mapping):
        return node
    entries = {key: entry for key, entry in node.entries.items() if key != _MARK}
    return Mapping(entries, node.span)


# What is offered ------------------------------------------------------------------------------


def _keys(schema: Schema, root: Node, has_colon: bool) -> Shape:
    """The keys neither written beside the mark nor refused there; what is needed comes first."""
    node, schemas = _reached(schema, root)
    if not isinstance(node, Mapping):
        return _NOTHING
    needed = {key for each in schemas for key in each.get("required", ())}
    named = [item for each in schemas for item in each.get("properties", {}).items()]
    refused = {key for key, said in named if said.get("not") == {}}
    said_of: dict[str, Schema] = {}
    for key, said in named:
        if key not in node.entries and key not in refused and _is_told(said):
            said_of.setdefault(key, said)
    offers = tuple(
        Offer(
            key,
            f"{said.get('title', 'value')}{', needed' if key in needed else ''}",
            _about(said),
            Sort.KEY,
            0 if key in needed else 1,
            None if has_colon else f"{key}: ",
        )
        for key, said in said_of.items()
    )
    is_open = any(map(_takes_other, schemas))
    return Shape(offers, is_whole=bool(offers) and not is_open)


def _words(schema: Schema, root: Node) -> Shape:
    """The words of a closed choice."""
    node, schemas = _reached(schema, root)
    if not isinstance(node, Scalar):
        return _NOTHING
    for said in schemas:
        words = [said["const"]] if "const" in said else said.get("enum", ())
        if said.get("type") == "boolean":
            words = _BOOLEANS
        texts = [word for word in words if isinstance(word, str)]
        if texts:
            about = _about(schemas[0])
            offers = (Offer(one, "", about, Sort.WORD, 0) for one in texts)
            return Shape(tuple(offers), is_whole=True)
    return _NOTHING


def _is_told(said: Schema) -> bool:
    return "title" in said or "description" in said


def _takes_other(schema: Schema) -> bool:
    """Whether a text may stand there too, or a name that the author chooses."""
    return "string" in schema.get("type", ()) or isinstance(
        schema.get("additionalProperties"), dict
    )


def _about(said: Schema) -> str:
    words = [said.get("description", "")]
    words += (f"as in `{example}`" for example in said.get("examples", ()))
    return "\n\n".join(word for word in words if word)
