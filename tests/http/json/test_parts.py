"""The parts of the API that judge and describe: strict JSON, shapes, texts, conditions, schemas."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.json.conditions import feel
from api.json.field_schema import number
from api.json.shapes import Member, Shape, Takes
from api.json.strict import Malformed, Number, parse
from api.json.values import FactState, Truth, state_of, truth_of, value_of
from api.problems import Declined
from engine.model.condition import Clause, Combinator, Condition, Formula
from engine.model.money import Money
from engine.model.period import Months
from engine.model.problem import Span
from engine.model.value import ABSENT, UNKNOWN, Fault, Items, State

AT = Span(PurePosixPath("rules/x.yaml"), 1, 1)
SHAPE = Shape("a body", (Member("revision", Takes.WHOLE, "a number", 1),))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_malformed(content: bytes) -> None:
    with suppress(Malformed):
        parse(content)


@given(
    st.from_regex(r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,6})?", fullmatch=True)
)
def test_a_number_keeps_its_digits(text: str) -> None:
    assert parse(text.encode()) == Number(text)


def test_an_unfinished_string_is_read_once() -> None:
    """Every quotation mark in it could be tried as the start of a string of its own."""
    with pytest.raises(Malformed):
        parse(b'"' + b'\\"' * 400_000)


@pytest.mark.parametrize("text", ["0", "7", "7.0", "999999999"])
def test_a_whole_number_is_read(text: str) -> None:
    assert SHAPE.read({"revision": Number(text)}).whole("revision") == int(float(text))


@pytest.mark.parametrize("text", ["-1", "7.5", "1e3", "1000000000"])
def test_what_is_no_whole_number_is_declined(text: str) -> None:
    with pytest.raises(Declined):
        SHAPE.read({"revision": Number(text)})


def formula(text: str) -> Clause:
    return Clause(Formula(text, (AT,)), None, AT)


def condition(combinator: Combinator, *clauses: Clause) -> Condition:
    return Condition(combinator, clauses, AT)


@pytest.mark.parametrize(
    ("combinator", "text"),
    [
        (Combinator.ALL, "(a or b) and (c = 1)"),
        (Combinator.ANY, "(a or b) or (c = 1)"),
        (Combinator.NONE, "not((a or b) or (c = 1))"),
    ],
)
def test_a_condition_of_clauses_is_one_feel_text(combinator: Combinator, text: str) -> None:
    clauses = (formula("a or\n  b"), formula("c = 1"))
    assert feel(condition(combinator, *clauses)) == text


def test_a_nested_condition_keeps_its_grouping() -> None:
    inner = Clause(condition(Combinator.ANY, formula("a"), formula("b")), None, AT)
    outer = condition(Combinator.ALL, inner, formula("c"))
    assert feel(outer) == "((a) or (b)) and (c)"
    assert feel(condition(Combinator.ONE, formula("a"))) == "a"


@pytest.mark.parametrize(
    ("state", "value"),
    [
        (True, True),
        (Decimal(12), 12),
        (Decimal("12.50"), "12.50"),
        (Money("SAR", 12050), "120.50"),
        (Months(18), "P1Y6M"),
        ("text", "text"),
        (ABSENT, None),
        (UNKNOWN, None),
        (Items(()), None),
    ],
)
def test_a_value_is_never_a_float(state: State, value: object) -> None:
    assert value_of(state) == value
    assert not isinstance(value_of(state), float)


def test_absent_is_not_unknown() -> None:
    assert state_of(ABSENT) is FactState.ABSENT
    assert state_of(UNKNOWN) is state_of(Fault("x", "y")) is FactState.UNKNOWN
    assert truth_of(UNKNOWN) is Truth.UNKNOWN


def test_a_bound_is_a_json_number_with_its_own_digits() -> None:
    assert number(Decimal(300)) == 300
    assert bytes(number(Decimal("0.10"))) == b"0.10"
