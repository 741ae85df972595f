"""Expressions to the core: names, types, and the core node that each construct becomes."""

from __future__ import annotations

import pytest

from engine.expressions import core
from engine.expressions.core import Comparison
from engine.expressions.shape import shape
from engine.model.problem import Problem
from engine.model.types import DATE, PERIOD, TEXT, YES_NO, Kind, Type
from tests.support.programs import COLOUR, SAR, SIZE, WHOLE, AskedOf, compiled, program_of

FACTS = {
    "age": WHOLE,
    "height": Type(Kind.NUMBER, decimals=2),
    "born": DATE,
    "note": TEXT,
    "fee": SAR,
    "price": Type(Kind.MONEY, of="EUR"),
    "colour": COLOUR,
    "size": SIZE,
    "is_new": YES_NO,
    "left": DATE.optional(),
}
VALUES = {
    "limit": (WHOLE, 5),
    "grace": (PERIOD, None),
    "palette": (Type(Kind.LIST, element=COLOUR), ("red", "green")),
}
GROUPS = {"posts": {"from_date": AskedOf(DATE), "is_current": AskedOf(YES_NO)}}


def refusal(text: str) -> Problem:
    """The one problem of a rule whose condition is `text`."""
    (problem,) = compiled(facts=FACTS, groups=GROUPS, rules={"rule": text}, values={})[1]
    return problem


def lowered(text: str) -> core.Node:
    program = program_of(facts=FACTS, groups=GROUPS, rules={"rule": text})
    return program.rules[0].condition


@pytest.mark.parametrize(
    "text, code, message, column, hint",
    [
        ("age >", "E101", "the text ends where a value should stand", 6, None),
        ("agee > 5", "E201", "unknown name `agee`", 1, "did you mean `age`?"),
        ("xyz > 5", "E201", "unknown name `xyz`", 1, None),
        ("nott(is_new)", "E202", "unknown function `nott`", 1, "did you mean `not`?"),
        ("not(is_new, is_new)", "E203", "`not` takes 1 argument, not 2", 1, None),
        ('born > date(at: "2026-01-01")', "E203", "`date` has no such parameter", 8,
         "write `from`"),
        ("some p in posts satisfies p.form_date > born", "E204",
         "an item of `posts` has no field `form_date`", 27, "did you mean `p.from_date`?"),
        ("some c in palette satisfies c.x", "E201", "unknown name `palette`", 11, None),
        ('colour = "gren"', "E205", "the list `colours` has no code `gren`", 1,
         "did you mean `green`?"),
        ('colour in ("red", "large")', "E205", "the list `colours` has no code `large`", 19, None),
        ("outcome = \"eligible\"", "E206", "`outcome` cannot be read here", 1,
         "only the lifecycle reads it"),
        ("some p in posts, p in posts satisfies p.is_current", "E208",
         "the variable `p` hides `p`", 1, "give the variable another name"),
        ("some born in posts satisfies born.is_current", "E208",
         "the variable `born` hides `born`", 1, "give the variable another name"),
        ("age = born", "E301", "`age = born` compares number with date", 1, None),
        ("fee = price", "E301", "`fee = price` compares money in SAR with money in EUR", 1, None),
        ('colour = size', "E301", "`colour = size` compares code of colours with code of sizes", 1,
         None),
        ("is_new = 1", "E301", "`is_new = 1` compares yes_no with number", 1, None),
        ("is_new > false", "E301", "yes_no has no order, so `>` says nothing", 1, None),
        ('colour < "red"', "E301", "code of colours has no order, so `<` says nothing", 1, None),
        ("posts = posts", "E301", "group has no order, so `=` says nothing", 1, None),
        ("left > null", "E301", "`null` has no order: `left > null`", 1,
         "write `= null` or `!= null`"),
        ("null = null", "E301", "`null` is compared with `null`", 1, None),
        ("born + born > born", "E301", "`born + born`: date cannot be added to date", 1, None),
        ("age - born > age", "E301", "`age - born`: date cannot be taken from number", 1, None),
        ("fee + price > fee", "E301",
         "`fee + price`: money in EUR cannot be added to money in SAR", 1, None),
        ("-fee > fee", "E301", "`-fee`: money in SAR cannot be multiplied", 1, None),
        ("some p in age satisfies true", "E301", "`age` is not a group and not a list", 11, None),
        ("age in posts", "E301", "`age in posts` compares number with group", 8, None),
        ("count(age) > 1", "E301", "`count` counts the items of a group, not number", 1, None),
        ("born > date(note)", "E301", "`date` takes a text in quotation marks", 8, None),
        ("(if is_new then age else born) > age", "E301",
         "`then` gives number and `else` gives date: they must agree", 2, None),
        ("age", "E302", "a condition is yes or no, and this is number", 1, None),
        ("is_new and age", "E302", "a condition is yes or no, and this is number", 12, None),
        ("if age then is_new else is_new", "E302",
         "a condition is yes or no, and this is number", 4, None),
        ("not(age)", "E302", "a condition is yes or no, and this is number", 1, None),
        ("left > born", "E303", "`left` can be absent here", 1,
         "guard it: `left != null and ...`, `left = null or ...`, or an `if`"),
        ('note = "x"', "E304", '`note = "x"` compares free text', 1,
         "compare codes of a declared list; of free text only the length can be asked"),
        ("age = null", "E305", "`age = null`: this is never absent", 1,
         "leave the comparison with `null` out"),
        ("age * age > 5", "E306", "`age * age` multiplies two facts", 1,
         "multiply by a constant number, or use a table"),
        ("age / 2 > 5", "E306", "`/` cannot be used here", 1, None),
        ("age ** 2 > 5", "E306", "`**` cannot be used here", 1, None),
        ("[1..5]", "E306", "a range stands after `in`", 1, "write `x in [a..b]`"),
        ("posts[1]", "E306", "`posts[1]` cannot be used here", 1, "see the language page"),
        ("f(a)(b)", "E306", "`f(a)(b)` cannot be used here", 1, "see the language page"),
        ("{a: 1}", "E306", "`{a: 1}` cannot be used here", 1, "see the language page"),
        ("(< 5)", "E306", "a range stands after `in`", 1, "write `x in [a..b]`"),
        ("1 instance of number", "E306", "`1 instance of number` cannot be used here", 1,
         "see the language page"),
        ("function(x) x", "E306", "`function(x) x` cannot be used here", 1,
         "see the language page"),
        ("for p in posts return p.is_current", "E306",
         "`for p in posts return p.is_current` cannot be used here", 1, "see the language page"),
        ("? > 5", "E101", "`?` stands in a table cell only", 1, None),
        ('born > @"2026-02-30"', "E307", "`2026-02-30` is no date and no period", 8,
         'write `@"2026-01-31"` or `@"P3M"`'),
        ('born > date("20260131")', "E307", "`20260131` is no date", 8,
         'write `date("2026-01-31")`'),
        ('born + duration("P1Y2D") > born', "E307", "`P1Y2D` is no period", 8,
         "write `P3M`, `P2Y`, `P1Y6M` or `P30D`"),
        ('fee > money("10 riyals")', "E307", "`10 riyals` is no amount of money", 7,
         'write `money("120.00 SAR")`'),
        ('born + duration("P") > born', "E307", "`P` is no period", 8,
         "write `P3M`, `P2Y`, `P1Y6M` or `P30D`"),
    ],
)  # fmt: skip
def test_what_cannot_mean_anything_is_refused_at_its_place(
    text: str, code: str, message: str, column: int, hint: str | None
) -> None:
    problem = refusal(text)
    assert (problem.code, problem.message, problem.span.column, problem.hint) == (
        code,
        message,
        column,
        hint,
    )


@pytest.mark.parametrize(
    "text, means",
    [
        ("age > 5", "(age > number:Decimal('5'))"),
        ("age between 1 and limit", "(and (age >= number:Decimal('1')) (age <= limit))"),
        ("age in [1..5)", "(and (age >= number:Decimal('1')) (age < number:Decimal('5')))"),
        ("age in ]1..5]", "(and (age > number:Decimal('1')) (age <= number:Decimal('5')))"),
        ("age in < 5", "(age < number:Decimal('5'))"),
        ("age in 5", "(age = number:Decimal('5'))"),
        ("age in (< 5, 7)", "(or (age < number:Decimal('5')) (age = number:Decimal('7')))"),
        ("age in [5, 7]", "(or (age = number:Decimal('5')) (age = number:Decimal('7')))"),
        ("age in (? > 1 and ? + 1 < 9)",
         "(and (age > number:Decimal('1')) ((age + number:Decimal('1')) < number:Decimal('9')))"),
        ("age in []", "yes_no:False"),
        ("colour in palette", "(colour in palette)"),
        ('"red" in palette', "(code:'red' in palette)"),
        ('"red" = colour', "(code:'red' = colour)"),
        ('colour in ("red", palette)', "(or (colour = code:'red') (colour in palette))"),
        ("left = null", "(left is absent)"),
        ("null != left", "(not (left is absent))"),
        ("left = null or left > born", "(or (left is absent) (left > born))"),
        ("is_new and is_new and is_new", "(and is_new is_new is_new)"),
        ("is_new and (is_new or not(is_new))", "(and is_new (or is_new (not is_new)))"),
        ('born + duration("P3M") > born', "((born +m period:Months(count=3)) > born)"),
        ('duration("P3M") + born > born', "((born +m period:Months(count=3)) > born)"),
        ('born - @"P1Y6M" > born', "((born -m period:Months(count=18)) > born)"),
        ('born + @"P30D" > born', "((born + days:Days(count=30)) > born)"),
        ('decision_date - born > @"P1D"', "((decision_date - born) > days:Days(count=1))"),
        ('-@"P1D" < @"P2D"', "(days:Days(count=-1) < days:Days(count=2))"),
        ("2 * age > -1", "((age * number:Decimal('2')) > number:Decimal('-1'))"),
        ("-age < 5", "((age * number:Decimal('-1')) < number:Decimal('5'))"),
        ("if is_new then age > 1 else false",
         "(if is_new then (age > number:Decimal('1')) else yes_no:False)"),
        ("count(posts) >= 1", "((count item in posts: yes_no:True) >= number:Decimal('1'))"),
        ("some p in posts satisfies p.is_current", "(some p in posts: p.is_current)"),
        ("every p in posts, q in posts satisfies p.from_date = q.from_date",
         "(every p in posts: (every q in posts: (p.from_date = q.from_date)))"),
        ("some c in palette satisfies c = colour", "(some c in palette: (c = colour))"),
        ('date(from: "2026-01-31") > born', "(date:datetime.date(2026, 1, 31) > born)"),
    ],
)  # fmt: skip
def test_every_construct_becomes_core_nodes(text: str, means: str) -> None:
    program = program_of(
        facts=FACTS,
        groups=GROUPS,
        values={name: value for name, value in VALUES.items() if name != "grace"},
        rules={"rule": text},
    )
    assert shape(program.rules[0].condition) == means


def test_all_any_and_none_combine_clauses() -> None:
    condition = {"all": ["is_new", {"any": ["age > 1", "age < 5"]}, {"none": ["is_new"]}]}
    program = program_of(facts=FACTS, rules={"rule": condition})
    assert shape(program.rules[0].condition) == (
        "(and is_new (or (age > number:Decimal('1')) (age < number:Decimal('5'))) "
        "(and (not is_new)))"
    )


def test_every_clause_reports_its_own_problem() -> None:
    _, problems = compiled(facts=FACTS, rules={"rule": {"any": ["agee > 5", "age", "born"]}})
    assert [problem.code for problem in problems] == ["E201", "E302", "E302"]
    assert len({problem.span.line for problem in problems}) == 3


def test_places_in_a_block_follow_its_lines() -> None:
    problem = refusal("is_new and\n  agee > 5")
    first = refusal("agee > 5").span.line
    assert (problem.span.line, problem.span.column) == (first + 1, 3)


def test_an_atom_quotes_its_text_on_one_line() -> None:
    node = lowered("(age + 1)\n   > (2)")
    assert isinstance(node, core.Compare)
    assert (node.operator, node.text) == (Comparison.GT, "(age + 1) > (2)")


def test_a_negative_literal_keeps_its_34_digits() -> None:
    node = lowered("age > -1234567890123456789012345678901234")
    assert isinstance(node, core.Compare)
    assert isinstance(node.right, core.Const)
    assert str(node.right.value) == "-1234567890123456789012345678901234"


def test_a_product_has_the_decimals_of_both_and_no_bounds() -> None:
    """It once kept the bounds of its operand: 300 hours at most, doubled, were still 300."""
    hours = Type(Kind.NUMBER, decimals=1, high=None)
    program = program_of(facts={"hours": hours}, formulas={"double": "hours * 2.25"})
    assert program.derived["double"].body.type == Type(Kind.NUMBER, decimals=3)


def test_the_code_of_a_list_is_read_after_either_side() -> None:
    node = lowered('if is_new then colour = "red" else "blue" = colour')
    assert shape(node) == "(if is_new then (colour = code:'red') else (code:'blue' = colour))"
