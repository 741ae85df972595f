"""Rows and cells of a table that do nothing, and doubts that the solver settles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.model.rule import HitPolicy
from engine.model.types import DATE, YES_NO, Kind, Type
from tests.support.programs import COLOUR, WHOLE, TableOf, problems_of

AGE = Type(Kind.NUMBER, low=Decimal(0), high=Decimal(120))
FACTS = {
    "n": WHOLE,
    "m": WHOLE,
    "age": AGE,
    "opt": WHOLE.optional(),
    "a": YES_NO,
    "colour": COLOUR,
    "day": DATE,
    "other": DATE,
}
VALUES = {"limit": (WHOLE, {date(2020, 1, 1): 5, date(2026, 2, 1): 7})}
Cell = str | tuple[str, ...]


def one(column: str, *cells: Cell, **changes: object) -> TableOf:
    rows = {f"r{at}": {"c": cell} for at, cell in enumerate(cells, start=1)}
    outputs = {row: at for at, row in enumerate(rows, start=1)}
    return TableOf({"c": column}, rows, outputs, **changes)  # type: ignore[arg-type]


def first(column: str, *cells: Cell) -> TableOf:
    return one(column, *cells, policy=HitPolicy.FIRST)


def told(table: TableOf) -> list[str]:
    said = problems_of(facts=FACTS, values=VALUES, tables={"t": table})
    return [f"{problem.code} {problem.message}" for problem in said]


def hinted(table: TableOf) -> str | None:
    (problem,) = problems_of(facts=FACTS, values=VALUES, tables={"t": table})
    return problem.hint


# Rows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table, row",
    [
        (first("n", "feel:< 10", "5", "feel:-"), "r2"),
        (first("colour", ("red", "green"), "green", "blue"), "r2"),
        (first("n", "feel:<= 5", "feel:> 5", "feel:-"), "r3"),
        (first("n", "feel:> m", "feel:> m + 1", "feel:-"), "r2"),
        (first("n", "feel:>= limit", "feel:> 7", "feel:-"), "r2"),
        (one("n", "feel:? > m and ? < m", "feel:-", default=0), "r1"),
        (
            TableOf(
                {"n": "n", "next": "n + 1"},
                {"r1": {"n": "feel:> 5", "next": "feel:< 5"}, "r2": {"n": "feel:<= 5"}},
                {"r1": 1, "r2": 2},
                default=0,
            ),
            "r1",
        ),
        (
            TableOf(
                {"c": "colour", "a": "a"},
                {"r1": {"c": "red"}, "r2": {"a": "true"}, "r3": {"c": "red", "a": "false"}},
                {"r1": 1, "r2": 2, "r3": 3},
                default=0,
                policy=HitPolicy.FIRST,
            ),
            "r3",
        ),
    ],
)
def test_a_row_that_is_never_chosen_is_a_problem(table: TableOf, row: str) -> None:
    assert told(table) == [f"E431 row `{row}` of `t` is never chosen"]


@pytest.mark.parametrize(
    "table",
    [
        first("n", "5", "feel:< 10", "feel:-"),
        first("n", "feel:> m", "feel:> m - 1", "feel:-"),
        first("n", "feel:>= limit", "feel:> 5", "feel:-"),  # from 2026-02-01 six is too few
        first("opt", "feel:> 5", "feel:<= 5", "absent"),
    ],
)
def test_a_row_that_is_chosen_for_somebody_is_none(table: TableOf) -> None:
    assert [problem for problem in told(table) if not problem.startswith("E402")] == []


# Cells ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell, hint",
    [
        ("> 5, < 10", "a comma means or: write `'(5..10)'`"),
        ("<= 10, >= 5", "a comma means or: write `'[5..10]'`"),
        ("> 5, <= 10", "a comma means or: write `'(5..10]'`"),
        ("> 5, < 10, > 20", "a comma means or: write one range, or leave the cell out"),
        ("> limit, < limit + 3", "a comma means or: write `'(limit..limit + 3)'`"),
    ],
)
def test_a_comma_list_that_accepts_everything_is_a_problem(cell: str, hint: str) -> None:
    for column in ("n", "opt"):
        table = one(column, f"feel:{cell}", default=0)
        assert told(table) == ["E432 the cell `c` of row `r1` accepts everything"]
        assert hinted(table) == hint


@pytest.mark.parametrize("cell", ["< 5, > 10", "> limit, < limit", "5, 6", "-", "<= 5, > 6"])
def test_a_comma_list_that_leaves_something_out_is_none(cell: str) -> None:
    assert told(one("n", f"feel:{cell}", default=0)) == []


@pytest.mark.parametrize(
    "column, cell", [("n", "[10..5]"), ("age", "> 120"), ("age", "< 0"), ("opt", "null")]
)
def test_a_cell_that_accepts_nothing_is_a_problem(column: str, cell: str) -> None:
    assert told(one(column, f"feel:{cell}", default=0)) == [
        "E433 the cell `c` of row `r1` accepts nothing"
    ]


# Doubts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table, problem",
    [
        (
            one("n", "feel:> m", "feel:<= m + 1"),
            "E401 rows `r1` and `r2` of `t` both hold for c = 1, m = 0",
        ),
        (one("n", "feel:> m", "feel:< m"), "E402 no row of `t` holds for c = 0, m = 0"),
        (
            one("day", 'feel:> other + @"P1M"', 'feel:<= other + @"P1M"', 'feel:> other + @"P31D"'),
            "E401 rows `r1` and `r3` of `t` both hold for c = 2026-02-01, other = 2025-12-31",
        ),
        (
            one("n", "feel:< limit", "feel:>= 7"),
            "E402 no row of `t` holds for c = 5, limit = 5, decision_date = 2026-01-31",
        ),
    ],
)
def test_what_can_be_is_told_by_an_example(table: TableOf, problem: str) -> None:
    assert told(table) == [problem]


def test_cells_that_compare_facts_are_proved_disjoint_and_whole() -> None:
    assert told(one("n", "feel:> m", "feel:<= m")) == []
    assert told(one("day", 'feel:> other + @"P1M"', 'feel:<= other + @"P1M"')) == []
    assert told(one("n", "feel:> limit", "feel:<= limit")) == []


def test_columns_that_hang_together_are_compared_as_they_can_be_met() -> None:
    rows: dict[str, dict[str, Cell]] = {
        "r1": {"n": "feel:> 5"},
        "r2": {"next": "feel:<= 6"},
    }
    table = TableOf({"n": "n", "next": "n + 1"}, rows, {"r1": 1, "r2": 2})
    assert told(table) == []


def test_a_table_of_nine_hundred_rows_is_settled_by_plain_arithmetic() -> None:
    inputs = {f"c{at}": f"x{at}" for at in range(10)}
    rows = {
        f"r{at}": {"c0": f"feel:[{at}..{at + 1})", "c1": f"feel:>= {at % 7}"} for at in range(900)
    }
    table = TableOf(inputs, rows, dict.fromkeys(rows, 1), default=0)
    facts = dict.fromkeys((f"x{at}" for at in range(10)), WHOLE)
    assert problems_of(facts=facts, tables={"t": table}) == ()
