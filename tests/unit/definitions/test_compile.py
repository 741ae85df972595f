"""A service compiled: derived facts in order, circles, scopes, and one problem for one mistake."""

from __future__ import annotations

from datetime import date

import pytest

from engine.expressions.parser import MAX_HEIGHT
from engine.expressions.walk import height
from engine.model.types import DATE, YES_NO, Kind, Type
from tests.support.programs import (
    COLOUR,
    SAR,
    WHOLE,
    AskedOf,
    DocumentOf,
    FeeOf,
    MoveOf,
    TableOf,
    compiled,
    problems_of,
    program_of,
)

X = {"x": WHOLE}


def said(**parts: object) -> list[str]:
    return [f"{problem.code} {problem.message}" for problem in problems_of(**parts)]


# Derived facts and tables -----------------------------------------------------------------------


def test_derived_facts_may_stand_in_any_order() -> None:
    program = program_of(facts=X, formulas={"c": "b + 1", "b": "a + 1", "a": "x + 1"})
    assert list(program.derived) == ["c", "b", "a"]


def by_number(cell: str, inputs: str) -> TableOf:
    return TableOf({"n": inputs}, {"all": {"n": f"feel:{cell}"}}, {"all": 1}, default=2)


@pytest.mark.parametrize(
    "parts, circle",
    [
        ({"formulas": {"a": "a + 1"}}, "a -> a"),
        ({"formulas": {"a": "b + 1", "b": "a + 1"}}, "a -> b -> a"),
        ({"formulas": {"a": "c + 1", "b": "a + 1", "c": "b + 1"}}, "a -> c -> b -> a"),
        ({"derived": {"a": {"any": ["x > 1", {"none": ["a"]}]}}}, "a -> a"),
        ({"formulas": {"a": "t + 1"}, "tables": {"t": by_number("> 5", "a")}}, "a -> t -> a"),
        ({"formulas": {"a": "t.result"}, "tables": {"t": by_number("> a", "x")}}, "a -> t -> a"),
        ({"tables": {"t": by_number("> 5", "t + 1")}}, "t -> t"),
    ],
)
def test_a_circle_is_one_problem_that_names_its_way(parts: dict[str, object], circle: str) -> None:
    """Circles through tables once recursed without end when the first decision was made."""
    first = circle.partition(" -> ")[0]
    assert said(facts=X, **parts) == [f"E207 `{first}` reads itself: {circle}"]


def test_who_reads_a_circle_is_not_told_again() -> None:
    rules = {"one": "a > 1", "two": "b > 1"}
    assert len(problems_of(facts=X, formulas={"a": "b", "b": "a"}, rules=rules)) == 1


def test_two_circles_are_two_problems() -> None:
    formulas = {"a": "b", "b": "a", "c": "d", "d": "c", "e": "a + c"}
    assert len(problems_of(facts=X, formulas=formulas)) == 2


def test_a_mistake_in_a_derived_fact_is_reported_once_and_not_by_its_readers() -> None:
    formulas = {"a": "y + 1", "b": "a + 1"}
    rules = {"one": "a > 1", "two": "b > 1"}
    assert said(facts=X, formulas=formulas, rules=rules) == ["E201 unknown name `y`"]


def test_derived_facts_are_as_high_as_what_they_read_together() -> None:
    def chain(length: int) -> dict[str, str]:
        return {f"d{n}": f"d{n - 1} + 1" if n else "x" for n in range(length)}

    most = MAX_HEIGHT // 2
    program = program_of(facts=X, formulas=chain(most))
    heights: dict[str, int] = {}
    for name, made in program.derived.items():
        heights[name] = height(made.body, heights)
    assert heights[f"d{most - 1}"] <= MAX_HEIGHT
    backwards = dict(reversed(chain(most + 200).items()))
    for formulas in (chain(most + 1), chain(most + 200), backwards):
        (problem,) = problems_of(facts=X, formulas=formulas)
        assert problem.code == "E106"


# Names and scopes -------------------------------------------------------------------------------


def test_a_rule_reads_only_what_it_imports() -> None:
    (problem,) = compiled(facts=X, rules={"r": "x > 1"}, imports=())[1]
    assert (problem.code, problem.hint) == ("E206", "add `x` to `reads`")


def test_whether_a_register_knows_the_person_is_read_without_an_import() -> None:
    assert problems_of(rules={"r": "person.is_on_record"}, imports=()) == ()


def test_steps_and_transitions_read_every_fact() -> None:
    parts = {
        "facts": X,
        "imports": (),
        "fields": {"y": AskedOf(WHOLE, shown_when="x > 1")},
        "transitions": {"submit": MoveOf(when='x > 1 and outcome = "eligible"')},
    }
    assert problems_of(**parts) == ()


@pytest.mark.parametrize("name", ["outcome", "application.is_complete"])
def test_only_the_lifecycle_reads_the_outcome(name: str) -> None:
    condition = f"{name} != null"
    assert said(rules={"r": condition}) == [f"E206 `{name}` cannot be read here"]
    assert said(fields={"y": AskedOf(WHOLE, shown_when=condition)}) == [
        f"E206 `{name}` cannot be read here"
    ]
    assert said(transitions={"t": MoveOf(when=condition)}) == [
        f"E305 `{condition}`: this is never absent"
    ]


def test_an_outcome_is_compared_with_what_it_can_be() -> None:
    assert said(transitions={"t": MoveOf(when='outcome = "undecided"')}) == [
        "E205 the list `outcome` has no code `undecided`"
    ]


def test_inside_a_group_a_plain_name_is_a_field_of_the_same_item() -> None:
    fields = {"x": AskedOf(DATE), "to": AskedOf(DATE, low="x", shown_when="x > decision_date")}
    assert problems_of(facts=X, groups={"posts": fields}) == ()


# What each place wants --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts, message",
    [
        ({"fees": {"f": FeeOf("x")}}, "money in SAR is wanted here, and this is number"),
        ({"fees": {"f": FeeOf("euros")}}, "money in SAR is wanted here, and this is money in EUR"),
        ({"validity": ("x", '@"P1Y"')}, "date is wanted here, and this is number"),
        ({"validity": ("decision_date", "x")}, "period or days is wanted here, and this is number"),
        (
            {"fields": {"y": AskedOf(WHOLE, low="decision_date")}},
            "number is wanted here, and this is date",
        ),
        (
            {"fields": {"y": AskedOf(DATE, high="x")}},
            "date is wanted here, and this is number",
        ),
    ],
)
def test_a_formula_of_another_type_than_wanted_is_refused(
    parts: dict[str, object], message: str
) -> None:
    facts = {**X, "euros": Type(Kind.MONEY, of="EUR")}
    assert said(facts=facts, **parts) == [f"E301 {message}"]


@pytest.mark.parametrize(
    "parts",
    [
        {"fees": {"f": FeeOf("opt")}},
        {"fees": {"f": FeeOf("if a then opt else amount")}},
        {"rules": {"r": "answer"}},
        {"documents": {"d": DocumentOf("answer")}},
        {"fields": {"y": AskedOf(WHOLE, shown_when="answer")}},
    ],
)
def test_what_is_needed_may_not_be_absent(parts: dict[str, object]) -> None:
    facts = {"opt": SAR.optional(), "amount": SAR, "a": YES_NO, "answer": YES_NO.optional()}
    (problem,) = problems_of(facts=facts, **parts)
    assert problem.code == "E303"


def test_a_fee_may_have_a_default() -> None:
    fees = {"f": FeeOf("if opt = null then amount else opt")}
    assert problems_of(facts={"opt": SAR.optional(), "amount": SAR}, fees=fees) == ()


def test_the_details_of_a_document_are_absent_while_it_is_not_due() -> None:
    documents = {
        "always": DocumentOf(asks={"issued": DATE}),
        "sometimes": DocumentOf("x > 1", asks={"issued": DATE}),
    }
    rules = {
        "one": "documents.always.issued < decision_date",
        "two": "documents.sometimes.issued < decision_date",
    }
    assert said(facts=X, documents=documents, rules=rules) == [
        "E303 `documents.sometimes.issued` can be absent here"
    ]


def test_the_details_of_a_document_are_absent_while_it_is_not_in_force() -> None:
    """A rule that is in force for longer would stay undecided for good."""
    documents = {
        "late": DocumentOf(asks={"issued": DATE}, first=date(2026, 1, 1)),
        "old": DocumentOf("x > 1", asks={"issued": DATE}, last=date(2026, 1, 1)),
    }
    late, old = (f"documents.{name}.issued" for name in documents)
    rules = {
        "one": f"{late} < decision_date",
        "two": f"x > 1 and {old} < decision_date",
        "three": f"{late} = null or {late} < decision_date",
    }
    assert said(facts=X, documents=documents, rules=rules) == [
        f"E303 `{late}` can be absent here",
        f"E303 `{old}` can be absent here",
    ]


def test_attributes_of_a_register_that_a_service_is_not_open_to_may_be_absent() -> None:
    assert said(facts=X, rules={"r": "x > 1"}, open_to=()) == ["E303 `x` can be absent here"]


def test_the_same_problem_is_reported_once() -> None:
    table = TableOf({"c": "opt"}, {"a": {"c": "feel:> opt"}, "b": {"c": "2"}}, {"a": 1, "b": 2})
    problems = problems_of(facts={"opt": WHOLE.optional(), "colour": COLOUR}, tables={"t": table})
    assert len(problems) == len(set(problems))
