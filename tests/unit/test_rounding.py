"""Rounding to whole multiples of a unit."""

from fractions import Fraction

import pytest

from engine.model.rounding import Rounding, RoundingMode

UP, DOWN = RoundingMode.UP, RoundingMode.DOWN
HALF_UP, HALF_EVEN = RoundingMode.HALF_UP, RoundingMode.HALF_EVEN


@pytest.mark.parametrize(
    ("mode", "exact", "minor"),
    [
        (HALF_UP, Fraction(249, 100), 2),
        (HALF_UP, Fraction(5, 2), 3),
        (HALF_EVEN, Fraction(5, 2), 2),
        (HALF_EVEN, Fraction(7, 2), 4),
        (HALF_EVEN, Fraction(251, 100), 3),
        (UP, Fraction(201, 100), 3),
        (UP, Fraction(2), 2),
        (DOWN, Fraction(299, 100), 2),
        (HALF_UP, Fraction(-5, 2), -3),
        (DOWN, Fraction(-299, 100), -2),
    ],
)
def test_an_amount_between_two_goes_the_way_that_is_written(
    mode: RoundingMode, exact: Fraction, minor: int
) -> None:
    assert Rounding(mode).minor(exact) == minor


def test_the_unit_can_be_larger_than_the_smallest_one() -> None:
    assert Rounding(HALF_UP, 100).minor(Fraction(12049)) == 12000
    assert Rounding(HALF_UP, 100).minor(Fraction(12050)) == 12100
    assert Rounding(UP, 50).minor(Fraction(12051)) == 12100
