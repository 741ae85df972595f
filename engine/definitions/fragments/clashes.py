"""Names that a fragment gives twice: to a parameter, and to something that it declares."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.fragments.declared import Fragment
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, node_at
from engine.model.problem import Problem


def clashes(fragment: Fragment) -> Iterator[tuple[str, Problem]]:
    """Each parameter that would hide what has its name, or a name that begins with it."""
    for name in _declared(fragment):
        head = name.text.partition(".")[0]
        parameter = fragment.parameters.get(head)
        if parameter is not None:
            message = f"`{name.text}` has the name of a parameter"
            related = (("the parameter", parameter.span),)
            yield head, Problem("D156", message, name.span, "choose another name", related)


def _declared(fragment: Fragment) -> Iterator[Scalar]:
    """Every name of a fact, a value, a table or a use that a fragment declares."""
    yield from (use.name for use in fragment.uses)
    for key in ("values", "derived", "tables"):
        found = fragment.tree.get(key)
        if isinstance(found, Mapping):
            yield from (entry.key for entry in found.entries.values())
    for holder in (fragment.tree, *_items(fragment.tree.get("steps"))):
        group = node_at(holder, "group", "fact")
        fields = () if group is not None else _items(node_at(holder, "fields"))
        for name in (group, *(node_at(field, "id") for field in fields)):
            if isinstance(name, Scalar):
                yield name


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()
