"""Functions of the core: counting and adding up, least and greatest, `all` and `any`."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.expressions import beyond, core
from engine.expressions.arithmetic import zero_of
from engine.expressions.core import Aggregate, Comparison, Node, Quantifier
from engine.expressions.functions.calling import item_type, one_type
from engine.expressions.functions.signatures import Arguments, Build, Function, function
from engine.expressions.operators import LENGTHS, ORDERED, Mismatch, as_code, comparison, is_same
from engine.model.problem import Span
from engine.model.types import NUMBER, YES_NO, Kind, Type

_SUMMED: Final = {Kind.NUMBER, Kind.MONEY, *LENGTHS}
_ELEMENT: Final = "item"


def _not(arguments: Arguments) -> Node:
    operand = arguments[0]
    if operand.type.kind is not Kind.YES_NO:
        raise Mismatch("E302", f"a condition is yes or no, and this is {operand.type.required()}")
    return core.Not(operand, YES_NO, arguments.at)


def _count(arguments: Arguments) -> Node:
    """`count(group[condition])` counts the items for which the condition is true; what `for` makes
    of a list is as long as the list."""
    over, at = arguments[0], arguments.at
    while isinstance(over, beyond.Mapped):
        over = over.source
    if isinstance(over, beyond.Filtered):
        return core.Aggregated(Aggregate.COUNT, over.variable, over.source, over.body, NUMBER, at)
    always = core.Const(True, YES_NO, at)
    return core.Aggregated(Aggregate.COUNT, _ELEMENT, over, always, NUMBER, at)


def _gathered(aggregate: Aggregate, sorts: set[Kind]) -> Build:
    def build(arguments: Arguments) -> Node:
        over, at = _one_list(arguments), arguments.at
        element = item_type(over)
        if element.kind not in sorts:
            word = "added up" if aggregate is Aggregate.SUM else "put in order"
            raise Mismatch("E301", f"`{arguments.text}`: {element.required()} cannot be {word}")
        type_ = replace(element, low=None, high=None)
        if aggregate is not Aggregate.SUM and not isinstance(over, beyond.ListOf):
            type_ = type_.optional()
        if isinstance(over, beyond.Mapped):
            variable, source, body = over.variable, over.source, over.body
            return core.Aggregated(aggregate, variable, source, body, type_, at)
        body = core.ItemRef(_ELEMENT, None, element, at)
        return core.Aggregated(aggregate, _ELEMENT, over, body, type_, at)

    return build


def _one_list(arguments: Arguments) -> Node:
    """The list that is given, or one of the values that are."""
    first = arguments[0]
    if not arguments.more and first.type.kind in {Kind.LIST, Kind.GROUP}:
        return first
    nodes, type_ = one_type(arguments.given, arguments)
    of = replace(type_, is_optional=False)
    return beyond.ListOf(nodes, Type(Kind.LIST, element=of, most=len(nodes)), arguments.at)


def _whether(quantifier: Quantifier) -> Build:
    def build(arguments: Arguments) -> Node:
        over, at = _one_list(arguments), arguments.at
        element = item_type(over)
        if element.kind is not Kind.YES_NO:
            raise Mismatch("E302", f"a condition is yes or no, and this is {element.required()}")
        if isinstance(over, beyond.ListOf):
            connective = core.And if quantifier is Quantifier.EVERY else core.Or
            return connective(over.items, YES_NO, at) if over.items else _empty(quantifier, at)
        if isinstance(over, beyond.Mapped):
            return core.Quantified(
                quantifier, over.variable, over.source, over.body, YES_NO, at, arguments.text
            )
        body = core.ItemRef(_ELEMENT, None, element, at)
        return core.Quantified(quantifier, _ELEMENT, over, body, YES_NO, at, arguments.text)

    return build


def _empty(quantifier: Quantifier, at: Span) -> Node:
    return core.Const(quantifier is Quantifier.EVERY, YES_NO, at)


def _contains(arguments: Arguments) -> Node:
    over, element = arguments[0], arguments[1]
    inner = item_type(over)
    element = as_code(element, inner, arguments.lists)
    if not is_same(element.type, inner):
        raise Mismatch(
            "E301",
            f"`{arguments.text}` looks for {element.type.required()} in {over.type.required()}",
        )
    return core.Member(element, over, YES_NO, arguments.at, arguments.text)


def _absolute(arguments: Arguments) -> Node:
    """The value, or its opposite where it is below zero: all in the core."""
    value, at = arguments[0], arguments.at
    zero = core.Const(zero_of(value.type), value.type.required(), at)
    below = core.Compare(Comparison.LT, value, zero, YES_NO, at, arguments.text)
    type_ = replace(value.type.required(), low=None, high=None)
    return core.If(below, core.Add(zero, value, -1, type_, at), value, type_, at)


def _is(arguments: Arguments) -> Node:
    nodes, _ = one_type(arguments.given, arguments)
    left, right = nodes
    return comparison(Comparison.EQ, left, right, arguments.lists, arguments.at, arguments.text)


def _of_numbers(name: str, gives: Type) -> Build:
    def build(arguments: Arguments) -> Node:
        over = _one_list(arguments)
        if item_type(over).kind is not Kind.NUMBER:
            raise Mismatch("E301", f"`{arguments.text}` takes numbers")
        return beyond.Call(name, (over,), gives, arguments.at)

    return build


_NUMBERS: Final = Type(Kind.LIST, element=NUMBER)
FUNCTIONS: Final[tuple[Function, ...]] = (
    function("not", ("negand: any", _not)),
    function("count", ("list: group", _count)),
    function("sum", ("list*: any", _gathered(Aggregate.SUM, _SUMMED))),
    function("min", ("list*: any", _gathered(Aggregate.MIN, ORDERED))),
    function("max", ("list*: any", _gathered(Aggregate.MAX, ORDERED))),
    function("all", ("list*: any", _whether(Quantifier.EVERY))),
    function("any", ("list*: any", _whether(Quantifier.SOME))),
    function("list contains", ("list: list; element: any", _contains)),
    function("is", ("value1: any; value2: any", _is)),
    function("abs", ("n: number|money|length", _absolute)),
    function("mean", ("list*: any", _of_numbers("mean", NUMBER.optional()))),
    function("median", ("list*: any", _of_numbers("median", NUMBER.optional()))),
    function("stddev", ("list*: any", _of_numbers("stddev", NUMBER.optional()))),
    function("mode", ("list*: any", _of_numbers("mode", _NUMBERS))),
    function("product", ("list*: any", _of_numbers("product", NUMBER.optional()))),
)
