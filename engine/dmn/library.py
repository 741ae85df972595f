"""Models that read one another: what a reference names, and by which name it is read.

A model that is imported twice, by two models, is there twice: what is given to it by one way is not
given by the other. One that is not here leaves what is imported from it unknown.

Source: OMG DMN 1.5, 6.3.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from engine.dmn.model import Model, Node

Step: TypeAlias = tuple[str, str]  # the name of an import, which may be empty, and its namespace
Way: TypeAlias = tuple[Step, ...]
Key: TypeAlias = tuple[Way, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A node, the model that declares it, and the way there from the model that is asked."""

    model: Model
    node: Node
    way: Way = ()

    @property
    def key(self) -> Key:
        return self.way, self.node.id


def names_along(way: Way) -> tuple[str, ...]:
    """The names that a path through these imports has."""
    return tuple(name for name, _ in way if name)


class Library:
    """The first model is the one that is asked. Of two with one namespace the first is read."""

    def __init__(self, models: Iterable[Model]) -> None:
        self._models: dict[str, Model] = {}
        for model in models:
            self._models.setdefault(model.namespace, model)
        self._asked = next(iter(self._models.values()))

    def imported(self, model: Model) -> list[tuple[str, Model]]:
        """The models that this one imports, each by its name in it."""
        pairs = ((item.name, self._models.get(item.namespace)) for item in model.imports)
        return [(name, found) for name, found in pairs if found is not None]

    def ways(self, model: Model) -> dict[str, Way]:
        """The shortest way from a model to each that it reads, itself too, by namespace."""
        found: dict[str, Way] = {model.namespace: ()}
        waiting = [model]
        for at in waiting:
            for name, inner in self.imported(at):
                if inner.namespace not in found:
                    step = name, inner.namespace
                    found[inner.namespace] = (*found[at.namespace], step)
                    waiting.append(inner)
        return found

    def reachable(self) -> list[Model]:
        """The model that is asked, and all that it reads, each once."""
        return [self._models[namespace] for namespace in self.ways(self._asked)]

    def place(self, at: Place, reference: str) -> Place | None:
        """What an id, or `namespace#id`, names in the model of a node."""
        namespace, _, id = reference.rpartition("#")
        namespace = namespace or at.model.namespace
        model, way = self._models.get(namespace), self.ways(at.model).get(namespace)
        if model is None or way is None or id not in model.nodes:
            return None
        return Place(model, model.nodes[id], self._straight((*at.way, *way), namespace))

    def _straight(self, way: Way, namespace: str) -> Way:
        """The way up to the first time that it comes to a model."""
        passed = (self._asked.namespace, *(step for _, step in way))
        return way[: passed.index(namespace)]

    def named(self, name: str) -> Place | None:
        """The node of that name; one of another model also by its path, as in `Ages.Limit`."""
        for namespace, way in self.ways(self._asked).items():
            for node in self._models[namespace].nodes.values():
                own = node.variable.name
                if name in (own, ".".join((*names_along(way), own))):
                    return Place(self._models[namespace], node, way)
        node_of_id = self._asked.nodes.get(name)
        return None if node_of_id is None else Place(self._asked, node_of_id)
