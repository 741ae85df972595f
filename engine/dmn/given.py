"""Values that are given from outside, by the names that someone who calls a model may use."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dmn.library import Place, names_along
from engine.dmn.model import Model
from engine.expressions.specification.values import Value


class Given:
    def __init__(self, inputs: Mapping[str, Value], model: Model) -> None:
        self._inputs = inputs
        self._model = model

    def find(self, place: Place) -> tuple[bool, Value]:
        """Whether the value of a node is given, and the value.

        A name alone is that of the model that is asked, before it is that of an imported one.
        """
        name = place.node.variable.name
        path = (*names_along(place.way), name)
        at: Value = dict(self._inputs)
        for step in path:
            if not isinstance(at, dict) or step not in at:
                break
            at = at[step]
        else:
            return True, at
        keys = [".".join(path), f"{place.model.namespace}#{name}"]
        if not place.way or self._model.named(name) is None:
            keys.append(name)
        return next(
            ((True, self._inputs[key]) for key in keys if key in self._inputs), (False, None)
        )
