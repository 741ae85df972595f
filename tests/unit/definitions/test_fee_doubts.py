"""Fee schedules: somebody to whom no line applies, and somebody who is charged twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from engine.analysis.proofs import Prover
from engine.definitions.doubts import settled
from engine.definitions.fee_doubts import fee_doubts
from engine.model.fee import FeeSchedule, Stage, Vat, VatTreatment
from engine.model.money import Money
from engine.model.types import YES_NO
from engine.model.words import Text
from tests.support.fee_parts import ConcessionOf, ScheduleOf
from tests.support.formulas import AT, world_of
from tests.support.programs import COLOUR, SAR, WHOLE, FeeOf, program_of

FACTS = {"n": WHOLE, "colour": COLOUR, "a": YES_NO, "price": SAR, "other": SAR}
NEXT = date(2026, 1, 1)
FIVE = Money("SAR", 500)


def told(
    fees: Mapping[str, FeeOf] | ScheduleOf,
    *,
    is_named_alike: bool = False,
    is_free_otherwise: bool = False,
) -> list[str]:
    program = program_of(facts=FACTS, rules={"r": "n >= 0"}, fees=fees, values={"fee": (SAR, FIVE)})
    if not is_named_alike:
        lines = tuple(
            replace(entry, fee=replace(entry.fee, label=Text(entry.fee.id, entry.fee.id)))
            for entry in program.fees
        )
        program = replace(program, fees=lines)
    lines_alone = tuple(entry.fee for entry in program.fees)
    vat = Vat(VatTreatment.NONE, None, None, ("law",), AT)
    schedule = FeeSchedule("SAR", vat, lines_alone, AT, is_free_otherwise)
    prover = Prover()
    problems = settled(fee_doubts(schedule, program), world_of(program), prover)
    return [f"{problem.code} {problem.message}" for problem in problems]


# No line applies -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fees, words",
    [
        ({"f": FeeOf("price", when="a")}, "a = false, decision_date = 2026-01-31"),
        (
            {"f": FeeOf("price", when="n < 5"), "g": FeeOf("other", when="n > 5")},
            "n = 5, decision_date = 2026-01-31",
        ),
        ({"f": FeeOf("price", last=date(2026, 12, 31))}, "decision_date = 2027-01-01"),
    ],
)
def test_somebody_eligible_to_whom_no_line_applies(fees: Mapping[str, FeeOf], words: str) -> None:
    assert told(fees) == [f"E434 no fee line applies for {words}"]


def test_who_is_exempt_is_left_out_on_purpose() -> None:
    assert told(ScheduleOf({"f": FeeOf("price")}, exempt={"x": ConcessionOf("a")})) == []


@pytest.mark.parametrize(
    "fees",
    [
        {"f": FeeOf("price")},
        {"f": FeeOf("price", when="a"), "g": FeeOf("other")},
        {"f": FeeOf("price", when="a"), "g": FeeOf("other", when="not(a)")},
        {"f": FeeOf("price", when="n < 5"), "g": FeeOf("other", when="n >= 5")},
        {"f": FeeOf("price", last=date(2025, 12, 31)), "g": FeeOf("other", first=NEXT)},
        {"f": FeeOf("price", when="n >= 0")},  # others are not eligible
    ],
)
def test_everybody_who_is_eligible_has_a_line(fees: Mapping[str, FeeOf]) -> None:
    assert told(fees) == []


def test_a_schedule_may_leave_somebody_out_on_purpose() -> None:
    assert told({"f": FeeOf("price", when="a")}, is_free_otherwise=True) == []


# Charged twice ----------------------------------------------------------------------------------

ALIKE = "E435 the fee lines `f` and `g` charge the same, and both apply for"


@pytest.mark.parametrize(
    "fees, words",
    [
        ({"f": FeeOf("fee"), "g": FeeOf("fee")}, "decision_date = 2026-01-31"),
        ({"f": FeeOf("fee"), "g": FeeOf("fee", when="n > 3")}, "n = 4, decision_date = 2026-01-31"),
        ({"f": FeeOf("fee"), "g": FeeOf("fee", first=NEXT)}, "decision_date = 2026-01-31"),
    ],
)
def test_two_lines_that_read_one_value_and_both_apply(
    fees: Mapping[str, FeeOf], words: str
) -> None:
    assert told(fees) == [f"{ALIKE} {words}"]


def test_two_lines_of_one_name_that_both_apply() -> None:
    fees = {"f": FeeOf("price"), "g": FeeOf("other", when="a")}
    assert told(fees, is_named_alike=True) == [f"{ALIKE} a = true, decision_date = 2026-01-31"]
    assert told(fees) == []


@pytest.mark.parametrize(
    "fees",
    [
        {"f": FeeOf("fee"), "g": FeeOf("price")},
        {"f": FeeOf("fee", when="a"), "g": FeeOf("fee", when="not(a)")},
        {"f": FeeOf("fee", last=date(2025, 12, 31)), "g": FeeOf("fee", first=NEXT)},
        {"f": FeeOf("fee"), "g": FeeOf("fee", stage=Stage.AFTER_APPROVAL)},
        {"f": FeeOf("fee"), "g": FeeOf("fee", when="n < 0")},  # whoever has less is not eligible
    ],
)
def test_lines_that_add_up_on_purpose_or_exclude_each_other_are_none(
    fees: Mapping[str, FeeOf],
) -> None:
    assert told(fees) == []
