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
        ("not(is_new, is_new)", "E203", "`not` is not called with 2 arguments", 1,
         "write `not(negand)`"),
        ('born > date(at: "2026-01-01")', "E203", "`date` has no parameter `at`", 8,
         "write `date(from)` or `date(year, month, day)`"),
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
        ("some p in age satisfies true", "E301", "`age` is not a group and not a list", 11, None),
        ("age in posts", "E301", "`age in posts` compares number with group", 8, None),
        ("count(age) > 1", "E301", "`count`: `list` is group or list, not number", 1,
         None),
        ("born > date(note)", "E301", "what `date` reads is a text in quotation marks", 8,
         None),
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
        ("age / age > 2", "E303", "this can be absent here", 1,
         "give it a name under `derived` and guard that name"),
        ("fee * 0.5 > fee", "E212", "`fee * 0.5` may have parts of the smallest unit", 1,
         "round it where it is made, as in `round half up(..., 2)`"),
        ('"a" * 2 > 1', "E301", '`"a" * 2`: text cannot be multiplied', 1, None),
        ("fee ** 2 > 1", "E301", "`fee ** 2`: money in SAR has no powers", 1, None),
        ('[1, "a"]', "E301", '`[1, "a"]` mixes number and text', 1, None),
        ("[]", "E306", "an empty list has no type here", 1, None),
        ("[1..5]", "E302", "a condition is yes or no, and this is range of number", 1, None),
        ("(< 5)", "E306", "a range that is open for ever is no value", 1,
         "write it after `in`, or with both ends"),
        ("posts[1]", "E302", "a condition is yes or no, and this is item of posts", 1, None),
        ("{a: 1}", "E302", "a condition is yes or no, and this is context", 1, None),
        ("{a: 1}.b = 1", "E204", "the context has no field `b`", 1, None),
        ("posts.from_datee", "E204", "an item of `posts` has no field `from_datee`", 1,
         "did you mean `from_date`?"),
        ("born.yaer > 1", "E204", "`born` is date and has no `yaer`", 1,
         "did you mean `born.year`?"),
        ("sum(posts) > 1", "E301", "`sum(posts)`: item of posts cannot be added up", 1, None),
        ("contains(note)", "E203", "`contains` is not called with 1 argument", 1,
         "write `contains(string, match)`"),
        ("string length(age) > 1", "E301", "`string length`: `string` is text, not number", 1,
         None),
        ('matches(note, "(")', "E211", "`(` is no pattern that can be read", 1,
         "patterns are those of RE2: no references back, no looking around"),
        ('split(note, "a*")', "E211", "`a*` matches an empty text", 1,
         "write a pattern that does not"),
        ("round half up(age, age) > 1", "E301",
         "`round half up(age, age)`: the scale is a whole number that is written", 1, None),
        ("sort(posts)", "E203", "`sort` needs to be told which of two comes first", 1,
         "write `sort(list, function(a, b) a < b)`"),
        ("born instance of dat", "E301", "there is no type `dat`", 1, None),
        ("every p in posts, q in posts, r in posts, s in posts, t in posts, u in posts satisfies p",
         "E213", "loops inside one another may read this 1000000 times", 1,
         "100000 is the most: loop over fewer items, or over one group less"),
        ("f(a)(b)", "E306", "a function cannot be written here", 1,
         "declare it under `functions`, and call it by its name"),
        ("function(x) x", "E306", "a function cannot be written here", 1,
         "declare it under `functions`, and call it by its name"),
        ("? > 5", "E101", "`?` stands in a table cell only", 1, None),
        ('born > @"2026-02-30"', "E307", "`2026-02-30` is no date, no time and no period", 8,
         'write `@"2026-01-31"`, `@"09:30:00"` or `@"P3M"`'),
        ('born > date("20260131")', "E307", "`20260131` is no date", 8,
         'write `date("2026-01-31")`'),
        ('born + duration("P1Y2D") > born', "E307", "`P1Y2D` is no period", 8,
         "write `P3M`, `P2Y`, `P1Y6M`, `P30D` or `PT36H`"),
        ('fee > money("10 riyals")', "E307", "`10 riyals` is no amount of money", 7,
         'write `money("120.00 SAR")`'),
        ('born + duration("P") > born', "E307", "`P` is no period", 8,
         "write `P3M`, `P2Y`, `P1Y6M`, `P30D` or `PT36H`"),
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


def test_what_would_be_written_out_too_often_is_refused_at_once() -> None:
    """Each entry reads the one before twice: 2 to the power of 20 parts, if it were written out."""
    entries = "".join(f", e{at + 1}: e{at} + e{at}" for at in range(20))
    (problem,) = compiled(facts=FACTS, formulas={"made": f"{{e0: age{entries}}}.e20"})[1]
    assert problem.code == "E213"
