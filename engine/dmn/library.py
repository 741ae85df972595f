"""Models that read one another: what a reference names, and by which name it is read.

A model that is not here leaves what is imported from it unknown. Source: OMG DMN 1.5, 6.3.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from engine.dmn.model import Model, Node

Key: TypeAlias = tuple[str, str]  # the namespace of a model, and the id of a node


@dataclass(frozen=True, slots=True)
class Place:
    """A node, and the model that declares it."""

    model: Model
    node: Node

    @property
    def key(self) -> Key:
        return self.model.namespace, self.node.id


class Library:
    """Of two models with one namespace the first is read."""

    def __init__(self, models: Iterable[Model]) -> None:
        self._models: dict[str, Model] = {}
        for model in models:
            self._models.setdefault(model.namespace, model)

    def imported(self, model: Model) -> list[tuple[str, Model]]:
        """The models that this one imports, each by its name in it; the name may be empty."""
        pairs = ((item.name, self._models.get(item.namespace)) for item in model.imports)
        return [(name, found) for name, found in pairs if found is not None]

    def reachable(self, model: Model) -> list[Model]:
        """The model, and all that it imports or that these import, each once."""
        found = {model.namespace: model}
        waiting = [model]
        while waiting:
            for _, inner in self.imported(waiting.pop()):
                if inner.namespace not in found:
                    found[inner.namespace] = inner
                    waiting.append(inner)
        return list(found.values())

    def place(self, model: Model, reference: str) -> Place | None:
        """What an id, or `namespace#id`, names in a model."""
        namespace, _, id = reference.rpartition("#")
        owner = self._models.get(namespace) if namespace else model
        node = owner.nodes.get(id) if owner is not None else None
        return None if owner is None or node is None else Place(owner, node)

    def named(self, model: Model, name: str) -> Place | None:
        """The node of that name; one of another model also by its path, as in `Ages.Limit`."""
        for owner in self.reachable(model):
            for node in owner.nodes.values():
                path = self.path(model, owner) or ()
                if name in (node.variable.name, ".".join((*path, node.variable.name))):
                    return Place(owner, node)
        return self.place(model, name)

    def path(self, model: Model, other: Model) -> tuple[str, ...] | None:
        """The names by which `model` reads `other`: none for itself; None where it does not."""
        paths: dict[str, tuple[str, ...]] = {model.namespace: ()}
        waiting = [model]
        while waiting and other.namespace not in paths:
            at = waiting.pop(0)
            for name, inner in self.imported(at):
                if inner.namespace not in paths:
                    paths[inner.namespace] = (*paths[at.namespace], *filter(None, (name,)))
                    waiting.append(inner)
        return paths.get(other.namespace)
