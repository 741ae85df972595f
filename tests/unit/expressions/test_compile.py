"""Compiled rules: what stands in the text, what is shared between days, what is left over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.decide.decision import decide
from engine.expressions.compile import CompiledEvaluation
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.expressions.written import Written
from engine.model.types import DATE, YES_NO
from engine.model.value import Fault
from tests.support.programs import COLOUR, WHOLE, RuleOf, TableOf, given, program_of

DAY = date(2026, 11, 23)
LIMIT = {date(2020, 1, 1): 2, date(2026, 11, 24): 3, date(2030, 1, 1): None}


@pytest.fixture
def program() -> Program:
    return program_of(
        facts={"n": WHOLE, "colour": COLOUR, "born": DATE, "a": YES_NO},
        values={"limit": (WHOLE, LIMIT)},
        tables={
            "level": TableOf({"c": "colour"}, {"r": {"c": "red"}, "b": {"c": ("blue", "green")}},
                             {"r": 1, "b": LIMIT}),
        },
        rules={
            "enough": "n >= limit",
            "level": "level >= 1",
            "old": 'born + @"P18Y" <= decision_date',
            "later": RuleOf("a", date(2026, 12, 1)),
        },
    )  # fmt: skip


FACTS = given(n=Decimal(2), colour="blue", born=date(2000, 2, 29), a=True)


def verdicts(program: Program, day: date) -> dict[str, str]:
    return {id_: str(verdict) for id_, verdict in decide(program, FACTS, day, "").verdicts.items()}


def test_nothing_that_an_author_typed_stands_in_the_text(program: Program) -> None:
    text = Written(program, [one.condition for one in program.rules]).text
    for word in ("colour", "red", "blue", "born", "limit", "level", "18", "2020"):
        assert word not in text


def test_compiled_code_has_no_builtins_within_reach(program: Program) -> None:
    run = program.editions.on(DAY).run
    assert run.__globals__["__builtins__"] == {}


def test_a_value_changes_on_its_first_day(program: Program) -> None:
    assert verdicts(program, DAY)["enough"] == "met"
    assert verdicts(program, date(2026, 11, 24))["enough"] == "not_met"


def test_a_day_without_a_value_is_a_fault_and_never_the_nearest(program: Program) -> None:
    assert verdicts(program, date(2030, 1, 1))["enough"] == "fault"
    assert verdicts(program, date(2030, 1, 1))["level"] == "fault"
    assert verdicts(program, date(2029, 12, 31))["level"] == "met"


def test_days_share_code_while_the_same_rules_are_in_force(program: Program) -> None:
    first, second = program.editions.on(DAY), program.editions.on(date(2026, 11, 24))
    third = program.editions.on(date(2026, 12, 1))
    assert first.code is second.code
    assert third.code is not first.code
    assert "later" in verdicts(program, date(2026, 12, 1))


def test_every_part_of_a_decision_is_held_not_computed_again(program: Program) -> None:
    evaluation = CompiledEvaluation(program, FACTS, DAY)
    assert evaluation.states is not None
    for node in program.editions.on(DAY).nodes():
        assert evaluation.value(node) in evaluation.states


def test_what_has_no_result_is_the_fault_that_the_reference_places(program: Program) -> None:
    facts = {**FACTS, "born": date(9990, 1, 1)}
    condition = next(one.condition for one in program.rules if one.rule.id == "old")
    assert CompiledEvaluation(program, facts, DAY).states is None
    found = CompiledEvaluation(program, facts, DAY).value(condition)
    assert isinstance(found, Fault)
    assert found == Evaluation(program, facts, DAY).value(condition)


def test_facts_may_change_once_a_decision_is_made(program: Program) -> None:
    facts = dict(FACTS)
    decision = decide(program, facts, DAY, "")
    facts.clear()
    assert decision == decide(program, FACTS, DAY, "")
