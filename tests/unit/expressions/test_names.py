"""Names with spaces: the longest name in scope wins, and is written as it stands in scope."""

import pytest

from engine.expressions.lexer import tokens_of
from engine.expressions.names import KnownNames, ScopedNames, normal_name
from engine.expressions.parser import parse, parse_unary_tests
from engine.expressions.rendering import rendered, rendered_tests
from engine.expressions.syntax import Binary, FeelSyntaxError, Invocation, Name

SCOPE = ("Employment Status", "Status", "Approved/Declined", "a", "b", "a-b", "in stock", "date")
CALLS = ("string length", "date and time", "count")


def names(*fields: str) -> ScopedNames:
    return ScopedNames(SCOPE, KnownNames(CALLS), KnownNames(("base salary", *fields)))


def read(text: str) -> object:
    return parse(text, names())


@pytest.mark.parametrize(
    "text, name",
    [
        ("Employment Status", "Employment Status"),
        ("Employment   \n Status", "Employment Status"),
        ("Status", "Status"),
        ("Approved/Declined", "Approved/Declined"),
        ("a-b", "a-b"),
        ("in stock", "in stock"),
        ("unknown", "unknown"),
    ],
)
def test_the_longest_name_in_scope_is_read(text: str, name: str) -> None:
    tree = read(text)
    assert isinstance(tree, Name)
    assert tree.name == name


@pytest.mark.parametrize("text", ["a - b", "a -b"])
def test_an_operator_between_spaces_is_no_part_of_a_name(text: str) -> None:
    assert isinstance(read(text), Binary)


def test_a_function_name_with_spaces_is_read_before_a_bracket() -> None:
    tree = read('date and time("2026-01-01")')
    assert isinstance(tree, Invocation)
    assert tree.function == "date and time"


def test_the_words_of_a_function_name_stay_free_where_no_bracket_follows() -> None:
    assert isinstance(read("date and Status"), Binary)


@pytest.mark.parametrize(
    "text",
    [
        "for the item in b return the item + 1",
        "some x y in b satisfies x y > 1",
        '{full name: "x", greeting: full name}',
        "{k: {two words: 1}}.k.two words",
        "b[base salary > 5].base salary",
        "(function(first part: number, q) first part + q)(first part: 1, q: 2)",
        "b instance of list<date and time>",
        "b instance of function<number, context<x y: string>> -> date",
        "(< 5)",
        "a in (>= 5, [1..3), (1..2])",
        "a between 1 and 2",
    ],
)
def test_names_that_an_expression_makes_are_in_scope_inside_it(text: str) -> None:
    text = rendered(parse(text, names()))
    assert rendered(parse(text, names("two words"))) == text


def test_a_name_made_inside_is_out_of_scope_behind() -> None:
    with pytest.raises(FeelSyntaxError):
        read("(for the item in b return the item) + the item")


def test_the_same_text_has_other_names_in_our_mode() -> None:
    with pytest.raises(FeelSyntaxError, match="`Status` is left over"):
        parse("Employment Status")


def test_unary_tests_are_written_without_their_input() -> None:
    tests = parse_unary_tests('< 5, "a", not(3), [1..2]')
    assert rendered_tests(tests) == '< 5, "a", not(3), [1..2]'
    assert rendered_tests(()) == "-"


def test_a_name_added_twice_is_known_until_it_is_removed_twice() -> None:
    known = KnownNames(("a b",))
    known.add("a b")
    tokens = tokens_of("a b", as_words=True)
    known.remove("a b")
    assert known.longest(tokens, 0) == ("a b", 2)
    known.remove("a b")
    assert known.longest(tokens, 0) == ("", 0)


def test_white_space_in_names_is_one_space() -> None:
    assert normal_name(" a \n  b ") == "a b"
