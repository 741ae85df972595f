"""Guards: every way to say that an optional name is there, in every order."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.period import Months
from engine.model.types import DATE, PERIOD, YES_NO, Kind, Type
from engine.model.value import Fault, Items
from tests.support.programs import (
    COLOUR,
    FIRST_DAY,
    WHOLE,
    AskedOf,
    DocumentOf,
    compiled,
    given,
    problems_of,
)

FACTS = {
    "x": WHOLE.optional(),
    "y": WHOLE.optional(),
    "z": WHOLE,
    "a": YES_NO,
    "b": YES_NO,
    "line_item.count": WHOLE,
}
FIELDS = {
    "shown": AskedOf(WHOLE, shown_when="a"),
    "shown_by_two": AskedOf(WHOLE, shown_when={"all": ["a", "b"]}),
    "shown_by_either": AskedOf(WHOLE, shown_when={"any": ["a", "b"]}),
    "shown_by_not": AskedOf(WHOLE, shown_when="not(a)"),
    "shown_by_code": AskedOf(WHOLE, shown_when='"red" = colour'),
    "colour": AskedOf(COLOUR),
    "left_out": AskedOf(WHOLE, is_required=False),
    "required_when": AskedOf(WHOLE, is_required=False, required_when="a"),
}
GROUPS = {
    "posts": {
        "is_current": AskedOf(YES_NO),
        "to_date": AskedOf(DATE, shown_when="is_current = false"),
        "count": AskedOf(WHOLE, shown_when="line_item.count > 3 and is_current"),
        "note": AskedOf(WHOLE, is_required=False),
    },
}
DOCUMENTS = {"letter": DocumentOf(when={"all": ["a", "z > 1"]}, asks={"issued": DATE})}


def unguarded(condition: object) -> list[tuple[str, int]]:
    """What can be absent in a rule, with its column."""
    problems = problems_of(
        facts=FACTS, fields=FIELDS, groups=GROUPS, documents=DOCUMENTS, rules={"rule": condition}
    )
    assert {problem.code for problem in problems} <= {"E303"}
    return [(problem.message.split("`")[1], problem.span.column) for problem in problems]


@pytest.mark.parametrize(
    "condition",
    [
        "x = null or x > 5",
        "x > 5 or x = null",
        "null = x or z > 1 or x > 5",
        "x != null and x > 5",
        "x > 5 and x != null",
        "x > 5 and (z > 1 and not(x = null))",
        "not(x = null or x > 5)",
        "not(x != null and x > 5)",
        "if x = null then a else x > 5",
        "if x != null then x > 5 else a",
        "if x != null and a then x > 5 else b",
        "if a or x = null then b else x > 5",
        "(if x = null then 0 else x) > 5",
        "(if x = null then 0 else x + 1) + z > 5",
        "x != null and y != null and x > y",
        "x = null or y = null or x > y",
        "x = null or (y != null and x > y)",
        "(x != null and a or x != null and b) and x > 5",
        "x != null and (if a then x else z) > 5",
        "x = null or (some p in posts satisfies x > 5)",
        "x = null or x in [1..5]",
        "x = null or x in (1, 2, 3)",
        "x in (null, 5)",
        {"any": ["x = null", "x > 5"]},
        {"all": ["x > 5", "x != null"]},
        {"none": ["x = null", "x > 5"]},
        {"none": [{"all": ["x != null", "x > 5"]}]},
        {"any": ["x = null", {"all": ["a", {"none": ["x > 5", "b"]}]}]},
        # the conditions that show a field
        "a and shown > 5",
        "shown > 5 and a",
        "not(a) or shown > 5",
        "if a then shown > 5 else b",
        "a and b and shown_by_two > 5",
        "b and shown_by_two > 5 and a",
        "b and (a and shown_by_two > 5)",
        "if a then (if b then shown_by_two > 5 else a) else b",
        "not(a) or not(b) or shown_by_two > 5",
        "(a or b) and shown_by_either > 5",
        "not(a) and shown_by_not > 5",
        "a or shown_by_not > 5",
        "shown_by_code > 5 and \"red\" = colour",
        {"none": ["a", "shown_by_not > 5"]},
        # what makes a document due
        "a and z > 1 and documents.letter.issued > decision_date",
        "not(a) or not(z > 1) or documents.letter.issued > decision_date",
        "documents.letter.issued = null or documents.letter.issued > decision_date",
        # fields of an item
        "some p in posts satisfies p.is_current = false and p.to_date > decision_date",
        "every p in posts satisfies p.to_date = null or p.to_date > decision_date",
        "every p in posts satisfies not(p.is_current = false) or p.to_date > decision_date",
        "some p in posts, q in posts satisfies q.to_date = null or q.to_date > decision_date",
        "every p in posts satisfies some q in posts satisfies q.note = null or q.note > 1",
        "line_item.count > 3 and (some p in posts satisfies p.is_current and p.count > 1)",
        "some p in posts satisfies p.count > 1 and p.is_current and line_item.count > 3",
    ],
)  # fmt: skip
def test_a_guard_in_any_form_and_order_is_enough(condition: object) -> None:
    assert unguarded(condition) == []


@pytest.mark.parametrize(
    "condition, name, column",
    [
        ("x > 5", "x", 1),
        ("z > x", "x", 5),
        ("a and x > 5", "x", 7),
        ("x = null and x > 5", "x", 14),
        ("x != null or x > 5", "x", 14),
        ("x > 5 or a", "x", 1),
        ("not(x = null) or x > 5", "x", 18),
        ("(x != null or a) and x > 5", "x", 22),
        ("(x = null or a) and x > 5", "x", 21),
        ("if x = null then x > 5 else a", "x", 18),
        ("if a then x > 5 else x = null", "x", 11),
        ("(if a then x else z) > 5", None, 2),
        ("(if x != null then x else null) > 5", None, 2),
        ("y = null or x > 5", "x", 13),
        ("x in [1..5]", "x", 1),
        ("not(shown > 5) or a", "shown", 5),
        ("b and shown > 5", "shown", 7),
        ("a and shown_by_two > 5", "shown_by_two", 7),
        ("a or shown_by_two > 5", "shown_by_two", 6),
        ("a and shown_by_either > 5", "shown_by_either", 7),
        ("a and shown_by_not > 5", "shown_by_not", 7),
        ("left_out > 5", "left_out", 1),
        ("a and required_when > 5", "required_when", 7),
        ("a and documents.letter.issued > decision_date", "documents.letter.issued", 7),
        ("some p in posts satisfies p.to_date > decision_date", "p.to_date", 27),
        ("some p in posts satisfies p.note > 5", "p.note", 27),
        ("some p in posts, q in posts satisfies p.note != null and q.note > 5", "q.note", 58),
        ("(some p in posts satisfies p.note != null) and (every p in posts satisfies p.note > 1)",
         "p.note", 76),
        ("some p in posts satisfies p.is_current and p.count > 1", "p.count", 44),
        ({"none": ["x != null", "x > 5"]}, "x", 1),
        ({"any": ["x > 5", "x != null"]}, "x", 1),
    ],
)  # fmt: skip
def test_a_read_without_its_guard_is_a_problem(
    condition: object, name: str | None, column: int
) -> None:
    problems = problems_of(
        facts=FACTS, fields=FIELDS, groups=GROUPS, documents=DOCUMENTS, rules={"rule": condition}
    )
    (problem,) = problems
    what = "this" if name is None else f"`{name}`"
    assert (problem.code, problem.message, problem.span.column) == (
        "E303",
        f"{what} can be absent here",
        column,
    )


def test_a_derived_fact_with_a_default_is_never_absent() -> None:
    """Its type says `or absent`, as one of its branches does; its readers need no guard."""
    derived = {"count": "if x = null then 0 else x", "shown_or_none": "if a then shown else 0"}
    rules = {"one": "count > 5", "two": "shown_or_none > 5"}
    assert problems_of(facts=FACTS, fields=FIELDS, formulas=derived, rules=rules) == ()


def test_a_derived_fact_that_can_be_absent_is_guarded_by_its_readers() -> None:
    derived = {"copy": "x", "twice": "if copy = null then null else copy * 2"}
    parts = {"facts": FACTS, "formulas": derived}
    assert problems_of(**parts, rules={"r": "twice = null or twice > 5"}) == ()
    (problem,) = problems_of(**parts, rules={"r": "twice > 5"})
    assert problem.message == "`twice` can be absent here"


def test_a_condition_on_an_item_renames_its_variable_only() -> None:
    """`item.` was once replaced inside `line_item.` too, and the guard was no longer found."""
    text = "line_item.count > 3 and (some e in posts satisfies e.is_current and e.count > 1)"
    assert unguarded(text) == []


def test_a_bound_of_a_field_reads_guarded_names_only() -> None:
    fields = {"n": AskedOf(WHOLE, low="x"), "m": AskedOf(WHOLE, low="if x = null then 1 else x")}
    (problem,) = problems_of(facts=FACTS, fields=fields)
    assert problem.message == "`x` can be absent here"


def test_two_hundred_guarded_clauses_are_checked_in_no_time() -> None:
    clauses = [f"x > {n}" for n in range(199)]
    fields = {"shown": AskedOf(WHOLE, shown_when={"all": [*clauses, "x != null"]})}
    assert problems_of(facts=FACTS, fields=fields) == ()


CALCULATED = {"n": WHOLE, "span": PERIOD, "posts": Type(Kind.GROUP, fields=(("n", WHOLE),), most=3)}


def calculated(condition: str) -> Program | None:
    return compiled(facts=CALCULATED, rules={"rule": condition})[0]


@pytest.mark.parametrize(
    "condition",
    [
        "n > 0 and 6 / n > 1",
        "count(posts) > 0 and max(posts.n) > 1",
        "count(posts) > 0 and mean(posts.n) > 1",
        "count(posts) > 1 and stddev(posts.n) > 1",
        "count(posts) >= 2 and stddev(for p in posts return p.n) > 1",
        'span / 2 != null and span / 2 > @"P1M"',
        'n != 0 and span / n != null and span / n > @"P1M"',
        'span * 0.5 > @"P1M"',
    ],
)
def test_a_calculation_that_loads_is_known_or_fails_for_everybody(condition: str) -> None:
    program = calculated(condition)
    assert program is not None
    for n, months, length in product(range(3), range(3), range(4)):
        posts = Items(tuple({"n": Decimal(at)} for at in range(length)))
        facts = given(n=Decimal(n), span=Months(months), posts=posts)
        truth = Evaluation(program, facts, FIRST_DAY).truth(program.rules[0].condition)
        assert isinstance(truth, bool | Fault)


@pytest.mark.parametrize(
    "condition",
    [
        "n >= 0 and 6 / n > 1",
        'span / 2 > @"P1M"',
        'n != 0 and span / n > @"P1M"',  # it need not come out whole
        "count(posts) > 0 and stddev(posts.n) > 1",  # of one number there is none
    ],
)
def test_a_calculation_without_its_guard_does_not_load(condition: str) -> None:
    assert calculated(condition) is None
