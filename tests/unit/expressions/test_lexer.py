"""FEEL text to tokens."""

from __future__ import annotations

import pytest

from engine.expressions.lexer import TokenKind, tokens_of
from engine.expressions.syntax import FeelSyntaxError


def words(text: str) -> list[str]:
    return [token.text for token in tokens_of(text)[:-1]]


def refusal(text: str) -> FeelSyntaxError:
    with pytest.raises(FeelSyntaxError) as caught:
        tokens_of(text)
    return caught.value


def test_names_keep_their_dots_and_underscores() -> None:
    assert words("practitioner.birth_date+x1") == ["practitioner.birth_date", "+", "x1"]


def test_names_may_be_arabic() -> None:
    (name, _) = tokens_of("الممارس.تاريخ_الميلاد")
    assert (name.kind, name.text) == (TokenKind.NAME, "الممارس.تاريخ_الميلاد")


def test_a_keyword_inside_a_dotted_name_is_part_of_the_name() -> None:
    assert [token.kind for token in tokens_of("x.in")] == [TokenKind.NAME, TokenKind.END]


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("1..5", ["1", "..", "5"]),
        ("1.5..2.5", ["1.5", "..", "2.5"]),
        (".5", [".5"]),
        ("1e3", ["1e3"]),
        ("2.5E-3", ["2.5E-3"]),
    ],
)
def test_numbers_end_before_the_dots_of_a_range(text: str, numbers: list[str]) -> None:
    assert words(text) == numbers


def test_comments_and_white_space_are_dropped() -> None:
    assert words("a // to the end\n + /* and\n this */ b") == ["a", "+", "b"]


def test_offsets_are_half_open_and_count_characters() -> None:
    assert [(token.start, token.end) for token in tokens_of("سن >= 18")] == [
        (0, 2),
        (3, 5),
        (6, 8),
        (8, 8),
    ]


@pytest.mark.parametrize(
    "written, value",
    [
        (r'"a\"b"', 'a"b'),
        (r'"a\\b"', "a\\b"),
        (r'"\n\t\r"', "\n\t\r"),
        (r'"\u0623"', "أ"),
        (r'"\U01F600"', "\U0001f600"),
        ('"رتبة"', "رتبة"),
    ],
)
def test_escapes_in_a_text_are_read(written: str, value: str) -> None:
    assert words(written) == [value]


@pytest.mark.parametrize(
    "text, foreign, hint",
    [
        ("a == b", 2, "write `=`"),
        ("a && b", 2, "write `and`"),
        ("a || b", 2, "write `or`"),
        ("a <> b", 2, "write `!=`"),
        ("a = 'b'", 4, 'write `"..."`'),
        ("a = “b”", 4, 'write `"..."`'),
        ("a = ”b”", 4, 'write `"..."`'),
        ("a ≥ b", 2, "write `>=`"),
        ("a ≤ b", 2, "write `<=`"),
        ("a ≠ b", 2, "write `!=`"),
        ("!a", 0, "write `not(...)`"),
        ("a % b", 2, "remainders are not part of this language"),
        ("a − b", 2, "write `-`"),
        ("a – b", 2, "write `-`"),
        ("a in (b، c)", 7, "write `,`"),
        ("a > ٦٥", 4, "write `6`"),
    ],
)
def test_what_other_languages_write_is_refused_with_what_feel_writes(
    text: str, foreign: int, hint: str
) -> None:
    error = refusal(text)
    assert (error.code, error.offset, error.hint) == ("E103", foreign, hint)


def test_what_other_languages_write_may_stand_in_a_text_or_a_comment() -> None:
    assert words('"a == b" // && ||') == ["a == b"]
    assert words("a != b") == ["a", "!=", "b"]


@pytest.mark.parametrize(
    "text, code, message, offset",
    [
        ('a = "b', "E102", "the text has no closing quotation mark", 4),
        (r'"a\qb"', "E102", r"`\q` is not an escape", 2),
        (r'"\uD800"', "E102", "no such character", 1),
        (r'"\U110000"', "E102", "no such character", 1),
        ("a # b", "E101", "`#` does not belong here", 2),
        ("a /* b", "E101", "the comment has no end", 2),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(
    text: str, code: str, message: str, offset: int
) -> None:
    error = refusal(text)
    assert (error.code, error.message, error.offset) == (code, message, offset)


def test_many_open_comments_are_refused_at_once() -> None:
    """The text was searched for an end once for each of them."""
    assert refusal("/* " * 200_000).offset == 0
