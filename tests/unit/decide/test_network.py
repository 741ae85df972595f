"""The second opinion: a durable-rules network that must agree before a decision binds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from engine.decide.decision import decide
from engine.decide.network import Network
from engine.decide.ruleset import NetworkError
from engine.expressions.program import Program
from engine.model.decision import Decision, Outcome, Verdict
from engine.model.lifecycle import Actor
from engine.model.money import Money
from engine.model.rule import HitPolicy
from engine.model.types import YES_NO
from engine.model.value import ABSENT, Facts
from tests.support.programs import (
    COLOUR,
    SAR,
    WHOLE,
    DocumentOf,
    FeeOf,
    MoveOf,
    RuleOf,
    TableOf,
    given,
    program_of,
    transitions_of,
)

DAY = date(2026, 1, 15)
MOVES = {
    "submit": MoveOf(when='application.is_complete and outcome = "eligible"'),
    "refuse": MoveOf(when='outcome = "ineligible"', by=Actor.REVIEWER),
    "withdraw": MoveOf(target="closed"),
    "pay": MoveOf(origin="submitted", by=Actor.BILLER),
}
FACTS = {
    "n": WHOLE,
    "a": YES_NO,
    "b": YES_NO,
    "opt": WHOLE.optional(),
    "colour": COLOUR,
    "price": SAR,
}
LEVEL = TableOf(
    {"c": "colour"}, {"r1": {"c": "red"}, "r2": {"c": ("green", "blue")}}, {"r1": 1, "r2": 2}
)
FIRST = TableOf(
    {"c": "colour", "a": "a"},
    {"r1": {"c": "red"}, "r2": {"a": "true"}, "r3": {}},
    {"r1": 1, "r2": 2, "r3": 3},
    policy=HitPolicy.FIRST,
)
PROGRAM = program_of(
    facts=FACTS,
    values={"gone": (WHOLE, {date(2027, 1, 1): 5})},
    derived={"both": {"all": ["a", "b"]}},
    formulas={"sum": "level + first"},
    tables={"level": LEVEL, "first": FIRST},
    rules={
        "one": {"any": ["both", "n > 5"]},
        "two": "opt = null or opt > 1",
        "three": "if a then n > 1 else b",
        "later": RuleOf("n > 100", first=date(2026, 1, 16)),
        "past": RuleOf("n > 100", last=date(2026, 1, 14)),
    },
    documents={
        "always": DocumentOf(),
        "sometimes": DocumentOf({"none": ["both"]}),
        "later": DocumentOf(first=date(2026, 1, 16)),
    },
    fees={
        "small": FeeOf("price", when="sum < 5"),
        "large": FeeOf("price", when="n > gone and a or b"),
    },
    transitions=MOVES,
)
ALL = given(
    n=Decimal(9), a=True, b=False, opt=ABSENT, colour="green", price=Money("SAR", 100)
)  # fmt: skip


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    with network_of(PROGRAM) as made:
        yield made


@contextmanager
def network_of(program: Program) -> Iterator[Network]:
    network = Network(program, transitions_of(MOVES))
    try:
        yield network
    finally:
        network.close()


def decided(facts: Facts, program: Program = PROGRAM) -> Decision:
    return decide(program, facts, DAY, "release")


def said(network: Network, decision: Decision, facts: Facts) -> list[str]:
    return [difference.what for difference in network.differences(decision, facts)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"n": Decimal(1)},
        {"b": True},
        {"colour": "red"},
        {"opt": Decimal(1)},
        {"a": False, "b": False, "n": Decimal(0)},
        *({name: None} for name in FACTS),
        dict.fromkeys(FACTS),
    ],
)  # fmt: skip
def test_the_network_says_the_same(network: Network, changes: Mapping[str, object]) -> None:
    facts = {**ALL, **changes}
    known = {name: state for name, state in facts.items() if state is not None}
    assert said(network, decided(known), known) == []  # type: ignore[arg-type]


def test_everything_that_binds_is_compared(network: Network) -> None:
    decision = decided(ALL)
    assert decision.verdicts == dict.fromkeys(("one", "two", "three"), Verdict.MET)
    assert decision.due() == ("always", "sometimes")
    assert decision.rows == {"level": ("r2",), "first": ("r2",)}
    one, *others = decision.rules
    tampered = [
        replace(decision, outcome=Outcome.INELIGIBLE),
        replace(decision, rules=(replace(one, verdict=Verdict.NOT_MET), *others)),
        replace(decision, rules=(replace(one, verdict=Verdict.UNKNOWN), *others)),
        replace(decision, rules=tuple(others)),
        replace(decision, rules=(replace(one, id="invented"), *others)),
        replace(decision, documents=decision.documents[:1]),
        replace(decision, fees=decision.fees[1:]),
        replace(decision, rows={"level": ("r1",), "first": ("r2",)}),
    ]
    assert [said(network, each, ALL) for each in tampered] == [
        ["outcome"],
        ["verdict of one"],
        ["verdict of one"],
        ["verdict of one"],
        ["verdict of invented", "verdict of one"],
        ["documents"],
        ["fee lines"],
        ["rows"],
    ]


def test_a_network_of_other_rules_disagrees() -> None:
    """As if one of the two readings were built from a definition that somebody changed."""
    rules = {"one": "n > 50", "two": "opt = null or opt > 1", "three": "if a then n > 1 else b"}
    other = program_of(facts=FACTS, rules=rules, transitions=MOVES)
    with network_of(other) as network:
        difference, *others = network.differences(decided(ALL), ALL)
    assert (difference.what, difference.evaluator, difference.network) == (
        "verdict of one",
        "met",
        "not_met",
    )
    assert [each.what for each in others] == ["outcome", "documents", "fee lines", "rows"]


def test_there_is_nothing_to_compare_where_the_service_is_not_open(network: Network) -> None:
    for state in (False, None):
        facts = {name: each for name, each in ALL.items() if name != "person.is_on_record"}
        facts |= {} if state is None else {"person.is_on_record": state}
        assert said(network, decided(facts), facts) == []


def test_a_fault_is_unknown_to_the_network(network: Network) -> None:
    """The fee line `large` compares with a value that is not in force yet."""
    decision = decided(ALL)
    assert decision.rules[0].verdict is Verdict.MET
    assert [line.id for line in decision.fees if line.is_charged is not True] == ["large"]
    assert said(network, decision, ALL) == []


@pytest.mark.parametrize(
    "state, by, facts, may",
    [
        ("draft", Actor.APPLICANT, ALL, ("submit", "withdraw")),
        ("draft", Actor.REVIEWER, ALL, ()),
        ("draft", Actor.REVIEWER, {**ALL, "opt": Decimal(1)}, ("refuse",)),
        ("draft", Actor.APPLICANT, {**ALL, "opt": Decimal(1)}, ("withdraw",)),
        ("draft", Actor.APPLICANT, given(n=Decimal(9)), ("withdraw",)),
        ("draft", Actor.APPLICANT, {"n": Decimal(9)}, ("withdraw",)),
        ("submitted", Actor.BILLER, ALL, ("pay",)),
        ("submitted", Actor.APPLICANT, ALL, ()),
    ],
)
def test_transitions_follow_the_networks_own_outcome(
    network: Network, state: str, by: Actor, facts: Facts, may: tuple[str, ...]
) -> None:
    lifecycle = {**facts, "application.is_complete": True, "outcome": "eligible"}
    made = (network.transition(lifecycle, decided(facts), state, by, event) for event in MOVES)
    assert tuple(id for ids in made for id in ids) == may


def test_an_event_makes_no_transition_of_another(network: Network) -> None:
    lifecycle = {**ALL, "application.is_complete": True, "outcome": "eligible"}
    made = network.transition(lifecycle, decided(ALL), "draft", Actor.APPLICANT, "withdraw")
    assert made == ("withdraw",)
    assert network.transition(lifecycle, decided(ALL), "draft", Actor.APPLICANT, "sail") == ()


def test_without_rules_everybody_is_eligible() -> None:
    program = program_of(transitions=MOVES)
    with network_of(program) as network:
        assert said(network, decided(given(), program), given()) == []


def test_several_threads_may_ask_several_networks_at_once() -> None:
    cases = [{**ALL, "n": Decimal(n), "b": n % 2 == 0} for n in range(20)]
    decisions = [decided(case) for case in cases]
    with (
        network_of(PROGRAM) as one,
        network_of(PROGRAM) as two,
        ThreadPoolExecutor(max_workers=4) as threads,
    ):
        asked = [
            threads.submit(said, network, decision, case)
            for case, decision in zip(cases, decisions, strict=True)
            for network in (one, two)
        ]
        assert [each.result() for each in asked] == [[]] * 40


def test_every_session_is_deleted() -> None:
    """Over 1,024 live ones break durable-rules."""
    program = program_of(facts=FACTS, rules={"one": "n > 5"}, transitions=MOVES)
    decision = decided(ALL, program)
    with network_of(program) as network:
        for _ in range(1200):
            assert said(network, decision, ALL) == []


def test_a_network_that_broke_off_is_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its session is not deleted: that once broke the process."""

    def breaks(*_: object) -> None:
        raise ValueError("broken")

    with network_of(PROGRAM) as network:
        with monkeypatch.context() as patch:
            patch.setattr("engine.decide.ruleset._fire", breaks)
            with pytest.raises(NetworkError, match="broken"):
                network.differences(decided(ALL), ALL)
        assert said(network, decided(ALL), ALL) == []


def test_a_closed_network_is_asked_nothing_more() -> None:
    network = Network(PROGRAM)
    network.close()
    network.close()
    with pytest.raises(NetworkError, match="closed"):
        network.differences(decided(ALL), ALL)
