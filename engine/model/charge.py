"""The forms that the amount of a fee line takes, as the author wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, assert_never

from engine.model.condition import Formula
from engine.model.dated import Dated
from engine.model.fact import Fact
from engine.model.problem import Span
from engine.model.rounding import Rounding
from engine.model.types import Type
from engine.model.value import Known


@dataclass(frozen=True, slots=True)
class LineRef:
    """The id of a fee line, where another part of the schedule names it."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount, or that amount for each of so many: years, dependants, beds."""

    amount: Formula
    times: Formula | None


@dataclass(frozen=True, slots=True)
class PerCent:
    """`rate` per cent of the lines named, as far as they are charged: 10 is ten per cent."""

    rate: Formula
    of: tuple[LineRef, ...]
    rounding: Rounding


class Form(StrEnum):
    """How the amount of a line is given; under `TIMES` for each one of something."""

    AMOUNT = "amount"
    TIMES = "times"
    PER_CENT = "per_cent"
    BRACKETS = "brackets"
    PER_DAY = "per_day"
    ENTERED = "entered"
    VAT = "vat"


class BracketsHow(StrEnum):
    """`MARGINAL`: each part by its own bracket; `WHOLE`: all by the one it falls in."""

    MARGINAL = "marginal"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class DatedCell:
    """A bound, a rate or an amount of a bracket, by date."""

    by_date: Dated[Known]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Bracket:
    """Holds from its bound to that of the next one. `is_over`: the bound itself is below it.

    `bound` None: it holds whatever lies below the next one. One of `rate`, in per cent, and
    `amount` is written: under `MARGINAL` an amount is for each one of the number.
    """

    id: str
    bound: DatedCell | None
    is_over: bool
    rate: DatedCell | None
    amount: DatedCell | None
    span: Span


@dataclass(frozen=True, slots=True)
class Brackets:
    of: Formula
    how: BracketsHow
    rows: tuple[Bracket, ...]
    rounding: Rounding | None
    span: Span


@dataclass(frozen=True, slots=True)
class PerDay:
    """`amount` for each day from `first` to `last`, both counted.

    The first `grace` days are not counted, however long it goes on; of the others no more than
    `at_most` are.
    """

    amount: Formula
    first: Formula
    last: Formula
    grace: Formula | None
    at_most: Formula | None


@dataclass(frozen=True, slots=True)
class Entered:
    """What a reviewer enters as `fact`, from `low` to `high`, both allowed."""

    fact: Fact
    low: Formula
    high: Formula


@dataclass(frozen=True, slots=True)
class ValueAddedTax:
    """The tax on the lines of one stage: what the line of a schedule that adds it charges."""


Charge: TypeAlias = Amount | PerCent | Brackets | PerDay | Entered | ValueAddedTax


def form_of(charge: Charge) -> Form:
    match charge:
        case Amount(_, times):
            return Form.AMOUNT if times is None else Form.TIMES
        case PerCent():
            return Form.PER_CENT
        case Brackets():
            return Form.BRACKETS
        case PerDay():
            return Form.PER_DAY
        case Entered():
            return Form.ENTERED
        case ValueAddedTax():
            return Form.VAT
        case _:
            assert_never(charge)
