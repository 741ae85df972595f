"""Evaluates decisions of a model, as the specification says: what fails is null, nothing raises.

One `Evaluation` serves one set of inputs. All decisions that are asked of it share one budget, so
no model can run without bound. Source: OMG DMN 1.5, chapters 6, 7, 8 and 10.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from engine.dmn.boxes import Boxes
from engine.dmn.given import Given
from engine.dmn.homes import Homes
from engine.dmn.library import Key, Library, Place, names_along
from engine.dmn.model import Decision, DecisionService, FunctionBox, InputData, Knowledge, Model
from engine.expressions.specification.scope import NOTHING, Scope
from engine.expressions.specification.values import Function, Value


class Evaluation:
    """`inputs` are values of input data by name; one that is not given is null.

    The value of a decision can be given too: then it is not computed. `others` are the models that
    this one imports, and those that they import. What is imported is given by its own name, by its
    path (`Applicants.Age`) or, where names clash, as `namespace#name`.
    """

    def __init__(
        self,
        model: Model,
        inputs: Mapping[str, Value],
        clock: datetime,
        others: Iterable[Model] = (),
    ) -> None:
        self._library = Library((model, *others))
        self._given = Given(inputs, model)
        self._homes = Homes(self._library, clock, inputs)

    def value(self, name: str, arguments: Mapping[str, Value] | None = None) -> Value:
        """The value of a decision, or of a decision service for its inputs; null for no such one.

        `arguments` are what business knowledge of that name is called with.
        """
        place = self._library.named(name)
        if place is None:
            return None
        interpreter = self._homes.of(place.model).interpreter
        return interpreter.bounded(lambda: self._asked(place, arguments))

    def _asked(self, place: Place, arguments: Mapping[str, Value] | None) -> Value:
        value = self._place(place, {})
        if not isinstance(value, Function):
            return value
        if isinstance(place.node, DecisionService):
            given = [self._given.find(inner)[1] for inner in self._parameters(place, place.node)]
        elif arguments is not None:
            given = [arguments.get(name) for name, _ in value.parameters]
        else:
            return value
        return self._homes.of(place.model).interpreter.call(value, tuple(given))

    def _parameters(self, place: Place, service: DecisionService) -> list[Place]:
        return self._places(place, (*service.inputs, *service.input_decisions))

    def _place(self, place: Place, known: dict[Key, Value]) -> Value:
        """The value of a node; `known` holds values by key, and takes what is found."""
        for at in self._in_order(place, known):
            if at is not place and self._is_given(at):
                known[at.key] = self._typed(self._given.find(at)[1], at)
            else:
                known[at.key] = self._alone(at, known)
        return known[place.key]

    def _is_given(self, place: Place) -> bool:
        return isinstance(place.node, Decision) and self._given.find(place)[0]

    def _in_order(self, place: Place, known: Mapping[Key, Value]) -> list[Place]:
        """What must be computed, each after what it requires; a circle reads null."""
        order: list[Place] = []
        seen = set(known)
        waiting: list[tuple[Place, bool]] = [(place, False)]
        while waiting:
            at, is_ready = waiting.pop()
            if is_ready:
                order.append(at)
            elif at.key not in seen:
                seen.add(at.key)
                waiting.append((at, True))
                if at is place or not self._is_given(at):
                    waiting += [(inner, False) for inner in self._required(at)]
        return order

    def _required(self, place: Place) -> list[Place]:
        match place.node:
            case Decision(requires=requires) | Knowledge(requires=requires):
                return self._places(place, requires)
            case _:
                return []

    def _places(self, at: Place, references: Iterable[str]) -> list[Place]:
        found = (self._library.place(at, reference) for reference in references)
        return [place for place in found if place is not None]

    def _alone(self, place: Place, known: Mapping[Key, Value]) -> Value:
        """The value of a node whose requirements are known."""
        match place.node:
            case InputData():
                return self._typed(self._given.find(place)[1], place)
            case Decision(expression=expression):
                if expression is None:
                    return None
                value = self._boxes(place).value(expression, self._scope(place, known))
                return self._typed(value, place)
            case Knowledge(function=function):
                return None if function is None else self._knowledge(place, function, known)
            case DecisionService():
                return self._service(place, place.node)

    def _boxes(self, place: Place) -> Boxes:
        return self._homes.of(place.model).boxes

    def _typed(self, value: Value, place: Place) -> Value:
        return self._boxes(place).held(value, place.node.variable)

    def _scope(self, place: Place, known: Mapping[Key, Value]) -> Scope:
        """What the node requires, by name; what is imported lies in a context of its model's."""
        values: dict[str, Value] = {}
        ways = self._library.ways(place.model)
        for inner in self._required(place):
            at = values
            for name in names_along(ways[inner.model.namespace]):
                context = at.setdefault(name, {})
                if not isinstance(context, dict):
                    break
                at = context
            at[inner.node.variable.name] = known.get(inner.key)
        return NOTHING.within(values)

    def _knowledge(self, place: Place, function: FunctionBox, known: Mapping[Key, Value]) -> Value:
        """The function, which may call itself by name: a bound ends that."""
        own: dict[str, Value] = {}
        scope = self._scope(place, known).within(own)
        made = self._typed(self._boxes(place).value(function, scope), place)
        own[place.node.variable.name] = made
        return made

    def _service(self, place: Place, service: DecisionService) -> Value:
        """A function of its inputs, and of the decisions that are given to it."""
        inputs = self._parameters(place, service)
        outputs = self._places(place, service.outputs)

        def call(arguments: tuple[Value, ...]) -> Value:
            known = dict(zip((inner.key for inner in inputs), arguments, strict=True))
            results = {inner.node.variable.name: self._place(inner, known) for inner in outputs}
            return next(iter(results.values())) if len(outputs) == 1 else results

        variables = ((inner, inner.node.variable) for inner in inputs)
        parameters = tuple(
            (variable.name, self._boxes(inner).type(variable.type)) for inner, variable in variables
        )
        return self._typed(Function(parameters, call), place)
