"""Values read by their declared types."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from engine.definitions.known import Known
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.source import parse
from engine.definitions.tree import Mapping, Node, Scalar
from engine.definitions.typed import by_date, named_type, read_value, type_of
from engine.model import value
from engine.model.listing import Code, CodeList
from engine.model.money import Money
from engine.model.period import Days, Months
from engine.model.problem import Problem, Span
from engine.model.types import Kind, Type
from engine.model.words import Text

PATH = PurePosixPath("rules/test.yaml")
AT = Span(PATH, 1, 1)
WORDS = Text("نص", "text")
ZONES = CodeList(
    "zones", WORDS, tuple(Code(id, WORDS, None, None, (), AT) for id in ("north", "NO")), (), AT
)
CODE = Type(Kind.CODE, of="zones")
HOURS = Type(Kind.NUMBER, low=Decimal(0), high=Decimal(10))


def reader() -> Parts:
    return Parts(PATH, Known(lists={"zones": ZONES}, currency="SAR"), [])


def node_of(text: str) -> Node:
    root, problems = parse(PATH, f"a: {text}".encode())
    assert isinstance(root, Mapping), problems
    return root.entries["a"].value


def read(text: str, type_: Type) -> value.Known:
    parts = reader()
    made = read_value(parts, node_of(text), type_)
    assert parts.problems == []
    return made


def problem(text: str, type_: Type) -> Problem:
    parts = reader()
    with suppress(Unreadable):
        read_value(parts, node_of(text), type_)
    (found,) = parts.problems
    return found


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("1.10", Type(Kind.TEXT), "1.10"),
        ("NO", CODE, "NO"),
        ("10", HOURS, Decimal(10)),
        ("0", HOURS, Decimal(0)),
        ("-5", Type(Kind.NUMBER), Decimal(-5)),
        ("2.50", Type(Kind.NUMBER, decimals=2), Decimal("2.50")),
        ("120.00 SAR", Type(Kind.MONEY, of="SAR"), Money("SAR", 12000)),
        ("120 SAR", Type(Kind.MONEY), Money("SAR", 12000)),
        ("true", Type(Kind.YES_NO), True),
        ("2026-01-31", Type(Kind.DATE), date(2026, 1, 31)),
        ("P1Y6M", Type(Kind.PERIOD), Months(18)),
        ("P30D", Type(Kind.DAYS), Days(30)),
        ("[NO, north]", Type(Kind.LIST, element=CODE), ("NO", "north")),
        ("[]", Type(Kind.LIST, element=CODE), ()),
    ],
)
def test_a_value_is_read_by_its_type(text: str, type_: Type, expected: value.Known) -> None:
    made = read(text, type_)
    assert made == expected
    assert type(made) is type(expected)


@pytest.mark.parametrize(
    ("text", "type_", "code"),
    [
        ("south", CODE, "D106"),
        ("eleven", HOURS, "D030"),
        ("11", HOURS, "D031"),
        ("-1", HOURS, "D031"),
        ("2.5", Type(Kind.NUMBER), "D031"),
        ("1e3", Type(Kind.NUMBER), "D030"),
        ("120.5 SAR", Type(Kind.MONEY, of="SAR"), "D030"),
        ("120.00 USD", Type(Kind.MONEY, of="SAR"), "D031"),
        ("yes", Type(Kind.YES_NO), "D030"),
        ("'true'", Type(Kind.YES_NO), "D030"),
        ("2026-02-29", Type(Kind.DATE), "D030"),
        ("20260131", Type(Kind.DATE), "D030"),
        ("P30D", Type(Kind.PERIOD), "D030"),
        ("P3M", Type(Kind.DAYS), "D030"),
        ("P1Y2D", Type(Kind.PERIOD), "D030"),
        ("[north]", CODE, "D030"),
        ("north", Type(Kind.LIST, element=CODE), "D030"),
        ("[north, north]", Type(Kind.LIST, element=CODE), "D029"),
        ("[north, south]", Type(Kind.LIST, element=CODE), "D106"),
    ],
)
def test_a_value_that_is_not_of_its_type_is_one_problem(text: str, type_: Type, code: str) -> None:
    assert problem(text, type_).code == code


def test_the_problem_points_at_the_value_and_says_what_to_write() -> None:
    found = problem("[north, soth]", Type(Kind.LIST, element=CODE))
    assert (found.span.line, found.span.column, found.span.end_column) == (1, 12, 16)
    assert found.hint == "the codes are: `NO`, `north`"


def test_a_value_of_a_list_that_could_not_be_read_is_let_pass() -> None:
    assert read("anything", Type(Kind.CODE, of="broken")) == "anything"


def test_values_by_date_are_in_the_order_of_the_calendar_and_null_ends_one() -> None:
    node = node_of("{2026-01-01: 3, 2025-01-01: 2, 2027-01-01: null}")
    assert isinstance(node, Mapping)
    dated = by_date(reader(), "limit", node, Type(Kind.NUMBER))
    assert dated.entries == (
        (date(2025, 1, 1), Decimal(2)),
        (date(2026, 1, 1), Decimal(3)),
        (date(2027, 1, 1), None),
    )


def test_a_number_has_the_range_and_decimals_that_are_declared() -> None:
    node = node_of("{type: number, range: {from: 0, to: 2.5}, decimals: 1}")
    assert isinstance(node, Mapping)
    assert type_of(reader(), node) == Type(
        Kind.NUMBER, low=Decimal(0), high=Decimal("2.5"), decimals=1
    )


@pytest.mark.parametrize(
    ("words", "type_"),
    [
        ("money", Type(Kind.MONEY, of="SAR")),
        ("code of zones", CODE),
        ("list of zones", Type(Kind.LIST, element=CODE)),
        ("days", Type(Kind.DAYS)),
    ],
)
def test_a_type_is_said_in_words(words: str, type_: Type) -> None:
    node = node_of(words)
    assert isinstance(node, Scalar)
    assert named_type(reader(), node) == type_
