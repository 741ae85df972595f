"""Entries of a rule file as written: rules, values, derived facts, tables, documents, fees.

Read as text and tree, without compiling anything, so that a configuration of years ago costs a few
milliseconds. An entry of a fragment has the name that the service calls it by: that of the use
first, `fee.by_rank` or `fee-is-paid`; its own name is enough where no other entry has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final, TypeAlias, TypeGuard

from engine.definitions.excerpts import Excerpt, excerpt_of
from engine.definitions.source import parse
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, node_at
from engine.model.problem import Span

Files: TypeAlias = Map[PurePosixPath, bytes]
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LIMITS: Final = ("effective_from", "effective_to")


class EntryKind(StrEnum):
    """Where an entry stands in a rule file."""

    RULE = "rule"
    VALUE = "value"
    DERIVED = "derived"
    TABLE = "table"
    DOCUMENT = "document"
    FEE = "fee"


_LISTS: Final = {
    EntryKind.RULE: ("rules",),
    EntryKind.DOCUMENT: ("documents",),
    EntryKind.FEE: ("fees", "lines"),
}
_MAPPINGS: Final = {
    EntryKind.VALUE: ("values",),
    EntryKind.DERIVED: ("derived",),
    EntryKind.TABLE: ("tables",),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is written in a file; `cite` are ids of sources."""

    kind: EntryKind
    node: Mapping
    excerpt: Excerpt

    @property
    def cite(self) -> tuple[str, ...]:
        return _cited(self.node)


@dataclass(frozen=True, slots=True)
class DatedPart:
    """`value` holds from `since`, a date as written; it stands under `path` of its entry."""

    path: str
    since: str
    value: str
    cite: tuple[str, ...]


class Trees:
    """The trees of files, each content read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[PurePosixPath, bytes], Node | None] = {}

    def of(self, files: Files, path: PurePosixPath) -> Node | None:
        """The tree of a file; None where there is none, or it cannot be read."""
        if path not in files:
            return None
        key = (path, files[path])
        if key not in self._read:
            self._read[key] = parse(*key)[0]
        return self._read[key]


class EntryFinder:
    """Finds one entry in one configuration after another; finders may share their trees.

    `kind` None: of any kind.
    """

    def __init__(
        self, rules: str, kind: EntryKind | None, name: str, trees: Trees | None = None
    ) -> None:
        self._rules = PurePosixPath("rules", f"{rules}.yaml")
        self._kinds = tuple(EntryKind) if kind is None else (kind,)
        self._name = name
        self._trees = Trees() if trees is None else trees
        self._found: dict[tuple[PurePosixPath, bytes, str], Entry | None] = {}

    def of(self, files: Files) -> Entry | None:
        """The entry in the rule file, in a fragment that it uses, or in any of them."""
        found = self._under(files, self._rules, self._name)
        if found is not None:
            return found
        for path in sorted(files):
            if path.parts[0] == "fragments":
                found = self._in_file(files, path, self._name)
                if found is not None:
                    return found
        return None

    def _under(self, files: Files, path: PurePosixPath, name: str) -> Entry | None:
        found = self._in_file(files, path, name)
        if found is not None:
            return found
        for fragment, alias in self._uses(files, path):
            for prefix in (f"{alias}.", f"{alias.replace('_', '-')}-", f"{alias}_"):
                if name.startswith(prefix):
                    below = self._under(files, fragment, name.removeprefix(prefix))
                    if below is not None:
                        return below
        return None

    def _uses(self, files: Files, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
        root = self._trees.of(files, path)
        uses = None if root is None else node_at(root, "uses")
        for use in uses.items if isinstance(uses, Sequence) else ():
            fragment, alias = node_at(use, "fragment"), node_at(use, "as")
            if isinstance(fragment, Scalar) and isinstance(alias, Scalar):
                yield PurePosixPath("fragments", f"{fragment.text}.yaml"), alias.text

    def _in_file(self, files: Files, path: PurePosixPath, name: str) -> Entry | None:
        if path not in files:
            return None
        key = (path, files[path], name)
        if key not in self._found:
            self._found[key] = self._read(files, path, name)
        return self._found[key]

    def _read(self, files: Files, path: PurePosixPath, name: str) -> Entry | None:
        root = self._trees.of(files, path)
        for kind in self._kinds if root is not None else ():
            found = None if root is None else _entry(root, kind, name)
            if found is not None:
                node, span = found
                return Entry(kind, node, excerpt_of({path: files[path]}, span))
        return None


def entries_of(files: Files, rules: str) -> tuple[tuple[EntryKind, str], ...]:
    """What a rule file declares itself, by kind: what has a history."""
    path = PurePosixPath("rules", f"{rules}.yaml")
    root, _ = parse(path, files.get(path, b""))
    found: list[tuple[EntryKind, str]] = []
    for kind in EntryKind:
        held = None if root is None else node_at(root, *(_LISTS.get(kind) or _MAPPINGS[kind]))
        if isinstance(held, Mapping):
            found += [(kind, name) for name in held.entries]
        elif isinstance(held, Sequence):
            ids = (_id_of(item) for item in held.items)
            found += [(kind, id) for id in ids if id is not None]
    return tuple(found)


def _entry(root: Node, kind: EntryKind, name: str) -> tuple[Mapping, Span] | None:
    """The entry of the name, with the place of its id or key."""
    if kind in _LISTS:
        listed = node_at(root, *_LISTS[kind])
        for item in listed.items if isinstance(listed, Sequence) else ():
            id = item.get("id") if isinstance(item, Mapping) else None
            if isinstance(item, Mapping) and isinstance(id, Scalar) and id.text == name:
                return item, id.span
        return None
    named = node_at(root, *_MAPPINGS[kind])
    entry = named.entries.get(name) if isinstance(named, Mapping) else None
    if entry is None or not isinstance(entry.value, Mapping):
        return None
    return entry.value, entry.key.span


# Dated parts --------------------------------------------------------------------------------


def dated_parts(node: Node, path: str = "", cite: tuple[str, ...] = ()) -> Iterator[DatedPart]:
    """Every date under a node: where it stands, the date, what holds from then on, and why.

    A limit of an entry (`effective_from`) is a part whose value is the name of its key.
    """
    match node:
        case Mapping():
            cite = _cited(node) or cite
            for key, entry in node.entries.items():
                below = f"{path}.{key}" if path else key
                if _is_dated(entry.value):
                    at = path if key == "by_date" else below
                    for day, value in entry.value.entries.items():
                        yield DatedPart(at, day, _written(value.value), cite)
                elif key in _LIMITS and isinstance(entry.value, Scalar):
                    yield DatedPart(path or key, entry.value.text, key, cite)
                else:
                    yield from dated_parts(entry.value, below, cite)
        case Sequence():
            for number, item in enumerate(node.items, start=1):
                yield from dated_parts(item, f"{path}.{_id_of(item) or number}", cite)
        case Scalar():
            return


def _is_dated(node: Node) -> TypeGuard[Mapping]:
    """Whether a mapping is from first days to what holds from them on."""
    return (
        isinstance(node, Mapping)
        and bool(node.entries)
        and all(_DATE.fullmatch(key) for key in node.entries)
    )


def _id_of(node: Node) -> str | None:
    id = node.get("id") if isinstance(node, Mapping) else None
    return id.text if isinstance(id, Scalar) else None


def _cited(node: Mapping) -> tuple[str, ...]:
    cited = node.get("cite")
    items = cited.items if isinstance(cited, Sequence) else ()
    return tuple(item.text for item in items if isinstance(item, Scalar))


def _written(node: Node) -> str:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return f"[{', '.join(_written(item) for item in node.items)}]"
        case Mapping():
            pairs = (f"{key}: {_written(entry.value)}" for key, entry in node.entries.items())
            return f"{{{', '.join(pairs)}}}"
