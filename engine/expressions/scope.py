"""What the names of an expression mean: symbols by name, and what is known to be present.

A scope is made once per place that holds expressions (a rule file, a step, an item of a group)
and is never changed by lowering.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.expressions.core import Node
from engine.model.listing import CodeList
from engine.model.problem import Problem
from engine.model.types import Kind, Type


class SymbolKind(StrEnum):
    FACT = "fact"
    VALUE = "value"
    DERIVED = "derived"
    TABLE = "table"
    ITEM = "item"  # a variable that stands for an item or an element


@dataclass(frozen=True, slots=True)
class Symbol:
    """`output` names the output of a TABLE, or the field of the item that an ITEM stands for."""

    kind: SymbolKind
    name: str
    type: Type
    output: str = ""


Presence = Mapping[str, frozenset[str]]
"""By the key of an optional name: the shapes of the conjuncts that together make it present."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`resolve` finds a symbol by its whole name; it may compile a derived fact on demand.

    `undeclared` explains a name that exists elsewhere (not imported, given later), or is None.
    `names` are offered as "did you mean". `presence` says which conditions make an optional fact
    present; the presence of an item's field is keyed `item.<field>` under its group's name.
    """

    resolve: Callable[[str], Symbol | None]
    undeclared: Callable[[str], Problem | str | None]
    names: frozenset[str]
    lists: Mapping[str, CodeList]
    presence: Presence
    group_presence: Mapping[str, Presence] = field(default_factory=dict)
    variables: Mapping[str, Type] = field(default_factory=dict)

    def with_variable(self, name: str, type_: Type) -> Scope:
        """This scope and one more variable; the presence of its fields follows its group."""
        presence = dict(self.presence)
        if type_.kind is Kind.GROUP and type_.of is not None:
            for key, shapes in self.group_presence.get(type_.of, {}).items():
                renamed = frozenset(shape.replace("item.", f"{name}.") for shape in shapes)
                presence[f"{name}.{key}"] = renamed
        variables = {**self.variables, name: type_}
        return Scope(
            self.resolve,
            self.undeclared,
            self.names | {name},
            self.lists,
            presence,
            self.group_presence,
            variables,
        )


def shape(node: Node) -> str:
    """A text that two nodes share exactly when they read the same things in the same way.

    Places and the author's spelling do not count, so it finds the same atom written twice.
    """
    from engine.expressions import core

    match node:
        case core.Const(value, type_):
            return f"{type_.kind}:{value}"
        case core.FactRef(name) | core.ValueRef(name) | core.DerivedRef(name):
            return name
        case core.ItemRef(variable, field_name):
            return f"{variable}.{field_name}" if field_name else variable
        case core.TableRef(name, output):
            return f"{name}.{output}"
        case core.Compare(operator, left, right):
            return f"({shape(left)} {operator} {shape(right)})"
        case core.IsAbsent(operand):
            return f"({shape(operand)} is absent)"
        case core.Member(element, collection):
            return f"({shape(element)} in {shape(collection)})"
        case core.Add(left, right, sign):
            return f"({shape(left)} {'+' if sign > 0 else '-'} {shape(right)})"
        case core.AddMonths(day, months, sign):
            return f"({shape(day)} {'+' if sign > 0 else '-'}m {shape(months)})"
        case core.Scale(operand, factor):
            return f"({shape(operand)} * {factor.value})"
        case core.And(items):
            return "(" + " and ".join(map(shape, items)) + ")"
        case core.Or(items):
            return "(" + " or ".join(map(shape, items)) + ")"
        case core.Not(operand):
            return f"not({shape(operand)})"
        case core.If(condition, then, otherwise):
            return f"if {shape(condition)} then {shape(then)} else {shape(otherwise)}"
        case core.Quantified(quantifier, variable, source, body):
            return f"{quantifier} {variable} in {shape(source)}: {shape(body)}"
        case core.Aggregated(aggregate, variable, source, body):
            return f"{aggregate} {variable} in {shape(source)}: {shape(body)}"
        case core.Call(function, arguments):
            return f"{function}({', '.join(map(shape, arguments))})"
