"""Nodes beyond the core: FEEL that is evaluated, and that no other reading covers.

The relation and the formula say "not covered" at the place of each. The network needs nothing: a
comparison of what stands here is an atom like any other.

Strict but where it is said: an absent operand gives unknown. Every node carries `type` and `at`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.model.problem import Span
from engine.model.types import Type

if TYPE_CHECKING:
    from engine.expressions.core import Node


class Rounding(StrEnum):
    """How a number between two is rounded. Up is away from zero, down is towards it."""

    HALF_EVEN = "half_even"
    HALF_UP = "half_up"
    HALF_DOWN = "half_down"
    UP = "up"
    DOWN = "down"
    FLOOR = "floor"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Multiply:
    """Number times number, money or a length, in either order. A length must come out whole."""

    left: Node
    right: Node
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Divide:
    """A quotient of 34 digits; absent where the divisor is zero.

    Number by number, money or length by number, and money by money.
    """

    left: Node
    right: Node
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Round:
    """A number, or money in its main unit, to so many decimal `places`; -2 is to hundreds."""

    operand: Node
    places: int
    mode: Rounding
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list written out. Known when every element is."""

    items: tuple[Node, ...]
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class ContextOf:
    """A context written out. It is known at once; each entry keeps its own state."""

    entries: tuple[tuple[str, Node], ...]
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class RangeOf:
    low: Node
    high: Node
    has_low: bool
    has_high: bool
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class FieldOf:
    """An entry of a context, or a component such as the year of a date."""

    operand: Node
    field: str
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Mapped:
    """`for variable in source return body`: a list of as many values, known when every one is."""

    variable: str
    source: Node
    body: Node
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Filtered:
    """The elements of `source` for which `body` is true; unknown where one of them is unknown."""

    variable: str
    source: Node
    body: Node
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Sorted:
    """The elements of `source` in the order in which `body` says that `first` precedes `second`.

    Elements of which neither precedes the other keep their order.
    """

    first: str
    second: str
    source: Node
    body: Node
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A built-in function of `library.py`, applied to known values."""

    function: str
    arguments: tuple[Node, ...]
    type: Type
    at: Span


@dataclass(frozen=True, slots=True)
class ValuesDuring:
    """Each value of a dated one in force on some day from `first` to `last`, in order of time.

    Both days are inclusive; of a period that ends before it begins there is none.
    """

    name: str
    first: Node
    last: Node
    type: Type
    at: Span


BEYOND = (
    Multiply, Divide, Round, ListOf, ContextOf, RangeOf, FieldOf, Mapped, Filtered, Sorted, Call,
    ValuesDuring,
)  # fmt: skip
