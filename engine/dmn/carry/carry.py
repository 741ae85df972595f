"""The whole model: its decisions in order, each as a table or as derived facts, or as a note.

`Carried` holds what `yaml.py` writes. A decision that cannot be carried over is named with its
place, and so is every decision that reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dmn import model as dmn
from engine.dmn.carry.boxed import BoxReader
from engine.dmn.carry.expressions import Translator
from engine.dmn.carry.functions import declare_functions
from engine.dmn.carry.ids import kebab, snake
from engine.dmn.carry.inputs import declare_inputs
from engine.dmn.carry.tables import OurTable, TableCarrier
from engine.dmn.carry.vocabulary import NotCarried, Vocabulary
from engine.dmn.fields import names_of
from engine.dmn.model import Note
from engine.expressions import syntax as ast
from engine.expressions.specification.reading import Reader
from engine.expressions.syntax import Syntax
from engine.model.problem import Span


@dataclass(slots=True)
class Carried:
    """`derived` are texts by name; `labels` what the model calls a name; `lost` what is missing."""

    id: str
    vocabulary: Vocabulary
    derived: dict[str, str] = field(default_factory=dict)
    tables: dict[str, OurTable] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    lost: list[Note] = field(default_factory=list)


def carry(model: dmn.Model, at: Span) -> Carried:
    carried = Carried(kebab(model.name, "imported"), Vocabulary(at))
    carried.lost += model.notes
    for item in model.imports:
        carried.lost.append(Note(f"the import of `{item.namespace}` is not followed", item.at))
    _Carrier(model, carried).run()
    carried.lost.sort(key=lambda note: note.at)
    return carried


class _Carrier:
    def __init__(self, model: dmn.Model, carried: Carried) -> None:
        self._model = model
        self._carried = carried
        self._vocabulary = carried.vocabulary
        names = names_of(model)
        reader = Reader(names, (item.name for item in model.items))
        variables = frozenset(node.variable.name for node in model.nodes.values())
        boxes = BoxReader(reader, variables, (name for name in names if name))
        self._translator = Translator(boxes, self._vocabulary, model)
        self._tables = TableCarrier(self._translator, self._vocabulary)

    def run(self) -> None:
        names, lost = declare_inputs(self._model, self._vocabulary, self._translator)
        self._carried.labels |= names
        self._carried.lost += lost
        declare_functions(self._translator, self._vocabulary)
        for decision in self._in_order():
            try:
                self._decision(decision)
            except NotCarried as reason:
                message = f"the decision `{decision.variable.name}` is left out: {reason}"
                self._carried.lost.append(Note(message, decision.at))
        for node in self._model.nodes.values():
            if isinstance(node, dmn.DecisionService):
                message = f"the decision service `{node.variable.name}` has no form here"
                self._carried.lost.append(Note(message, node.at))

    def _in_order(self) -> list[dmn.Decision]:
        """Decisions, each after those that it reads."""
        decisions = {decision.id: decision for decision in self._model.decisions()}
        order: dict[str, dmn.Decision] = {}
        open_: set[str] = set()
        waiting = [(id, False) for id in reversed(decisions)]
        while waiting:
            id, is_ready = waiting.pop()
            if is_ready:
                order.setdefault(id, decisions[id])
            elif id in decisions and id not in open_:
                open_.add(id)
                waiting.append((id, True))
                waiting += [(inner, False) for inner in decisions[id].requires]
        return list(order.values())

    def _decision(self, decision: dmn.Decision) -> None:
        box = decision.expression
        if box is None:
            raise NotCarried("it has no expression")
        name = snake(decision.variable.name, f"decision_{len(self._carried.labels) + 1}")
        name = self._vocabulary.names.unique(name)
        label = decision.label or decision.variable.name
        self._box(box, name, (decision.variable.name,), decision.variable.type, {})
        self._carried.labels[name] = label

    def _box(
        self,
        box: dmn.Expression,
        name: str,
        path: tuple[str, ...],
        type_: str,
        local: Mapping[str, Syntax],
    ) -> None:
        """Carry one expression over under a name of ours, and a path of the model."""
        match box:
            case dmn.DecisionTable():
                self._table(self._tables.carried(box, name, type_, local), box, name, path)
            case dmn.ContextBox():
                self._context(box, name, path, local)
            case dmn.Call(dmn.Literal(function)) if function in self._translator.knowledge:
                self._call(box, function, name, path, local)
            case _:
                text, node = self._translator.ours(box, local)
                self._carried.derived[name] = text
                self._vocabulary.add(path, name, node.type)

    def _table(
        self, table: OurTable, box: dmn.DecisionTable, name: str, path: tuple[str, ...]
    ) -> None:
        self._carried.tables[name] = table
        self._carried.labels.setdefault(name, path[-1])
        if len(table.outputs) == 1:
            self._vocabulary.add(path, name, *map(table.read_as, table.outputs))
            return
        for column, output in zip(box.outputs, table.outputs, strict=True):
            self._vocabulary.add((*path, column.name), f"{name}.{output}", table.read_as(output))

    def _context(
        self,
        box: dmn.ContextBox,
        name: str,
        path: tuple[str, ...],
        local: Mapping[str, Syntax],
    ) -> None:
        """Every entry is a derived fact of its own; the name is that of the result.

        Where there is one, no other name may begin with it and a dot.
        """
        inner = dict(local)
        joint = "_" if any(variable is None for variable, _ in box.entries) else "."
        for variable, value in box.entries:
            if variable is None:
                self._box(value, name, path, "", inner)
                continue
            own = self._vocabulary.names.unique(f"{name}{joint}{snake(variable.name, 'entry')}")
            self._box(value, own, (*path, variable.name), variable.type, inner)
            self._carried.labels.setdefault(own, variable.name)
            found = self._vocabulary.facts.get((*path, variable.name))
            if found is not None:
                inner[variable.name] = ast.Name(found[0], 0, 0)

    def _call(
        self,
        box: dmn.Call,
        function: str,
        name: str,
        path: tuple[str, ...],
        local: Mapping[str, Syntax],
    ) -> None:
        """A call of knowledge that is a table: the table, tested on the arguments."""
        made = self._translator.knowledge[function].function
        if made is None or not isinstance(made.body, dmn.DecisionTable):
            text, node = self._translator.ours(box, local)
            self._carried.derived[name] = text
            self._vocabulary.add(path, name, node.type)
            return
        tree = self._translator.tree(box, local)
        assert isinstance(tree, ast.Invocation)
        arguments = self._translator.arguments(tree, made, local)
        self._box(made.body, name, path, made.type, arguments)
