"""What a shared lifecycle takes and which parts it has, and how a service uses one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from typing import Final

from engine.definitions.fragments.declared import Parameter, Speech, Takes, Use, read_parameters
from engine.definitions.parts import Parts
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, node_at
from engine.model.problem import Problem, Span

LIFECYCLES: Final = Speech("lifecycle", given="D203", taken="D204")
LISTS: Final[Map[str, tuple[str, ...]]] = {  # where the entries of each kind stand
    "flags": ("flags",),
    "review": ("review", "fields"),
    "states": ("states",),
    "transitions": ("transitions",),
    "notifications": ("notifications",),
}
Held = Map[str, frozenset[str]]
"""Ids by the kind of what they are of, a key of `LISTS`."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is left out of services without the part, and what of those with it."""

    name: str
    holds: Held
    instead_of: Held
    span: Span


@dataclass(frozen=True, slots=True)
class SharedLifecycle:
    """One file of lifecycles/. `unread` names parameters that are at fault."""

    id: str
    tree: Mapping
    parameters: Map[str, Parameter]
    parts: Map[str, Part]
    span: Span
    unread: frozenset[str]

    def without(self, parameters: Collection[str]) -> SharedLifecycle:
        """The lifecycle without parameters that are at fault."""
        left = {name: one for name, one in self.parameters.items() if name not in parameters}
        return replace(self, parameters=left, unread=self.unread | frozenset(parameters))


@dataclass(frozen=True, slots=True)
class LifecycleUse(Use):
    """The `lifecycle` of a service that uses a shared one; its name is that of the lifecycle."""

    parts: tuple[Scalar, ...] = field(default=())


def read_lifecycle(parts: Parts, root: Mapping) -> SharedLifecycle:
    id = parts.file_id(root)
    parameters, unread = read_parameters(parts, root)
    named = parts.each_entry(root, "parts", _part)
    by_name = {part.name: part for part in named}
    return SharedLifecycle(id.text, root, parameters, by_name, id.span, unread)


def read_use(parts: Parts, root: Mapping) -> LifecycleUse | None:
    """How a service uses a shared lifecycle, if it does."""
    node = root.get("lifecycle")
    used = node.get("use") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or not isinstance(used, Scalar):
        return None
    given = {entry.key.text: entry for entry in parts.entries(node, "with")}
    having = tuple(one for one in parts.items(node, "parts") if isinstance(one, Scalar))
    return LifecycleUse(used, used, given, having)


def declared_in(lifecycle: SharedLifecycle) -> Iterator[tuple[str, Scalar]]:
    """The kind and the id of every entry of the lifecycle."""
    for kind, keys in LISTS.items():
        for item in _items(node_at(lifecycle.tree, *keys)):
            id = node_at(item, "id")
            if isinstance(id, Scalar):
                yield kind, id


def faults(lifecycle: SharedLifecycle) -> Iterator[Problem]:
    """Parts that hold what is not there."""
    known: dict[str, set[str]] = {kind: set() for kind in LISTS}
    for kind, id in declared_in(lifecycle):
        known[kind].add(id.text)
    for name in lifecycle.parts:
        for side in ("holds", "instead_of"):
            for kind, ids in known.items():
                for item in _items(node_at(lifecycle.tree, "parts", name, side, kind)):
                    if isinstance(item, Scalar) and item.text not in ids:
                        message = f"the lifecycle has no `{item.text}` among its {kind}"
                        yield Problem("D209", message, item.span)


def clashes(lifecycle: SharedLifecycle) -> Iterator[tuple[str, Problem]]:
    """Each parameter that has the name of something in the lifecycle, with the problem of it.

    Words are put into texts alone, so theirs may be anything.
    """
    for _, id in declared_in(lifecycle):
        head = id.text.partition(".")[0]
        parameter = lifecycle.parameters.get(head)
        if parameter is not None and parameter.takes is not Takes.WORDS:
            message = f"`{id.text}` has the name of a parameter"
            related = (("the parameter", parameter.span),)
            yield head, Problem("D206", message, id.span, "choose another name", related)


def _part(name: Scalar, node: Mapping) -> Part:
    return Part(name.text, _held(node, "holds"), _held(node, "instead_of"), name.span)


def _held(node: Mapping, key: str) -> Held:
    return {
        kind: frozenset(
            one.text for one in _items(node_at(node, key, kind)) if isinstance(one, Scalar)
        )
        for kind in LISTS
    }


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()
