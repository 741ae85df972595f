"""The core: the small typed form that every reading of a definition reads.

FEEL is parsed whole and lowered to these nodes: constants, facts, attributes of codes,
comparison, + and -, multiplication by a constant, month arithmetic, `and or not`, `if`,
membership, bounded `some` and `every`, tables, count, sum, min, max; and fee schedules to shares of
amounts. What else FEEL has is evaluated: those nodes stand in `beyond`, and the relation and the
formula say "not covered" at their places.

Every node carries its `type` and `at`, the place in the file it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from engine.expressions.beyond import (
    Call,
    ContextOf,
    Divide,
    FieldOf,
    Filtered,
    ListOf,
    Mapped,
    Multiply,
    RangeOf,
    Round,
    Sorted,
    ValuesDuring,
)
from engine.model.problem import Span
from engine.model.rounding import Rounding
from engine.model.types import Type
from engine.model.value import Absent, Known


class Comparison(StrEnum):
    """FEEL's comparison operators."""

    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class Quantifier(StrEnum):
    SOME = "some"
    EVERY = "every"


class Aggregate(StrEnum):
    COUNT = "count"
    SUM = "sum"
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Const:
    value: Known | Absent
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact that someone gives: register, applicant, document, or the built-in decision date."""

    name: str
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class ItemRef:
    """A field of the item that `variable` stands for inside a quantifier or an aggregate.

    With `field` None it is the element or the item itself.
    """

    variable: str
    field: str | None
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class ValueRef:
    """A dated value of the rule file, read on the day `on`, or on the decision date."""

    name: str
    type: Type
    at: Span
    on: Node | None = None


@dataclass(frozen=True, slots=True)
class DerivedRef:
    """A derived fact of the rule file."""

    name: str
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class TableRef:
    """An output of a decision table, its dated cells read on the day `on` or the decision date."""

    name: str
    output: str
    type: Type
    at: Span
    on: Node | None = None


@dataclass(frozen=True, slots=True)
class AttributeOf:
    """What the code `operand` says under `attribute`: a finite map from codes to values.

    `values` holds every code of the list, absent for one that says nothing. An absent operand has
    an absent attribute.
    """

    operand: Node
    attribute: str
    values: Mapping[str, Known | Absent]
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Compare:
    """Strict: an absent operand gives unknown. Codes and yes/no know only = and !=."""

    operator: Comparison
    left: Node
    right: Node
    type: Type
    at: Span
    text: str


@dataclass(frozen=True, slots=True)
class IsAbsent:
    """`x = null`: true for absent, false for known, unknown for unknown."""

    operand: Node
    type: Type
    at: Span
    text: str


@dataclass(frozen=True, slots=True)
class Member:
    """Whether `element` is one of `collection`, a list: the `or` of its equalities."""

    element: Node
    collection: Node
    type: Type
    at: Span
    text: str


@dataclass(frozen=True, slots=True)
class Add:
    """Number + number, money + money, length + length, date + days, time or moment + seconds.

    `sign` is 1, or -1 for a difference; date - date gives days, of times and moments seconds.
    """

    left: Node
    right: Node
    sign: int
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class AddMonths:
    """Date or moment plus (`sign` 1) or minus (-1) whole months, clamped to the month's end."""

    day: Node
    months: Node
    sign: int
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Scale:
    """A number, money or length times a constant number."""

    operand: Node
    factor: Const
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Shares:
    """Amounts of money, each times a number or days, added, divided by `over`, rounded once.

    Exact until then. Without `rounding` there is a result only where it is a whole minor unit.
    """

    parts: tuple[tuple[Node, Node], ...]
    over: Node
    rounding: Rounding | None
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class NoResult:
    """A fault, wherever it is not settled past: what no line of the definition provides for."""

    message: str
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Node, ...]
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Node, ...]
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Not:
    operand: Node
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class If:
    """Only the branch taken is read; an unknown condition makes the whole unknown."""

    condition: Node
    then: Node
    otherwise: Node
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some` or `every` over a group or a list. Unknown while the group is open."""

    quantifier: Quantifier
    variable: str
    source: Node
    body: Node
    type: Type
    at: Span
    text: str


@dataclass(frozen=True, slots=True)
class Aggregated:
    """COUNT of the items for which `body` is true; SUM, MIN, MAX of the values of `body`.

    MIN and MAX of nothing are absent; SUM of nothing is zero, and its type must be known.
    """

    aggregate: Aggregate
    variable: str
    source: Node
    body: Node
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Defined:
    """A call of an own function, which stands for its `body`; `arguments` are for explaining."""

    function: str
    arguments: tuple[Node, ...]
    body: Node
    type: Type
    at: Span


Node: TypeAlias = (
    Const
    | FactRef
    | ItemRef
    | ValueRef
    | DerivedRef
    | TableRef
    | AttributeOf
    | Compare
    | IsAbsent
    | Member
    | Add
    | AddMonths
    | Scale
    | Shares
    | NoResult
    | And
    | Or
    | Not
    | If
    | Quantified
    | Aggregated
    | Defined
    | Multiply
    | Divide
    | Round
    | ListOf
    | ContextOf
    | RangeOf
    | FieldOf
    | Mapped
    | Filtered
    | Sorted
    | Call
    | ValuesDuring
)
Atom: TypeAlias = Compare | IsAbsent | Member | Quantified
