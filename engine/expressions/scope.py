"""What the names of an expression mean: symbols by name, and what is known to be present.

A scope is made once per place that holds expressions (a rule file, a step, an item of a group)
and is never changed by lowering.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from engine.expressions.core import Node
from engine.expressions.shape import shape
from engine.model.listing import CodeList
from engine.model.problem import Problem
from engine.model.rule import OwnFunction
from engine.model.types import Kind, Type


class SymbolKind(StrEnum):
    FACT = "fact"
    VALUE = "value"
    DERIVED = "derived"
    TABLE = "table"
    ITEM = "item"  # a variable that stands for an item or an element


@dataclass(frozen=True, slots=True)
class Symbol:
    """`output` names the output of a TABLE, or the field of the item that an ITEM stands for.

    `on` is the day of a TABLE that says itself on which its cells are read.
    """

    kind: SymbolKind
    name: str
    type: Type
    output: str = ""
    on: Node | None = None


Presence = Mapping[str, tuple[frozenset[str], ...]]
"""By the key of an optional name: the shapes of the conditions that together make it present. Of
several ways, for a fact that several fields give, any one does."""
ItemPresence = Mapping[str, tuple[Node, ...]]
"""By the field of an item: the conditions on `item` that together make it present."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`resolve` finds a symbol by its whole name; it may compile a derived fact on demand.

    `undeclared` explains a name that exists elsewhere (not imported, given later), or is None.
    `names` are offered as "did you mean". `presence` says which conditions make an optional fact
    present; `group_presence` says it of the fields of an item, by the name of its group. Both are
    known once every condition of the service is lowered.

    `functions` are the own ones, or why one cannot be called. Their bodies are read in the
    `outermost` scope, with what their parameters stand for in `bound`.

    `read_on` is the day on which dated values and cells are read, or None for the decision date.
    """

    resolve: Callable[[str], Symbol | None]
    undeclared: Callable[[str], Problem | str | None]
    names: frozenset[str]
    lists: Mapping[str, CodeList]
    presence: Presence = field(default_factory=dict)
    group_presence: Mapping[str, ItemPresence] = field(default_factory=dict)
    variables: Mapping[str, Type] = field(default_factory=dict)
    functions: Mapping[str, OwnFunction | Problem] = field(default_factory=dict)
    outermost: Callable[[], Scope] | None = None
    bound: Mapping[str, Node] = field(default_factory=dict)
    read_on: Node | None = None

    def with_variable(self, name: str, type_: Type) -> Scope:
        """This scope and one more variable; of a group it stands for an item, whose fields are
        present as the group says."""
        type_ = type_.item or type_ if type_.kind is Kind.GROUP else type_
        presence = dict(self.presence)
        if type_.kind is Kind.CONTEXT and type_.of is not None:
            for key, conditions in self.group_presence.get(type_.of, {}).items():
                shapes = (shape(condition, {"item": name}) for condition in conditions)
                presence[f"{name}.{key}"] = (frozenset(shapes),)
        variables = {**self.variables, name: type_}
        return replace(self, names=self.names | {name}, presence=presence, variables=variables)

    def of_function(self, bound: Mapping[str, Node]) -> Scope:
        """The scope of the body of an own function."""
        outer = self if self.outermost is None else self.outermost()
        return replace(outer, bound=bound, names=outer.names | bound.keys(), variables={})

    def hidden_by(self, variable: str) -> str | None:
        """A name that could no longer be read where `variable` is one, or None."""
        hidden = (
            name
            for name in sorted(self.names)
            if name == variable or name.startswith(f"{variable}.")
        )
        return next(hidden, None)
