"""Laws of fee schedules: shares, brackets and tax, for any amounts.

That lines sum to the total, that what is known stays so, and that the order of lines never matters,
is in `test_decision_laws.py`, over schedules of chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from engine.decide.decision import decide
from engine.expressions.program import Program
from engine.model.charge import BracketsHow
from engine.model.decision import Decision
from engine.model.fee import VatTreatment
from engine.model.money import Money
from engine.model.rounding import Rounding, RoundingMode
from engine.model.types import NUMBER
from engine.model.value import State
from tests.support.fee_parts import BracketsOf, PerCentOf, RowOf, ScheduleOf, VatOf
from tests.support.programs import PERSON, SAR, FeeOf, program_of

DAY = date(2026, 11, 23)
AMOUNTS = st.integers(0, 10**12)
RATES = st.decimals(0, 100, places=2)
ROUNDINGS = st.builds(Rounding, st.sampled_from(RoundingMode), st.sampled_from((1, 50, 100)))
TOP = {"low": ("0.00", "3.25"), "middle": ("1000.00", "1.5"), "high": ("250000.01", "0.75")}


@cache
def program(rounding: Rounding, treatment: VatTreatment) -> Program:
    rows = {
        id_: RowOf(Decimal(rate), over=Money.parse(f"{over} SAR"), is_rate=True)
        for id_, (over, rate) in TOP.items()
    }
    lines = {
        "price": FeeOf("price"),
        "share": FeeOf(PerCentOf("rate", ("price",), rounding)),
        "tax": FeeOf(BracketsOf("price", rows, BracketsHow.MARGINAL, rounding)),
    }
    vat = VatOf(treatment, "rate", rounding)
    facts = {"price": SAR, "rate": replace(NUMBER, decimals=2)}
    return program_of(facts=facts, fees=ScheduleOf(lines, vat))


def decided(
    minor: int, rate: Decimal, rounding: Rounding, treatment: VatTreatment = VatTreatment.INCLUDED
) -> Decision:
    facts: Mapping[str, State] = {PERSON: True, "price": Money("SAR", minor), "rate": rate}
    return decide(program(rounding, treatment), facts, DAY, "release")


def minor_of(decision: Decision, id_: str) -> int:
    (amount,) = (line.amount for line in decision.fees if line.id == id_)
    assert isinstance(amount, Money)
    return amount.amount_minor


@given(AMOUNTS, RATES, ROUNDINGS)
def test_a_share_is_off_by_less_than_a_unit_and_by_half_of_one_at_most(
    minor: int, rate: Decimal, rounding: Rounding
) -> None:
    exact = Fraction(minor) * Fraction(rate) / 100
    off = minor_of(decided(minor, rate, rounding), "share") - exact
    match rounding.mode:
        case RoundingMode.UP:
            assert 0 <= off < rounding.unit_minor
        case RoundingMode.DOWN:
            assert -rounding.unit_minor < off <= 0
        case _:
            assert abs(off) * 2 <= rounding.unit_minor


@given(AMOUNTS, st.integers(0, 10**6), ROUNDINGS)
def test_marginal_brackets_rise_with_what_falls_in(
    minor: int, more: int, rounding: Rounding
) -> None:
    less, greater = (
        minor_of(decided(each, Decimal(0), rounding), "tax") for each in (minor, minor + more)
    )
    assert less <= greater
    assert greater - less <= Fraction(more) * Fraction("0.0325") + rounding.unit_minor


@given(st.sampled_from((0, 1000_00, 250000_01)), ROUNDINGS)
def test_marginal_brackets_do_not_jump_at_a_bound(bound: int, rounding: Rounding) -> None:
    at, above = (
        minor_of(decided(each, Decimal(0), rounding), "tax") for each in (bound, bound + 1)
    )
    assert above - at <= rounding.unit_minor


@given(AMOUNTS, RATES, ROUNDINGS)
def test_the_tax_of_a_whole_is_the_rate_of_what_is_left(
    minor: int, rate: Decimal, rounding: Rounding
) -> None:
    decision = decided(minor, rate, rounding)
    total = decision.total()
    (tax,) = decision.contained_vat
    assert isinstance(total, Money)
    assert isinstance(tax.amount, Money)
    exact = Fraction(total.amount_minor) * Fraction(rate) / (100 + Fraction(rate))
    assert abs(tax.amount.amount_minor - exact) < rounding.unit_minor


@given(AMOUNTS, RATES, ROUNDINGS)
def test_lines_and_added_tax_sum_to_the_total(
    minor: int, rate: Decimal, rounding: Rounding
) -> None:
    decision = decided(minor, rate, rounding, VatTreatment.ADDED)
    ids = ("price", "share", "tax")
    before = sum(minor_of(decision, id_) for id_ in ids)
    tax = minor_of(decision, "vat-on-submission")
    assert tax == rounding.minor(Fraction(before) * Fraction(rate) / 100)
    assert decision.total() == Money("SAR", before + tax)
