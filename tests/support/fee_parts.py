"""The parts of a fee schedule in short, as tests write them. See `programs`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from engine.model.charge import BracketsHow
from engine.model.fee import Stage, VatTreatment
from engine.model.rounding import Rounding, RoundingMode

if TYPE_CHECKING:
    from tests.support.program_parts import ByDate, Said

HALF_UP = Rounding(RoundingMode.HALF_UP)
FIRST = date(2020, 1, 1)


@dataclass(frozen=True)
class TimesOf:
    amount: str
    count: str


@dataclass(frozen=True)
class PerCentOf:
    rate: str
    of: Sequence[str]
    rounding: Rounding = HALF_UP


@dataclass(frozen=True)
class RowOf:
    """A bracket over `over` or from `first`; a number is a rate where `is_rate` says so."""

    price: ByDate
    over: ByDate | None = None
    first: ByDate | None = None
    is_rate: bool = False


@dataclass(frozen=True)
class BracketsOf:
    of: str
    rows: Mapping[str, RowOf]
    how: BracketsHow = BracketsHow.WHOLE
    rounding: Rounding | None = None


@dataclass(frozen=True)
class PerDayOf:
    amount: str
    first: str
    last: str
    grace: str | None = None
    at_most: str | None = None


@dataclass(frozen=True)
class EnteredOf:
    name: str
    low: str
    high: str


ChargeOf: TypeAlias = str | TimesOf | PerCentOf | BracketsOf | PerDayOf | EnteredOf


@dataclass(frozen=True)
class FeeOf:
    amount: ChargeOf
    when: Said | None = None
    first: date = FIRST
    last: date | None = None
    stage: Stage = Stage.ON_SUBMISSION
    cite: tuple[str, ...] = ("law",)
    minimum: str | None = None
    maximum: str | None = None
    not_with: tuple[str, ...] = ()
    read_on: str | None = None


@dataclass(frozen=True)
class ConcessionOf:
    when: Said
    lines: tuple[str, ...] | None = None
    first: date = FIRST
    last: date | None = None


@dataclass(frozen=True)
class VatOf:
    treatment: VatTreatment
    rate: str = "15"
    rounding: Rounding = HALF_UP


@dataclass(frozen=True)
class ScheduleOf:
    """Lines, and what is said of all of them."""

    lines: Mapping[str, FeeOf]
    vat: VatOf | None = None
    exempt: Mapping[str, ConcessionOf] | None = None
    waivers: Mapping[str, ConcessionOf] | None = None
