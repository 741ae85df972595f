"""A DMN model as declared: inputs, types, decisions, business knowledge and decision services.

Names have their white space normalised. Source: OMG DMN 1.5, chapters 6 to 8 and 10.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from engine.model.problem import Span


class HitPolicy(StrEnum):
    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    OUTPUT_ORDER = "OUTPUT ORDER"
    RULE_ORDER = "RULE ORDER"
    COLLECT = "COLLECT"


@dataclass(frozen=True, slots=True)
class Variable:
    """`type` is the name of a type, or empty."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Literal:
    text: str
    type: str
    at: Span


@dataclass(frozen=True, slots=True)
class InputColumn:
    """`values` are the unary tests that every input must pass, or empty."""

    expression: Literal
    label: str
    values: str


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """`values` lists the outputs, the one that wins first; `default` is FEEL, or None."""

    name: str
    type: str
    values: str
    default: Literal | None


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    tests: tuple[Literal, ...]
    outputs: tuple[Literal, ...]
    at: Span


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """`aggregation` is SUM, COUNT, MIN, MAX or empty, and speaks for COLLECT only."""

    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rows: tuple[Row, ...]
    policy: HitPolicy
    aggregation: str
    type: str
    at: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A boxed invocation: `bindings` are arguments by name."""

    function: Expression
    bindings: tuple[tuple[Variable, Expression], ...]
    type: str
    at: Span


@dataclass(frozen=True, slots=True)
class ContextBox:
    """An entry without a variable is the result; without one the context itself is."""

    entries: tuple[tuple[Variable | None, Expression], ...]
    type: str
    at: Span


@dataclass(frozen=True, slots=True)
class Relation:
    columns: tuple[Variable, ...]
    rows: tuple[tuple[Expression, ...], ...]
    type: str
    at: Span


@dataclass(frozen=True, slots=True)
class ListBox:
    items: tuple[Expression, ...]
    type: str
    at: Span


@dataclass(frozen=True, slots=True)
class FunctionBox:
    """`kind` is FEEL; of Java or PMML nothing is ever called."""

    parameters: tuple[Variable, ...]
    body: Expression
    kind: str
    type: str
    at: Span


@dataclass(frozen=True, slots=True)
class ConditionalBox:
    condition: Expression
    then: Expression
    otherwise: Expression
    type: str
    at: Span


@dataclass(frozen=True, slots=True)
class FilterBox:
    source: Expression
    condition: Expression
    type: str
    at: Span


@dataclass(frozen=True, slots=True)
class IteratorBox:
    """`kind` is for, some or every."""

    kind: str
    variable: Variable
    source: Expression
    body: Expression
    type: str
    at: Span


Expression: TypeAlias = (
    Literal
    | DecisionTable
    | Call
    | ContextBox
    | Relation
    | ListBox
    | FunctionBox
    | ConditionalBox
    | FilterBox
    | IteratorBox
)


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """`allowed` are unary tests on a value, of a collection on each item; `constraint` on all."""

    name: str
    type: str
    is_collection: bool
    components: tuple[ItemDefinition, ...]
    parameters: tuple[Variable, ...]
    gives: str
    is_function: bool
    allowed: str
    constraint: str
    at: Span


@dataclass(frozen=True, slots=True)
class InputData:
    id: str
    variable: Variable
    label: str
    at: Span


@dataclass(frozen=True, slots=True)
class Decision:
    """`requires` are ids of inputs, decisions, business knowledge and services."""

    id: str
    variable: Variable
    label: str
    requires: tuple[str, ...]
    expression: Expression | None
    at: Span


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function by a name."""

    id: str
    variable: Variable
    requires: tuple[str, ...]
    function: FunctionBox | None
    at: Span


@dataclass(frozen=True, slots=True)
class DecisionService:
    """Ids: what it gives, what it computes inside, and what is given to it."""

    id: str
    variable: Variable
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    inputs: tuple[str, ...]
    at: Span


Node: TypeAlias = InputData | Decision | Knowledge | DecisionService


@dataclass(frozen=True, slots=True)
class Note:
    """What was left out or could not be read, and where."""

    message: str
    at: Span

    def __str__(self) -> str:
        return f"{self.at}: {self.message}"


@dataclass(frozen=True, slots=True)
class Import:
    """Another model by its namespace; `name` is what it is called here, and may be empty."""

    name: str
    namespace: str
    at: Span


@dataclass(frozen=True, slots=True)
class Model:
    """A reference in it is the id of a node, or `namespace#id` for one of another model."""

    name: str
    namespace: str
    imports: tuple[Import, ...]
    items: tuple[ItemDefinition, ...]
    nodes: Mapping[str, Node]
    notes: tuple[Note, ...]

    def decisions(self) -> tuple[Decision, ...]:
        return tuple(node for node in self.nodes.values() if isinstance(node, Decision))

    def named(self, name: str) -> Node | None:
        """The node of that name, or None."""
        found = (node for node in self.nodes.values() if node.variable.name == name)
        return next(found, None)
