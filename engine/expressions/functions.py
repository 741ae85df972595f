"""The built-in functions that expressions may call, each with its type and its core node.

Source of names and meanings: OMG DMN 1.5, 10.3.4.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.expressions import core
from engine.expressions.core import Aggregate, Node
from engine.expressions.operators import Mismatch
from engine.model.money import Money
from engine.model.period import Days, Months, parse_period
from engine.model.problem import Span
from engine.model.types import DATE, DAYS, NUMBER, PERIOD, YES_NO, Kind, Type

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Function:
    """`build` makes the core node from the arguments, in the order of `parameters`, or raises
    Mismatch."""

    parameters: tuple[str, ...]
    build: Callable[[tuple[Node, ...], Span], Node]


def literal_length_or_date(text: str, at: Span) -> Node:
    """The constant behind `@"..."`."""
    read = _day if text[:1].isdigit() else parse_period
    try:
        return _constant(read(text), at)
    except ValueError:
        raise Mismatch(
            "E307", f"`{text}` is no date and no period", 'write `@"2026-01-31"` or `@"P3M"`'
        ) from None


def _day(text: str) -> date:
    """Read `2026-01-31` and no other form of ISO 8601; raises ValueError."""
    if _DAY.fullmatch(text) is None:
        raise ValueError(f"not a date: {text}")
    return date.fromisoformat(text)


def _constant(value: date | Months | Days, at: Span) -> Node:
    match value:
        case Months():
            return core.Const(value, PERIOD, at)
        case Days():
            return core.Const(value, DAYS, at)
        case _:
            return core.Const(value, DATE, at)


def length(text: str, at: Span) -> Node:
    """The constant period or number of days of an ISO 8601 text."""
    try:
        return _constant(parse_period(text), at)
    except ValueError:
        raise Mismatch(
            "E307", f"`{text}` is no period", "write `P3M`, `P2Y`, `P1Y6M` or `P30D`"
        ) from None


def _text(arguments: tuple[Node, ...], function: str) -> str:
    (argument,) = arguments
    if not isinstance(argument, core.Const) or not isinstance(argument.value, str):
        raise Mismatch("E301", f"`{function}` takes a text in quotation marks")
    return argument.value


def _duration(arguments: tuple[Node, ...], at: Span) -> Node:
    return length(_text(arguments, "duration"), at)


def _date(arguments: tuple[Node, ...], at: Span) -> Node:
    text = _text(arguments, "date")
    try:
        return _constant(_day(text), at)
    except ValueError:
        raise Mismatch("E307", f"`{text}` is no date", 'write `date("2026-01-31")`') from None


def _money(arguments: tuple[Node, ...], at: Span) -> Node:
    """Ours, not FEEL's: the specification has no amounts of money."""
    text = _text(arguments, "money")
    try:
        amount = Money.parse(text)
    except ValueError:
        raise Mismatch(
            "E307", f"`{text}` is no amount of money", 'write `money("120.00 SAR")`'
        ) from None
    return core.Const(amount, Type(Kind.MONEY, of=amount.currency), at)


def _not(arguments: tuple[Node, ...], at: Span) -> Node:
    (operand,) = arguments
    if operand.type.kind is not Kind.YES_NO:
        raise Mismatch("E302", f"a condition is yes or no, and this is {operand.type.required()}")
    return core.Not(operand, YES_NO, at)


def _count(arguments: tuple[Node, ...], at: Span) -> Node:
    (over,) = arguments
    if over.type.kind not in {Kind.GROUP, Kind.LIST}:
        raise Mismatch("E301", f"`count` counts the items of a group, not {over.type.required()}")
    always = core.Const(True, YES_NO, at)
    return core.Aggregated(Aggregate.COUNT, "item", over, always, NUMBER, at)


FUNCTIONS: Final = {
    "duration": Function(("from",), _duration),
    "date": Function(("from",), _date),
    "money": Function(("from",), _money),
    "not": Function(("negand",), _not),
    "count": Function(("list",), _count),
}
