"""Models carried over: what is written is read by our own checks, and the rest is named."""

from pathlib import Path

import pytest

from engine.dmn.carry.carry import Carried, carry
from engine.dmn.carry.yaml import files_of
from engine.dmn.model import Model
from tests.support.carried import AT, lost, problems_in, rules
from tests.support.dmn_models import (
    FIRST,
    UNIQUE,
    decision,
    given,
    knowledge,
    literal,
    model,
    table,
)


def carried(*elements: str) -> Carried:
    return carry(model(*elements), AT)


RISK = table(
    UNIQUE,
    "Age; Risk Category",
    'Status="Approved","Declined"',
    '>= 18; "Low","Medium"; "Approved"',
    '< 18; -; "Declined"',
    '>= 18; "High"; "Declined"',
)
LOANS = (
    given("Age"),
    given("Risk Category", "string"),
    given("Term"),
    knowledge("Rate", "x", literal("if x > 12 then 5 else 3")),
    decision("Status", RISK, "Input:Age", "Input:Risk Category"),
    decision("Extra", literal("Rate(Term) + 1"), "Input:Term", "Knowledge:Rate"),
    decision("Good", literal('Status = "Approved" and Extra < 6'), "Decision:Status"),
)


def test_tables_literals_and_knowledge_are_carried_over() -> None:
    made = carried(*LOANS)
    assert lost(made) == []
    text = rules(made)
    assert "    - risk_category\n" in text
    assert "age: '>= 18', risk_category: [Low, Medium], status: Approved" in text
    assert "hit_policy: unique" in text
    assert "    parameters: {x: number}\n    value: 'if x > 12 then 5 else 3'\n" in text
    assert "value: 'rate(term) + 1'" in text
    assert "value: 'status = \"Approved\" and extra < 6'" in text


def test_what_is_written_passes_our_own_check(tmp_path: Path) -> None:
    assert problems_in(tmp_path, carried(*LOANS)) == []


@pytest.mark.parametrize(
    "expression, reason",
    [
        (literal("get entries({a: Age})"), "`entries` is left over"),
        (literal("(function(x) 1)(Age)"), "a function cannot be written here"),
        (literal("Unknown + 1"), "`Unknown` is not carried over"),
        ("<relation><column name='x'/></relation>", "an empty list has no type here"),
        (
            "<functionDefinition>" + literal("1") + "</functionDefinition>",
            "no single expression says this kind of box",
        ),
        (literal("Again(1)"), "`Again` calls itself, or is called too often"),
        (
            table('hitPolicy="COLLECT" aggregation="SUM"', "Age", "x", '1; "a"'),
            "the aggregation `SUM` of these has no form here",
        ),
        (
            table('hitPolicy="RULE ORDER"', "Age", "x==1", "1; 2"),
            "the default of a list is no list",
        ),
        (
            table('hitPolicy="PRIORITY"', "Age", "x=1,2", "1; Age"),
            "the output `Age` ranks the rows, and is no constant",
        ),
        (
            table(UNIQUE, "Age", "x", "1; Age > 1", "2; 3"),
            "the type of the output `x` is not known",
        ),
        (literal("Age +"), "this is no FEEL: the text ends where a value should stand"),
    ],
)
def test_what_has_no_form_here_is_named_with_its_reason(expression: str, reason: str) -> None:
    again = knowledge("Again", "x", literal("Again(x)"))
    made = carried(given("Age"), again, decision("Result", expression))
    assert lost(made) == [f"the decision `Result` is left out: {reason}"]
    assert made.lost[0].at.line > 1


def test_what_reads_a_decision_that_is_left_out_is_left_out_too() -> None:
    made = carried(
        decision("First", literal("now()")),
        decision("Second", literal("First + 1"), "Decision:First"),
    )
    assert len(lost(made)) == 2
    assert made.derived == {}


def test_output_values_become_the_order() -> None:
    body = table('hitPolicy="PRIORITY"', "Age", 'out="high","low"', '> 1; "low"', '> 5; "high"')
    made = carried(given("Age"), decision("Result", body, "Input:Age"))
    assert "    hit_policy: priority\n    order: {out: [high, low]}\n" in rules(made)


@pytest.mark.parametrize("policy, ours", [("PRIORITY", "first"), ("OUTPUT ORDER", "rule_order")])
def test_rows_that_the_output_values_leave_out_come_last(policy: str, ours: str) -> None:
    body = table(f'hitPolicy="{policy}"', "Age", 'out="high"', '> 1; "low"', '> 5; "high"')
    made = carried(given("Age"), decision("Result", body, "Input:Age"))
    outputs = [row["out"] for row in made.tables["result"].rows]
    assert (made.tables["result"].hit_policy, outputs) == (ours, ["high", "low"])
    assert made.tables["result"].order == {}


@pytest.mark.parametrize(
    "policy, written, reads",
    [
        ('hitPolicy="ANY"', "hit_policy: any\n", "Result + 1"),
        ('hitPolicy="COLLECT"', "hit_policy: collect\n    inputs", "count(Result)"),
        ('hitPolicy="RULE ORDER"', "hit_policy: rule_order\n", "count(Result)"),
        ('hitPolicy="COLLECT" aggregation="SUM"', "aggregate: sum\n", "Result + 1"),
        ('hitPolicy="COLLECT" aggregation="COUNT"', "aggregate: count\n", "Result + 1"),
        (
            'hitPolicy="COLLECT" aggregation="MIN"',
            "aggregate: min\n",
            "if Result = null then 0 else Result",
        ),
    ],
)
def test_tables_of_which_several_rows_hold_are_carried_over(
    policy: str, written: str, reads: str, tmp_path: Path
) -> None:
    body = table(policy, "Age", "x", "< 1; 2.5", "> 5; Age + 1")
    made = carried(
        given("Age"),
        decision("Result", body, "Input:Age"),
        decision("Read", literal(reads), "Decision:Result"),
    )
    assert lost(made) == []
    assert f"    {written}" in rules(made)
    assert "x: {value: 'age + 1'}" in rules(made)
    assert "output: {x: {type: number, decimals: 1}}" in rules(made)
    found = [problem.code for problem in problems_in(tmp_path, made)]
    assert found == (["E402"] if "any" in written else [])  # only one row of several must hold


def test_entries_of_a_context_become_derived_facts() -> None:
    box = "<context><contextEntry><variable name='Base Fee'/>" + literal("Age + 1")
    box += "</contextEntry><contextEntry>" + literal("Base Fee + 2") + "</contextEntry></context>"
    made = carried(given("Age"), decision("Result", box, "Input:Age"))
    assert made.derived == {"result_base_fee": "age + 1", "result": "result_base_fee + 2"}


def test_a_structure_becomes_a_fact_for_each_component() -> None:
    item = "<itemDefinition name='tLoan'><itemComponent name='Start Date'><typeRef>date</typeRef>"
    item += "</itemComponent></itemDefinition>"
    text = 'Loan.Start Date > date("2026-01-01")'
    made = carried(item, given("Loan", "tLoan"), decision("Result", literal(text), "Input:Loan"))
    assert made.derived == {"result": 'loan.start_date > date("2026-01-01")'}


def test_a_table_of_knowledge_is_tested_on_the_arguments() -> None:
    body = table(FIRST, "x", "out", "> 5; 1", "-; 2")
    binding = "<binding><parameter name='x'/>" + literal("Age + 1") + "</binding>"
    call = "<invocation>" + literal("Band") + binding + "</invocation>"
    made = carried(given("Age"), knowledge("Band", "x", body), decision("Result", call))
    assert made.tables["result"].inputs == {"x": "age + 1"}


def test_texts_that_are_no_codes_get_codes_and_keep_their_words() -> None:
    body = table(UNIQUE, "City", "out", '"New York"; 1', '"الرياض"; 2')
    made = carried(given("City", "string"), decision("Result", body, "Input:City"))
    (codes,) = made.vocabulary.lists.values()
    assert codes == {"new_york": "New York", "value_2": "الرياض"}
    assert "city: new_york" in rules(made)


def test_a_text_that_became_another_code_is_not_used_as_a_text() -> None:
    body = table(UNIQUE, "City", "out", '"New York"; 1')
    made = carried(
        given("City", "string"),
        decision("First", body, "Input:City"),
        decision("Second", literal('contains(City, "New York")'), "Input:City"),
    )
    reason = "`New York` is a code elsewhere, and a text here"
    assert lost(made) == [f"the decision `Second` is left out: {reason}"]


def test_names_of_the_language_are_not_used_for_facts() -> None:
    made = carried(given("In"), given("count"), decision("Result", literal("In + count")))
    assert list(made.vocabulary.given) == ["in_2", "count_2"]


def test_a_chain_of_calls_that_grows_beyond_measure_is_refused() -> None:
    text = "f(" * 30 + "1" + ")" * 30
    made = carried(knowledge("f", "x", literal("x + x")), decision("Result", literal(text)))
    assert len(lost(made)) == 1


def test_the_model_of_a_hostile_author_writes_yaml_that_is_read() -> None:
    name = "a: [b] 'c' # d"
    element = decision("Result", literal("1")).replace('name="Result"', f'name="{name}"')
    made = carried(element)
    assert read_back(made) == 1


def read_back(made: Carried) -> int:
    from engine.definitions.source import parse

    for path, text in files_of(made).items():
        _, problems = parse(path, text.encode())
        assert problems == ()
    return len(files_of(made))


def test_an_empty_model_gives_a_file_that_says_so() -> None:
    assert isinstance(model(), Model)
    assert rules(carried()).endswith("id: loans\n")
