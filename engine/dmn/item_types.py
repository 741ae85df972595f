"""Item definitions as types of the specification's mode, with what their values are allowed to be.

A type that holds itself is taken for any. Source: OMG DMN 1.5, 7.3.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from engine.dmn.model import ItemDefinition
from engine.expressions.specification.types import (
    ANY,
    BUILT_IN,
    Allowed,
    ContextOf,
    FeelType,
    FunctionOf,
    ListOf,
)
from engine.expressions.specification.values import Value


class Tests(Protocol):
    def allows(self, tests: str) -> Callable[[Value], bool]: ...


def item_types(
    items: Sequence[ItemDefinition], tests: Tests, imported: Mapping[str, FeelType]
) -> Mapping[str, FeelType]:
    """The type of every item definition, by its name."""
    return _Types({item.name: item for item in items}, tests, imported).all()


def allowed_texts(
    items: Sequence[ItemDefinition], imported: Mapping[str, str]
) -> Mapping[str, str]:
    """The allowed values of every item definition that has some, or whose type has."""
    by_name = {item.name: item for item in items}
    texts: dict[str, str] = {}
    for name in by_name:
        at, seen = name, set[str]()
        while at in by_name and at not in seen and not by_name[at].allowed:
            seen.add(at)
            at = by_name[at].type
        texts[name] = by_name[at].allowed if at in by_name else imported.get(at, "")
    return texts


class _Types:
    def __init__(
        self,
        items: Mapping[str, ItemDefinition],
        tests: Tests,
        imported: Mapping[str, FeelType],
    ) -> None:
        self._items = items
        self._tests = tests
        self._imported = imported
        self._made: dict[str, FeelType] = {}
        self._open: set[str] = set()

    def all(self) -> Mapping[str, FeelType]:
        return {name: self._named(name) for name in self._items}

    def _named(self, name: str) -> FeelType:
        name = name if name in self._items else name.rpartition(":")[2]
        item = self._items.get(name)
        if item is None:
            return self._imported.get(name) or BUILT_IN.get(name, ANY)
        if name in self._open:
            return ANY
        if name not in self._made:
            self._open.add(name)
            self._made[name] = self._item(item)
            self._open.discard(name)
        return self._made[name]

    def _item(self, item: ItemDefinition) -> FeelType:
        base: FeelType
        if item.components:
            base = ContextOf(tuple((inner.name, self._item(inner)) for inner in item.components))
        elif item.is_function:
            parameters = tuple(self._named(parameter.type) for parameter in item.parameters)
            base = FunctionOf(parameters, self._named(item.gives))
        else:
            base = self._named(item.type) if item.type else ANY
        if item.allowed:
            base = Allowed(base, self._tests.allows(item.allowed))
        if item.is_collection:
            base = ListOf(base)
        return Allowed(base, self._tests.allows(item.constraint)) if item.constraint else base
