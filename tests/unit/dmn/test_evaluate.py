"""Models evaluated: every box, every hit policy, and what cannot be computed is null."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from engine.dmn.evaluate import Evaluation
from engine.dmn.model import Model
from engine.dmn.read import NAMESPACES, read_model
from engine.dmn.xml import XmlError
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.texts import text_of
from engine.expressions.specification.values import Value
from tests.support.dmn_models import (
    decision,
    definitions,
    given,
    knowledge,
    literal,
    model,
    table,
)

CLOCK = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def result(made: Model, name: str = "Result", **inputs: Value) -> str:
    return text_of(Evaluation(made, inputs, CLOCK).value(name), Budget(), is_inside=True)


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_version_is_read(namespace: str) -> None:
    content = definitions(decision("Result", literal("1 + 1")), namespace=namespace)
    assert result(read_model(content, PurePosixPath("m.dmn"))) == "2"


@pytest.mark.parametrize("content", [b"<definitions/>", b'<x xmlns="n"/>'])
def test_what_is_no_model_is_refused(content: bytes) -> None:
    with pytest.raises(XmlError, match="no DMN model"):
        read_model(content, PurePosixPath("m.dmn"))


@pytest.mark.parametrize(
    "expression, expected",
    [
        (
            "<context><contextEntry><variable name='a b'/>" + literal("2") + "</contextEntry>"
            "<contextEntry>" + literal("a b * 3") + "</contextEntry></context>",
            "6",
        ),
        (
            "<context><contextEntry><variable name='a'/>" + literal("2") + "</contextEntry>"
            "</context>",
            "{a: 2}",
        ),
        (
            "<relation><column name='x'/><column name='y'/><row>"
            + literal("1")
            + literal('"p"')
            + "</row></relation>",
            '[{x: 1, y: "p"}]',
        ),
        ("<list>" + literal("1") + literal("2") + "</list>", "[1, 2]"),
        (
            "<conditional><if>"
            + literal("1 > 2")
            + "</if><then>"
            + literal("1")
            + "</then><else>"
            + literal("2")
            + "</else></conditional>",
            "2",
        ),
        (
            "<filter><in>"
            + literal("[1,2,3]")
            + "</in><match>"
            + literal("item > 1")
            + "</match></filter>",
            "[2, 3]",
        ),
        (
            "<for iteratorVariable='i'><in>"
            + literal("[1,2]")
            + "</in><return>"
            + literal("i + count(partial)")
            + "</return></for>",
            "[1, 3]",
        ),
        (
            "<some iteratorVariable='i'><in>"
            + literal("[1,2]")
            + "</in><satisfies>"
            + literal("i > 1")
            + "</satisfies></some>",
            "true",
        ),
        (
            "<every iteratorVariable='i'><in>"
            + literal("[1,2]")
            + "</in><satisfies>"
            + literal("i > 1")
            + "</satisfies></every>",
            "false",
        ),
        (literal("this is no FEEL"), "null"),
        (literal("1 / 0"), "null"),
    ],
)
def test_a_box_gives(expression: str, expected: str) -> None:
    assert result(model(decision("Result", expression))) == expected


def test_a_function_definition_is_called_by_name() -> None:
    body = "<functionDefinition><formalParameter name='n' typeRef='number'/>"
    body += literal("n + 1") + "</functionDefinition>"
    context = "<context><contextEntry><variable name='up'/>" + body + "</contextEntry>"
    context += "<contextEntry>" + literal("up(n: 4)") + "</contextEntry></context>"
    assert result(model(decision("Result", context))) == "5"


def test_business_knowledge_is_invoked_by_box_and_by_text() -> None:
    binding = "<binding><parameter name='x'/>" + literal("20") + "</binding>"
    boxed = "<invocation>" + literal("Double") + binding + "</invocation>"
    made = model(
        knowledge("Double", "x", literal("x * 2")),
        decision("Boxed", boxed, "Knowledge:Double"),
        decision("Result", literal("Double(Boxed) + 2"), "Knowledge:Double", "Decision:Boxed"),
    )
    assert result(made) == "82"


def test_a_standard_function_is_invoked_by_box() -> None:
    binding = "<binding><parameter name='string'/>" + literal('"four"') + "</binding>"
    boxed = "<invocation>" + literal("string length") + binding + "</invocation>"
    assert result(model(decision("Result", boxed))) == "4"


def test_knowledge_reaches_two_hundred_calls_of_itself() -> None:
    made = model(
        knowledge("Down", "n", literal("if n = 0 then 0 else 1 + Down(n - 1)")),
        decision("Result", literal("Down(200)"), "Knowledge:Down"),
    )
    assert result(made) == "200"


def test_knowledge_that_never_ends_is_null() -> None:
    made = model(
        knowledge("Loop", "x", literal("Loop(x + 1)")),
        decision("Result", literal("Loop(1)"), "Knowledge:Loop"),
    )
    assert result(made) == "null"


def test_decisions_that_require_each_other_are_null() -> None:
    made = model(
        decision("Result", literal("Other"), "Decision:Other"),
        decision("Other", literal("Result"), "Decision:Result"),
    )
    assert result(made) == "null"


def test_a_chain_of_a_thousand_decisions_is_evaluated() -> None:
    links = [
        decision(f"D{n}", literal(f"D{n - 1} + 1"), f"Decision:D{n - 1}") for n in range(1, 1000)
    ]
    assert result(model(decision("D0", literal("0")), *links), "D999") == "999"


def test_a_decision_service_is_called_with_its_inputs() -> None:
    service = "<decisionService id='s' name='Serve'><outputDecision href='#Inner'/>"
    service += "<inputData href='#n'/></decisionService>"
    made = model(given("n"), decision("Inner", literal("n * 10"), "Input:n"), service)
    assert result(made, "Serve", n=Decimal(4)) == "40"


def test_an_input_of_another_type_or_not_allowed_is_null() -> None:
    item = "<itemDefinition name='tCity'><typeRef>string</typeRef><allowedValues><text>"
    item += '"Riyadh", "Jeddah"</text></allowedValues></itemDefinition>'
    made = model(item, given("City", "tCity"), decision("Result", literal("City"), "Input:City"))
    assert result(made, City="Riyadh") == '"Riyadh"'
    assert result(made, City="Paris") == "null"
    assert result(made, City=Decimal(1)) == "null"


def test_a_list_of_one_stands_for_its_item() -> None:
    made = model(given("n"), decision("Result", literal("n + 1"), "Input:n"))
    assert result(made, n=(Decimal(1),)) == "2"


POLICIES = [
    ("UNIQUE", "", "5", '"low"'),
    ("UNIQUE", "", "15", "null"),
    ("ANY", "", "15", "null"),
    ("FIRST", "", "15", '"mid"'),
    ("PRIORITY", "", "15", '"high"'),
    ("OUTPUT ORDER", "", "15", '["high", "mid"]'),
    ("RULE ORDER", "", "15", '["mid", "high"]'),
    ("COLLECT", "", "15", '["mid", "high"]'),
    ("COLLECT", "COUNT", "15", "2"),
    ("FIRST", "", "100", '"none"'),
    ("COLLECT", "", "100", '"none"'),
]


@pytest.mark.parametrize("policy, aggregation, age, expected", POLICIES)
def test_a_hit_policy_chooses(policy: str, aggregation: str, age: str, expected: str) -> None:
    words = f'hitPolicy="{policy}"' + (f' aggregation="{aggregation}"' if aggregation else "")
    rows = ('< 10; "low"', '[10..20]; "mid"', '(12..20]; "high"')
    output = 'out="high","mid","low"="none"'
    made = model(given("Age"), decision("Result", table(words, "Age", output, *rows), "Input:Age"))
    assert result(made, Age=Decimal(age)) == expected


@pytest.mark.parametrize(
    "aggregation, expected", [("SUM", "12"), ("MIN", "5"), ("MAX", "7"), ("COUNT", "2")]
)
def test_collect_aggregates(aggregation: str, expected: str) -> None:
    words = f'hitPolicy="COLLECT" aggregation="{aggregation}"'
    made = model(decision("Result", table(words, "1", "out", "-; 5", "1; 7", "2; 9")))
    assert result(made) == expected


@pytest.mark.parametrize(
    "policy, aggregation, expected",
    [
        ("COLLECT", "", "[]"),
        ("COLLECT", "COUNT", "0"),
        ("COLLECT", "SUM", "null"),
        ("RULE ORDER", "", "null"),
        ("UNIQUE", "", "null"),
    ],
)
def test_without_a_row_and_a_default_nothing_is_collected(
    policy: str, aggregation: str, expected: str
) -> None:
    words = f'hitPolicy="{policy}" aggregation="{aggregation}"'
    assert result(model(decision("Result", table(words, "1", "out", "2; 5")))) == expected


def test_several_outputs_make_a_context() -> None:
    made = model(decision("Result", table('hitPolicy="UNIQUE"', "1", "a b; c", '1; "x"; 2')))
    assert result(made) == '{a b: "x", c: 2}'


@pytest.mark.parametrize(
    "cell, holds",
    [
        ("-", True),
        ("", True),
        ("not(1, 2)", True),
        ("not(5)", False),
        ("? > 4 and ? < 6", True),
        ("[1..4], > 4", True),
        ("limit", True),
        ("odd(?)", True),
        ("no feel (", False),
    ],
)
def test_a_cell_holds(cell: str, holds: bool) -> None:
    made = model(
        given("limit"),
        decision("Result", table('hitPolicy="UNIQUE"', "5", "out", f"{cell}; true"), "Input:limit"),
    )
    assert result(made, limit=Decimal(5)) == ("true" if holds else "null")


def test_a_function_of_java_is_noted() -> None:
    made = model(
        "<businessKnowledgeModel id='j' name='j'><encapsulatedLogic kind='Java'>"
        + literal("1")
        + "</encapsulatedLogic></businessKnowledgeModel>",
    )
    assert [str(note) for note in made.notes] == [
        "loans.dmn:2:41: a function of the kind `Java` is not called",
    ]
