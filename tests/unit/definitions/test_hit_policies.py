"""Tables in which several rows may hold: which wins, and what all of them give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.money import Money
from engine.model.rule import Aggregation, HitPolicy
from engine.model.types import DATE, YES_NO
from engine.model.value import ABSENT, Cause, CauseKind, Facts, Fault, State, Unknown
from tests.support.program_parts import ByDate
from tests.support.programs import (
    COLOUR,
    SAR,
    WHOLE,
    OutputOf,
    TableOf,
    problems_of,
    program_of,
)

DAY = date(2026, 1, 15)
FACTS = {"a": YES_NO, "b": YES_NO, "c": YES_NO, "n": WHOLE}
NONE: Facts = {"a": False, "b": False, "c": False}
ALL: Facts = {"a": True, "b": True, "c": True}
COLLECT = HitPolicy.COLLECT


def rows(outputs: Sequence[ByDate] = (1, 2, 3), **changes: object) -> TableOf:
    """Rows `a`, `b`, `c` hold where the fact of their name is yes; by default they give 1, 2, 3."""
    names = "abc"[: len(outputs)]
    return TableOf(
        {name: name for name in names},
        {name: {name: "true"} for name in names},
        dict(zip(names, outputs, strict=True)),
        **changes,  # type: ignore[arg-type]
    )


def made(table: TableOf) -> Program:
    return program_of(facts=FACTS, tables={"t": table})


def value_of(table: TableOf, facts: Facts, name: str = "t") -> State:
    return Evaluation(made(table), facts, DAY).fact(name)


def ids_of(table: TableOf, facts: Facts) -> tuple[str, ...] | Unknown | Fault:
    held = Evaluation(made(table), facts, DAY).rows("t")
    return tuple(row.id for row in held) if isinstance(held, tuple) else held


def told(table: TableOf) -> list[str]:
    problems = problems_of(facts=FACTS, tables={"t": table})
    return [f"{problem.code} {problem.message}" for problem in problems]


def asked(*names: str) -> Unknown:
    return Unknown(frozenset(Cause(CauseKind.UNANSWERED, name) for name in names))


def numbers(*values: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


# Any --------------------------------------------------------------------------------------------

SAME = rows((1, 1, 1), default=0, policy=HitPolicy.ANY)


@pytest.mark.parametrize(
    "facts, value, ids",
    [
        (ALL, Decimal(1), ("a", "b", "c")),
        ({**NONE, "b": True}, Decimal(1), ("b",)),
        ({"b": True}, Decimal(1), ("b",)),
        (NONE, Decimal(0), ()),
        ({"a": False, "b": False}, asked("c"), asked("c")),
    ],
)
def test_in_an_any_table_a_true_row_wins_and_every_one_is_told(
    facts: Facts, value: State, ids: object
) -> None:
    assert value_of(SAME, facts) == value
    assert ids_of(SAME, facts) == ids


@pytest.mark.parametrize(
    "outputs, gives",
    [
        ((1, 2), "give `result` 1 and 2 from 2020-01-01 on"),
        (
            (1, {date(2021, 1, 1): 1}),
            "give `result` 1 and nothing from 2020-01-01 on",
        ),
        (
            ({date(2020, 1, 1): 1}, {date(2020, 1, 1): 1, date(2027, 1, 1): 2}),
            "give `result` 1 and 2 from 2027-01-01 on",
        ),
        (
            ({date(2020, 1, 1): 1}, {date(2020, 1, 1): 1, date(2027, 1, 1): None}),
            "give `result` 1 and nothing from 2027-01-01 on",
        ),
    ],
)
def test_rows_of_an_any_table_that_differ_on_some_day_are_a_problem(
    outputs: Sequence[ByDate], gives: str
) -> None:
    table = rows(outputs, default=0, policy=HitPolicy.ANY)
    where = "a = true, b = true"
    assert told(table) == [f"E410 rows `a` and `b` of `t` {gives}, and both hold for {where}"]


@pytest.mark.parametrize(
    "outputs, is_shown",
    [
        (("feel:n + 1", "feel: n  +  1"), True),
        (("feel:n + 1", "feel:1 + n"), False),
        (("feel:n + 1", 1), False),
    ],
)
def test_computed_outputs_of_an_any_table_are_the_same_when_they_read_the_same(
    outputs: Sequence[ByDate], is_shown: bool
) -> None:
    table = rows(outputs, default=0, policy=HitPolicy.ANY)
    problem = "E411 rows `a` and `b` of `t` may give different outputs, and both hold for "
    problem += "a = true, b = true"
    assert told(table) == ([] if is_shown else [problem])


def test_rows_of_an_any_table_that_may_overlap_want_another_hit_policy() -> None:
    cells = {"r1": {"n": "feel:> n - 1"}, "r2": {"n": "5"}}
    outputs: dict[str, ByDate] = {"r1": 1, "r2": 2}
    table = TableOf({"n": "n"}, cells, outputs, default=0, policy=HitPolicy.ANY)
    assert [problem.split()[0] for problem in told(table)] == ["E410"]


def test_rows_of_an_any_table_that_exclude_each_other_may_differ() -> None:
    cells = {"r1": {"a": "true"}, "r2": {"a": "false"}}
    table = TableOf({"a": "a"}, cells, {"r1": 1, "r2": 2}, policy=HitPolicy.ANY)
    assert told(table) == []


# Priority ---------------------------------------------------------------------------------------

HIGHEST = rows((1, 3, 2), default=0, policy=HitPolicy.PRIORITY, order={"result": (3, 2, 1)})


@pytest.mark.parametrize(
    "facts, value",
    [
        (ALL, Decimal(3)),
        ({**ALL, "b": False}, Decimal(2)),
        ({"b": True}, Decimal(3)),
        ({"a": True, "c": True}, asked("b")),
        ({"a": True, "b": False}, asked("c")),
        ({"a": True, "b": False, "c": False}, Decimal(1)),
        ({"b": False, "c": False}, asked("a")),
        (NONE, Decimal(0)),
    ],
)
def test_in_a_priority_table_each_higher_row_must_be_false(facts: Facts, value: State) -> None:
    assert value_of(HIGHEST, facts) == value


def test_rows_of_equal_priority_stay_in_the_order_of_the_file() -> None:
    table = rows(
        (2, 1, 1),
        default=0,
        policy=HitPolicy.PRIORITY,
        order={"result": (1, 2)},
        more={"which": OutputOf(COLOUR, {"a": "red", "b": "green", "c": "blue"}, "red")},
    )
    assert value_of(table, ALL, "t.which") == "green"
    assert ids_of(table, ALL) == ("b",)


def test_the_output_that_is_ordered_first_counts_most() -> None:
    table = rows(
        (1, 2, 2),
        default=0,
        policy=HitPolicy.PRIORITY,
        order={"which": ("red", "green"), "result": (2, 1)},
        more={"which": OutputOf(COLOUR, {"a": "red", "b": "green", "c": "red"}, "red")},
    )
    assert ids_of(table, ALL) == ("c",)


# Lists ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "policy, order, value",
    [
        (HitPolicy.COLLECT, {}, numbers(1, 3, 2)),
        (HitPolicy.RULE_ORDER, {}, numbers(1, 3, 2)),
        (HitPolicy.OUTPUT_ORDER, {"result": (3, 2, 1)}, numbers(3, 2, 1)),
    ],
)
def test_every_row_that_holds_is_in_the_list(
    policy: HitPolicy, order: dict[str, Sequence[int]], value: State
) -> None:
    table = rows((1, 3, 2), policy=policy, order=order)
    assert value_of(table, ALL) == value
    assert value_of(table, NONE) == ()
    assert value_of(table, {**NONE, "c": True}) == numbers(2)
    assert value_of(table, {"a": True, "b": True}) == asked("c")
    assert value_of(table, {"a": True}) == asked("b", "c")


def test_the_default_of_a_list_is_a_list_of_it() -> None:
    table = rows(default=7, policy=COLLECT)
    assert value_of(table, NONE) == numbers(7)
    assert value_of(table, ALL) == numbers(1, 2, 3)
    assert value_of(table, {"a": False, "b": False}) == asked("c")


def test_several_outputs_are_lists_in_one_order() -> None:
    table = rows(
        (1, 3, 2),
        policy=HitPolicy.OUTPUT_ORDER,
        order={"result": (3, 2, 1)},
        more={"which": OutputOf(COLOUR, {"a": "red", "b": "green", "c": "blue"})},
    )
    assert value_of(table, {**ALL, "b": False}, "t.result") == numbers(2, 1)
    assert value_of(table, {**ALL, "b": False}, "t.which") == ("blue", "red")


def test_a_row_of_a_list_that_is_not_in_force_is_a_fault() -> None:
    table = rows((1, {date(2020, 1, 1): 2, date(2026, 1, 1): None}, 3), policy=COLLECT)
    assert isinstance(value_of(table, ALL), Fault)
    assert value_of(table, {**ALL, "b": False}) == numbers(1, 3)


# Aggregates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "aggregate, value, of_none",
    [
        (Aggregation.SUM, 6, Decimal(0)),
        (Aggregation.MIN, 1, ABSENT),
        (Aggregation.MAX, 3, ABSENT),
        (Aggregation.COUNT, 3, Decimal(0)),
    ],
)
def test_a_collect_table_may_come_to_one_value(
    aggregate: Aggregation, value: int, of_none: State
) -> None:
    table = rows(policy=COLLECT, aggregate=aggregate)
    assert value_of(table, ALL) == Decimal(value)
    assert value_of(table, NONE) == of_none
    assert value_of(table, {"a": True, "b": True}) == asked("c")


def test_amounts_and_dates_are_gathered() -> None:
    amounts = rows((Money("SAR", 100), Money("SAR", 250)), type=SAR, policy=COLLECT)
    added = made(rows((Money("SAR", 100), Money("SAR", 250)), type=SAR, policy=COLLECT,
                      aggregate=Aggregation.SUM))  # fmt: skip
    assert value_of(amounts, ALL) == (Money("SAR", 100), Money("SAR", 250))
    assert Evaluation(added, ALL, DAY).fact("t") == Money("SAR", 350)
    assert Evaluation(added, NONE, DAY).fact("t") == Money("SAR", 0)
    days = rows((date(2027, 1, 1), date(2026, 2, 1)), type=DATE, policy=COLLECT,
                aggregate=Aggregation.MIN)  # fmt: skip
    assert value_of(days, ALL) == date(2026, 2, 1)


@pytest.mark.parametrize("aggregate", [Aggregation.SUM, Aggregation.MIN, Aggregation.MAX])
def test_an_aggregate_of_none_is_the_default_where_there_is_one(aggregate: Aggregation) -> None:
    assert value_of(rows(default=7, policy=COLLECT, aggregate=aggregate), NONE) == Decimal(7)


@pytest.mark.parametrize(
    "changes, reads, problem",
    [
        ({"policy": COLLECT}, "t > 1", "E301"),
        ({"policy": COLLECT}, "2 in t and count(t) > 0", None),
        ({"policy": COLLECT, "aggregate": Aggregation.MAX}, "t > 1", "E303"),
        ({"policy": COLLECT, "aggregate": Aggregation.MAX}, "t = null or t > 1", None),
        ({"policy": COLLECT, "aggregate": Aggregation.MAX, "default": 0}, "t > 1", None),
        ({"policy": COLLECT, "aggregate": Aggregation.SUM}, "t > 1", None),
        ({"policy": COLLECT, "aggregate": Aggregation.COUNT, "type": COLOUR}, "t > 1", None),
    ],
)
def test_a_table_reads_as_what_it_gives(
    changes: dict[str, object], reads: str, problem: str | None
) -> None:
    outputs: Sequence[ByDate] = ("red", "red", "blue") if "type" in changes else (1, 2, 3)
    problems = problems_of(facts=FACTS, tables={"t": rows(outputs, **changes)}, rules={"r": reads})
    assert [one.code for one in problems] == ([problem] if problem else [])


def test_a_list_needs_no_default() -> None:
    table = rows(policy=COLLECT)
    assert told(table) == []
    assert told(rows(policy=HitPolicy.FIRST)) == [
        "E402 no row of `t` holds for a = false, b = false, c = false"
    ]


def test_a_count_needs_no_output() -> None:
    table = rows(("feel:n", 1, 1), policy=COLLECT, aggregate=Aggregation.COUNT)
    assert value_of(table, ALL) == Decimal(3)
    assert value_of(rows(("feel:n", 1, 1), policy=COLLECT), ALL) == asked("n")
