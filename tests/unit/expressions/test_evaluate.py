"""The reference evaluator: what an expression means over known, absent and unknown facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.expressions import core
from engine.expressions.evaluate import Evaluation
from engine.model.money import Money
from engine.model.period import Days, Months
from engine.model.problem import Span
from engine.model.types import DATE, DAYS, NUMBER, PERIOD, YES_NO, Kind, Type
from engine.model.value import (
    ABSENT,
    UNKNOWN,
    Cause,
    CauseKind,
    Facts,
    Fault,
    Items,
    State,
    Unknown,
    unanswered,
)
from tests.support.programs import COLOUR, PATH, SAR, WHOLE, AskedOf, program_of

DAY = date(2026, 1, 15)
FACTS = {
    "n": WHOLE,
    "m": WHOLE,
    "a": YES_NO,
    "b": YES_NO,
    "born": DATE,
    "opt": WHOLE.optional(),
    "fee": SAR,
    "colour": COLOUR,
    "long": DAYS,
    "period": PERIOD,
}
GROUPS = {"posts": {"hours": AskedOf(WHOLE), "to_date": AskedOf(DATE, is_required=False)}}
VALUES = {
    "limit": (WHOLE, {date(2025, 1, 1): Decimal(5), date(2027, 1, 1): None}),
    "palette": (Type(Kind.LIST, element=COLOUR), ("red", "green")),
}
LAST = {"ends": (WHOLE, {date(2025, 1, 1): Decimal(5), date(2026, 1, 1): None})}
GAP = Span(PATH, 1, 1)


def value_of(text: str, /, **facts: State) -> State:
    """The value of a derived fact that is `text`; a fact left out is not answered."""
    return value_on(DAY, text, **facts)


def value_on(day: date, text: str, /, **facts: State) -> State:
    program = program_of(
        facts=FACTS, groups=GROUPS, values={**VALUES, **LAST}, formulas={"result": text}
    )
    return Evaluation(program, facts, day).fact("result")


def asked(*names: str) -> Unknown:
    return Unknown(frozenset(Cause(CauseKind.UNANSWERED, name) for name in names))


def d(number: str | int) -> Decimal:
    return Decimal(number)


# Numbers, dates and lengths ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, facts, value",
    [
        ("n + m - 1", {"n": d(2), "m": d(3)}, d(4)),
        ("n * 2.5", {"n": d(3)}, d("7.5")),
        ("-n", {"n": d(3)}, d(-3)),
        ("0.1 + 0.2", {}, d("0.3")),
        ("fee + fee", {"fee": Money("SAR", 12050)}, Money("SAR", 24100)),
        ("fee - fee", {"fee": Money("SAR", 12050)}, Money("SAR", 0)),
        ("long * 2", {"long": Days(30)}, Days(60)),
        ("long + long", {"long": Days(30)}, Days(60)),
        ("period * 0.5", {"period": Months(12)}, Months(6)),
        ("period - @\"P1M\"", {"period": Months(12)}, Months(11)),
        ("-period", {"period": Months(12)}, Months(-12)),
        ("born - @\"2026-01-01\"", {"born": date(2026, 2, 1)}, Days(31)),
        ("@\"P1D\" + born", {"born": date(2026, 2, 28)}, date(2026, 3, 1)),
        ("born - @\"P1D\"", {"born": date(2024, 3, 1)}, date(2024, 2, 29)),
        ("count(posts)", {"posts": Items(({}, {}))}, d(2)),
        ("count(posts)", {"posts": Items()}, d(0)),
    ],
)  # fmt: skip
def test_sums_are_exact(text: str, facts: Facts, value: State) -> None:
    assert value_of(text, **facts) == value


@pytest.mark.parametrize(
    "day, length, moved",
    [
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2024, 1, 31), "P1M", date(2024, 2, 29)),
        (date(2026, 1, 30), "P1M", date(2026, 2, 28)),
        (date(2026, 1, 28), "P1M", date(2026, 2, 28)),
        (date(2026, 3, 31), "-P1M", date(2026, 2, 28)),
        (date(2026, 5, 31), "-P3M", date(2026, 2, 28)),
        (date(2026, 12, 31), "P2M", date(2027, 2, 28)),
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2024, 2, 29), "P4Y", date(2028, 2, 29)),
        (date(2024, 2, 29), "-P1Y", date(2023, 2, 28)),
        (date(2026, 1, 15), "-P13M", date(2024, 12, 15)),
    ],
)
def test_months_are_clamped_to_the_end_of_the_month(day: date, length: str, moved: date) -> None:
    sign, length = ("-", length[1:]) if length.startswith("-") else ("+", length)
    assert value_of(f'born {sign} @"{length}"', born=day) == moved


def test_adding_and_subtracting_months_differ_at_the_end_of_a_month() -> None:
    assert value_of('born + @"P1M" - @"P1M"', born=date(2026, 1, 31)) == date(2026, 1, 28)


@pytest.mark.parametrize(
    "born, day, is_over",
    [
        (date(1961, 1, 15), date(2026, 1, 15), False),
        (date(1961, 1, 15), date(2026, 1, 16), True),
        (date(1960, 2, 29), date(2025, 2, 28), False),
        (date(1960, 2, 29), date(2025, 3, 1), True),
        (date(1960, 2, 29), date(2024, 2, 29), False),
    ],
)
def test_over_65_begins_on_the_day_after_the_birthday(born: date, day: date, is_over: bool) -> None:
    assert value_on(day, 'decision_date > born + duration("P65Y")', born=born) is is_over


@pytest.mark.parametrize(
    "text, facts",
    [
        ("born + @\"P9999Y\"", {"born": DAY}),
        ("born - @\"P9999Y\"", {"born": DAY}),
        ("born + @\"P999999D\" + @\"P999999D\" + @\"P999999D\"", {"born": DAY}),
        ("long * 1e30", {"long": Days(1)}),
        ("long * 0.5", {"long": Days(1)}),
        ("period * 1e6000 * 1e6000", {"period": Months(1)}),
        ("n * 1e6000 * 1e6000", {"n": d(9)}),
        ("n + m", {"n": "seven", "m": d(1)}),
        ("n > m", {"n": "seven", "m": d(1)}),
        ("born + @\"P1M\"", {"born": "monday"}),
        ("n in [1..2]", {"n": Money("SAR", 1)}),
    ],
)  # fmt: skip
def test_a_calculation_without_a_result_is_a_fault_with_a_place(
    text: str, facts: dict[str, Any]
) -> None:
    """A fact of a wrong type, which no reader gives, is one too: nothing raises."""
    state = value_of(text, **facts)
    assert isinstance(state, Fault)
    assert state.place.startswith("rules/test.yaml:")


# Known, absent, unknown -------------------------------------------------------------------------


def test_a_fact_that_is_not_there_is_unknown_and_says_which() -> None:
    assert value_of("n > 1") == asked("n")


def test_unknown_operands_join_their_causes() -> None:
    assert value_of("n + m > 1") == asked("n", "m")


def test_an_atom_that_reads_an_absent_fact_is_unknown_without_a_cause() -> None:
    assert value_of("opt = null or opt > 1", opt=ABSENT) is True
    program = program_of(facts=FACTS, rules={"r": "opt = null or opt > 1"})
    condition = program.rules[0].condition
    assert isinstance(condition, core.Or)
    assert Evaluation(program, {"opt": ABSENT}, DAY).value(condition.items[1]) == UNKNOWN


@pytest.mark.parametrize(
    "text, opt, value",
    [
        ("opt = null", ABSENT, True),
        ("opt = null", d(1), False),
        ("opt = null", asked("opt"), asked("opt")),
        ("opt != null", ABSENT, False),
        ("opt != null", asked("opt"), asked("opt")),
        ("if opt = null then 0 else opt", ABSENT, d(0)),
        ("if opt = null then 0 else opt", d(7), d(7)),
        ("if opt = null then 0 else opt", asked("opt"), asked("opt")),
        ("if opt = null then null else opt", ABSENT, ABSENT),
        ("opt != null and opt > 1", ABSENT, False),
    ],
)
def test_null_stands_for_absent_only(text: str, opt: State, value: State) -> None:
    assert value_of(text, opt=opt) == value


@pytest.mark.parametrize(
    "text, facts, value",
    [
        ("a and b", {"a": False}, False),
        ("b and a", {"a": False}, False),
        ("a or b", {"a": True}, True),
        ("b or a", {"a": True}, True),
        ("a and b", {"a": True}, asked("b")),
        ("not(a)", {}, asked("a")),
        ("if a then true else b", {"a": True}, True),
        ("if a then true else true", {}, asked("a")),
        ("if a then n > 1 else m > 1", {"a": True, "n": d(2)}, True),
        ("colour in palette", {"colour": "red"}, True),
        ("colour in palette", {"colour": "blue"}, False),
        ("colour in palette", {}, asked("colour")),
        ("n in (1, 2)", {"n": d(2)}, True),
        ("n in [1..3)", {"n": d(3)}, False),
        ("n in [1..3)", {"n": d(1)}, True),
        ("n in (1..3]", {"n": d(1)}, False),
        ("n in [1..m]", {"n": d(0)}, False),
        ("n in [1..m]", {"n": d(2)}, asked("m")),
        ("n in []", {"n": d(2)}, False),
        ("n = 1.0", {"n": d(1)}, True),
        ("(some c in palette satisfies c = colour)", {"colour": "green"}, True),
    ],
)
def test_the_logic_is_kleenes(text: str, facts: Facts, value: State) -> None:
    assert value_of(text, **facts) == value


# Groups -----------------------------------------------------------------------------------------

SOME = "some p in posts satisfies p.hours > 1"
EVERY = "every p in posts satisfies p.hours > 1"
OPEN = Unknown(frozenset({Cause(CauseKind.OPEN_GROUP, "posts")}))


def posts(*hours: State, is_complete: bool = True) -> Items:
    return Items(tuple({"hours": each} for each in hours), is_complete)


@pytest.mark.parametrize("text", [SOME, EVERY, "count(posts)"])
def test_everything_over_an_open_group_is_unknown_because_it_is_open(text: str) -> None:
    assert value_of(text, posts=posts(d(0), d(5), is_complete=False)) == OPEN
    assert value_of(text, posts=posts(is_complete=False)) == OPEN
    assert value_of(text, posts=OPEN) == OPEN
    assert value_of(text) == asked("posts")


@pytest.mark.parametrize(
    "text, items, value",
    [
        (SOME, posts(), False),
        (EVERY, posts(), True),
        (SOME, posts(d(0), d(5)), True),
        (SOME, posts(d(0), d(1)), False),
        (EVERY, posts(d(2), d(5)), True),
        (EVERY, posts(d(2), d(0)), False),
        (SOME, posts(asked("posts.hours"), d(5)), True),
        (SOME, posts(asked("posts.hours"), d(0)), asked("posts.hours")),
        (EVERY, posts(asked("posts.hours"), d(0)), False),
        (EVERY, posts(asked("posts.hours"), d(5)), asked("posts.hours")),
    ],
)
def test_quantifiers_over_a_closed_group_are_and_and_or(
    text: str, items: Items, value: State
) -> None:
    assert value_of(text, posts=items) == value


def test_a_guarded_field_of_an_item_may_be_absent() -> None:
    text = "every p in posts satisfies p.to_date = null or p.to_date > born"
    items = Items(({"to_date": ABSENT}, {"to_date": date(2026, 2, 1)}))
    assert value_of(text, posts=items, born=DAY) is True


def test_quantifiers_may_be_nested() -> None:
    text = "every p in posts satisfies some q in posts satisfies q.hours > p.hours - 1"
    assert value_of(text, posts=posts(d(1), d(3))) is True
    other = "some p in posts, q in posts satisfies p.hours > q.hours + 1"
    assert value_of(other, posts=posts(d(1), d(3))) is True
    assert value_of(other, posts=posts(d(1), d(2))) is False


@pytest.mark.parametrize(
    "aggregate, type_, items, value",
    [
        (core.Aggregate.SUM, NUMBER, (d(1), d(2)), d(3)),
        (core.Aggregate.SUM, NUMBER, (), d(0)),
        (core.Aggregate.SUM, SAR, (Money("SAR", 5), Money("SAR", 7)), Money("SAR", 12)),
        (core.Aggregate.SUM, SAR, (), Money("SAR", 0)),
        (core.Aggregate.SUM, DAYS, (Days(3),), Days(3)),
        (core.Aggregate.SUM, PERIOD, (), Months(0)),
        (core.Aggregate.MIN, NUMBER.optional(), (d(2), d(1)), d(1)),
        (core.Aggregate.MAX, NUMBER.optional(), (d(2), d(1)), d(2)),
        (core.Aggregate.MAX, NUMBER.optional(), (), ABSENT),
        (core.Aggregate.SUM, NUMBER, (d(1), asked("x")), asked("x")),
        (core.Aggregate.SUM, NUMBER, (d(1), ABSENT), UNKNOWN),
        (core.Aggregate.MIN, NUMBER, (asked("x"), Fault("no", "here")), Fault("no", "here")),
    ],
)
def test_aggregates_gather_what_is_known_of_every_item(
    aggregate: core.Aggregate, type_: Type, items: tuple[State, ...], value: State
) -> None:
    """No function makes them yet, `count` excepted; other readings rely on their meaning."""
    body = core.ItemRef("p", "hours", NUMBER, GAP)
    source = core.FactRef("posts", Type(Kind.GROUP, of="posts"), GAP)
    node = core.Aggregated(aggregate, "p", source, body, type_, GAP)
    program = program_of(groups=GROUPS)
    assert Evaluation(program, {"posts": posts(*items)}, DAY).value(node) == value


# Dated values, tables and faults ----------------------------------------------------------------


@pytest.mark.parametrize(
    "day, value",
    [
        (date(2024, 12, 31), Fault("limit is not in force on 2024-12-31", "")),
        (date(2025, 1, 1), d(5)),
        (date(2026, 12, 31), d(5)),
        (date(2027, 1, 1), Fault("limit is not in force on 2027-01-01", "")),
    ],
)
def test_a_value_is_read_on_the_decision_date_and_never_the_nearest(
    day: date, value: State
) -> None:
    state = value_on(day, "limit")
    if isinstance(value, Fault):
        assert isinstance(state, Fault)
        assert (state.message, state.place[:16]) == (value.message, "rules/test.yaml:")
    else:
        assert state == value


@pytest.mark.parametrize(
    "text, facts, value",
    [
        ("a or ends > 1", {"a": True}, True),
        ("ends > 1 or a", {"a": True}, True),
        ("a and ends > 1", {"a": False}, False),
        ("if a then true else ends > 1", {"a": True}, True),
        (f"({SOME} and ends > 1) or a", {"a": True, "posts": posts(d(5))}, True),
        (f"{EVERY} and p.hours > ends", {"posts": posts(d(1))}, False),
        ("every p in posts satisfies p.hours > ends", {"posts": posts()}, True),
    ],
)  # fmt: skip
def test_a_fault_may_be_settled_past(text: str, facts: Facts, value: bool) -> None:
    assert value_of(text, **facts) is value


@pytest.mark.parametrize(
    "text, facts",
    [
        ("ends > 1", {}),
        ("a or ends > 1", {"a": False}),
        ("a or ends > 1", {}),
        ("a and ends > 1", {"a": True}),
        ("not(ends > 1)", {}),
        ("ends + n > 1", {}),
        ("if ends > 1 then true else true", {}),
        ("n in (1, ends)", {"n": d(2)}),
        ("some p in posts satisfies p.hours > ends", {"posts": posts(d(1))}),
    ],
)
def test_a_fault_that_nothing_settles_is_the_result(text: str, facts: Facts) -> None:
    state = value_of(text, **facts)
    assert isinstance(state, Fault)
    assert state.message == "ends is not in force on 2026-01-15"


def test_every_name_can_be_asked_for() -> None:
    program = program_of(
        facts={"n": WHOLE}, values={"limit": VALUES["limit"]}, formulas={"twice": "n * 2"}
    )
    evaluation = Evaluation(program, {"n": d(4)}, DAY)
    names = ("n", "limit", "twice", "decision_date", "nobody")
    assert [evaluation.fact(name) for name in names] == [
        d(4),
        d(5),
        d(8),
        DAY,
        unanswered("nobody"),
    ]


def test_nodes_that_are_made_and_forgotten_are_not_taken_for_one_another() -> None:
    """Values are kept by the identity of a node, which a later one may have again."""
    evaluation = Evaluation(program_of(), {}, DAY)
    values = [evaluation.value(core.Const(d(n), NUMBER, GAP)) for n in range(100)]
    assert values == [d(n) for n in range(100)]
