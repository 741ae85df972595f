"""Values that are given from outside, by the names that someone who calls a model may use."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dmn.library import Library, Place
from engine.dmn.model import Model
from engine.expressions.specification.values import Value


class Given:
    def __init__(self, inputs: Mapping[str, Value], model: Model, library: Library) -> None:
        self._inputs = inputs
        self._model = model
        self._library = library

    def find(self, place: Place) -> tuple[bool, Value]:
        """Whether the value of a node is given, and the value.

        A name alone is that of the model that is asked, before it is that of an imported one.
        """
        name = place.node.variable.name
        path = self._library.path(self._model, place.model) or ()
        for key in (f"{place.model.namespace}#{name}", ".".join((*path, name))):
            if key in self._inputs:
                return True, self._inputs[key]
        at: Value = dict(self._inputs)
        for step in (*path, name):
            if not isinstance(at, dict) or step not in at:
                break
            at = at[step]
        else:
            return True, at
        if path and self._model.named(name) is not None:
            return False, None
        return name in self._inputs, self._inputs.get(name)
