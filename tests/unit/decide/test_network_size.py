"""The limits of durable-rules: every network up to ours works, and what is past them is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.decide.decision import decide
from engine.decide.network import Network
from engine.decide.network_size import (
    MAX_CONNECTIVES,
    MAX_WAYS,
    plan,
)
from engine.expressions.program import Program
from engine.model.decision import Outcome
from engine.model.rule import HitPolicy
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import UNKNOWN, Facts, State
from tests.support.programs import PERSON, ListOf, TableOf, compiled, program_of

DAY = date(2026, 1, 15)


def yes_no(count: int) -> dict[str, Type]:
    return {f"x{at}": YES_NO for at in range(count)}


def agrees(program: Program, state: State) -> bool:
    """Whether the network says the same where every fact has this state."""
    facts: Facts = {**dict.fromkeys(program.facts, state), PERSON: True}
    network = Network(program)
    try:
        return network.differences(decide(program, facts, DAY, "release"), facts) == ()
    finally:
        network.close()


@pytest.mark.parametrize("state", [True, False])
@pytest.mark.parametrize("count", [70, 200])
def test_many_rules_over_few_facts_work(count: int, state: bool) -> None:
    """66 rules over 20 facts once broke the process."""
    rules = {f"r{at}": f"x{at % 20}" for at in range(count)}
    assert agrees(program_of(facts=yes_no(20), rules=rules), state)


@pytest.mark.parametrize("state", [True, False])
def test_many_rules_over_many_facts_are_dealt_out_to_several(state: bool) -> None:
    program = program_of(
        facts=yes_no(150),
        rules={f"r{at}": f"x{at} or x{(at + 1) % 150}" for at in range(150)},
    )
    assert len(plan(program, ()).whole.facts) > 1
    assert agrees(program, state)


@pytest.mark.parametrize("state", [True, False])
def test_a_condition_of_fifty_clauses_works(state: bool) -> None:
    clauses = [f"x{at}" for at in range(50)]
    rules = {"any": {"any": clauses}, "all": {"all": clauses}, "none": {"none": clauses}}
    assert agrees(program_of(facts=yes_no(50), rules=rules), state)


def pairs(count: int) -> dict[str, list[dict[str, list[str]]]]:
    return {"any": [{"all": [f"x{2 * at}", f"x{2 * at + 1}"]} for at in range(count)]}


@pytest.mark.parametrize("state", [True, False])
def test_a_condition_may_fail_in_many_ways(state: bool) -> None:
    assert MAX_WAYS == 2**12
    assert agrees(program_of(facts=yes_no(24), rules={"r": pairs(12)}), state)


@pytest.mark.parametrize("state", [True, False])
def test_groups_of_and_and_or_work_up_to_the_bound(state: bool) -> None:
    condition: object = "x0"
    for at in range(1, MAX_CONNECTIVES):  # the last one joins it to the flag of the rule
        condition = {"any" if at % 2 else "all": [f"x{at}", condition]}
    program = program_of(facts=yes_no(MAX_CONNECTIVES), rules={"r": condition})
    assert agrees(program, state)


@pytest.mark.parametrize("policy", [HitPolicy.UNIQUE, HitPolicy.FIRST])
def test_a_table_of_two_hundred_rows_works(policy: HitPolicy) -> None:
    codes = tuple(f"c{at}" for at in range(200))
    many = Type(Kind.CODE, of="many")
    table = TableOf(
        {"c": "x"},
        {code: {"c": code} for code in codes},
        {code: at for at, code in enumerate(codes)},
        policy=policy,
    )
    program = program_of(
        facts={"x": many}, lists={"many": ListOf(codes)}, tables={"t": table}, rules={"r": "t > 5"}
    )
    assert all(agrees(program, code) for code in ("c0", "c7", "c199"))


def refusal(**parts: object) -> str:
    program, problems = compiled(**parts)  # type: ignore[arg-type]
    assert program is None
    (problem,) = problems
    assert problem.code == "E501"
    return problem.message.removeprefix("this is too large for the rule network: ")


@pytest.mark.parametrize(
    "facts, condition, message",
    [
        (26, pairs(13), "8192 ways to hold or to fail, at most 4096"),
        (32, pairs(16), "18 groups of `and` and `or` in one condition, at most 15"),
        (70, {"any": [f"x{at}" for at in range(70)]}, "71 comparisons, 73 side by side"),
    ],
)
def test_a_condition_past_a_limit_is_a_problem(facts: int, condition: object, message: str) -> None:
    assert refusal(facts=yes_no(facts), rules={"r": condition}) == message


@pytest.mark.parametrize("count, parts", [(240, 0), (300, 2), (1_000, 5)])
def test_more_rules_than_a_ruleset_takes_are_decided_in_parts(count: int, parts: int) -> None:
    """The outcome follows from every part: here from the last rule alone."""
    rules = {f"r{at}": f"x{at % 20}" for at in range(count - 1)} | {"last": "y"}
    program = program_of(facts=yes_no(20) | {"y": YES_NO}, rules=rules)
    network = Network(program)
    assert len(plan(program, ()).parts) == parts
    for state in (True, False, UNKNOWN):
        facts: Facts = {**dict.fromkeys(yes_no(20), True), "y": state, PERSON: True}
        decision = decide(program, facts, DAY, "release")
        assert network.differences(decision, facts) == ()
        for outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE, Outcome.UNDECIDED}:
            found = network.differences(replace(decision, outcome=outcome), facts)
            assert [one.what for one in found] == ["outcome"] * (outcome is not decision.outcome)
    network.close()


def test_derived_facts_that_double_one_another_are_refused_and_not_written_out() -> None:
    derived = {"d0": "x0"} | {f"d{at}": f"d{at - 1} or not(d{at - 1})" for at in range(1, 30)}
    message = refusal(facts=yes_no(1), derived=derived, rules={"r": "d29"})
    assert message == f"{2**29} comparisons, derived facts written out, at most 1000"


def test_a_problem_stands_at_the_rule_that_is_too_large() -> None:
    program, problems = compiled(facts=yes_no(26), rules={"small": "x0", "large": pairs(13)})
    assert program is None
    assert problems[0].span.line > 27
