"""Dated values read on a derived day and over a period, and rules that a day of one's own decides.

Source: design, section 4, construct 5.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.decide.decision import decide
from engine.expressions.compile import CompiledEvaluation
from engine.expressions.evaluate import Evaluation
from engine.model.decision import Verdict
from engine.model.fee_part import ValueUsed
from engine.model.money import Money
from engine.model.rule import HitPolicy
from engine.model.types import DATE, Kind, Type
from engine.model.value import ABSENT, Fault, State, Unknown, unanswered
from tests.support.programs import (
    COLOUR,
    SAR,
    WHOLE,
    FeeOf,
    RuleOf,
    TableOf,
    given,
    problems_of,
    program_of,
)

DAY = date(2026, 6, 1)
CHANGE = date(2026, 1, 1)
BEFORE = date(2025, 12, 31)
FACTS = {"day": DATE, "end": DATE.optional(), "n": WHOLE, "colour": COLOUR}
VALUES = {
    "limit": (WHOLE, {date(2020, 1, 1): 5, CHANGE: 7, date(2027, 1, 1): None, date(2028, 1, 1): 9}),
    "price": (SAR, {date(2020, 1, 1): Money("SAR", 100), CHANGE: Money("SAR", 200)}),
    "palette": (Type(Kind.LIST, element=COLOUR), {date(2020, 1, 1): ("red",), CHANGE: ("blue",)}),
}
BY_COLOUR = TableOf(
    {"by": "colour"},
    {"red": {"by": ("red",)}},
    {"red": {date(2020, 1, 1): 1, CHANGE: 2}},
    default={date(2020, 1, 1): 3, CHANGE: 4},
    is_by_code=True,
)


def value_of(text: str, read_on: str | None = None, /, **facts: State) -> State:
    program = program_of(
        facts=FACTS,
        values=VALUES,
        tables={"quota": BY_COLOUR},
        formulas={"x": text},
        read_on={} if read_on is None else {"x": read_on},
    )
    return Evaluation(program, given(**facts), DAY).fact("x")


def refusals(**parts: object) -> list[str]:
    problems = problems_of(**{"facts": FACTS, "values": VALUES, **parts})
    return [f"{problem.code} {problem.message}" for problem in problems]


# On a derived day -------------------------------------------------------------------------------


@pytest.mark.parametrize("day, limit", [(BEFORE, 5), (CHANGE, 7)])
def test_a_value_is_read_on_the_day_of_read_on(day: date, limit: int) -> None:
    assert value_of("limit", "day", day=day) == Decimal(limit)
    assert value_of("limit + 1", 'day + @"P1D"', day=day - date.resolution) == Decimal(limit + 1)
    assert value_of("limit", day=day) == Decimal(7)


def test_a_list_that_is_read_on_a_day_has_its_members_of_that_day() -> None:
    assert value_of("colour in palette", "day", day=BEFORE, colour="red") is True
    assert value_of("colour in palette", "day", day=CHANGE, colour="red") is False


@pytest.mark.parametrize("colour, day, amount", [
    ("red", BEFORE, 1), ("red", CHANGE, 2), ("blue", BEFORE, 3), ("blue", CHANGE, 4),
])  # fmt: skip
def test_a_dated_cell_is_read_on_the_day(colour: str, day: date, amount: int) -> None:
    assert value_of("quota", "day", day=day, colour=colour) == Decimal(amount)


def test_on_an_unknown_day_the_value_is_unknown_with_its_causes() -> None:
    assert value_of("limit", "day") == unanswered("day")
    assert value_of("quota", "day", colour="red") == unanswered("day")


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2027, 1, 1)])
def test_on_a_day_with_nothing_in_force_the_value_is_a_fault_with_its_place(day: date) -> None:
    state = value_of("limit", "day", day=day)
    assert isinstance(state, Fault)
    assert state.message == f"limit is not in force on {day}"
    assert state.place.startswith("rules/test.yaml:")


def test_what_is_read_through_another_fact_is_read_on_its_own_day() -> None:
    program = program_of(
        facts=FACTS,
        values=VALUES,
        formulas={"now": "limit", "later": "now + limit"},
        read_on={"later": "day"},
    )
    assert Evaluation(program, given(day=BEFORE), DAY).fact("later") == Decimal(7 + 5)


def test_a_day_that_can_be_absent_is_guarded_where_something_is_read_on_it() -> None:
    def of(text: str) -> list[str]:
        return refusals(formulas={"x": text}, read_on={"x": "end"})

    assert of("limit") == ["E303 `end` can be absent here"]
    assert of("if end = null then 0 else limit") == []
    assert value_of("if end = null then 0 else limit", "end", end=ABSENT) == Decimal(0)
    assert value_of("if end = null then 0 else limit", "end", end=BEFORE) == Decimal(5)


def test_a_table_says_itself_on_which_day_its_cells_are_read() -> None:
    table = TableOf(
        {"n": "n"},
        {"few": {"n": "feel:< limit"}, "many": {"n": "feel:>= limit"}},
        {"few": {date(2020, 1, 1): 1, CHANGE: 2}, "many": 3},
        default=0,
        policy=HitPolicy.FIRST,
        read_on="day",
    )
    program = program_of(facts=FACTS, values=VALUES, tables={"t": table}, formulas={"x": "t"})
    for n, day, amount in ((6, BEFORE, 3), (6, CHANGE, 2), (4, BEFORE, 1)):
        evaluation = Evaluation(program, given(n=Decimal(n), day=day), DAY)
        assert evaluation.fact("x") == evaluation.fact("t") == Decimal(amount)


def test_a_rule_and_a_fee_line_read_on_a_day() -> None:
    program = program_of(
        facts=FACTS,
        values=VALUES,
        rules={"r": RuleOf("n > limit", read_on="day")},
        fees={"f": FeeOf("price", read_on="day")},
    )
    for day, verdict, amount in ((BEFORE, Verdict.MET, 100), (CHANGE, Verdict.NOT_MET, 200)):
        decision = decide(program, given(n=Decimal(6), day=day), DAY, "release")
        assert decision.verdicts == {"r": verdict}
        assert decision.fees[0].amount == Money("SAR", amount)


def test_the_trace_says_on_which_day_and_since_when() -> None:
    program = program_of(
        facts=FACTS, values=VALUES, rules={"r": RuleOf("n > limit", read_on="day")}
    )
    decision = decide(program, given(n=Decimal(6), day=date(2026, 2, 3)), DAY, "release")
    (atom,) = decision.rules[0].atoms
    assert atom.used == (ValueUsed("limit", Decimal(7), CHANGE, on=date(2026, 2, 3)),)
    unknown = decide(program, given(n=Decimal(6)), DAY, "release")
    assert unknown.rules[0].atoms[0].used == (ValueUsed("limit", unanswered("day"), None),)


NO_DATE = "E301 date is wanted here, and this is number"
CIRCLE = "E207 `x` reads itself: x -> x"
IDLE = "E224 nothing dated is read here, so `read_on` says nothing"


@pytest.mark.parametrize(
    "parts, refusal",
    [
        ({"formulas": {"x": "n + 1"}, "read_on": {"x": "day"}}, IDLE),
        ({"rules": {"r": RuleOf("n > 1", read_on="day")}}, IDLE),
        ({"formulas": {"x": "limit"}, "read_on": {"x": "n"}}, NO_DATE),
        ({"formulas": {"x": "limit"}, "read_on": {"x": "dya"}}, "E201 unknown name `dya`"),
        ({"formulas": {"x": "limit"}, "read_on": {"x": 'x + @"P1D"'}}, CIRCLE),
    ],
)  # fmt: skip
def test_a_wrong_read_on_is_one_problem(parts: dict[str, object], refusal: str) -> None:
    assert refusals(**parts) == [refusal]


# Over a period ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first, last, found",
    [
        (BEFORE, BEFORE, (5,)),
        (BEFORE, CHANGE, (5, 7)),
        (CHANGE, date(2026, 12, 31), (7,)),
        (CHANGE, BEFORE, ()),
        (date(2028, 1, 1), date(2029, 1, 1), (9,)),
    ],
)
def test_each_value_in_force_on_some_day_of_the_period_is_in_the_list(
    first: date, last: date, found: tuple[int, ...]
) -> None:
    text = f'values during(limit, date("{first}"), date("{last}"))'
    assert value_of(text) == tuple(map(Decimal, found))
    assert value_of(f"count({text})") == Decimal(len(found))


@pytest.mark.parametrize(
    "first, last, gap",
    [
        (date(2019, 12, 31), BEFORE, "2019-12-31"),
        (CHANGE, date(2027, 1, 1), "2027-01-01"),
        (CHANGE, date(2028, 6, 1), "2027-01-01"),
    ],
)
def test_a_period_with_a_gap_is_a_fault(first: date, last: date, gap: str) -> None:
    state = value_of(f'values during(limit, date("{first}"), date("{last}"))')
    assert isinstance(state, Fault)
    assert state.message == f"limit is not in force on {gap}"


def test_over_an_unknown_period_the_values_are_unknown() -> None:
    assert value_of("values during(limit, day, decision_date)") == unanswered("day")
    text = "every v in values during(limit, day, decision_date) satisfies n > v"
    assert value_of(text, day=BEFORE, n=Decimal(7)) is False
    assert value_of(text, day=BEFORE, n=Decimal(8)) is True
    assert isinstance(value_of(text, n=Decimal(8)), Unknown)


@pytest.mark.parametrize(
    "text, refusal",
    [
        ("count(values during(n, day, day)) > 1", "E225 `values during` reads a value by date"),
        (
            "count(values during(limit, n, day)) > 1",
            "E301 `values during`: `from` is date, not number",
        ),
        ("count(values during(limit, day, end)) > 1", "E303 `end` can be absent here"),
    ],
)  # fmt: skip
def test_a_wrong_period_is_one_problem(text: str, refusal: str) -> None:
    assert refusals(rules={"r": text}) == [refusal]


# Transitional rules -----------------------------------------------------------------------------

OLD = RuleOf("n >= limit", date(2020, 1, 1), BEFORE, applies_on="day")
NEW = RuleOf("n >= limit", CHANGE, applies_on="day")


@pytest.mark.parametrize(
    "day, n, old, new",
    [
        (BEFORE, 5, Verdict.MET, Verdict.MET),
        (BEFORE, 4, Verdict.NOT_MET, Verdict.MET),
        (CHANGE, 5, Verdict.MET, Verdict.NOT_MET),
        (CHANGE, 7, Verdict.MET, Verdict.MET),
    ],
)
@pytest.mark.parametrize("decided_on", [date(2019, 6, 1), DAY, date(2030, 1, 1)])
def test_a_transitional_rule_goes_by_its_own_day_and_is_met_where_it_does_not_apply(
    day: date, n: int, old: Verdict, new: Verdict, decided_on: date
) -> None:
    program = program_of(facts=FACTS, values=VALUES, rules={"old": OLD, "new": NEW})
    facts = given(day=day, n=Decimal(n))
    for evaluator in (Evaluation, CompiledEvaluation):
        decision = decide(program, facts, decided_on, "release", evaluator)
        assert decision.verdicts == {"old": old, "new": new}


def test_while_its_day_is_unknown_a_transitional_rule_is_unknown() -> None:
    program = program_of(facts=FACTS, values=VALUES, rules={"old": OLD, "new": NEW})
    decision = decide(program, given(n=Decimal(6)), DAY, "release")
    assert decision.verdicts == {"old": Verdict.UNKNOWN, "new": Verdict.UNKNOWN}
    assert [cause.fact for cause in decision.questions] == ["day"]


def test_the_day_of_a_transitional_rule_is_a_date_that_is_there() -> None:
    rule = RuleOf("n > 1", applies_on="end")
    assert refusals(rules={"r": rule}) == ["E303 `end` can be absent here"]
    assert refusals(rules={"r": RuleOf("n > 1", applies_on="n")}) == [
        "E301 date is wanted here, and this is number"
    ]
