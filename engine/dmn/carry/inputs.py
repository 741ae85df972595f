"""Input data as facts of ours: a plain one is a fact, a structure one fact for each component.

A collection of structures is a group, whose items have the components as fields.

A string becomes a code of a list where the model says which strings there are: in allowed values,
in input values, or in the cells that test it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.dmn import model as dmn
from engine.dmn.carry.expressions import Translator
from engine.dmn.carry.ids import field_name, snake
from engine.dmn.carry.vocabulary import NotCarried, Path, Vocabulary, plain_type
from engine.dmn.fields import tables_in
from engine.dmn.model import Note
from engine.expressions import syntax as ast
from engine.expressions.syntax import Syntax
from engine.expressions.trees import parts
from engine.model.types import Kind, Type

MAX_LEVELS = 6  # of structures inside structures


def declare_inputs(
    model: dmn.Model, vocabulary: Vocabulary, translator: Translator
) -> tuple[dict[str, str], list[Note]]:
    """Add every input to the vocabulary; gives their labels, and notes on what has no form."""
    return _Inputs(model, vocabulary, translator).declared()


class _Inputs:
    def __init__(self, model: dmn.Model, vocabulary: Vocabulary, translator: Translator) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._translator = translator
        self._items = {item.name: item for item in model.items}
        self._labels: dict[str, str] = {}
        self._lost: list[Note] = []

    def declared(self) -> tuple[dict[str, str], list[Note]]:
        for number, node in enumerate(self._model.nodes.values(), 1):
            if isinstance(node, dmn.InputData):
                name = snake(node.variable.name, f"input_{number}")
                name = self._vocabulary.names.unique(name)
                try:
                    self._declare((node.variable.name,), name, node.variable.type, "", 0)
                except NotCarried as reason:
                    message = f"the input `{node.variable.name}` is left out: {reason}"
                    self._lost.append(Note(message, node.at))
        return self._labels, self._lost

    def _declare(self, path: Path, name: str, type_: str, allowed: str, level: int) -> None:
        item = self._items.get(type_)
        if item is not None:
            self._item(item, path, name, level)
            return
        ours = plain_type(type_)
        if ours is None:
            raise NotCarried(f"the type `{type_ or 'Any'}` has no form here")
        if ours.kind is Kind.TEXT:
            texts = [*self._texts(allowed), *self._tested(path)]
            if texts:
                ours = self._vocabulary.code_type(name, texts)
        self._vocabulary.add(path, name, ours)
        self._vocabulary.given[name] = ours
        self._labels[name] = path[-1]

    def _item(self, item: dmn.ItemDefinition, path: Path, name: str, level: int) -> None:
        if item.is_collection:
            self._group(item, path, name)
            return
        if item.is_function:
            raise NotCarried("a function is no input here")
        if level >= MAX_LEVELS:
            raise NotCarried("its type holds itself, or is nested too deep")
        if not item.components:
            self._declare(path, name, item.type, item.allowed, level + 1)
            return
        for number, inner in enumerate(item.components, 1):
            own = f"{name}.{snake(inner.name, f'part_{number}')}"
            own = self._vocabulary.names.unique(own)
            if inner.components or inner.is_collection or inner.is_function:
                self._item(inner, (*path, inner.name), own, level + 1)
            else:
                below = (*path, inner.name)
                self._declare(below, own, inner.type, inner.allowed, level + 1)

    def _group(self, item: dmn.ItemDefinition, path: Path, name: str) -> None:
        """Declare a group. Its fields are named as `Translator` names fields."""
        inner = item if item.components else self._items.get(item.type, item)
        if not inner.components or len(path) > 1:
            raise NotCarried("a collection of anything but structures is no input here")
        fields = [(field_name(part.name), self._field(part, name)) for part in inner.components]
        if len(dict(fields)) < len(fields):
            raise NotCarried("two components of its items have one name here")
        ours = Type(Kind.GROUP, of=name, fields=tuple(fields))
        self._vocabulary.add(path, name, ours)
        self._vocabulary.given[name] = ours
        self._labels[name] = path[-1]

    def _field(self, part: dmn.ItemDefinition, group: str) -> Type:
        of = self._items.get(part.type)
        is_nested = part.is_collection or part.is_function or part.components
        if is_nested or (of is not None and (of.is_collection or of.components)):
            raise NotCarried("an item of a group holds plain fields only")
        ours = plain_type(of.type if of is not None else part.type)
        if ours is None:
            raise NotCarried(f"the type `{part.type or 'Any'}` has no form here")
        texts = self._texts(part.allowed or (of.allowed if of is not None else ""))
        if ours.kind is Kind.TEXT and texts:
            return self._vocabulary.code_type(f"{group}_{field_name(part.name)}", texts)
        return ours

    # Texts that are tested ---------------------------------------------------------------

    def _texts(self, tests: str) -> list[str]:
        if not tests:
            return []
        try:
            return list(_literals(self._translator.tests(tests, {})))
        except NotCarried:
            return []

    def _tested(self, path: Path) -> list[str]:
        """The texts that tables test this input for."""
        expression = ".".join(path)
        found: list[str] = []
        for table in tables_in(self._model):
            for index, column in enumerate(table.inputs):
                if " ".join(column.expression.text.split()) != expression:
                    continue
                found += self._texts(column.values)
                cells = (row.tests[index].text for row in table.rows if index < len(row.tests))
                for cell in cells:
                    found += self._texts(cell if cell != "-" else "")
        return found


def _literals(trees: tuple[Syntax, ...]) -> Iterator[str]:
    """Every text in the tests, in order."""
    waiting = list(reversed(trees))
    while waiting:
        at = waiting.pop()
        if isinstance(at, ast.StringLiteral):
            yield at.value
        waiting += reversed(parts(at))
