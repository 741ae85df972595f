"""YAML text to values with places, by the C parser and by the pure one alike."""

from pathlib import PurePosixPath

import pytest
import yaml

from engine.definitions.characters import LIMIT_BYTES
from engine.definitions.source import LOADER, parse
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, Style, node_at
from engine.model.condition import Formula
from engine.model.problem import Problem

PATH = PurePosixPath("rules/test.yaml")


def parsed(text: str) -> Node:
    node, problems = parse(PATH, text.encode())
    assert problems == ()
    assert node is not None
    return node


def refused(text: str | bytes) -> Problem:
    content = text if isinstance(text, bytes) else text.encode()
    node, (problem,) = parse(PATH, content)
    assert node is None
    return problem


def scalar(node: Node, *path: str | int) -> Scalar:
    found = node_at(node, *path)
    assert isinstance(found, Scalar)
    return found


def test_the_c_parser_is_used_where_it_was_built() -> None:
    assert LOADER is (yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)


@pytest.mark.parametrize("text", ["NO", "1.10", "2020-01-01", "yes", "0o17", "1_000", "15-J-M-1"])
def test_a_plain_scalar_stays_the_text_that_is_written(text: str) -> None:
    value = scalar(parsed(f"a: {text}"), "a")
    assert (value.text, value.style, value.is_exact) == (text, Style.PLAIN, True)


def test_a_place_counts_characters_from_1_in_arabic_too() -> None:
    value = scalar(parsed("a: {ar: تجديد التسجيل, en: Renew}"), "a", "en")
    assert (value.span.line, value.span.column, value.span.end_column) == (1, 28, 33)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: b < 5", [(1, 4)]),
        ("a: 'b < 5'", [(1, 5)]),
        ('a: "b < 5"', [(1, 5)]),
        ("a: |\n  b <\n    5\n\n  c\nz: 1", [(2, 3), (3, 3), (4, 3), (5, 3)]),
        ("a: |-  # why\n\n      b\n", [(2, 7), (3, 7)]),
    ],
)
def test_every_line_of_a_text_maps_back_to_the_file(
    text: str, lines: list[tuple[int, int]]
) -> None:
    value = scalar(parsed(text), "a")
    assert [(span.line, span.column) for span in value.lines()] == lines


def test_every_character_of_an_expression_maps_back_to_the_file() -> None:
    text = "a: |\n  ب = 1 and\n    c in (\n  2, 3)\nz: 'x > 1'\n"
    root = parsed(text)
    rows = text.split("\n")
    for key in ("a", "z"):
        value = scalar(root, key)
        formula = Formula(value.text, value.lines())
        for offset, character in enumerate(value.text):
            if character != "\n":
                place = formula.place(offset)
                assert rows[place.line - 1][place.column - 1] == character


@pytest.mark.parametrize("text", ["a: 'it''s'", 'a: "a \\"b\\" c"', 'a: "\\u0041"'])
def test_a_text_with_an_escape_does_not_map_back(text: str) -> None:
    assert not scalar(parsed(text), "a").is_exact


@pytest.mark.parametrize("text", ["a:", "a: ~", "a: null"])
def test_nothing_written_is_null(text: str) -> None:
    root = parsed(f"{text}\nb: c")
    assert isinstance(root, Mapping)
    assert root.get("a") is None
    assert "a" in root.entries


def test_a_quoted_null_is_text() -> None:
    assert scalar(parsed("a: 'null'"), "a").text == "null"


def test_brackets_have_an_end_on_their_line() -> None:
    value = node_at(parsed("a: [b, c]  # d"), "a")
    assert isinstance(value, Sequence)
    assert (value.span.column, value.span.end_column) == (4, 10)


def test_a_comment_with_a_space_after_its_sign_cuts_nothing() -> None:
    assert scalar(parsed("a: b # c\nd: e   ## f"), "a").text == "b"


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    root = parsed("\ufeffa: |\r\n  b\r\n  c\r\nd: e\r\n")
    assert scalar(root, "a").text == "b\nc"
    assert scalar(root, "d").span.line == 4


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not() -> None:
    filled = b"a: b\n" + b"#" * (LIMIT_BYTES - 5)
    assert parse(PATH, filled)[1] == ()
    problem = refused(filled + b"#")
    assert problem.code == "D003"
    assert problem.message == "the file holds 1,048,577 bytes; at most 1,048,576 are read"


def test_a_byte_that_is_not_utf8_is_refused_at_its_place() -> None:
    problem = refused("a: ب\nb: ".encode() + b"\xe7")
    assert (problem.code, str(problem.span)) == ("D004", "rules/test.yaml:2:4")
    assert problem.message == "byte 0xe7 is not UTF-8"


@pytest.mark.parametrize("character", ["\0", "\x07", "\x85", "\u2028", "\ufeff", "\r"])
def test_a_control_character_is_refused(character: str) -> None:
    problem = refused(f"a: b{character}c")
    assert (problem.code, problem.span.column) == ("D005", 5)


@pytest.mark.parametrize(
    "text",
    [
        "a\u202eb",  # an override
        "a\u202ab\u202c",  # an embedding, though closed
        "a\u200fb",  # a mark
        "a\u2067b",  # an isolate that is not closed
        "a\u2069b",  # a close of none
        "a\u2067b\u202ec\u2069",  # an override inside an isolate
    ],
)
def test_a_character_that_reorders_the_line_is_refused(text: str) -> None:
    problem = refused(f"a: {text}")
    assert problem.code == "D005"
    assert "changes the order in which the line is shown" in problem.message


def test_an_isolate_that_is_closed_on_its_line_is_read() -> None:
    assert scalar(parsed("a: \u2068b \u2066c\u2069\u2069 d"), "a").text.endswith("d")
    _, problems = parse(PATH, "a: |\n  \u2068b\n  c\u2069\n".encode())
    assert [problem.code for problem in problems] == ["D005", "D005"]


SYNTAX = [
    "when: >= 18\n",
    "a: [18..65)\nb: 2\n",
    "a: ]18..65]\n",
    'a: @"2020-01-01"\n',
    "{when: count(a, b) > 2}\n",
    "- [1..5]\n",
    "a: b #1\n",
    "a: b: c\n",
    'a: "x" = y\n',
    "a: !x y\n",
    "a: *b\n",
    "\ta: b\n",
    "a: b\n\tc: d\n",
    'a: {b: x in ["a", "b"]}\n',
    "a:\n  - b\n c: d\n",
    "a: |2\n   x\n",
    "a: | x\n",
    "? [a]\n: b\n",
    "a: 'x\n",
    "a: 'x\n  y'\n",
    "a: x\n  y\n",
    "a: x\n   b: c\n",
    "{a: b\n",
    "a: [b, c\nd: e\n",
    "a: - b\n",
    "",
    "%YAML 1.1\n---\na: b\n",
    "a: b\n---\nc: d\n",
    "x: {a: b}}\n",
    'c: "q\\x"\n',
    "a: 1\na: 2\n",
    "true: 2\n",
    "<<: {a: b}\n",
    "a: `x`\n",
    "a: " + "[" * 40 + "\n",
]


@pytest.mark.parametrize("text", SYNTAX)
def test_both_parsers_refuse_a_text_with_the_same_problem(text: str) -> None:
    fast, slow = (parse(PATH, text.encode(), loader)[1] for loader in (LOADER, yaml.SafeLoader))
    assert len(fast) == 1
    assert fast == slow


def test_both_parsers_read_equal_trees() -> None:
    text = "a: {ar: \"تجديد\", en: Renew}\nb:\n  - |\n    x > 1\n  - [c, 'd']\n2020-01-01: e # f\n"
    assert parse(PATH, text.encode(), LOADER) == parse(PATH, text.encode(), yaml.SafeLoader)
