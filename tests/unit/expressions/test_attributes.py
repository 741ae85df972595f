"""Attributes of codes, and dated groups of codes, read in conditions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.expressions.evaluate import Evaluation
from engine.model.types import DATE, YES_NO, Kind, Type
from engine.model.value import ABSENT, Fault, Items, State, Unknown, unanswered
from tests.support.programs import (
    COLOUR,
    SIZE,
    WHOLE,
    AskedOf,
    ListOf,
    TableOf,
    compiled,
    given,
    problems_of,
    program_of,
)

DAY = date(2026, 1, 15)
FACTS = {"colour": COLOUR, "shade": COLOUR.optional(), "paint.colour": COLOUR, "n": WHOLE}
GROUPS = {"posts": {"colour": AskedOf(COLOUR), "second": AskedOf(COLOUR, is_required=False)}}


def value_of(text: str, on: date = DAY, /, **facts: State) -> State:
    program = program_of(facts=FACTS, groups=GROUPS, formulas={"result": text})
    return Evaluation(program, given(**facts), on).fact("result")


def refusals(**parts: object) -> list[str]:
    problems = problems_of(**{"facts": FACTS, "groups": GROUPS, **parts})
    return [f"{problem.code} {problem.message} ({problem.hint})" for problem in problems]


# Attributes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, value",
    [
        ("colour.weight", Decimal(2)),
        ("colour.is_warm", False),
        ("colour.size", "large"),
        ("if colour.size = null then 0 else colour.size.width", Decimal(2)),
        ("paint.colour.weight + colour.weight", Decimal(5)),
    ],
)
def test_an_attribute_is_what_the_list_says_of_the_code(text: str, value: State) -> None:
    assert value_of(text, colour="green", paint__colour="blue") == value


def test_an_attribute_that_a_code_leaves_out_is_absent() -> None:
    assert value_of("colour.size", colour="blue") is ABSENT
    assert value_of("colour.size = null", colour="blue") is True
    assert value_of("colour.size = null", colour="red") is False


def test_an_absent_code_has_absent_attributes() -> None:
    assert value_of("shade.weight", shade=ABSENT) is ABSENT
    assert value_of("shade.weight = null", shade=ABSENT) is True
    assert value_of("shade.size = null", shade="blue") is True


def test_an_unknown_code_has_unknown_attributes() -> None:
    assert value_of("colour.weight") == unanswered("colour")
    assert value_of("colour.size = null") == unanswered("colour")


def test_a_code_that_is_not_of_the_list_is_a_fault() -> None:
    state = value_of("colour.weight", colour="mauve")
    assert isinstance(state, Fault)
    assert "mauve" in state.message


def test_an_attribute_of_an_item_is_read_by_its_variable() -> None:
    posts = Items(({"colour": "red", "second": ABSENT}, {"colour": "blue", "second": "red"}))
    text = "some p in posts satisfies p.colour.weight > 2 and p.second != null"
    assert value_of(text, posts=posts) is True
    text = "every p in posts satisfies p.second.size = null or p.second.size.width = 1"
    assert value_of(text, posts=posts) is True


def test_an_attribute_of_a_derived_code_and_of_a_table_is_read() -> None:
    table = TableOf(
        {"n": "n"},
        {"few": {"n": "feel:<= 1"}, "many": {"n": "feel:> 1"}},
        {"few": "red", "many": "blue"},
        type=COLOUR,
    )
    formulas = {"main": "if n > 1 then colour else paint.colour", "sum": "main.weight + t.weight"}
    program = program_of(facts=FACTS, formulas=formulas, tables={"t": table})
    facts = given(n=Decimal(2), colour="green", paint__colour="red")
    assert Evaluation(program, facts, DAY).fact("sum") == Decimal(5)


def test_a_table_may_test_an_attribute() -> None:
    table = TableOf(
        {"size": "colour.size"}, {"small": {"size": "small"}, "none": {"size": "absent"}},
        {"small": 1, "none": 2}, default=3,
    )  # fmt: skip
    program = program_of(facts=FACTS, tables={"t": table}, formulas={"result": "t"})
    found = [Evaluation(program, given(colour=code), DAY).fact("t") for code in ("red", "blue")]
    assert found == [Decimal(1), Decimal(2)]


def test_a_declared_name_goes_before_an_attribute() -> None:
    facts = {"colour": COLOUR, "colour.weight": WHOLE}
    program = program_of(facts=facts, formulas={"result": "colour.weight"})
    state = Evaluation(program, given(colour="red", colour__weight=Decimal(9)), DAY).fact("result")
    assert state == Decimal(9)


def test_a_derived_fact_may_stand_behind_one_that_reads_its_attribute() -> None:
    formulas = {"a": "b.weight", "b": "if n > 1 then colour else paint.colour"}
    assert program_of(facts=FACTS, formulas=formulas).derived["a"].body.type.kind is Kind.NUMBER
    assert refusals(formulas={"a": "if a.weight > 1 then colour else paint.colour"}) == [
        "E207 `a` reads itself: a -> a (None)"
    ]


@pytest.mark.parametrize(
    "text, refusal",
    [
        (
            "colour.wieght > 1",
            "E221 the list `colours` has no attribute `wieght` (did you mean `colour.weight`?)",
        ),
        ("colour.price > 1", "E221 the list `colours` has no attribute `price` (None)"),
        (
            "some p in posts satisfies p.colour.isWarm",
            "E221 the list `colours` has no attribute `isWarm` (did you mean `p.colour.is_warm`?)",
        ),
        (
            "colour.size.widht = 1",
            "E221 the list `sizes` has no attribute `widht` (did you mean `colour.size.width`?)",
        ),
        ("n.weight > 1", "E204 `n` is number and has no `weight` (None)"),
        ("colour.weight.more > 1", "E204 `colour.weight` is number and has no `more` (None)"),
        (
            "colour.size.width = 1",
            (
                "E303 `colour.size.width` can be absent here (guard it: "
                "`colour.size.width != null and ...`, `colour.size.width = null or ...`, "
                "or an `if`)"
            ),
        ),
        (
            "shade.weight > 1",
            (
                "E303 `shade.weight` can be absent here (guard it: `shade.weight != null and ...`, "
                "`shade.weight = null or ...`, or an `if`)"
            ),
        ),
        (
            "colour.weight = null",
            (
                "E305 `colour.weight = null`: this is never absent "
                "(leave the comparison with `null` out)"
            ),
        ),
        ('colour.size = "tiny"', "E205 the list `sizes` has no code `tiny` (None)"),
    ],
)
def test_a_wrong_attribute_is_one_problem(text: str, refusal: str) -> None:
    assert refusals(rules={"r": text}) == [refusal]


@pytest.mark.parametrize(
    "text",
    [
        "shade != null and shade.weight > 1",
        "shade.weight != null and shade.weight > 1",
        "shade.size != null and (shade.size.width > 1 or shade.weight > 2)",
        "if shade = null then false else shade.is_warm",
        "shade.size = null or shade.size.width > 1 or shade.weight > 2",
    ],
)
def test_an_attribute_is_guarded_by_itself_or_by_its_code(text: str) -> None:
    assert refusals(rules={"r": text}) == []


def test_a_fact_that_is_not_imported_is_named_behind_its_attribute() -> None:
    assert refusals(rules={"r": "colour.is_warm"}, imports=["n"]) == [
        "E206 `colour` cannot be read here (add `colour` to `reads`)"
    ]


# Groups of codes --------------------------------------------------------------------------------


@pytest.mark.parametrize("day, is_in", [(date(2026, 1, 31), True), (date(2026, 2, 1), False)])
def test_a_group_has_the_members_of_the_decision_date(day: date, is_in: bool) -> None:
    assert value_of("colour in colours.loud", day, colour="green") is is_in


def test_a_group_that_is_not_in_force_is_a_fault() -> None:
    state = value_of("colour in colours.loud", date(2019, 12, 31), colour="green")
    assert isinstance(state, Fault)
    assert state.message == "colours.loud is not in force on 2019-12-31"


def test_an_unknown_code_is_in_no_group_yet() -> None:
    assert isinstance(value_of("colour in colours.loud"), Unknown)


def test_a_misspelt_group_is_one_problem() -> None:
    assert refusals(rules={"r": "colour in colours.lowd"}) == [
        "E201 unknown name `colours.lowd` (did you mean `colours.loud`?)"
    ]
    assert refusals(rules={"r": "n in colours.loud"}) == [
        "E301 `n in colours.loud` looks for number in list of code of colours (None)"
    ]


def test_values_of_every_type_can_be_attributes() -> None:
    types: dict[str, tuple[Type, State]] = {
        "day": (DATE, date(2026, 2, 1)),
        "is_on": (YES_NO, True),
        "many": (Type(Kind.LIST, element=SIZE), ("small",)),
    }
    of_x = {name: (type_, {"x": value}) for name, (type_, value) in types.items()}
    lists = {"letters": ListOf(("x",), of_x), "sizes": ListOf(("small", "large"))}  # type: ignore[arg-type]
    text = 'c.is_on and c.day > decision_date and "small" in c.many'
    program, problems = compiled(
        facts={"c": Type(Kind.CODE, of="letters")}, lists=lists, rules={"r": text}
    )
    assert program is not None, problems
    assert Evaluation(program, given(c="x"), DAY).truth(program.rules[0].condition) is True
