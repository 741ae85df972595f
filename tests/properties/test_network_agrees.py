"""The network comes to what the evaluator says, over services of chance and the real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.decide import network_size
from engine.decide.decision import decide
from engine.decide.network import Network
from engine.definitions.catalogue import Catalogue
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.decision import Decision, Outcome, Verdict
from engine.model.lifecycle import Actor, Transition
from engine.model.money import Money
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Facts, Items, State, Unknown
from tests.support import chance
from tests.support.configuration import configuration
from tests.support.programs import transitions_of
from tests.support.strange import estranged

CONFIG = Path(__file__).parents[2] / "config"
OFTEN_MET = "registration-renewal"  # a service of which facts of chance meet everything


@contextmanager
def network_of(program: Program, transitions: tuple[Transition, ...]) -> Iterator[Network]:
    network = Network(program, transitions)
    try:
        yield network
    finally:
        network.close()


# Services of chance -----------------------------------------------------------------------------


@given(chance.SERVICES, st.lists(chance.SOME_FACTS, min_size=1, max_size=5))
def test_the_network_agrees_with_the_evaluator(service: int, several: list[Facts]) -> None:
    program = chance.program_of_chance(service)
    with network_of(program, transitions_of(chance.MOVES)) as network:
        for facts in several:
            decision = decide(program, facts, chance.DAY, "release")
            assert network.differences(decision, facts) == ()
            lifecycle = lifecycle_facts(decision, facts)
            may = made_by_events(network, lifecycle, decision)
            assert may == transitions(program, lifecycle, chance.DAY)


def test_they_agree_whatever_the_facts_are() -> None:
    agree_on_services(range(2_000, 3_000), services=40, each=10)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_they_agree_on_a_hundred_thousand_pairs(part: int) -> None:
    """Of 5,000 services that durable-rules takes, with 20 facts each."""
    agree_on_services(range(10_000 * (part + 1), 10_000 * (part + 2)), services=500, each=20)


def agree_on_services(seeds: range, services: int, each: int) -> None:
    """Known, absent, unknown and strange facts, on several days; every verdict must occur."""
    verdicts: set[Verdict] = set()
    for program, random in islice(services_of_chance(seeds), services):
        with network_of(program, ()) as network:
            for _ in range(each):
                facts = estranged(chance.facts(random), random)
                day = chance.DAY + timedelta(days=random.choice((0, 0, 1, 40, -9000)))
                decision = decide(program, facts, day, "release")
                assert network.differences(decision, facts) == (), (program, facts)
                verdicts |= set(decision.verdicts.values())
        services -= 1
    assert services == 0
    assert verdicts == set(Verdict)


def services_of_chance(seeds: range) -> Iterator[tuple[Program, Random]]:
    for seed in seeds:
        random = Random(seed)
        program = chance.made(chance.parts(random))
        if program is not None:
            yield program, random


def lifecycle_facts(decision: Decision, facts: Facts) -> Facts:
    outcome: State = Unknown()
    if decision.outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE}:
        outcome = str(decision.outcome)
    return {**facts, "outcome": outcome, "application.is_complete": True}


def made_by_events(network: Network, facts: Facts, decision: Decision) -> list[str]:
    """The transitions out of a draft that an applicant's events make, one after another."""
    made = (
        network.transition(facts, decision, "draft", Actor.APPLICANT, event)
        for event in chance.MOVES
    )
    return [id for ids in made for id in ids]


def transitions(program: Program, facts: Facts, day: date) -> list[str]:
    evaluation = Evaluation(program, facts, day)
    return [
        name
        for name, when in program.transitions.items()
        if when is not None and evaluation.truth(when) is True
    ]


@pytest.fixture
def small_rulesets(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if durable-rules took 16 rules: every service is decided in parts."""
    monkeypatch.setattr(network_size, "MAX_RULES", 16)


@pytest.mark.usefixtures("small_rulesets")
def test_a_network_in_parts_agrees() -> None:
    agree_on_services(range(3_000, 4_000), services=25, each=12)


@pytest.mark.usefixtures("small_rulesets")
def test_transitions_follow_from_every_part() -> None:
    asked: set[bool] = set()
    for program, random in islice(services_of_chance(range(4_000, 5_000)), 15):
        with network_of(program, transitions_of(chance.MOVES)) as network:
            assert len(network.plan.parts) > 1
            for _ in range(10):
                facts = chance.whole_facts(random)
                decision = decide(program, facts, chance.DAY, "release")
                lifecycle = lifecycle_facts(decision, facts)
                may = made_by_events(network, lifecycle, decision)
                assert may == transitions(program, lifecycle, chance.DAY)
                asked.add(bool(may))
    assert asked == {True, False}


@given(chance.SERVICES, chance.ALL_FACTS, st.integers(0, 2))
def test_a_network_of_a_changed_rule_is_found_out(service: int, facts: Facts, at: int) -> None:
    """As if somebody had changed one of the two readings."""
    parts, program = chance.built(service)
    assert program is not None
    decision = decide(program, facts, chance.DAY, "release")
    name = f"r{at}"
    assume(decision.verdicts.get(name) in {Verdict.MET, Verdict.NOT_MET})
    rule = parts["rules"][name]
    assume(rule.applies_on is None)  # one that does not apply is met, whatever it says
    changed = replace(rule, condition={"none": [rule.condition]})
    other = chance.made({**parts, "rules": {**parts["rules"], name: changed}})
    assume(other is not None)
    assert other is not None
    with network_of(other, ()) as network:
        found = [difference.what for difference in network.differences(decision, facts)]
    assert f"verdict of {name}" in found


@given(chance.SERVICES, chance.ALL_FACTS)
def test_a_changed_decision_is_found_out(service: int, facts: Facts) -> None:
    program = chance.program_of_chance(service)
    decision = decide(program, facts, chance.DAY, "release")
    other = Outcome.INELIGIBLE if decision.outcome is Outcome.ELIGIBLE else Outcome.ELIGIBLE
    tampered = [replace(decision, outcome=other)]
    if decision.due():
        tampered.append(replace(decision, documents=()))
    if any(line.is_charged is True for line in decision.fees):
        tampered.append(replace(decision, fees=()))
    if any(each.verdict in {Verdict.MET, Verdict.NOT_MET} for each in decision.rules):
        tampered.append(replace(decision, rules=()))
    with network_of(program, ()) as network:
        assert all(network.differences(each, facts) for each in tampered)


# The renewal service ----------------------------------------------------------------------------


@cache
def catalogue() -> Catalogue:
    return configuration()


def test_they_agree_on_applications_of_every_service() -> None:
    for service in catalogue().services:
        agree_on(service, 60, Random(2))


def test_they_agree_where_every_verdict_occurs() -> None:
    agree_and_meet_everything(300, Random(2))


@pytest.mark.long
def test_they_agree_on_thousands_of_applications_of_every_service() -> None:
    for service in catalogue().services:
        agree_on(service, 2_000, Random(1))
    agree_and_meet_everything(10_000, Random(1))


def agree_and_meet_everything(count: int, random: Random) -> None:
    """As `agree_on`, of a service of which chance meets every outcome and every verdict."""
    program = catalogue().programs[OFTEN_MET]
    decisions = agree_on(OFTEN_MET, count, random)
    outcomes = {decision.outcome for decision in decisions}
    verdicts = {verdict for decision in decisions for verdict in decision.verdicts.items()}
    assert outcomes >= {Outcome.ELIGIBLE, Outcome.INELIGIBLE, Outcome.UNDECIDED}
    for entry in program.rules:
        assert {(entry.rule.id, verdict) for verdict in Verdict} - verdicts == {
            (entry.rule.id, Verdict.FAULT)
        }


def agree_on(service: str, count: int, random: Random) -> list[Decision]:
    """Decide `count` applications both ways."""
    program = catalogue().programs[service]
    declared = catalogue().services[service].lifecycle.transitions
    decisions = []
    with network_of(program, declared) as network:
        for _ in range(count):
            day = date(2026, 1, 1) + timedelta(days=random.randrange(730))
            facts = generated(program, random, day)
            decision = decide(program, facts, day, "release")
            assert network.differences(decision, facts) == (), facts
            decisions.append(decision)
    return decisions


def generated(program: Program, random: Random, day: date) -> Facts:
    """Facts of somebody on record: mostly known, dates around the day, codes of the lists."""
    share_unknown = random.choice((0, 0, 0.1, 0.4))
    facts: dict[str, State] = {}
    for name, fact in program.facts.items():
        if name.endswith(".is_on_record"):
            facts[name] = True
        elif random.random() >= share_unknown:
            facts[name] = state_of(fact.type, random, day)
    return facts


def state_of(type_: Type, random: Random, day: date) -> State:
    if type_.is_optional and random.random() < 0.3:
        return ABSENT
    if type_.kind is Kind.GROUP:
        items = tuple(
            {name: state_of(field, random, day) for name, field in type_.fields}
            for _ in range(random.randrange(4))
        )
        return Items(items, is_complete=random.random() < 0.9)
    return _KNOWN[type_.kind](type_, random, day)


def _code(type_: Type, random: Random, day: date) -> State:
    return random.choice([code.id for code in catalogue().lists[type_.of or ""].codes])


def _date(type_: Type, random: Random, day: date) -> State:
    years = random.choice((0, 0, 0, 1, 2, 5, 60, 65))
    return day - timedelta(days=round(years * 365.25) + random.randrange(-100, 100))


_KNOWN: dict[Kind, Callable[[Type, Random, date], State]] = {
    Kind.NUMBER: lambda type_, random, day: Decimal(random.choice((0, 5, 15, 20, 29, 30, 60, 99))),
    Kind.MONEY: lambda type_, random, day: Money("SAR", random.choice((0, 1, 20_000, 60_000))),
    Kind.YES_NO: lambda type_, random, day: random.random() < 0.5,
    Kind.TEXT: lambda type_, random, day: "text",
    Kind.FILE: lambda type_, random, day: True,
    Kind.CODE: _code,
    Kind.DATE: _date,
}
