"""A lifecycle without what a use of it does not have.

Left out is what only parts hold that are not used, what a used part stands instead of, and what
then leads nowhere: a transition to a state that is left out or from nothing but such states, an
effect or a citation that names what is left out, or an id that is given as `none`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Map
from typing import Final

from engine.definitions.building.lifecycle import origins_of
from engine.definitions.lifecycles.declared import LISTS, Held, SharedLifecycle
from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence
from engine.model.inside import Given, Named

_EFFECTS: Final = {"notify": "notifications", "set": "flags", "clear": "flags"}
_NAMES: Final = {"from": "states", "not_by": "transitions", "records": "review"}


def left_of(lifecycle: SharedLifecycle, parts: Collection[str], given: Map[str, Given]) -> Mapping:
    """The tree of the lifecycle as a use with these parts and arguments has it."""
    out = _left_out(lifecycle, parts)
    nothing = {name for name, one in given.items() if isinstance(one, Named) and one.id is None}
    return _Leaving(out, nothing).lifecycle(lifecycle.tree)


def _left_out(lifecycle: SharedLifecycle, used: Collection[str]) -> dict[str, set[str]]:
    """Ids by kind. What several parts hold is there with any of them."""
    having = [part for name, part in lifecycle.parts.items() if name in used]
    lacking = [part for name, part in lifecycle.parts.items() if name not in used]

    def of(kind: str, held: Iterable[Held]) -> set[str]:
        return {id for one in held for id in one[kind]}

    return {
        kind: of(kind, (part.holds for part in lacking)) - of(kind, (part.holds for part in having))
        | of(kind, (part.instead_of for part in having))
        for kind in LISTS
    }


class _Leaving:
    """`out` are ids by kind; `nothing` the parameters that were given `none`."""

    def __init__(self, out: dict[str, set[str]], nothing: Collection[str]) -> None:
        self.out = out
        self.nothing = nothing

    def lifecycle(self, tree: Mapping) -> Mapping:
        self._leave_out_transitions(tree)
        entries = dict(tree.entries)
        for kind in LISTS:
            if kind in entries:
                entries[kind] = self._entries(entries[kind], kind)
        if "review" in entries and not _fields(entries["review"]):
            del entries["review"]
        return Mapping(entries, tree.span)

    def _leave_out_transitions(self, tree: Mapping) -> None:
        """Those that lead to a state that is left out, or from nothing else."""
        states = self.out["states"]
        for item in _items(tree.get("transitions")):
            if isinstance(item, Mapping):
                id, target = item.get("id"), item.get("to")
                origins = [one.text for one in origins_of(item)]
                is_lost = isinstance(target, Scalar) and target.text in states
                if isinstance(id, Scalar) and (is_lost or states.issuperset(origins)):
                    self.out["transitions"].add(id.text)

    def _entries(self, entry: Entry, kind: str) -> Entry:
        """The entries of one kind that are left; those of `review` stand under `fields`."""
        match entry.value:
            case Sequence(items, span):
                left = tuple(self._left(items, kind))
                return Entry(entry.key, Sequence(left, span))
            case Mapping(entries, span):
                below = {key: self._entries(one, kind) for key, one in entries.items()}
                return Entry(entry.key, Mapping(below, span))
            case _:
                return entry

    def _left(self, items: Iterable[Node], kind: str) -> Iterator[Node]:
        for item in items:
            id = item.get("id") if isinstance(item, Mapping) else None
            if isinstance(id, Scalar) and id.text in self.out[kind]:
                continue
            is_move = kind == "transitions" and isinstance(item, Mapping)
            yield self._transition(item) if is_move and isinstance(item, Mapping) else item

    def _transition(self, move: Mapping) -> Mapping:
        entries = dict(move.entries)
        for key, entry in move.entries.items():
            if not isinstance(entry.value, Sequence):
                continue
            kept = tuple(item for item in entry.value.items if not self._names_nothing(key, item))
            if kept:
                entries[key] = Entry(entry.key, Sequence(kept, entry.value.span))
            else:
                del entries[key]
        return Mapping(entries, move.span)

    def _names_nothing(self, key: str, item: Node) -> bool:
        """Whether an entry of a list of a transition names what is left out."""
        match item:
            case Scalar(text) if key in _NAMES:
                return text in self.out[_NAMES[key]]
            case Scalar(text):
                return key == "cite" and text in self.nothing
            case Mapping(entries) if key == "effects":
                return any(
                    isinstance(entry.value, Scalar) and self._is_out(name, entry.value.text)
                    for name, entry in entries.items()
                )
            case _:
                return False

    def _is_out(self, effect: str, name: str) -> bool:
        kind = _EFFECTS.get(effect)
        return name in self.nothing if kind is None else name in self.out[kind]


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _fields(review: Entry) -> tuple[Node, ...]:
    return _items(review.value.get("fields")) if isinstance(review.value, Mapping) else ()
