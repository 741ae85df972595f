"""Evaluates decisions of a model, as the specification says: what fails is null, nothing raises.

One `Evaluation` serves one set of inputs. All decisions that are asked of it share one budget, so
no model can run without bound. Source: OMG DMN 1.5, chapters 6, 7, 8 and 10.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.dmn.boxes import Boxes
from engine.dmn.fields import names_of
from engine.dmn.item_types import item_types
from engine.dmn.model import (
    Decision,
    DecisionService,
    InputData,
    Knowledge,
    Model,
    Node,
)
from engine.expressions.specification.interpreter import Interpreter
from engine.expressions.specification.reading import Reader
from engine.expressions.specification.scope import NOTHING, Scope
from engine.expressions.specification.types import ANY, FeelType, coerced
from engine.expressions.specification.values import Function, Value


class Evaluation:
    """`inputs` are values of input data by name; one that is not given is null."""

    def __init__(self, model: Model, inputs: Mapping[str, Value], clock: datetime) -> None:
        self._model = model
        self._inputs = inputs
        reader = Reader(names_of(model), (item.name for item in model.items))
        self._types: dict[str, FeelType] = {}
        self._interpreter = Interpreter(clock, self._types)
        self._boxes = Boxes(self._interpreter, reader, self._types)
        self._types |= item_types(model.items, self._boxes)

    def value(self, name: str, arguments: Mapping[str, Value] | None = None) -> Value:
        """The value of a decision, or of a decision service for its inputs; null for no such one.

        `arguments` are what business knowledge of that name is called with.
        """
        node = self._model.named(name)
        if node is None:
            return None
        return self._interpreter.bounded(lambda: self._asked(node, arguments))

    def _asked(self, node: Node, arguments: Mapping[str, Value] | None) -> Value:
        known: dict[str, Value] = {}
        if isinstance(node, DecisionService) and arguments is None:
            arguments = self._inputs
        value = self._node(node, known)
        if isinstance(value, Function) and arguments is not None:
            ordered = tuple(arguments.get(name) for name, _ in value.parameters)
            return self._interpreter.call(value, ordered)
        return value

    def _node(self, node: Node, known: dict[str, Value]) -> Value:
        """The value of a node; `known` holds values by id, and takes what is found."""
        for at in self._in_order(node, known):
            known[at.id] = self._alone(at, known)
        return known[node.id]

    def _in_order(self, node: Node, known: Mapping[str, Value]) -> list[Node]:
        """What must be computed, each after what it requires; a circle reads null."""
        order: list[Node] = []
        seen = set(known)
        waiting: list[tuple[Node, bool]] = [(node, False)]
        while waiting:
            at, is_ready = waiting.pop()
            if is_ready:
                order.append(at)
            elif at.id not in seen:
                seen.add(at.id)
                waiting.append((at, True))
                required = (self._model.nodes.get(id) for id in _requires(at))
                waiting += [(inner, False) for inner in required if inner is not None]
        return order

    def _alone(self, node: Node, known: Mapping[str, Value]) -> Value:
        """The value of a node whose requirements are known."""
        match node:
            case InputData(variable=variable):
                given = self._inputs.get(variable.name)
                return coerced(given, self._boxes.type(variable.type), self._interpreter.budget)
            case Decision(variable=variable, expression=expression):
                if expression is None:
                    return None
                value = self._boxes.value(expression, self._scope(node, known))
                return coerced(value, self._boxes.type(variable.type), self._interpreter.budget)
            case Knowledge(function=function):
                return None if function is None else self._knowledge(node, known)
            case DecisionService():
                return self._service(node)

    def _scope(self, node: Decision | Knowledge, known: Mapping[str, Value]) -> Scope:
        required = (self._model.nodes.get(id) for id in node.requires)
        return NOTHING.within(
            {inner.variable.name: known.get(inner.id) for inner in required if inner is not None}
        )

    def _knowledge(self, node: Knowledge, known: Mapping[str, Value]) -> Value:
        """The function, which may call itself by name: a bound ends that."""
        assert node.function is not None
        own: dict[str, Value] = {}
        scope = self._scope(node, known).within(own)
        function = self._boxes.value(node.function, scope)
        own[node.variable.name] = function
        return function

    def _service(self, node: DecisionService) -> Value:
        """A function of its inputs, and of the decisions that are given to it."""
        given = [self._model.nodes.get(id) for id in (*node.inputs, *node.input_decisions)]
        nodes = [inner for inner in given if inner is not None]
        parameters = tuple(
            (inner.variable.name, self._boxes.type(inner.variable.type)) for inner in nodes
        )

        def call(arguments: tuple[Value, ...]) -> Value:
            known = dict(zip((inner.id for inner in nodes), arguments, strict=True))
            results = {}
            for id in node.outputs:
                output = self._model.nodes.get(id)
                if output is not None:
                    results[output.variable.name] = self._node(output, known)
            single = next(iter(results.values())) if len(results) == 1 else None
            value: Value = single if len(results) == 1 else results
            type_ = self._boxes.type(node.variable.type) if node.variable.type else ANY
            return coerced(value, type_, self._interpreter.budget)

        return Function(parameters, call)


def _requires(node: Node) -> tuple[str, ...]:
    match node:
        case Decision(requires=requires) | Knowledge(requires=requires):
            return requires
        case _:
            return ()
