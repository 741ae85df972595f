"""The shape of a node: a text that two nodes share when they read the same things the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.expressions import beyond, core
from engine.expressions.core import Node

_AS_WRITTEN: Final[Mapping[str, str]] = {}


def shape(node: Node, variables: Mapping[str, str] = _AS_WRITTEN) -> str:
    """Places and the author's spelling do not count, so it finds the same atom written twice.

    `variables` renames variables: an item's condition is written of `item`, and read of another.
    """
    match node:
        case core.Const(value, type_):
            return f"{type_.kind}:{value!r}"
        case core.FactRef(name) | core.DerivedRef(name):
            return name
        case core.ValueRef(name, on=on):
            return f"{name}{_on(on, variables)}"
        case core.ItemRef(variable, field):
            variable = variables.get(variable, variable)
            return f"{variable}.{field}" if field else variable
        case core.TableRef(name, output, on=on):
            return f"table {name}.{output}{_on(on, variables)}"
        case core.AttributeOf(operand, attribute):
            return f"{shape(operand, variables)}.{attribute}"
        case core.Defined(_, _, body):
            return shape(body, variables)
        case _ if isinstance(node, beyond.BEYOND):
            return f"({_beyond(node, variables)})"
        case _:
            return f"({_compound(node, variables)})"


def _on(day: Node | None, variables: Mapping[str, str]) -> str:
    return "" if day is None else f" on {shape(day, variables)}"


def _compound(node: Node, variables: Mapping[str, str]) -> str:
    def of(part: Node) -> str:
        return shape(part, variables)

    match node:
        case core.Compare(operator, left, right):
            return f"{of(left)} {operator} {of(right)}"
        case core.IsAbsent(operand):
            return f"{of(operand)} is absent"
        case core.Member(element, collection):
            return f"{of(element)} in {of(collection)}"
        case core.Add(left, right, sign):
            return f"{of(left)} {'+' if sign > 0 else '-'} {of(right)}"
        case core.AddMonths(day, months, sign):
            return f"{of(day)} {'+' if sign > 0 else '-'}m {of(months)}"
        case core.Scale(operand, factor):
            return f"{of(operand)} * {of(factor)}"
        case core.Shares(parts, over, rounding):
            terms = " + ".join(f"{of(amount)} * {of(count)}" for amount, count in parts)
            return f"({terms}) / {of(over)} {rounding}"
        case core.NoResult(message):
            return f"{message}: {node.at}"
        case core.And(items):
            return "and " + " ".join(map(of, items))
        case core.Or(items):
            return "or " + " ".join(map(of, items))
        case core.Not(operand):
            return f"not {of(operand)}"
        case core.If(condition, then, otherwise):
            return f"if {of(condition)} then {of(then)} else {of(otherwise)}"
        case core.Quantified(quantifier, variable, source, body):
            return f"{quantifier} {variable} in {of(source)}: {of(body)}"
        case core.Aggregated(aggregate, variable, source, body):
            return f"{aggregate} {variable} in {of(source)}: {of(body)}"
        case _:
            raise AssertionError(f"{type(node).__name__} has no parts")


def _beyond(node: Node, variables: Mapping[str, str]) -> str:
    def of(part: Node) -> str:
        return shape(part, variables)

    match node:
        case beyond.Multiply(left, right):
            return f"{of(left)} times {of(right)}"
        case beyond.Divide(left, right):
            return f"{of(left)} / {of(right)}"
        case beyond.Round(operand, places, mode):
            return f"{mode} {of(operand)} to {places}"
        case beyond.ListOf(items):
            return f"list {' '.join(map(of, items))}"
        case beyond.ContextOf(entries):
            return "context " + " ".join(f"{key!r}: {of(entry)}" for key, entry in entries)
        case beyond.RangeOf(low, high, has_low, has_high):
            return f"range {has_low} {of(low)} .. {of(high)} {has_high}"
        case beyond.FieldOf(operand, field):
            return f"{of(operand)} . {field}"
        case beyond.Mapped(variable, source, body):
            return f"for {variable} in {of(source)}: {of(body)}"
        case beyond.Filtered(variable, source, body):
            return f"those {variable} in {of(source)}: {of(body)}"
        case beyond.Sorted(first, second, source, body):
            return f"sorted {first} {second} in {of(source)}: {of(body)}"
        case beyond.Call(function, arguments):
            return f"{function}({', '.join(map(of, arguments))})"
        case beyond.ValuesDuring(name, first, last):
            return f"{name} from {of(first)} to {of(last)}"
        case _:
            raise AssertionError(f"{type(node).__name__} is not beyond the core")
