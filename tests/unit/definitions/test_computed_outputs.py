"""Output cells that are expressions: what they read, what guards them, and their type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.expressions.evaluate import Evaluation
from engine.model.rule import HitPolicy
from engine.model.types import DATE, YES_NO, Kind, Type
from engine.model.value import ABSENT, Cause, CauseKind, Fault, State, Unknown
from tests.support.program_parts import ByDate
from tests.support.programs import COLOUR, SAR, WHOLE, TableOf, problems_of, program_of

DAY = date(2026, 1, 15)
FACTS = {
    "a": YES_NO,
    "n": WHOLE,
    "exact": Type(Kind.NUMBER, decimals=2),
    "opt": WHOLE.optional(),
    "colour": COLOUR,
    "day": DATE,
    "price": SAR,
}
VALUES = {"limit": (WHOLE, {date(2020, 1, 1): 2, date(2027, 1, 1): 3})}
RED: dict[str, dict[str, str | tuple[str, ...]]] = {"red": {"c": "red"}}


def table(output: ByDate, **changes: object) -> TableOf:
    """A table whose one row holds where the colour is red."""
    changes = {"default": 0, **changes}
    return TableOf({"c": "colour"}, RED, {"red": output}, **changes)  # type: ignore[arg-type]


def value_of(made: TableOf, **facts: State) -> State:
    program = program_of(facts=FACTS, values=VALUES, tables={"t": made})
    return Evaluation(program, facts, DAY).fact("t")


def told(made: TableOf, **parts: object) -> list[str]:
    problems = problems_of(facts=FACTS, values=VALUES, tables={"t": made}, **parts)
    return [f"{problem.code} {problem.message}" for problem in problems]


def test_an_output_may_be_computed_from_what_the_table_may_read() -> None:
    made = table("feel:n * 2 + limit", default="feel:n")
    assert value_of(made, colour="red", n=Decimal(5)) == Decimal(12)
    assert value_of(made, colour="blue", n=Decimal(5)) == Decimal(5)


def test_only_the_output_of_the_row_that_holds_is_read() -> None:
    made = table("feel:n")
    assert value_of(made, colour="blue") == Decimal(0)
    open_ = value_of(made, colour="red")
    assert open_ == Unknown(frozenset({Cause(CauseKind.UNANSWERED, "n")}))


def test_an_output_that_has_no_result_is_a_fault() -> None:
    made = table('feel:day + @"P1Y"', type=DATE, default=date(2026, 1, 1))
    assert isinstance(value_of(made, colour="red", day=date.max), Fault)
    assert value_of(made, colour="blue", day=date.max) == date(2026, 1, 1)


@pytest.mark.parametrize(
    "output, type_, problem",
    [
        ("feel:price", WHOLE, "E301 number is wanted here, and this is money in SAR"),
        ("feel:n > 1", WHOLE, "E301 number is wanted here, and this is yes_no"),
        ("feel:n > 1", YES_NO, None),
        (
            'feel:money("5.00 USD")',
            SAR,
            "E301 money in SAR is wanted here, and this is money in USD",
        ),
        ('feel:"red"', COLOUR, None),
        ('feel:"rde"', COLOUR, "E205 the list `colours` has no code `rde`"),
        ("feel:nobody", WHOLE, "E201 unknown name `nobody`"),
        ("feel:n +", WHOLE, "E101 the text ends where a value should stand"),
    ],
)
def test_a_computed_output_has_the_declared_type(
    output: str, type_: Type, problem: str | None
) -> None:
    defaults: dict[Kind, ByDate] = {Kind.YES_NO: True, Kind.CODE: "red"}
    made = table(output, type=type_, default=defaults.get(type_.kind, 0))
    assert told(made) == ([problem] if problem else [])


def test_a_number_has_the_decimals_of_what_computes_it() -> None:
    """Between 1 and 2 there are values then, which a table that tests it must not leave open."""
    tested = TableOf(
        {"t": "t"}, {"few": {"t": "feel:<= 1"}, "many": {"t": "feel:>= 2"}}, {"few": 1, "many": 2}
    )
    for output, gap in (("feel:n", None), ("feel:exact", "t = 1.01"), (5, None)):
        problems = problems_of(facts=FACTS, tables={"t": table(output), "u": tested})
        found = [problem.message.split(",")[0] for problem in problems]
        assert found == ([f"no row of `u` holds for {gap}"] if gap else [])


@pytest.mark.parametrize("policy", [HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.RULE_ORDER])
def test_the_cells_of_a_row_guard_its_output(policy: HitPolicy) -> None:
    cells: dict[str, dict[str, str | tuple[str, ...]]] = {"some": {"o": "feel:> 1"}}
    made = TableOf({"o": "opt"}, cells, {"some": "feel:opt"}, default=0, policy=policy)
    assert told(made) == []


@pytest.mark.parametrize(
    "policy, problem",
    [
        (HitPolicy.FIRST, []),
        (HitPolicy.RULE_ORDER, ["E303 `opt` can be absent here"]),
    ],
)
def test_rows_that_failed_guard_the_output_of_one_that_is_chosen_after_them(
    policy: HitPolicy, problem: list[str]
) -> None:
    cells: dict[str, dict[str, str | tuple[str, ...]]] = {"none": {"o": "absent"}, "some": {}}
    outputs: dict[str, ByDate] = {"none": 0, "some": "feel:opt + 1"}
    assert told(TableOf({"o": "opt"}, cells, outputs, policy=policy)) == problem


def test_the_default_is_guarded_by_the_rows_that_failed() -> None:
    cells: dict[str, dict[str, str | tuple[str, ...]]] = {"none": {"o": "absent"}}
    made = TableOf({"o": "opt"}, cells, {"none": 0}, default="feel:opt")
    assert told(made) == []
    assert value_of(made, opt=Decimal(4)) == Decimal(4)
    assert value_of(made, opt=ABSENT) == Decimal(0)


def test_an_output_that_can_be_absent_is_a_problem() -> None:
    assert told(table("feel:opt")) == ["E303 `opt` can be absent here"]
    assert told(table("feel:if a then opt else n")) == [
        "E303 `(if a then opt else n)` can be absent here"
    ]


def test_a_circle_through_a_computed_output_is_found() -> None:
    found = told(table("feel:twice"), formulas={"twice": "t * 2"})
    assert [problem.split()[0] for problem in found] == ["E207"]


def test_a_name_that_only_an_output_reads_is_read() -> None:
    made = table("feel:total", default="feel:total")
    program = program_of(facts=FACTS, tables={"t": made}, formulas={"total": "n + 1"})
    assert Evaluation(program, {"colour": "red", "n": Decimal(1)}, DAY).fact("t") == Decimal(2)
