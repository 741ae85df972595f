"""The parts of a fragment, put behind those of the file that uses it."""

from __future__ import annotations

from typing import Final

from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence
from engine.model.problem import Problem

_NAMED: Final = ("values", "derived", "tables")
_LISTED: Final = ("rules", "documents", "reviewer_sees")
_GROUPED: Final = ("reads", "fees")  # lists under keys of their own
MERGED: Final = frozenset((*_NAMED, *_LISTED, *_GROUPED))


def merged(root: Mapping, parts: Mapping, problems: list[Problem]) -> Mapping:
    """`root` with `parts` after its own; what both declare under one name is reported."""
    entries = dict(root.entries)
    for key in MERGED & parts.entries.keys():
        own, added = entries.get(key), parts.entries[key]
        entries[key] = added if own is None else _joined(own, added, problems)
    return Mapping(entries, root.span)


def _joined(own: Entry, added: Entry, problems: list[Problem]) -> Entry:
    value: Node = own.value
    match own.value, added.value:
        case Sequence(items, span), Sequence(more):
            known = {item.text for item in items if isinstance(item, Scalar)}
            new = (m for m in more if not isinstance(m, Scalar) or m.text not in known)
            value = Sequence((*items, *new), span)
        case Mapping(entries, span), Mapping(more):
            made = dict(entries)
            for name, entry in more.items():
                if name in made and own.key.text in _NAMED:
                    related = (("first written here", made[name].key.span),)
                    message = f"`{name}` appears twice"
                    problems.append(Problem("D101", message, entry.key.span, None, related))
                else:
                    made[name] = _joined(made[name], entry, problems) if name in made else entry
            value = Mapping(made, span)
        case Scalar() as nothing, _ if nothing.is_null:
            value = added.value
        case _:
            pass
    return Entry(own.key, value)
