"""Evaluator, network and relation decide the same, for facts known, absent or unknown."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from engine.analysis import tables
from engine.analysis.formula.formula import Formula
from engine.analysis.relation.relation import Relation
from engine.decide.decision import decide
from engine.decide.network import Network
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.decision import Outcome, Verdict
from engine.model.money import Money
from engine.model.period import Days, Months
from engine.model.types import DATE, DAYS, PERIOD, YES_NO, Kind, Type
from engine.model.value import ABSENT, UNKNOWN, Facts, Items, State, Unknown
from tests.properties.test_formula_agrees import is_covered, nodes_of, plain
from tests.properties.test_network_agrees import (
    catalogue,
    generated,
    network_of,
    services_of_chance,
)
from tests.support import chance, relations
from tests.support.formulas import at_facts, world_of
from tests.support.programs import COLOUR, PERSON, SAR, program_of
from tests.support.programs import given as person

# Services of chance -----------------------------------------------------------------------------


def test_they_agree_on_services_of_chance(tmp_path: Path) -> None:
    agree_on_services(range(500, 600), 8, 300, 30, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))
def test_they_agree_on_a_hundred_thousand_cases(part: int, tmp_path: Path) -> None:
    """Of 100 services, each decided by all three."""
    agree_on_services(range(20_000 + 100 * part, 20_100 + 100 * part), 20, 1_000, 1_000, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))
def test_the_formula_agrees_on_ten_thousand_of_them(part: int) -> None:
    """Those of which nothing is unknown: the formula tells unknown and fault not apart."""
    seeds = range(20_000 + 100 * part, 20_100 + 100 * part)
    for program, random in islice(services_of_chance(seeds), 20):
        nodes = [node for node in nodes_of(program) if is_covered(node, program)]
        formula = Formula(world_of(program))
        for node in nodes:
            formula.term(node)
        whole = (case for case in cases_of_chance(random) if is_whole(program, case[0]))
        for facts, day in islice(whole, 100):
            said, evaluation = at_facts(formula, facts, day), Evaluation(program, facts, day)
            for node in nodes:
                assert said(node) == plain(evaluation.value(node)), node


def is_whole(program: Program, facts: Facts) -> bool:
    """Whether every fact is known or absent, and those of items too."""
    states = [facts.get(name, UNKNOWN) for name in program.facts]
    states += [
        one
        for state in states
        if isinstance(state, Items)
        for item in state.items
        for one in item.values()
    ]
    groups = [state for state in states if isinstance(state, Items)]
    return all(group.is_complete for group in groups) and not any(
        isinstance(state, Unknown) for state in states
    )


def agree_on_services(
    seeds: range, services: int, each: int, by_network: int, folder: Path
) -> None:
    """Every verdict and outcome must occur; the network decides the first of the cases too."""
    verdicts: set[Verdict] = set()
    outcomes: set[Outcome] = set()
    for at, (program, random) in enumerate(islice(services_of_chance(seeds), services)):
        cases = list(islice(cases_of_chance(random), each))
        briefs = relations.agreed(program, cases, folder, measured=at % 2 == 0)
        verdicts |= {verdict for brief in briefs for verdict in brief.verdicts.values()}
        outcomes |= {brief.outcome for brief in briefs}
        with network_of(program, ()) as network:
            for case in cases[:by_network]:
                assert_network_agrees(network, program, *case)
        services -= 1
    assert services == 0
    assert (verdicts, outcomes) == (set(Verdict), set(Outcome))


def assert_network_agrees(network: Network, program: Program, facts: Facts, day: date) -> None:
    decision = decide(program, facts, day, "release")
    if decision.is_open_to is True:
        assert network.differences(decision, facts) == (), facts


def cases_of_chance(random: Random) -> Iterator[relations.Case]:
    """On several days; now and then nobody knows whether the person is on record."""
    while True:
        facts = chance.whole_facts(random) if random.random() < 0.3 else chance.facts(random)
        if random.random() < 0.1:
            facts = {**facts, PERSON: random.choice((False, UNKNOWN))}
        yield facts, chance.DAY + timedelta(days=random.choice((0, 0, 1, -1, 40, -9000)))


def test_a_changed_rule_is_found_out(tmp_path: Path) -> None:
    """As if somebody had changed one of the two readings."""
    program, random = next(services_of_chance(range(500, 600)))
    cases = list(islice(cases_of_chance(random), 50))
    first = replace(program.rules[0], condition=program.rules[1].condition)
    other = replace(program, rules=(first, *program.rules[1:]))
    rows = relations.decided(
        other, str(relations.written(program, cases, tmp_path)), tmp_path, measured=True
    )
    found = {
        name
        for (facts, day), row in zip(cases, rows, strict=True)
        for name, _, _ in relations.differences(row, relations.decided_one(program, facts, day))
    }
    assert f"verdicts.{program.rules[0].rule.id}" in found


# Every service ----------------------------------------------------------------------------------


@pytest.mark.parametrize("service", sorted(catalogue().services))
def test_they_agree_on_applications_of(service: str, tmp_path: Path) -> None:
    agree_on(service, 40, Random(2), tmp_path)


@pytest.mark.long
def test_they_agree_on_hundreds_of_applications_of_every_service(tmp_path: Path) -> None:
    for service in catalogue().services:
        agree_on(service, 300, Random(1), tmp_path)


def agree_on(service: str, count: int, random: Random, folder: Path) -> None:
    program = catalogue().programs[service]
    days = [date(2026, 1, 1) + timedelta(days=random.randrange(730)) for _ in range(count)]
    cases = [(generated(program, random, day), day) for day in days]
    relations.agreed(program, cases, folder, measured=True)


DAY = date(2026, 11, 23)

# Calculations -----------------------------------------------------------------------------------

EXACT = Type(Kind.NUMBER, decimals=2)
CALCULATED = program_of(
    facts={
        "n": EXACT,
        "m": Type(Kind.NUMBER),
        "day": DATE,
        "other": DATE.optional(),
        "length": PERIOD,
        "days": DAYS,
        "fee": SAR,
        "colour": COLOUR.optional(),
        "is_new": YES_NO.optional(),
    },
    values={"wait": (PERIOD, {date(2020, 1, 1): Months(1), date(2026, 2, 1): Months(13)})},
    formulas={
        "sum": "n + m * 3 - 0.5",
        "scaled": "-n * 1.25",
        "half_year": "length * 0.5",
        "half_days": "days * 0.5",
        "thrice": "fee * 3",
        "on": "day + wait",
        "back": "day - wait",
        "far": "day + length",
        "far_back": "day - length",
        "days_on": 'day + @"P45D"',
        "days_back": 'day - @"P400D"',
        "days_far": "day + days",
        "days_far_back": "day - days",
        "between": "if other = null then null else day - other",
        "longer": "length + wait",
        "twice": "fee + fee",
        "weight": "colour.weight",
        "either": "if is_new = null then n else m",
    },
    derived={
        "near": 'other != null and day - other < @"P30D"',
        "ordered": "other != null and day + wait <= other",
        "listed": 'colour != null and colour in ("red", "green")',
        "denied": "not(not(is_new != null and is_new) = false)",
        "same": "is_new != null and is_new = (n > m)",
        "unlike": "n != m",
    },
    validity=("day", "length"),
)
DETERMINED = replace(CALCULATED, determinations=tuple(CALCULATED.derived))


def calculated_facts(random: Random) -> Facts:
    """Days near the ends of months, and of the calendar; some are absent and some unknown."""

    def day() -> date:
        first = random.choice(
            (date(2024, 2, 28), date(2026, 1, 31), date(1900, 2, 28), date(1, 2, 15))
        )
        days = timedelta(days=random.randint(-40, 40))
        return date(9999, 12, 31) - abs(days) if random.random() < 0.1 else first + days

    facts: dict[str, State] = {
        "n": Decimal(random.randint(-500, 500)).scaleb(-2),
        "m": Decimal(random.randint(-5, 5)),
        "day": day(),
        "other": random.choice((day(), ABSENT)),
        "length": Months(random.randint(-30, 30)),
        "days": Days(random.choice((1, -3, 90, -90, 5_000_000, -5_000_000, 10**12))),
        "fee": Money("SAR", random.choice((0, 1, 2, 25_000, 10**15))),
        "colour": random.choice(("red", "green", "blue", ABSENT, "none of the list")),
        "is_new": random.choice((True, False, ABSENT)),
    }
    return person(**{name: state for name, state in facts.items() if random.random() < 0.95})


@pytest.mark.parametrize("measured", [False, True])
def test_calculations_of_every_kind(measured: bool, tmp_path: Path) -> None:
    random = Random(5)
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2019, 12, 31))
    cases = [(calculated_facts(random), random.choice(days)) for _ in range(600)]
    relations.agreed(DETERMINED, cases, tmp_path, measured=measured)
    plain = [({**facts, "day": days[0], "length": Months(7)}, day) for facts, day in cases]
    relations.agreed(DETERMINED, plain, tmp_path, measured=measured)


def test_the_calculations_are_all_covered(tmp_path: Path) -> None:
    path = relations.written(DETERMINED, [({}, chance.DAY)], tmp_path)
    with tables.opened(str(path), "test") as table:
        assert Relation(DETERMINED, table).uncovered == ()


# Other engines ----------------------------------------------------------------------------------


@pytest.mark.postgres
def test_postgresql_gives_the_same(postgres_url: str, tmp_path: Path) -> None:
    agree_in(postgres_url, 1, 100, tmp_path)


@pytest.mark.long
@pytest.mark.postgres
def test_postgresql_gives_the_same_of_more(postgres_url: str, tmp_path: Path) -> None:
    agree_in(postgres_url, 3, 1_000, tmp_path)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_spark_gives_the_same(tmp_path: Path) -> None:
    """PySpark leaves sockets to its own process open, which are collected here."""
    agree_in(tables.SPARK, 1, 1_000, tmp_path)
    gc.collect()


def agree_in(engine: str, services: int, each: int, folder: Path) -> None:
    """Services of chance, calculations of every kind and the renewal, in another engine."""
    random = Random(7)
    programs: list[tuple[Program, list[relations.Case]]] = [
        (program, list(islice(cases_of_chance(chances), each)))
        for program, chances in islice(services_of_chance(range(700, 800)), services)
    ]
    programs.append((DETERMINED, [(calculated_facts(random), chance.DAY) for _ in range(each)]))
    renewal = catalogue().programs["registration-renewal"]
    programs.append((renewal, [(generated(renewal, random, DAY), DAY) for _ in range(each)]))
    for at, (program, cases) in enumerate(programs):
        relations.agreed(program, cases, folder, measured=at % 2 == 0, engine=engine)
