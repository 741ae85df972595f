"""Fee schedules by chance, for properties: every form that needs no reviewer, small on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from engine.model.charge import BracketsHow
from engine.model.fee import Stage, VatTreatment
from engine.model.money import Money
from engine.model.rounding import Rounding, RoundingMode
from engine.model.types import NUMBER
from tests.support.fee_parts import (
    BracketsOf,
    ChargeOf,
    ConcessionOf,
    FeeOf,
    PerCentOf,
    PerDayOf,
    RowOf,
    ScheduleOf,
    TimesOf,
    VatOf,
)
from tests.support.program_parts import ByDate, Said

RATE = (replace(NUMBER, decimals=1), {date(2020, 1, 1): Decimal("12.5"), date(2026, 2, 1): 3})
ZERO, ONE, TWO = (Money("SAR", minor) for minor in (0, 1_00, 2_00))
HOW = (BracketsHow.MARGINAL, BracketsHow.WHOLE)


def schedule(random: Random, when: Callable[[], Said], days: tuple[date, ...]) -> ScheduleOf:
    """Four lines of chance, of which two depend on the others, under what is said of all."""

    def line(amount: ChargeOf, **more: object) -> FeeOf:
        stage = random.choice((*Stage, Stage.ON_SUBMISSION))
        return FeeOf(amount, when=when(), first=random.choice(days), stage=stage, **more)  # type: ignore[arg-type]

    share = PerCentOf("rate", ("f0", "f1"), _rounding(random))
    lines = {
        "f0": line("price"),
        "f1": line(_charge(random), minimum=random.choice((None, 'money("0.50 SAR")'))),
        "f2": line(share, maximum=random.choice((None, 'money("0.10 SAR")'))),
        "f3": line("price", not_with=random.choice((("f0",), ("f1", "f2"), ()))),
    }
    exempt, waivers = (_concessions(random, when, days) for _ in range(2))
    treatment = random.choice((None, VatTreatment.ADDED, VatTreatment.INCLUDED))
    vat = None if treatment is None else VatOf(treatment, "rate", _rounding(random))
    return ScheduleOf(lines, vat, exempt, waivers)


def _concessions(
    random: Random, when: Callable[[], Said], days: tuple[date, ...]
) -> dict[str, ConcessionOf]:
    lines = random.choice((None, ("f0",), ("f1", "f2")))
    made = ConcessionOf(when(), lines, random.choice(days))
    return {"c": made} if random.random() < 0.5 else {}


def _rounding(random: Random) -> Rounding:
    return Rounding(random.choice(list(RoundingMode)), random.choice((1, 1, 50)))


def _charge(random: Random) -> ChargeOf:
    match random.randrange(4):
        case 0:
            return TimesOf("price", random.choice(("n", "n + m", "m - n")))
        case 1:
            days = random.choice((None, 'duration("P9D")'))
            return PerDayOf("price", "day", "decision_date", days, random.choice((None, days)))
        case 2:
            rows = {"x": _row(0, ONE), "y": _row({date(2026, 1, 31): 2}, TWO)}
            return BracketsOf("n + 0", rows, random.choice(HOW))
        case _:
            rate = {date(2020, 1, 1): Decimal("1.5"), date(2026, 1, 31): Decimal("0.5")}
            rows = {"x": _row(ZERO, Decimal(2)), "y": _row(ONE, rate)}
            return BracketsOf("price", rows, BracketsHow.MARGINAL, _rounding(random))


def _row(over: ByDate, price: ByDate) -> RowOf:
    return RowOf(price, over=over, is_rate=not isinstance(price, Money))
