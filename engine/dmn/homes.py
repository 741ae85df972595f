"""What every model of an evaluation reads with: its names, its types and its interpreter.

A model sees the types of those that it imports under their names. One budget serves all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.dmn.boxes import Boxes
from engine.dmn.fields import names_of
from engine.dmn.item_types import allowed_texts, item_types
from engine.dmn.library import Library
from engine.dmn.model import Model
from engine.expressions.specification.interpreter import Interpreter
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.reading import Reader
from engine.expressions.specification.types import FeelType
from engine.expressions.specification.values import Value


@dataclass(frozen=True, slots=True)
class Home:
    """`types` and `allowed`, the texts of allowed values, are by name."""

    interpreter: Interpreter
    boxes: Boxes
    types: Mapping[str, FeelType]
    allowed: Mapping[str, str]


class Homes:
    def __init__(self, library: Library, clock: datetime, inputs: Mapping[str, Value]) -> None:
        self._library = library
        self._clock = clock
        self._budget = Budget()
        self._fields = [*keys_in(dict(inputs))]
        for inner in library.reachable():
            self._fields += names_of(inner)
        self._made: dict[str, Home] = {}
        self._open: set[str] = set()

    def of(self, model: Model) -> Home:
        if model.namespace not in self._made:
            self._open.add(model.namespace)
            self._made[model.namespace] = self._home(model)
            self._open.discard(model.namespace)
        return self._made[model.namespace]

    def _home(self, model: Model) -> Home:
        types: dict[str, FeelType] = {}
        allowed: dict[str, str] = {}
        for name, other in self._library.imported(model):
            if other.namespace not in self._open:  # models that import each other see half
                home = self.of(other)
                prefix = f"{name}." if name else ""
                types |= home.types  # DMN 1.1 names them by a prefix of XML
                types |= {prefix + key: type_ for key, type_ in home.types.items()}
                allowed |= {prefix + key: text for key, text in home.allowed.items()}
        allowed |= allowed_texts(model.items, allowed)
        reader = Reader(self._fields, (*types, *(item.name for item in model.items)))
        interpreter = Interpreter(self._clock, types, self._budget)
        boxes = Boxes(interpreter, reader, types, allowed)
        types |= item_types(model.items, boxes, dict(types))
        return Home(interpreter, boxes, types, allowed)


def keys_in(value: Value) -> Iterator[str]:
    """The names of all fields inside a value."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case dict() as context:
                yield from context
                waiting += context.values()
            case tuple() as items:
                waiting += items
            case _:
                pass
