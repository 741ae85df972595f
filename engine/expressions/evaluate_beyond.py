"""The reference evaluator for nodes beyond the core; see `evaluate.py`.

Strict: where an operand is unknown or absent so is the result unknown, with every cause. A context
keeps the state of each entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.expressions import beyond
from engine.expressions.arithmetic import MOST_MINOR, scaled, whole
from engine.expressions.beyond import Rounding
from engine.expressions.components import component
from engine.expressions.decimals import DECIMALS
from engine.expressions.kleene import Truth
from engine.expressions.library import MOST, call
from engine.expressions.total import NO_RESULT, blocking, elements, opened
from engine.model.money import MINOR_DIGITS, Money
from engine.model.types import Kind
from engine.model.value import ABSENT, UNKNOWN, Absent, Fault, Known, Range, State, Unknown

if TYPE_CHECKING:
    from engine.expressions.core import Node
    from engine.expressions.evaluate import Evaluation

Bindings: TypeAlias = Mapping[str, Any]
_MODES: Final = {
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_DOWN: ROUND_HALF_DOWN,
    Rounding.UP: ROUND_UP,
    Rounding.DOWN: ROUND_DOWN,
    Rounding.FLOOR: ROUND_FLOOR,
    Rounding.CEILING: ROUND_CEILING,
}
_WIDE: Final = Context(prec=100)  # products of amounts and rates, exact before they are rounded


def value_beyond(evaluation: Evaluation, node: Node, items: Bindings) -> State:
    """The state of a node beyond the core."""

    def strict(operation: Callable[..., Known | Absent], *operands: Node) -> State:
        return _strict(operation, node, [evaluation.value(one, items) for one in operands])

    match node:
        case beyond.Multiply(left, right):
            return strict(_multiplied, left, right)
        case beyond.Divide(left, right):
            return strict(_divided, left, right)
        case beyond.Round(operand, places, mode):
            return _round(evaluation, node, operand, places, mode, items)
        case beyond.ListOf(entries):
            return strict(lambda *values: values, *entries)
        case beyond.ContextOf(entries):
            return {key: evaluation.value(entry, items) for key, entry in entries}
        case beyond.RangeOf(low, high, has_low, has_high):
            return strict(lambda first, last: Range(first, last, has_low, has_high), low, high)
        case beyond.FieldOf(operand, field):
            return _field(node, evaluation.value(operand, items), field)
        case beyond.Mapped():
            return _mapped(evaluation, node, items)
        case beyond.Filtered():
            return _filtered(evaluation, node, items)
        case beyond.Sorted():
            return _sorted(evaluation, node, items)
        case beyond.Call(function, arguments):
            calendar = evaluation.program.calendar
            return strict(lambda *values: call(function, values, node.type, calendar), *arguments)
        case _:
            raise AssertionError(f"{type(node).__name__} is not beyond the core")


def _strict(operation: Callable[..., Known | Absent], node: Node, operands: list[State]) -> State:
    waiting = blocking(operands)
    if waiting is not None:
        return waiting
    try:
        return operation(*operands)
    except NO_RESULT as error:
        return Fault(f"the calculation has no result ({error})", str(node.at))


# Arithmetic ----------------------------------------------------------------------------------


def _multiplied(left: Any, right: Decimal) -> Known | Absent:
    if isinstance(left, Decimal):
        return DECIMALS.multiply(left, right)
    if not isinstance(left, Money) and right != right.to_integral_value():
        product = DECIMALS.multiply(Decimal(left.count), right)
        if product != product.to_integral_value():
            return ABSENT
    return scaled(left, right)


def _divided(left: Any, right: Any) -> Known | Absent:
    if isinstance(left, Money) and isinstance(right, Money):
        left, right = Decimal(left.amount_minor), Decimal(right.amount_minor)
    if not right:
        return ABSENT
    if isinstance(left, Decimal):
        return DECIMALS.divide(left, right)
    if isinstance(left, Money):
        minor = DECIMALS.divide(Decimal(left.amount_minor), right)
        return Money(left.currency, whole(minor, MOST_MINOR))
    quotient = DECIMALS.divide(Decimal(left.count), right)
    if quotient != quotient.to_integral_value():
        return ABSENT
    made: Known = type(left)(int(quotient))
    return made


def _round(
    evaluation: Evaluation,
    node: Node,
    operand: Node,
    places: int,
    mode: Rounding,
    items: Bindings,
) -> State:
    """Money times or divided by a number is rounded from the exact product or quotient."""
    if operand.type.kind is Kind.MONEY and isinstance(operand, beyond.Multiply | beyond.Divide):
        is_product = isinstance(operand, beyond.Multiply)
        sides = [evaluation.value(side, items) for side in (operand.left, operand.right)]

        def part(amount: Money, by: Decimal) -> Known | Absent:
            minor = Decimal(amount.amount_minor)
            if not is_product and not by:
                return ABSENT
            exact = _WIDE.multiply(minor, by) if is_product else _WIDE.divide(minor, by)
            return _rounded_minor(amount.currency, exact, places, mode)

        return _strict(part, node, sides)
    return _strict(
        lambda value: rounded(value, places, mode), node, [evaluation.value(operand, items)]
    )


def rounded(value: Known, places: int, mode: Rounding) -> Known:
    """A number, or money, to so many decimals; what has no more of them stays as it is."""
    match value:
        case Money(currency, amount):
            return _rounded_minor(currency, Decimal(amount), places, mode)
        case Decimal():
            return _quantized(value, places, mode)
        case _:
            raise ValueError(f"{value} cannot be rounded")


def _rounded_minor(currency: str, minor: Decimal, places: int, mode: Rounding) -> Money:
    return Money(currency, whole(_quantized(minor, places - MINOR_DIGITS, mode), MOST_MINOR))


def _quantized(number: Decimal, places: int, mode: Rounding) -> Decimal:
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -places:
        return number
    made = number.quantize(Decimal((0, (1,), -places)), rounding=_MODES[mode], context=_WIDE)
    return made if places >= 0 else made.quantize(Decimal(1), context=_WIDE)


# Contexts and lists --------------------------------------------------------------------------


def _field(node: Node, operand: State, field: str) -> State:
    if isinstance(operand, Mapping):
        return operand.get(field, UNKNOWN)
    return _strict(lambda value: component(value, field), node, [operand])


def _over(
    evaluation: Evaluation, node: beyond.Mapped | beyond.Filtered | beyond.Sorted, items: Bindings
) -> tuple[Any, ...] | Unknown | Fault:
    bound = elements(evaluation.value(node.source, items), opened(node.source))
    if isinstance(bound, tuple) and len(bound) > MOST:
        return Fault(f"a list of more than {MOST} elements", str(node.at))
    made: tuple[Any, ...] | Unknown | Fault = bound
    return made


def _mapped(evaluation: Evaluation, node: beyond.Mapped, items: Bindings) -> State:
    bound = _over(evaluation, node, items)
    if not isinstance(bound, tuple):
        return bound
    states = [evaluation.value(node.body, {**items, node.variable: item}) for item in bound]
    waiting = blocking(states)
    return tuple(states) if waiting is None else waiting  # type: ignore[arg-type]


def _filtered(evaluation: Evaluation, node: beyond.Filtered, items: Bindings) -> State:
    bound = _over(evaluation, node, items)
    if not isinstance(bound, tuple):
        return bound
    truths = [evaluation.truth(node.body, {**items, node.variable: item}) for item in bound]
    waiting = blocking(truths)
    if waiting is not None:
        return waiting
    return tuple(item for item, truth in zip(bound, truths, strict=True) if truth)


class _Unsettled(Exception):
    """Two elements whose order is not known."""

    def __init__(self, truth: Truth) -> None:
        super().__init__()
        self.truth = truth


def _sorted(evaluation: Evaluation, node: beyond.Sorted, items: Bindings) -> State:
    bound = _over(evaluation, node, items)
    if not isinstance(bound, tuple):
        return bound

    def precedes(first: Any, second: Any) -> bool:
        truth = evaluation.truth(node.body, {**items, node.first: first, node.second: second})
        if not isinstance(truth, bool):
            raise _Unsettled(truth)
        return truth

    def order(first: Any, second: Any) -> int:
        return -1 if precedes(first, second) else int(precedes(second, first))

    try:
        return tuple(sorted(bound, key=cmp_to_key(order)))
    except _Unsettled as unsettled:
        return unsettled.truth
