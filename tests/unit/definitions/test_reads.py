"""Names found in the text of expressions."""

from pathlib import PurePosixPath

import pytest

from engine.definitions.reads import names_in
from engine.model.condition import Clause, Combinator, Condition, Formula
from engine.model.problem import Span

AT = Span(PurePosixPath("rules/test.yaml"), 3, 5)


def formula(text: str) -> Formula:
    lines = text.split("\n")
    return Formula(text, tuple(Span(AT.path, AT.line + at, AT.column) for at in range(len(lines))))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a.b < c_d", ["a.b", "c_d"]),
        ('a = "b.c and d"', ["a"]),
        ('a = "say \\"b\\"" or c', ["a", "or", "c"]),
        ("a // b\n+ c", ["a", "c"]),
        ("a /* b */ + c", ["a", "c"]),
        (
            "some e in posts satisfies e.from > 3.5",
            ["some", "e", "in", "posts", "satisfies", "e.from"],
        ),
        ('@"2026-01-01" <= a', ["a"]),
        ("تاريخ.أول > 1", ["تاريخ.أول"]),
    ],
)
def test_names_are_found_outside_texts_and_comments(text: str, names: list[str]) -> None:
    assert [name for name, _ in names_in(formula(text))] == names


def test_a_name_has_its_place_in_the_file() -> None:
    places = [span for _, span in names_in(formula("a <\n  b.c"))]
    assert [(span.line, span.column, span.end_column) for span in places] == [(3, 5, 6), (4, 7, 10)]


def test_names_of_nested_conditions_are_found_in_order() -> None:
    inner = Condition(Combinator.ANY, tuple(Clause(formula(t), None, AT) for t in "bc"), AT)
    outer = Condition(Combinator.ALL, (Clause(formula("a"), None, AT), Clause(inner, None, AT)), AT)
    assert [name for name, _ in names_in(outer)] == ["a", "b", "c"]


def test_no_expression_reads_nothing() -> None:
    assert list(names_in(None)) == []
