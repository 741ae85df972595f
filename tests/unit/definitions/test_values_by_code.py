"""Values that depend on a code: one case, or the default, in every reading that tables have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from engine.decide.decision import decide
from engine.expressions.evaluate import Evaluation
from engine.model.fee_part import ValueUsed
from engine.model.value import ABSENT, Fault, State, unanswered
from tests.support.programs import COLOUR, WHOLE, TableOf, given, problems_of, program_of

FACTS = {"colour": COLOUR, "shade": COLOUR.optional(), "n": WHOLE}
EARLY, LATE = date(2026, 1, 31), date(2026, 2, 1)
RED = {"red": {"by": ("red",)}}
QUOTA = TableOf(
    {"by": "colour"},
    {**RED, "green, blue": {"by": ("green", "blue")}},
    {"red": {date(2020, 1, 1): 10, LATE: 12}, "green, blue": 20},
    is_by_code=True,
)


def refusals(table: TableOf, **parts: object) -> list[str]:
    problems = problems_of(facts=FACTS, tables={"quota": table}, **parts)
    return [f"{problem.code} {problem.message} ({problem.hint})" for problem in problems]


@pytest.mark.parametrize(
    "day, colour, amount",
    [(EARLY, "red", 10), (LATE, "red", 12), (EARLY, "blue", 20), (LATE, "green", 20)],
)
def test_the_case_of_the_code_gives_its_value_of_the_day(
    day: date, colour: str, amount: int
) -> None:
    program = program_of(facts=FACTS, tables={"quota": QUOTA})
    assert Evaluation(program, given(colour=colour), day).fact("quota") == Decimal(amount)


def test_a_code_without_a_case_has_the_default_and_never_another_case() -> None:
    table = replace(QUOTA, rows=RED, default={date(2020, 1, 1): 5})
    program = program_of(facts=FACTS, tables={"quota": table})
    assert Evaluation(program, given(colour="blue"), EARLY).fact("quota") == Decimal(5)
    state = Evaluation(program, given(colour="red"), date(2019, 12, 31)).fact("quota")
    assert isinstance(state, Fault)


def test_of_an_unknown_code_the_value_is_unknown_even_with_a_default() -> None:
    table = replace(QUOTA, rows=RED, default=5)
    program = program_of(facts=FACTS, tables={"quota": table})
    assert Evaluation(program, given(), EARLY).fact("quota") == unanswered("colour")


def test_a_value_may_depend_on_an_attribute() -> None:
    table = TableOf(
        {"by": 'if colour.size = null then "small" else colour.size'},
        {"small": {"by": ("small",)}, "large": {"by": ("large",)}},
        {"small": 1, "large": 2},
        is_by_code=True,
    )
    program = program_of(facts=FACTS, tables={"quota": table})
    codes = ("red", "green")
    found = [Evaluation(program, given(colour=code), EARLY).fact("quota") for code in codes]
    assert found == [Decimal(1), Decimal(2)]


def test_the_trace_says_which_case_was_used_and_since_when() -> None:
    program = program_of(facts=FACTS, tables={"quota": QUOTA}, rules={"r": "n < quota"})
    decision = decide(program, given(colour="red", n=Decimal(1)), LATE, "release")
    (atom,) = decision.rules[0].atoms
    assert atom.used == (ValueUsed("quota", Decimal(12), LATE, ("red",)),)


@pytest.mark.parametrize("state", [ABSENT, "red"])
def test_a_code_that_can_be_absent_is_guarded_in_by(state: State) -> None:
    (refusal,) = refusals(replace(QUOTA, inputs={"by": "shade"}))
    assert refusal.startswith("E303 `shade` can be absent here")
    guarded = replace(QUOTA, inputs={"by": 'if shade = null then "blue" else shade'})
    program = program_of(facts=FACTS, tables={"quota": guarded})
    amount = Decimal(20 if state is ABSENT else 10)
    assert Evaluation(program, given(shade=state), EARLY).fact("quota") == amount


@pytest.mark.parametrize(
    "table, refusal",
    [
        (
            replace(QUOTA, rows=RED),
            "E223 `quota` has no case for `green`, `blue` (add a case, or a `default`)",
        ),
        (
            replace(QUOTA, rows={**RED, "blu": {"by": ("blu",)}}, outputs={"red": 1, "blu": 1}),
            "E205 the list `colours` has no code `blu` (did you mean `blue`?)",
        ),
        (
            replace(QUOTA, inputs={"by": "n"}),
            (
                "E222 `by` reads a code of a list, and this is number "
                "(write a table where the value depends on anything else)"
            ),
        ),
        (
            replace(QUOTA, inputs={"by": "colur"}),
            "E201 unknown name `colur` (did you mean `colour`?)",
        ),
    ],
)
def test_wrong_cases_are_one_problem(table: TableOf, refusal: str) -> None:
    assert refusals(table) == [refusal]
