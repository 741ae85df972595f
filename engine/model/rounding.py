"""Rounding of amounts of money, written in the definition where it happens and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never


class RoundingMode(StrEnum):
    """Which way an amount between two units goes. `HALF_UP`: a half goes away from zero."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rounding:
    """To whole multiples of `unit_minor` minor units: 1 is the halala, 100 the riyal."""

    mode: RoundingMode
    unit_minor: int = 1

    def minor(self, exact: Fraction) -> int:
        """The minor units of an amount between them.

        >>> Rounding(RoundingMode.HALF_UP).minor(Fraction(5, 2))
        3
        >>> Rounding(RoundingMode.HALF_EVEN).minor(Fraction(5, 2))
        2
        >>> Rounding(RoundingMode.UP, 100).minor(Fraction(12001))
        12100
        """
        whole, rest = divmod(abs(exact), self.unit_minor)
        units = whole + self._is_up(whole, rest / self.unit_minor)
        return (-units if exact < 0 else units) * self.unit_minor

    def _is_up(self, whole: int, rest: Fraction) -> bool:
        """Whether a `rest`, from 0 and below 1, behind `whole` units makes one unit more."""
        match self.mode:
            case RoundingMode.UP:
                return rest > 0
            case RoundingMode.DOWN:
                return False
            case RoundingMode.HALF_UP:
                return rest * 2 >= 1
            case RoundingMode.HALF_EVEN:
                return rest * 2 > 1 or (rest * 2 == 1 and whole % 2 == 1)
            case _:
                assert_never(self.mode)
