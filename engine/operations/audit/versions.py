"""The history of one rule, value, table, document or fee: how it stood in each release.

Read from the files of kept releases as text and tree, without compiling them, so that a release
of years ago costs a few milliseconds. An entry is looked for in the service's rule file, and in
fragments when it is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from engine.definitions.source import parse
from engine.definitions.tree import Mapping as Tree
from engine.definitions.tree import Node, Scalar, Sequence, node_at
from engine.model.problem import Span
from engine.operations.audit.excerpts import Excerpt, excerpt_of
from engine.operations.audit.publications import Files, files_of
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.store.entries import Publication


class EntryKind(StrEnum):
    """Where an entry stands in a rule file."""

    RULE = "rule"
    VALUE = "value"
    DERIVED = "derived"
    TABLE = "table"
    DOCUMENT = "document"
    FEE = "fee"


_LISTS = {
    EntryKind.RULE: ("rules",),
    EntryKind.DOCUMENT: ("documents",),
    EntryKind.FEE: ("fees", "lines"),
}
_MAPPINGS = {
    EntryKind.VALUE: ("values",),
    EntryKind.DERIVED: ("derived",),
    EntryKind.TABLE: ("tables",),
}


@dataclass(frozen=True, slots=True)
class Stood:
    """A time in which an entry stood so: from a publication on, until another one (None: still)."""

    since: Publication
    until: Publication | None


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an entry, and every time in which it stood; `cite` are ids of sources."""

    excerpt: Excerpt
    cite: tuple[str, ...]
    stood: tuple[Stood, ...]


@dataclass(frozen=True, slots=True)
class DatedEntry:
    """A dated part of an entry: `value` holds from `since` (a date as written), under `path`.

    `first` is the publication that brought it, `last` the one that took it away.
    """

    path: str
    since: str
    value: str
    cite: tuple[str, ...]
    first: Publication
    last: Publication | None


@dataclass(frozen=True, slots=True)
class History:
    """The newest version first; dated parts by their dates."""

    kind: EntryKind
    name: str
    versions: tuple[Version, ...]
    dated: tuple[DatedEntry, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    node: Tree
    excerpt: Excerpt


def history_of_entry(ports: Ports, rules: str, kind: EntryKind, name: str) -> History:
    """How an entry of rules/<rules>.yaml stood since the first publication; raises NotThere."""
    with ports.store.read() as work:
        publications = work.releases.history()[::-1]
    reading = _Reading(rules, kind, name)
    entries = [(one, reading.of(files_of(ports, one.release))) for one in publications]
    if all(entry is None for _, entry in entries):
        raise NotThere(f"no release has a {kind} `{name}` in rules/{rules}.yaml")
    return History(kind, name, _versions(entries), _dated(entries))


class _Reading:
    """Finds an entry in one release after another; a file that is the same is read once."""

    def __init__(self, rules: str, kind: EntryKind, name: str) -> None:
        self._rules = PurePosixPath("rules", f"{rules}.yaml")
        self._kind, self._name = kind, name
        self._found: dict[tuple[PurePosixPath, bytes], _Entry | None] = {}

    def of(self, files: Files) -> _Entry | None:
        fragments = (path for path in sorted(files) if path.parts[0] == "fragments")
        for path in (self._rules, *fragments):
            if path in files:
                entry = self._in_file(path, files[path])
                if entry is not None:
                    return entry
        return None

    def _in_file(self, path: PurePosixPath, content: bytes) -> _Entry | None:
        key = (path, content)
        if key not in self._found:
            root, _ = parse(path, content)
            found = None if root is None else _entry(root, self._kind, self._name)
            self._found[key] = None
            if found is not None:
                node, span = found
                self._found[key] = _Entry(node, excerpt_of({path: content}, span))
        return self._found[key]


def _entry(root: Node, kind: EntryKind, name: str) -> tuple[Tree, Span] | None:
    """The entry of the name, with the place of its id or key."""
    if kind in _LISTS:
        listed = node_at(root, *_LISTS[kind])
        for item in listed.items if isinstance(listed, Sequence) else ():
            id = item.get("id") if isinstance(item, Tree) else None
            if isinstance(item, Tree) and isinstance(id, Scalar) and id.text == name:
                return item, id.span
        return None
    named = node_at(root, *_MAPPINGS[kind])
    entry = named.entries.get(name) if isinstance(named, Tree) else None
    if entry is None or not isinstance(entry.value, Tree):
        return None
    return entry.value, entry.key.span


def _versions(entries: list[tuple[Publication, _Entry | None]]) -> tuple[Version, ...]:
    versions: dict[str, Version] = {}
    current: str | None = None
    for publication, entry in entries:
        text = None if entry is None else entry.excerpt.text
        if text == current:
            continue
        if current is not None:
            versions[current] = _ended(versions[current], publication)
        if entry is not None and text is not None:
            stood = Stood(publication, None)
            before = versions.pop(text, None)
            versions[text] = (
                Version(entry.excerpt, _cited(entry.node), (stood,))
                if before is None
                else replace(before, excerpt=entry.excerpt, stood=(*before.stood, stood))
            )
        current = text
    return tuple(versions.values())[::-1]


def _ended(version: Version, by: Publication) -> Version:
    *earlier, last = version.stood
    return replace(version, stood=(*earlier, Stood(last.since, by)))


def _dated(entries: list[tuple[Publication, _Entry | None]]) -> tuple[DatedEntry, ...]:
    """Each dated part, from the first publication that had it to the one that had it no longer."""
    open_: dict[tuple[str, str, str], DatedEntry] = {}
    closed: list[DatedEntry] = []
    for publication, entry in entries:
        now = {} if entry is None else {part[:3]: part[3] for part in _parts(entry.node)}
        gone = [key for key in open_ if key not in now]
        closed += [replace(open_.pop(key), last=publication) for key in gone]
        for key, cite in now.items():
            open_.setdefault(key, DatedEntry(*key, cite, publication, None))
    found = [*closed, *open_.values()]
    return tuple(sorted(found, key=lambda one: (one.path, one.since, one.first.number)))


Part = tuple[str, str, str, tuple[str, ...]]
_DATES = ("effective_from", "effective_to")


def _parts(node: Node, path: str = "", cite: tuple[str, ...] = ()) -> Iterator[Part]:
    """Every date under a node: where it stands, the date, what holds from then on, and why."""
    match node:
        case Tree():
            cite = _cited(node) or cite
            for key, entry in node.entries.items():
                if key == "by_date" and isinstance(entry.value, Tree):
                    for day, value in entry.value.entries.items():
                        yield path, day, _written(value.value), cite
                elif key in _DATES and isinstance(entry.value, Scalar):
                    yield path or key, entry.value.text, key, cite
                else:
                    yield from _parts(entry.value, f"{path}.{key}" if path else key, cite)
        case Sequence():
            for number, item in enumerate(node.items, start=1):
                yield from _parts(item, f"{path}.{_id_of(item) or number}", cite)
        case Scalar():
            return


def _id_of(node: Node) -> str | None:
    id = node.get("id") if isinstance(node, Tree) else None
    return id.text if isinstance(id, Scalar) else None


def _cited(node: Tree) -> tuple[str, ...]:
    cited = node.get("cite")
    items = cited.items if isinstance(cited, Sequence) else ()
    return tuple(item.text for item in items if isinstance(item, Scalar))


def _written(node: Node) -> str:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return f"[{', '.join(_written(item) for item in node.items)}]"
        case Tree():
            pairs = (f"{key}: {_written(entry.value)}" for key, entry in node.entries.items())
            return f"{{{', '.join(pairs)}}}"


def entries_of(
    files: Mapping[PurePosixPath, bytes], rules: str
) -> tuple[tuple[EntryKind, str], ...]:
    """What a rule file declares itself, by kind: what has a history."""
    path = PurePosixPath("rules", f"{rules}.yaml")
    root, _ = parse(path, files.get(path, b""))
    found: list[tuple[EntryKind, str]] = []
    for kind in EntryKind:
        held = None if root is None else node_at(root, *(_LISTS.get(kind) or _MAPPINGS[kind]))
        if isinstance(held, Tree):
            found += [(kind, name) for name in held.entries]
        elif isinstance(held, Sequence):
            ids = (_id_of(item) for item in held.items)
            found += [(kind, id) for id in ids if id is not None]
    return tuple(found)
