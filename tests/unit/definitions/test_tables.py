"""Decision tables: which row holds, and what overlaps or is left open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.expressions.evaluate import Evaluation
from engine.model.period import Days, Months
from engine.model.rule import HitPolicy
from engine.model.types import DATE, DAYS, PERIOD, TEXT, YES_NO, Kind, Type
from engine.model.value import ABSENT, Cause, CauseKind, Facts, Fault, State, Unknown
from tests.support.programs import (
    COLOUR,
    SAR,
    SIZE,
    WHOLE,
    ListOf,
    TableOf,
    problems_of,
    program_of,
)

DAY = date(2026, 1, 15)
FACTS = {
    "n": WHOLE,
    "exact": Type(Kind.NUMBER, decimals=2),
    "age": Type(Kind.NUMBER, low=Decimal(0), high=Decimal(120)),
    "opt": WHOLE.optional(),
    "a": YES_NO,
    "maybe": YES_NO.optional(),
    "colour": COLOUR,
    "shade": COLOUR.optional(),
    "size": SIZE,
    "day": DATE,
    "fee": SAR,
    "long": DAYS,
    "period": PERIOD,
    "note": TEXT,
}
Cell = str | tuple[str, ...]


def one(column: str, *cells: Cell, **changes: object) -> TableOf:
    """A table of one column: rows r1, r2 ... give 1, 2 ..."""
    rows = {f"r{at}": {"c": cell} for at, cell in enumerate(cells, start=1)}
    outputs = {row: at for at, row in enumerate(rows, start=1)}
    return TableOf({"c": column}, rows, outputs, **changes)  # type: ignore[arg-type]


def value_of(table: TableOf, **facts: State) -> State:
    program = program_of(facts=FACTS, tables={"t": table})
    return Evaluation(program, facts, DAY).fact("t")


def told(table: TableOf) -> list[str]:
    return [f"{p.code} {p.message}" for p in problems_of(facts=FACTS, tables={"t": table})]


def asked(name: str) -> Unknown:
    return Unknown(frozenset({Cause(CauseKind.UNANSWERED, name)}))


# Which row holds --------------------------------------------------------------------------------

SPEED = one("n", "feel:< 18", "feel:[18..65)", "feel:>= 65")


@pytest.mark.parametrize("n, row", [(17, 1), (18, 2), (64, 2), (65, 3)])
def test_the_row_whose_cells_hold_is_chosen(n: int, row: int) -> None:
    assert value_of(SPEED, n=Decimal(n)) == Decimal(row)


@pytest.mark.parametrize(
    "cell, holds",
    [
        ("feel:-", True),
        ("feel:5", True),
        ("5", True),
        (("1", "5"), True),
        ("feel:1, 5", True),
        ("feel:not(1, 5)", False),
        ("feel:not(< 5)", True),
        ("feel:> 5", False),
        ("feel:(4..5]", True),
        ("feel:(5..9]", False),
        ("feel:? > 4 and ? < 6", True),
        ("feel:n + 1", False),
        ("feel:? = n", True),
    ],
)
def test_a_cell_is_a_word_words_or_feel(cell: Cell, holds: bool) -> None:
    facts = {"n": Decimal(5), "opt": Decimal(5)}
    table = one("opt", cell, default=0)
    assert value_of(table, **facts) == Decimal(1 if holds else 0)


@pytest.mark.parametrize(
    "cell, holds",
    [("absent", True), (("absent", "5"), True), ("5", False), ("feel:< 5", False)],
)
def test_a_written_cell_is_false_for_absent_and_the_cell_absent_matches_it(
    cell: Cell, holds: bool
) -> None:
    assert value_of(one("opt", cell, default=0), opt=ABSENT) == Decimal(1 if holds else 0)


def test_a_cell_left_out_takes_anything() -> None:
    table = TableOf({"c": "colour", "a": "a"}, {"r": {"a": "true"}}, {"r": 1}, default=0)
    assert value_of(table, a=True) == Decimal(1)
    assert value_of(TableOf({"c": "colour"}, {"r": {}}, {"r": 1})) == Decimal(1)


def test_the_default_needs_every_row_false() -> None:
    table = TableOf(
        {"c": "colour", "a": "a"},
        {"r1": {"c": "red", "a": "true"}, "r2": {"c": "green"}},
        {"r1": 1, "r2": 2},
        default=0,
    )
    assert value_of(table, colour="blue") == Decimal(0)
    assert value_of(table, colour="red") == asked("a")
    assert value_of(table, a=False) == asked("colour")


def test_in_a_unique_table_a_true_row_wins_whatever_the_others_are() -> None:
    table = TableOf(
        {"c": "colour", "a": "a"},
        {"r1": {"c": "red", "a": "true"}, "r2": {"c": "red", "a": "false"}, "r3": {"c": "blue"}},
        {"r1": 1, "r2": 2, "r3": 3},
        default=0,
    )
    assert value_of(table, colour="blue") == Decimal(3)
    assert value_of(table, colour="red", a=False) == Decimal(2)
    assert value_of(table, colour="red") == asked("a")


FIRST = TableOf(
    {"c": "colour", "a": "a"},
    {"r1": {"c": "red"}, "r2": {"a": "true"}, "r3": {}},
    {"r1": 1, "r2": 2, "r3": 3},
    policy=HitPolicy.FIRST,
)


@pytest.mark.parametrize(
    "facts, value",
    [
        ({"colour": "red"}, Decimal(1)),
        ({"colour": "red", "a": True}, Decimal(1)),
        ({"colour": "blue", "a": True}, Decimal(2)),
        ({"colour": "blue", "a": False}, Decimal(3)),
        ({"colour": "blue"}, asked("a")),
        ({"a": True}, asked("colour")),
    ],
)
def test_in_a_first_table_each_row_above_must_be_false(facts: Facts, value: State) -> None:
    assert value_of(FIRST, **facts) == value


@pytest.mark.parametrize("policy", [HitPolicy.UNIQUE, HitPolicy.FIRST])
def test_a_row_that_cannot_be_told_keeps_the_default_and_the_rows_below_away(
    policy: HitPolicy,
) -> None:
    values = {"limit": (WHOLE, {date(2030, 1, 1): 5})}
    rows: dict[str, dict[str, Cell]] = {
        "r1": {"c": "red", "n": "feel:< limit"},
        "r2": {"c": "blue"},
    }
    table = TableOf({"c": "colour", "n": "n"}, rows, {"r1": 1, "r2": 2}, default=0, policy=policy)
    program = program_of(facts=FACTS, values=values, tables={"t": table})

    def of(colour: str) -> State:
        return Evaluation(program, {"n": Decimal(7), "colour": colour}, DAY).fact("t")

    assert isinstance(of("red"), Fault)
    assert of("blue") == Decimal(2)


def test_an_output_is_read_on_the_decision_date() -> None:
    table = TableOf(
        {"a": "a"},
        {"r": {"a": "true"}},
        {"r": {date(2020, 1, 1): 250, date(2026, 1, 15): 300, date(2027, 1, 1): None}},
        default=0,
    )
    program = program_of(facts=FACTS, tables={"t": table})

    def on(day: date) -> State:
        return Evaluation(program, {"a": True}, day).fact("t")

    assert (on(date(2026, 1, 14)), on(DAY)) == (Decimal(250), Decimal(300))
    fault = on(date(2027, 1, 1))
    assert isinstance(fault, Fault)
    assert fault.message == "t is not in force on 2027-01-01"


def test_a_fact_outside_its_domain_that_no_row_takes_is_a_fault() -> None:
    """A register may know a code that its list does not: nothing is decided by that."""
    table = one("colour", "red", "green", "blue")
    state = value_of(table, colour="purple")
    assert isinstance(state, Fault)
    assert state.message == "no row of `t` holds"


# Problems ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table, problem",
    [
        (one("colour", "gren"), "E205 the list `colours` has no code `gren`"),
        (one("n", "five"), "E403 the cell `five` does not fit number"),
        (one("n", "NaN"), "E403 the cell `NaN` does not fit number"),
        (one("n", "1_000"), "E403 the cell `1_000` does not fit number"),
        (one("n", "absent"), "E403 the cell `absent` does not fit number"),
        (one("a", "yes"), "E403 the cell `yes` does not fit yes_no"),
        (one("note", "x"), "E403 the cell `x` does not fit text"),
        (one("n", "feel:> born"), "E201 unknown name `born`"),
        (one("n", "feel:> a"), "E301 `> a` compares number with yes_no"),
        (one("n", "feel:>"), "E101 the text ends where a value should stand"),
        (one("nobody", "1"), "E201 unknown name `nobody`"),
        (one("n", "feel:> opt", default=0), "E303 `opt` can be absent here"),
    ],
)
def test_what_is_wrong_with_a_table_is_one_problem(table: TableOf, problem: str) -> None:
    assert told(table) == [problem]


@pytest.mark.parametrize(
    "table, where",
    [
        (one("colour", ("red", "green"), ("green", "blue")), "c = green"),
        (one("a", "true", "feel:-"), "c = true"),
        (one("maybe", ("absent", "true"), ("false", "absent")), "c = absent"),
        (one("n", "feel:<= 5", "feel:>= 5"), "c = 5"),
        (one("n", "feel:[1..5]", "feel:[3..9]", default=0), "c = 3"),
        (one("n", "feel:< 5", "feel:not(> 5)", "feel:> 5"), "c = 4"),
        (one("n", "5", "feel:? > 4 and ? < 6", default=0), "c = 5"),
        (one("exact", "feel:< 5", "feel:? > 4.98", default=0), "c = 4.99"),
        (
            one("day", 'feel:<= @"2026-01-01"', 'feel:> @"2025-12-31"'),
            "c = 2026-01-01",
        ),
        (one("long", 'feel:<= @"P30D"', 'feel:>= @"P30D"'), "c = P30D"),
        (one("period", 'feel:< @"P2Y"', 'feel:> @"P1Y"'), "c = P1Y1M"),
    ],
)
def test_rows_of_a_unique_table_that_hold_together_are_a_problem(
    table: TableOf, where: str
) -> None:
    assert told(table) == [f"E401 rows `r1` and `r2` of `t` both hold for {where}"]


@pytest.mark.parametrize(
    "table, where",
    [
        (one("colour", "red", "green"), "c = blue"),
        (one("a", "true"), "c = false"),
        (one("shade", "red", "green", "blue"), "c = absent"),
        (one("n", "feel:< 5", "feel:> 5"), "c = 5"),
        (one("n", "feel:[1..5]", "feel:[6..9]"), "c = 0"),
        (one("exact", "feel:<= 5", "feel:>= 6"), "c = 5.01"),
        (one("day", 'feel:< @"2026-01-01"', 'feel:> @"2026-01-01"'), "c = 2026-01-01"),
        (one("colour", "red", "green", policy=HitPolicy.FIRST), "c = blue"),
        (
            TableOf(
                {"c": "colour", "s": "size"},
                {"r1": {"c": ("red", "green")}, "r2": {"c": "blue", "s": "small"}},
                {"r1": 1, "r2": 2},
            ),
            "c = blue, s = large",
        ),
    ],
)
def test_a_table_that_leaves_something_open_needs_a_default(table: TableOf, where: str) -> None:
    assert told(table) == [f"E402 no row of `t` holds for {where}"]


@pytest.mark.parametrize(
    "table",
    [
        SPEED,
        FIRST,
        one("n", "feel:<= 5", "feel:>= 6"),
        one("exact", "feel:<= 5", "feel:> 5"),
        one("age", "feel:[0..17]", "feel:[18..120]"),
        one("day", 'feel:<= @"2026-01-01"', 'feel:>= @"2026-01-02"'),
        one("opt", "absent", "feel:-", policy=HitPolicy.FIRST),
        one("opt", "absent", "feel:< 5", "feel:>= 5"),
        one("maybe", "absent", "true", "false"),
        one("shade", ("absent", "red"), ("green", "blue")),
        one("colour", "feel:not(\"red\")", "red"),
        one("n", "feel:? > 5 and ? < 9", "feel:not(? > 5 and ? < 9)"),
        one("n + 1", "feel:< 5", "feel:>= 5"),
        one("n", "feel:> age", default=0),
        TableOf(
            {"c": "colour", "n": "n"},
            {"r1": {"c": "red", "n": "feel:> age"}, "r2": {"c": "green", "n": "feel:> age"}},
            {"r1": 1, "r2": 2},
            default=0,
        ),
    ],
)  # fmt: skip
def test_a_table_that_is_proved_disjoint_and_whole_is_no_problem(table: TableOf) -> None:
    assert told(table) == []


def test_a_large_table_is_proved_by_what_its_rows_tell_apart() -> None:
    codes = tuple(f"c{at}" for at in range(400))
    inputs = {f"i{at}": f"x{at}" for at in range(4)}
    many = Type(Kind.CODE, of="many")
    table = TableOf(
        inputs,
        {"r1": dict.fromkeys(inputs, "c1"), "r2": {"i0": "c2"}},
        {"r1": 1, "r2": 2},
    )
    facts = {f"x{at}": many for at in range(4)}
    (problem,) = problems_of(facts=facts, tables={"t": table}, lists={"many": ListOf(codes)})
    assert problem.message == "no row of `t` holds for i0 = c0, i1 = c0, i2 = c0, i3 = c0"


def test_lengths_are_told_apart_from_each_other() -> None:
    assert value_of(one("period", 'feel:>= @"P1Y"', default=0), period=Months(12)) == Decimal(1)
    assert value_of(one("long", 'feel:>= @"P30D"', default=0), long=Days(29)) == Decimal(0)
