"""The smallest step from one value to the next: a day, a whole number, a halala."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.walk import children
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.types import DAYS, NUMBER, PERIOD, SECONDS, Kind, Type
from engine.model.value import Known

ORDERED: Final = frozenset(
    {
        core.Comparison.LT,
        core.Comparison.LE,
        core.Comparison.GT,
        core.Comparison.GE,
    }
)
_DAY: Final = Days(1), DAYS


def step_of(node: core.Compare) -> tuple[Known, Type] | None:
    """The least by which the sides of a comparison can differ, and its type; None: nothing is.

    Of numbers it is that of the facts that are compared, which say how many decimals they have.
    """
    kind, of = node.left.type.kind, node.left.type.of
    match kind:
        case Kind.DATE | Kind.DAYS:
            return _DAY
        case Kind.NUMBER:
            decimals = max(_decimals(node.left), _decimals(node.right))
            return Decimal(1).scaleb(-decimals), NUMBER
        case Kind.MONEY if of is not None:
            return Money(of, 1), Type(Kind.MONEY, of=of)
        case Kind.PERIOD:
            return Months(1), PERIOD
        case Kind.SECONDS:
            return Seconds(1), SECONDS
        case _:
            return None


def stepped(node: core.Compare, steps: int) -> Node | None:
    """The right side of a comparison, a step more (1) or less (-1); None where there is no step."""
    step = step_of(node)
    if step is None or steps == 0:
        return None if step is None else node.right
    value, type_ = step
    at = node.right.at
    by = core.Const(value, type_, at)
    return core.Add(node.right, by, steps, node.right.type.required(), at)


def step_words(node: core.Compare) -> str:
    """`a day`, `1`, `0.01 SAR`."""
    step = step_of(node)
    match step:
        case (Days(), _):
            return "a day"
        case (Months(), _):
            return "a month"
        case (Seconds(), _):
            return "a second"
        case (value, _):
            return str(value)
        case _:
            return "nothing"


def _decimals(node: Node) -> int:
    """The most decimals that a given number in it may have."""
    own = node.type.decimals if isinstance(node, core.FactRef | core.ItemRef) else 0
    inside = (_decimals(child) for child in children(node))
    return max(own if own < NUMBER.decimals else 0, *inside, 0)
