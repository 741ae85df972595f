"""FEEL tokens to syntax trees."""

from __future__ import annotations

import pytest

from engine.expressions.parser import MAX_CHAIN, MAX_DEPTH, MAX_HEIGHT, MAX_TOKENS, parse
from engine.expressions.syntax import FeelSyntaxError, In
from engine.expressions.trees import highest
from tests.support.sketches import sketch, sketch_tests


def refusal(text: str) -> FeelSyntaxError:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    "text, read_as",
    [
        ("a or b and c", "(a or (b and c))"),
        ("a and b = c + d * e ** f", "(a and (b = (c + (d * (e ** f)))))"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b * c", "((a / b) * c)"),
        ("-a ** b", "((-a) ** b)"),
        ("--a", "(-(-a))"),
        ("(a or b) and c", "((a or b) and c)"),
        ("not(a) or b", "(not(a) or b)"),
        ("a < b and c >= d", "((a < b) and (c >= d))"),
        ("if a then b else if c then d else e and f", "(if a b (if c d (e and f)))"),
        ("a between b and c and d", "((a between b, c) and d)"),
        ("some x in xs satisfies x.a or b", "(some x in xs: (x.a or b))"),
        ("every x in xs, y in x.ys satisfies a", "(every x in xs, y in x.ys: a)"),
        ("some x in 1..5 satisfies a", "(some x in [1..5]: a)"),
        ("for x in xs return x", "(for x in xs: x)"),
        ("a and some x in xs satisfies b or c", "(a and (some x in xs: (b or c)))"),
        ("f()", "f()"),
        ("f(from: a, to: b)", "f(from: a, to: b)"),
        ('@"P3M" + @"2026-01-31"', "(@P3M + @2026-01-31)"),
        ("xs[1][a].b", "xs[1][a].b"),
        ("null = a", "(null = a)"),
        ("true and false", "(true and false)"),
    ],
)
def test_operators_bind_as_in_the_specification(text: str, read_as: str) -> None:
    assert sketch(text) == read_as


@pytest.mark.parametrize(
    "text, read_as",
    [
        ("x in [1..5]", "(x in [1..5])"),
        ("x in (1..5)", "(x in (1..5))"),
        ("x in (1..5]", "(x in (1..5])"),
        ("x in [1..5)", "(x in [1..5))"),
        ("x in ]1..5[", "(x in (1..5))"),
        ("x in ]1..5]", "(x in (1..5])"),
        ("x in [1..5[", "(x in [1..5))"),
        ("x in (]1..5[, [7..9[)", "(x in (1..5), [7..9))"),
        ("x in [a + 1 .. f(b)]", "(x in [(a + 1)..f(b)])"),
        ("x in [1..(xs[2])[", "(x in [1..xs[2]))"),
        ("x in ((a)..(b))", "(x in (a..b))"),
        ("x in [-5..-1]", "(x in [(-5)..(-1)])"),
    ],
)
def test_ranges_are_open_and_closed_as_their_brackets_say(text: str, read_as: str) -> None:
    assert sketch(text) == read_as


@pytest.mark.parametrize(
    "text, read_as",
    [
        ("x in (a, b)", "(x in a, b)"),
        ("x in (a)", "(x in a)"),
        ("x in a", "(x in a)"),
        ("x in < 5", "(x in (? < 5))"),
        ("x in (< 5, >= 7, [5..6])", "(x in (? < 5), (? >= 7), [5..6])"),
        ("x in [a, b]", "(x in [a, b])"),
        ("x in []", "(x in [])"),
        ("x in (? > 5 and ? < 9)", "(x in ((? > 5) and (? < 9)))"),
        ("x in (null, 5)", "(x in null, 5)"),
        ("x in ((y in ]1..5[), z)", "(x in (y in (1..5)), z)"),
        ("x in ((1..5], 7)", "(x in (1..5], 7)"),
        ("x in ((a)..(b)]", "(x in (a..b])"),
    ],
)
def test_in_takes_a_value_a_range_a_list_or_tests(text: str, read_as: str) -> None:
    assert sketch(text) == read_as


@pytest.mark.parametrize(
    "text, read_as",
    [
        ("x in [1..5] and y = 2", "((x in [1..5]) and (y = 2))"),
        ("x in codes or y", "((x in codes) or y)"),
        ("x in < 5 and y", "((x in (? < 5)) and y)"),
        ("x in (1, 2) and y in (3..4] or z", "(((x in 1, 2) and (y in (3..4])) or z)"),
        ("if x in [1..2] then a else b", "(if (x in [1..2]) a b)"),
    ],
)
def test_in_ends_before_and_and_or(text: str, read_as: str) -> None:
    """What stood after the range was once read as a part of its test."""
    assert sketch(text) == read_as


@pytest.mark.parametrize(
    "text, read_as",
    [
        ("-", []),
        ("-5", ["(-5)"]),
        ("18", ["18"]),
        (">= 18", ["(? >= 18)"]),
        ("[18..65)", ["[18..65)"]),
        ('"red", "green"', ["'red'", "'green'"]),
        ("not(18)", ["not(18)"]),
        ('not("red", "green")', ["not('red', 'green')"]),
        ("not(< 18, > 65)", ["not((? < 18), (? > 65))"]),
        ("not(? > 18) and ? < 65", ["(not((? > 18)) and (? < 65))"]),
        ("? > 5 or a", ["((? > 5) or a)"]),
        ("null", ["null"]),
    ],
)
def test_a_cell_holds_unary_tests(text: str, read_as: list[str]) -> None:
    assert sketch_tests(text) == read_as


@pytest.mark.parametrize(
    "text, code, message, offset",
    [
        ("", "E101", "the text ends where a value should stand", 0),
        ("a +", "E101", "the text ends where a value should stand", 3),
        ("a b", "E101", "`b` is left over", 2),
        ("a and", "E101", "the text ends where a value should stand", 5),
        ("and a", "E101", "`and` stands where a value should stand", 0),
        ("(a", "E101", "the text ends where `)` after the opening one should stand", 2),
        ("[a, b", "E101", "the text ends where `]` after the items of the list should stand", 5),
        ("]a", "E101", "the text ends where `..` of a range should stand", 2),
        ("x in [1..5", "E101", "the text ends where the end of the range should stand", 10),
        ("x in ()", "E101", "`)` stands where a value should stand", 6),
        ("x in (< 5..7]", "E101", "`..` stands where `)` after the tests should stand", 9),
        ("f(a,)", "E101", "`)` stands where a value should stand", 4),
        ("f(a b)", "E101", "`b` stands where `,` between two arguments should stand", 4),
        ("f(a: 1, 2)", "E101", "name every argument or none", 0),
        ('f(a ":" b)', "E101", "`:` stands where `,` between two arguments should stand", 4),
        ("if a then b", "E101", None, 11),
        (
            "if a else b",
            "E101",
            "`else` stands where `then` after the condition of `if` should stand",
            5,
        ),
        (
            "some x in xs",
            "E101",
            "the text ends where `satisfies` after what `some` ranges over should stand",
            12,
        ),
        ("some x.y in xs satisfies a", "E101", "a variable has no dots", 5),
        ("some in xs satisfies a", "E101", "`in` stands where a variable should stand", 5),
        ("@a", "E101", "`a` stands where a text in quotation marks should stand", 1),
        (
            "x between 1 or 2",
            "E101",
            "`or` stands where `and` between the two bounds should stand",
            12,
        ),
        ("a instance of 1", "E101", "`1` stands where a type should stand", 14),
        ("{a 1}", "E101", "`1` stands where `:` after the key should stand", 3),
        ("1 < x < 5", "E104", "comparisons do not chain", 6),
        ("a = b = c", "E104", "comparisons do not chain", 6),
        ("not a", "E105", "`not` is a function in FEEL", 0),
        ("12345678901234567890123456789012345", "E107", "a number has at most 34 digits", 0),
        ("a > 1e9999", "E107", "a number has at most 34 digits", 4),
        ("a > 1e99999999999999999999", "E107", "a number has at most 34 digits", 4),
    ],
)
def test_what_is_not_feel_is_refused_at_its_place(
    text: str, code: str, message: str | None, offset: int
) -> None:
    error = refusal(text)
    assert (error.code, error.offset) == (code, offset)
    assert message is None or error.message == message


def test_names_with_spaces_are_told_how_to_be_joined() -> None:
    assert refusal("birth date > a").hint == "names have no spaces: join the words with `_`"


def test_a_number_of_34_digits_is_read_exactly() -> None:
    assert sketch("1234567890123456789012345678901234") == "1234567890123456789012345678901234"


def test_places_of_a_part_reach_over_its_brackets() -> None:
    """They once began behind a bracket, so that messages quoted half of one."""
    text = "(a + 1) > (b) and -(c) in (1, 2)"
    tree = parse(text)
    assert (tree.start, tree.end) == (0, len(text))
    left, right = (text[part.start : part.end] for part in (tree.left, tree.right))  # type: ignore[union-attr]
    assert (left, right) == ("(a + 1) > (b)", "-(c) in (1, 2)")


def test_a_test_without_its_input_begins_at_its_operator() -> None:
    tree = parse("x in < 5")
    assert isinstance(tree, In)
    assert (tree.tests[0].start, tree.tests[0].end) == (5, 8)


def test_a_chain_of_and_is_one_level_high() -> None:
    assert highest(parse(" and ".join("abcdef")))[0] == 2


# Bounds: both sides, and never a RecursionError ------------------------------------------------


def brackets(count: int) -> str:
    return "(" * count + "a" + ")" * count


def test_brackets_are_taken_up_to_the_bound_and_refused_past_it() -> None:
    assert sketch(brackets(MAX_DEPTH - 1)) == "a"
    assert refusal(brackets(MAX_DEPTH)).code == "E106"
    assert refusal(brackets(5000)).code == "E106"


@pytest.mark.parametrize("operator", ["and", "or", "+", "*"])
def test_operators_in_a_row_are_taken_up_to_a_bound(operator: str) -> None:
    most = MAX_CHAIN if operator in {"and", "or"} else MAX_HEIGHT - 1
    parse(f" {operator} ".join(["a"] * (most + 1)))
    assert refusal(f" {operator} ".join(["a"] * (most + 2))).code == "E106"


def test_words_are_taken_up_to_the_bound_and_refused_past_it() -> None:
    items = (MAX_TOKENS - 2) // 2  # each with a comma or a bracket, beside `[` and the end
    parse(f"[{', '.join(['a'] * items)}]")
    assert refusal(f"[{', '.join(['a'] * (items + 1))}]").code == "E106"


@pytest.mark.parametrize(
    "text",
    [
        "-" * 5000 + "a",
        "not(" * 500 + "a" + ")" * 500,
        "[" * 500,
        "]" * 500,
        "[1.." * 500,
        "x in " * 500 + "y",
        "if a then " * 500,
        "some x in " * 500,
        "some x in xs satisfies " * 500 + "a",
        "a[" * 500,
        "a" + "[1]" * 500,
        "(a)" + " . b" * 500,
        "f(" * 500,
        "(" * 30 + "a" + (" + a" * 60 + ")") * 30,
        "(" * 30 + "a" + (" - a" * 20 + " > 1)") * 30,
    ],
)
def test_hostile_nesting_is_refused_and_exhausts_no_stack(text: str) -> None:
    assert refusal(text).code in {"E101", "E104", "E106"}


def test_a_refusal_of_height_points_at_what_is_deepest() -> None:
    error = refusal(" + ".join(["a"] * (MAX_HEIGHT + 1)))
    assert (error.message, error.offset) == ("nested deeper than 100 levels", 4)
