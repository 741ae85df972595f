"""Numeric functions and the boolean `not`. Source: OMG DMN 1.5, 10.3.4.2 and 10.3.4.5."""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)
from typing import Final

from engine.expressions.decimals import DECIMALS
from engine.expressions.specification.signatures import Body, BuiltIn, Run, built_in, cut
from engine.expressions.specification.values import DaysTime, Value, YearsMonths

_LEAST_SCALE: Final = -6111
_MOST_SCALE: Final = 6176


def rounded(number: Decimal, scale: int, rounding: str) -> Value:
    """The number with at most `scale` decimals; null for a scale that no number can have."""
    if not _LEAST_SCALE <= scale <= _MOST_SCALE:
        return None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -scale:
        return number
    try:
        return number.quantize(Decimal((0, (1,), -scale)), rounding=rounding, context=DECIMALS)
    except DecimalException:
        return None


def _rounding(rounding: str) -> Body:
    def body(_: Run, number: Decimal, scale: Decimal | None) -> Value:
        digits = 0 if scale is None else cut(scale)
        return None if digits is None else rounded(number, digits, rounding)

    return body


def _checked(calculate: Callable[[Decimal], Decimal]) -> Body:
    def body(_: Run, number: Decimal) -> Value:
        try:
            made = calculate(number)
        except DecimalException:
            return None
        return made if made.is_finite() else None

    return body


def _modulo(_: Run, dividend: Decimal, divisor: Decimal) -> Value:
    """dividend - divisor * floor(dividend / divisor): the sign is the divisor's."""
    try:
        rest = DECIMALS.remainder(dividend, divisor)
    except DecimalException:
        return None
    return DECIMALS.add(rest, divisor) if rest and (rest < 0) is not (divisor < 0) else rest


def _parity(rest: int) -> Body:
    def body(_: Run, number: Decimal) -> Value:
        if number != number.to_integral_value():
            return False
        digits = number.to_integral_value(rounding=ROUND_DOWN).as_tuple()
        exponent = digits.exponent
        last = 0 if isinstance(exponent, int) and exponent > 0 else digits.digits[-1]
        return last % 2 == rest

    return body


def _abs(_: Run, value: Value) -> Value:
    match value:
        case bool():
            return None
        case Decimal():
            return DECIMALS.abs(value)
        case YearsMonths(months):
            return YearsMonths(abs(months))
        case DaysTime(length):
            return DaysTime(abs(length))
        case _:
            return None


def _not(_: Run, negand: Value) -> Value:
    return not negand if isinstance(negand, bool) else None


FUNCTIONS: Final[tuple[BuiltIn, ...]] = (
    built_in("not", ("negand: any", _not)),
    built_in("decimal", ("n: number; scale: number", _rounding(ROUND_HALF_EVEN))),
    built_in("floor", ("n: number; scale?: number", _rounding(ROUND_FLOOR))),
    built_in("ceiling", ("n: number; scale?: number", _rounding(ROUND_CEILING))),
    built_in("round up", ("n: number; scale: number", _rounding(ROUND_UP))),
    built_in("round down", ("n: number; scale: number", _rounding(ROUND_DOWN))),
    built_in("round half up", ("n: number; scale: number", _rounding(ROUND_HALF_UP))),
    built_in("round half down", ("n: number; scale: number", _rounding(ROUND_HALF_DOWN))),
    built_in("abs", ("n: any", _abs)),
    built_in("modulo", ("dividend: number; divisor: number", _modulo)),
    built_in("sqrt", ("number: number", _checked(DECIMALS.sqrt))),
    built_in("log", ("number: number", _checked(DECIMALS.ln))),
    built_in("exp", ("number: number", _checked(DECIMALS.exp))),
    built_in("odd", ("number: number", _parity(1))),
    built_in("even", ("number: number", _parity(0))),
)
