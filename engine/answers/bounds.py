"""The bounds of an answer on one day, and the error of an answer outside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from engine.answers.errors import FieldError, field_error
from engine.model.money import Money
from engine.model.service import Field
from engine.model.value import Known

Measure = TypeVar("Measure", Decimal, Money, date)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Both ends inclusive. None: no bound, or one that is not known yet and so is not checked."""

    low: Known | None = None
    high: Known | None = None


UNBOUNDED: Final = Bounds()


def within(
    field: Field, noun: str, value: Measure, low: Measure | None, high: Measure | None
) -> Measure | FieldError:
    """`value`, or the error that says between which bounds it must lie.

    `noun` (`number`, `amount`, `date`) chooses the words. The codes are `below-minimum` and
    `above-maximum`.
    """
    is_below = low is not None and value < low
    if not is_below and (high is None or value <= high):
        return value
    code = "below-minimum" if is_below else "above-maximum"
    if low is not None and high is not None and low <= high:
        return field_error(field, code, f"{noun}-between", low=low, high=high)
    if is_below and low is not None:
        return field_error(field, code, f"{noun}-at-least", low=low)
    assert high is not None
    return field_error(field, code, f"{noun}-at-most", high=high)


def number_bounds(field: Field, bounds: Bounds) -> tuple[Decimal | None, Decimal | None]:
    """The narrower of the field's bounds and of its type's domain."""
    lows = [low for low in (bounds.low, field.fact_type.low) if isinstance(low, Decimal)]
    highs = [high for high in (bounds.high, field.fact_type.high) if isinstance(high, Decimal)]
    return max(lows, default=None), min(highs, default=None)
