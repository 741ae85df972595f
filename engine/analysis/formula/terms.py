"""Terms: what a node is in a formula.

A `Term` is (state, value): `is_absent` and `is_open` say in which state it is,
and `value` counts only where both are false. Open is unknown or a fault: no proof tells them apart.

Not here: what a node of the core means (`formula.py`), connectives and days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.analysis.formula.dates import Day, Length, chosen_day
from engine.analysis.formula.truths import Truth, Whole, all_of, any_of, chosen, denied
from engine.expressions.decimals import DIGITS


class NotCoveredError(Exception):
    """No formula says what this node means; it never leaves `formula.py`."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """A number: `units` times ten to the minus `decimals`. The units are at most `most`, or minus
    that: the evaluator rounds what has more than 34 digits.
    """

    units: Whole
    decimals: int
    most: int

    def __post_init__(self) -> None:
        if self.most >= 10**DIGITS:
            raise NotCoveredError

    def with_decimals(self, decimals: int) -> Scaled:
        by = 10 ** (decimals - self.decimals)
        return self if by == 1 else Scaled(self.units * by, decimals, self.most * by)


@dataclass(frozen=True, slots=True)
class Slots:
    """A list or a group: what may be in it, each with whether it is."""

    elements: tuple[tuple[Term | Mapping[str, Term], Truth], ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """A group with as many items as there may be, none of which is told apart."""

    name: str


Value: TypeAlias = Truth | Whole | Scaled | Day | Length | Slots | Crowd | None


@dataclass(frozen=True, slots=True)
class Term:
    value: Value
    is_absent: Truth = False
    is_open: Truth = False

    @property
    def is_true(self) -> Truth:
        return all_of((self.value, denied(self.is_absent), denied(self.is_open)))

    @property
    def is_false(self) -> Truth:
        return all_of((denied(self.value), denied(self.is_absent), denied(self.is_open)))

    @property
    def is_blocking(self) -> Truth:
        """Whether a strict operator that reads this has no value."""
        return any_of((self.is_absent, self.is_open))


OPEN: Final = Term(None, False, True)  # on which nothing depends any more


def truth_of(is_true: Truth, is_false: Truth) -> Term:
    """Kleene: what is neither true nor false is open."""
    return Term(is_true, False, all_of((denied(is_true), denied(is_false))))


def merged(condition: Truth, then: Term, otherwise: Term) -> Term:
    """The term that is `then` where `condition` holds, else `otherwise`."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    return Term(
        merged_value(condition, then.value, otherwise.value),
        chosen(condition, then.is_absent, otherwise.is_absent),
        chosen(condition, then.is_open, otherwise.is_open),
    )


def merged_value(condition: Truth, then: Value, otherwise: Value) -> Value:
    """As `merged`; None, which has no value anywhere, gives way."""
    match then, otherwise:
        case (None, value) | (value, None):
            return value
        case Scaled(), Scaled():
            first, second = aligned(then, otherwise)
            units = chosen(condition, first.units, second.units)
            return Scaled(units, first.decimals, max(first.most, second.most))
        case Day(), Day():
            return chosen_day(condition, then, otherwise)
        case Length(first, None), Length(second, None):
            return Length(chosen(condition, first, second))
        case Length(), Length():
            return Length(chosen(condition, then.days, otherwise.days))
        case (Crowd(), _) | (_, Crowd()):
            raise NotCoveredError
        case Slots(), Slots():
            kept = [(part, all_of((has, condition))) for part, has in then.elements]
            other = [(part, all_of((has, denied(condition)))) for part, has in otherwise.elements]
            return Slots((*kept, *other))
        case _:
            return chosen(condition, then, otherwise)


def aligned(a: Scaled, b: Scaled) -> tuple[Scaled, Scaled]:
    decimals = max(a.decimals, b.decimals)
    return a.with_decimals(decimals), b.with_decimals(decimals)
