"""What fee lines come to, on both sides of each boundary, and the parts that explain them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from engine.decide.decision import decide
from engine.expressions.evaluate import Evaluation
from engine.model.charge import BracketsHow
from engine.model.decision import Decision
from engine.model.fee import Stage, VatTreatment
from engine.model.fee_part import PartKind
from engine.model.money import Money
from engine.model.rounding import Rounding, RoundingMode
from engine.model.types import DATE, NUMBER, YES_NO
from engine.model.value import Fault, State, Unknown, unanswered
from tests.support.fee_parts import (
    BracketsOf,
    ConcessionOf,
    EnteredOf,
    PerCentOf,
    PerDayOf,
    RowOf,
    ScheduleOf,
    TimesOf,
    VatOf,
)
from tests.support.programs import PERSON, SAR, WHOLE, FeeOf, given, program_of

DAY = date(2026, 11, 23)
LATER = Stage.AFTER_APPROVAL
COUNT = replace(WHOLE, low=Decimal(0))
FACTS = {
    "price": SAR, "income": SAR, "years": COUNT, "beds": COUNT, "a": YES_NO, "b": YES_NO,
    "expiry": DATE, "today": DATE,
}  # fmt: skip
VALUES = {
    "rate": (replace(NUMBER, decimals=2), {date(2020, 1, 1): Decimal("2.5")}),
    "fixed": (SAR, Money("SAR", 200_00)),
    "daily": (SAR, Money("SAR", 10_00)),
    "least": (SAR, Money("SAR", 50_00)),
    "most": (SAR, Money("SAR", 500_00)),
}


def sar(text: str) -> Money:
    return Money.parse(f"{text} SAR")


def decided(fees: Mapping[str, FeeOf] | ScheduleOf, day: date = DAY, **facts: State) -> Decision:
    """Decided by both evaluators, which must agree."""
    program = program_of(facts=FACTS, values=VALUES, fees=fees)
    known = {PERSON: True, **given(**facts)}
    decision = decide(program, known, day, "release")
    assert str(decide(program, known, day, "release", Evaluation)) == str(decision)
    return decision


def amounts(fees: Mapping[str, FeeOf] | ScheduleOf, **facts: State) -> dict[str, object]:
    return {line.id: line.amount for line in decided(fees, DAY, **facts).fees}


def kinds(decision: Decision, id_: str) -> list[PartKind]:
    return [part.kind for line in decision.fees if line.id == id_ for part in line.parts]


# Amounts for each of something --------------------------------------------------------------


def test_an_amount_is_charged_for_each() -> None:
    fees = {"f": FeeOf(TimesOf("fixed", "years"))}
    assert amounts(fees, years=Decimal(2)) == {"f": sar("400.00")}
    assert amounts(fees, years=Decimal(1)) == {"f": sar("200.00")}


def test_nothing_to_count_is_no_line() -> None:
    assert amounts({"f": FeeOf(TimesOf("fixed", "years"), minimum="least")}, years=Decimal(0)) == {}


def test_a_count_that_is_not_known_makes_the_line_unknown_with_its_cause() -> None:
    fees = {"f": FeeOf(TimesOf("fixed", "years"))}
    assert amounts(fees) == {"f": unanswered("years")}


def test_the_parts_say_what_was_counted() -> None:
    (line,) = decided({"f": FeeOf(TimesOf("fixed", "years"))}, years=Decimal(2)).fees
    (part,) = line.parts
    assert (part.base, part.factor, part.amount) == (sar("200.00"), Decimal(2), sar("400.00"))
    assert part.names == ("years",)
    assert [(used.name, used.since) for used in part.used] == [("fixed", date(2020, 1, 1))]


@pytest.mark.parametrize("years", [Decimal("1.00001"), Decimal(10**16)])
def test_what_is_no_whole_amount_or_too_much_is_a_fault(years: Decimal) -> None:
    """No form and no register gives such a number."""
    amount = amounts({"f": FeeOf(TimesOf("fixed", "years"))}, years=years)["f"]
    assert isinstance(amount, Fault)
    assert amount.message.startswith("the calculation has no result")


# Limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "charged", "said"),
    [
        ("49.99", "50.00", [PartKind.AMOUNT, PartKind.MINIMUM]),
        ("50.00", "50.00", [PartKind.AMOUNT]),
        ("500.00", "500.00", [PartKind.AMOUNT]),
        ("500.01", "500.00", [PartKind.AMOUNT, PartKind.MAXIMUM]),
    ],
)
def test_a_line_keeps_to_its_limits(price: str, charged: str, said: list[PartKind]) -> None:
    decision = decided({"f": FeeOf("price", minimum="least", maximum="most")}, price=sar(price))
    assert decision.fees[0].amount == sar(charged)
    assert kinds(decision, "f") == said


# Per cent -------------------------------------------------------------------------------------

SHARE = PerCentOf("rate", ("one", "two"))


def test_a_share_is_of_the_lines_that_are_charged() -> None:
    fees = {"one": FeeOf("price"), "two": FeeOf("fixed", when="a"), "f": FeeOf(SHARE)}
    assert amounts(fees, price=sar("100.00"), a=True)["f"] == sar("7.50")
    assert amounts(fees, price=sar("100.00"), a=False)["f"] == sar("2.50")
    assert amounts(fees, price=sar("100.00"))["f"] == unanswered("a")


def test_a_share_is_rounded_once_as_it_is_written() -> None:
    def of(rounding: Rounding) -> object:
        share = PerCentOf("rate", ("one",), rounding)
        return amounts({"one": FeeOf("price"), "f": FeeOf(share)}, price=sar("0.60"))["f"]

    assert of(Rounding(RoundingMode.HALF_UP)) == sar("0.02")  # 0.015
    assert of(Rounding(RoundingMode.DOWN)) == sar("0.01")
    assert of(Rounding(RoundingMode.UP, 100)) == sar("1.00")


def test_a_share_names_the_lines_that_count() -> None:
    fees = {"one": FeeOf("price"), "two": FeeOf("fixed", when="a"), "f": FeeOf(SHARE)}
    line = decided(fees, price=sar("100.00"), a=False).fees[-1]
    assert line.parts[0].names == ("one",)
    assert line.parts[0].base == sar("100.00")


def test_a_share_of_a_line_not_in_force_is_of_nothing() -> None:
    fees = {
        "one": FeeOf("price"),
        "two": FeeOf("fixed", first=date(2026, 11, 24)),
        "f": FeeOf(SHARE),
    }
    assert amounts(fees, price=sar("100.00"))["f"] == sar("2.50")
    after = decided(fees, date(2026, 11, 24), price=sar("100.00"))
    assert after.fees[-1].amount == sar("7.50")


def test_a_share_is_no_more_official_than_the_lines_it_is_of() -> None:
    fees = {"one": FeeOf("price", cite=("blog",)), "f": FeeOf(PerCentOf("rate", ("one",)))}
    assert not decided(fees, price=sar("1.00")).fees[1].is_official


def test_lines_may_stand_in_any_order() -> None:
    fees = {"f": FeeOf(PerCentOf("rate", ("g",))), "g": FeeOf(PerCentOf("rate", ("h",))),
            "h": FeeOf("price")}  # fmt: skip
    assert amounts(fees, price=sar("10000.00")) == {
        "f": sar("6.25"), "g": sar("250.00"), "h": sar("10000.00"),
    }  # fmt: skip


# Brackets -------------------------------------------------------------------------------------

RATES = {
    "low": RowOf(Decimal(10), over=sar("0.00"), is_rate=True),
    "high": RowOf({date(2020, 1, 1): 5, date(2027, 1, 1): 4}, over=sar("1000.00"), is_rate=True),
}
TAX = BracketsOf("income", RATES, BracketsHow.MARGINAL, Rounding(RoundingMode.HALF_UP))


@pytest.mark.parametrize(
    ("income", "charged"),
    [("0.00", "0.00"), ("999.99", "100.00"), ("1000.00", "100.00"), ("1000.20", "100.01")],
)
def test_marginal_brackets_take_each_part_by_its_own_rate(income: str, charged: str) -> None:
    assert amounts({"f": FeeOf(TAX)}, income=sar(income)) == {"f": sar(charged)}


def test_a_rate_of_a_bracket_changes_on_its_day() -> None:
    fees = {"f": FeeOf(TAX)}
    before = decided(fees, date(2026, 12, 31), income=sar("2000.00"))
    after = decided(fees, date(2027, 1, 1), income=sar("2000.00"))
    assert [one.fees[0].amount for one in (before, after)] == [sar("150.00"), sar("140.00")]
    used = [use for part in after.fees[0].parts for use in part.used]
    assert [(use.name, use.since) for use in used] == [("fees.f.high.rate", date(2027, 1, 1))]


def test_marginal_parts_are_said_with_their_sum() -> None:
    decision = decided({"f": FeeOf(TAX)}, income=sar("1500.00"))
    assert kinds(decision, "f") == [PartKind.RATE, PartKind.RATE, PartKind.SUM]
    bases = [part.base for part in decision.fees[0].parts]
    assert bases == [sar("1000.00"), sar("500.00"), None]
    assert kinds(decided({"f": FeeOf(TAX)}, income=sar("900.00")), "f") == [
        PartKind.RATE,
        PartKind.SUM,
    ]


def test_marginal_amounts_are_for_each_one() -> None:
    rows = {"first": RowOf(sar("100.00"), over=0), "more": RowOf(sar("40.00"), over=10)}
    fees = {"f": FeeOf(BracketsOf("beds", rows, BracketsHow.MARGINAL))}
    assert amounts(fees, beds=Decimal(10)) == {"f": sar("1000.00")}
    assert amounts(fees, beds=Decimal(12)) == {"f": sar("1080.00")}


@pytest.mark.parametrize(("beds", "charged"), [(0, "100.00"), (10, "100.00"), (11, "300.00")])
def test_over_leaves_its_bound_below(beds: int, charged: str) -> None:
    rows = {"small": RowOf(sar("100.00")), "large": RowOf(sar("300.00"), over=10)}
    assert amounts({"f": FeeOf(BracketsOf("beds", rows))}, beds=Decimal(beds))["f"] == sar(charged)


@pytest.mark.parametrize(("beds", "charged"), [(9, "100.00"), (10, "300.00")])
def test_from_takes_its_bound_in(beds: int, charged: str) -> None:
    rows = {"small": RowOf(sar("100.00"), first=0), "large": RowOf(sar("300.00"), first=10)}
    assert amounts({"f": FeeOf(BracketsOf("beds", rows))}, beds=Decimal(beds))["f"] == sar(charged)


def test_a_whole_rate_is_of_all_of_it() -> None:
    rows = {
        "low": RowOf(Decimal(1), is_rate=True),
        "high": RowOf(Decimal(2), over=sar("100.00"), is_rate=True),
    }
    fees = {"f": FeeOf(BracketsOf("income", rows, rounding=Rounding(RoundingMode.HALF_UP)))}
    assert amounts(fees, income=sar("100.00")) == {"f": sar("1.00")}
    decision = decided(fees, income=sar("200.00"))
    assert decision.fees[0].amount == sar("4.00")
    assert [part.names for part in decision.fees[0].parts] == [("high",)]


@pytest.mark.parametrize("how", [BracketsHow.WHOLE, BracketsHow.MARGINAL])
def test_below_the_first_bracket_is_a_fault_with_a_place(how: BracketsHow) -> None:
    fees = {"f": FeeOf(BracketsOf("beds + 0", {"some": RowOf(sar("100.00"), over=1)}, how))}
    amount = amounts(fees, beds=Decimal(0))["f"]
    assert isinstance(amount, Fault)
    assert "lies below the first bracket" in amount.message
    assert amount.place.startswith("rules/test.yaml:")


# Days -----------------------------------------------------------------------------------------

FINE = PerDayOf("daily", "expiry", "today")


def test_both_days_count() -> None:
    fees = {"f": FeeOf(FINE)}
    assert amounts(fees, expiry=DAY, today=DAY) == {"f": sar("10.00")}
    assert amounts(fees, expiry=date(2026, 11, 1), today=DAY) == {"f": sar("230.00")}
    assert amounts(fees, expiry=date(2026, 11, 24), today=DAY) == {}


def test_the_first_days_are_free_and_only_the_others_count() -> None:
    fees = {"f": FeeOf(replace(FINE, grace='duration("P22D")'))}
    assert amounts(fees, expiry=date(2026, 11, 2), today=DAY) == {}
    assert amounts(fees, expiry=date(2026, 11, 1), today=DAY) == {"f": sar("10.00")}


def test_no_more_days_count_than_the_most() -> None:
    fees = {"f": FeeOf(replace(FINE, at_most='duration("P5D")'))}
    four = decided(fees, expiry=date(2026, 11, 20), today=DAY)
    six = decided(fees, expiry=date(2026, 11, 18), today=DAY)
    assert [one.fees[0].amount for one in (four, six)] == [sar("40.00"), sar("50.00")]
    assert kinds(four, "f") == [PartKind.BETWEEN, PartKind.DAYS]
    assert kinds(six, "f") == [PartKind.BETWEEN, PartKind.AT_MOST, PartKind.DAYS]


# Which lines are charged ----------------------------------------------------------------------


def test_a_line_is_not_charged_with_another() -> None:
    fees = {"late": FeeOf("fixed", when="a"), "f": FeeOf("price", not_with=("late",))}
    assert amounts(fees, price=sar("1.00"), a=True) == {"late": sar("200.00")}
    assert amounts(fees, price=sar("1.00"), a=False) == {"f": sar("1.00")}
    assert amounts(fees, price=sar("1.00")) == {"late": unanswered("a"), "f": unanswered("a")}


def test_a_line_not_in_force_keeps_no_other_away() -> None:
    late = FeeOf("fixed", first=date(2026, 11, 24))
    fees = {"late": late, "f": FeeOf("price", not_with=("late",))}
    assert amounts(fees, price=sar("1.00")) == {"f": sar("1.00")}
    after = decided(fees, date(2026, 11, 24), price=sar("1.00"))
    assert [line.id for line in after.fees] == ["late"]


def test_who_is_exempt_is_not_charged() -> None:
    lines = {"one": FeeOf("price"), "two": FeeOf("fixed")}
    some = ScheduleOf(lines, exempt={"x": ConcessionOf("a", ("one",))})
    every = ScheduleOf(lines, exempt={"x": ConcessionOf("a")})
    assert amounts(some, price=sar("1.00"), a=True) == {"two": sar("200.00")}
    assert amounts(every, price=sar("1.00"), a=True) == {}
    assert len(amounts(every, price=sar("1.00"), a=False)) == 2
    assert amounts(some, price=sar("1.00"))["one"] == unanswered("a")


def test_an_exemption_holds_on_its_days_alone() -> None:
    concession = ConcessionOf("a", first=date(2026, 1, 1), last=DAY)
    fees = ScheduleOf({"one": FeeOf("fixed")}, exempt={"x": concession})
    found = [
        len(decided(fees, day, a=True).fees)
        for day in (date(2025, 12, 31), date(2026, 1, 1), DAY, date(2026, 11, 24))
    ]
    assert found == [1, 0, 0, 1]


# Waivers --------------------------------------------------------------------------------------

WAIVED = ScheduleOf(
    {"one": FeeOf("price"), "f": FeeOf(PerCentOf("rate", ("one",)))},
    waivers={"w": ConcessionOf("a", ("one",)), "v": ConcessionOf("b", ("one",))},
)


def test_a_waived_line_stays_and_counts_as_nothing() -> None:
    decision = decided(WAIVED, price=sar("100.00"), a=True, b=False)
    assert [line.amount for line in decision.fees] == [sar("0.00"), sar("0.00")]
    assert decision.total() == sar("0.00")
    part = decision.fees[0].parts[-1]
    assert (part.kind, part.names, part.amount) == (PartKind.WAIVED, ("w",), sar("100.00"))
    assert part.cite == ("law",)


def test_a_waiver_that_does_not_apply_changes_nothing() -> None:
    decision = decided(WAIVED, price=sar("100.00"), a=False, b=False)
    assert [line.amount for line in decision.fees] == [sar("100.00"), sar("2.50")]
    assert kinds(decision, "one") == [PartKind.AMOUNT]


def test_a_waived_line_is_known_before_its_amount_is() -> None:
    assert amounts(WAIVED, a=True)["one"] == sar("0.00")
    assert amounts(WAIVED, price=sar("1.00"), a=False)["one"] == unanswered("b")


# Entered by a reviewer ------------------------------------------------------------------------

ENTERED = {
    "sent": FeeOf("price"),
    "study": FeeOf(EnteredOf("study.amount", "least", "most"), stage=LATER),
}


@pytest.mark.parametrize("amount", ["50.00", "500.00"])
def test_an_entered_amount_is_within_its_bounds(amount: str) -> None:
    assert amounts(ENTERED, price=sar("1.00"), study__amount=sar(amount))["study"] == sar(amount)


@pytest.mark.parametrize("amount", ["49.99", "500.01"])
def test_an_entered_amount_outside_its_bounds_is_a_fault(amount: str) -> None:
    found = amounts(ENTERED, price=sar("1.00"), study__amount=sar(amount))["study"]
    assert isinstance(found, Fault)


def test_an_amount_that_is_not_entered_leaves_the_stage_before_it_known() -> None:
    decision = decided(ENTERED, price=sar("1.00"))
    assert decision.total(Stage.ON_SUBMISSION) == sar("1.00")
    assert isinstance(decision.total(LATER), Unknown)


# VAT ------------------------------------------------------------------------------------------


def taxed(treatment: VatTreatment, lines: Mapping[str, FeeOf]) -> ScheduleOf:
    return ScheduleOf(lines, VatOf(treatment))


def test_added_tax_is_a_line_of_each_stage() -> None:
    fees = taxed(VatTreatment.ADDED, ENTERED)
    found = amounts(fees, price=sar("0.10"), study__amount=sar("100.00"))
    assert found["vat-on-submission"] == sar("0.02")  # 0.015, rounded half up
    assert found["vat-after-approval"] == sar("15.00")


def test_added_tax_is_rounded_once_for_a_stage() -> None:
    fees = taxed(VatTreatment.ADDED, {"one": FeeOf("price"), "two": FeeOf("price")})
    decision = decided(fees, price=sar("0.03"))  # 0.0045 each, 0.009 together
    assert decision.fees[-1].amount == sar("0.01")
    assert decision.total() == sar("0.07")


def test_no_tax_is_added_where_no_line_is_charged() -> None:
    fees = taxed(VatTreatment.ADDED, {"one": FeeOf("price", when="a")})
    assert amounts(fees, price=sar("1.00"), a=False) == {}
    assert amounts(fees, price=sar("1.00"))["vat-on-submission"] == unanswered("a")


def test_included_tax_is_said_and_adds_nothing() -> None:
    decision = decided(taxed(VatTreatment.INCLUDED, {"one": FeeOf("price")}), price=sar("100.00"))
    assert decision.total() == sar("100.00")
    (tax,) = decision.contained_vat
    assert (tax.stage, tax.amount, tax.rate) == (
        Stage.ON_SUBMISSION,
        sar("13.04"),  # 13.043...
        Decimal(15),
    )


def test_a_stage_without_a_line_has_no_tax() -> None:
    later = FeeOf("fixed", when="a", stage=LATER)
    fees = taxed(VatTreatment.INCLUDED, {"one": FeeOf("price"), "two": later})
    taxes = decided(fees, price=sar("100.00"), a=False).contained_vat
    assert [tax.stage for tax in taxes] == [Stage.ON_SUBMISSION]


def test_included_tax_is_unknown_with_the_lines() -> None:
    decision = decided(taxed(VatTreatment.INCLUDED, {"one": FeeOf("price")}))
    assert [tax.amount for tax in decision.contained_vat] == [unanswered("price")]


def test_a_rate_that_is_not_in_force_is_a_fault_of_the_tax() -> None:
    fees = ScheduleOf({"one": FeeOf("price")}, VatOf(VatTreatment.ADDED, "rate"))
    decision = decided(fees, date(2019, 12, 31), price=sar("1.00"))
    assert decision.fees == ()
    fees = ScheduleOf({"one": FeeOf("price", first=date(2019, 1, 1))}, fees.vat)
    tax = decided(fees, date(2019, 12, 31), price=sar("1.00")).fees[-1]
    assert isinstance(tax.amount, Fault)
