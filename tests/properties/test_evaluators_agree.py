"""The fast evaluator gives what the reference gives, to the last cause and the place of a fault.

Source: design, section 5; docs/guides/performance.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from engine.decide.brief import brief_of, decide_briefly
from engine.decide.decision import decide
from engine.definitions.catalogue import Catalogue
from engine.expressions.compile import CompiledEvaluation
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.types import Kind
from engine.model.value import Facts, Items
from tests.support import chance
from tests.support.configuration import configuration
from tests.support.programs import compiled
from tests.support.strange import estranged
from tests.support.walks import Unanswerable, walk

CONFIG = Path(__file__).parents[2] / "config"
DAY = date(2026, 11, 23)


def programs(seeds: range) -> Iterator[tuple[Program, Random]]:
    """The programs of chance that have no problem, each with a source of more chance."""
    for seed in seeds:
        random = Random(seed)
        program, _ = compiled(**chance.parts(random))
        if program is not None:
            yield program, random


def check(program: Program, facts: Facts, day: date) -> None:
    reference = decide(program, facts, day, "release", Evaluation)
    fast = decide(program, facts, day, "release")
    assert str(fast) == str(reference)  # NaN is not equal to itself, and 1.0 is not said as 1.00
    if "NaN" not in str(facts):
        assert fast == reference
    assert str(decide_briefly(program, facts, day)) == str(brief_of(reference))


def check_programs(seeds: range, each: int) -> int:
    checked = 0
    for program, random in programs(seeds):
        for _ in range(each):
            day = chance.DAY + timedelta(days=random.choice((0, 0, 1, 40, -9000)))
            check(program, estranged(chance.facts(random), random), day)
            checked += 1
    return checked


def walks(catalogue: Catalogue, seeds: range) -> Iterator[tuple[Program, Facts, Random]]:
    """The facts of complete applications, and the same with gaps."""
    for seed in seeds:
        random = Random(seed)
        for service in catalogue.services.values():
            with suppress(Unanswerable):
                facts = walk(catalogue, service, DAY, random).reading.facts
                yield catalogue.programs[service.id], facts, random


def check_walks(catalogue: Catalogue, seeds: range) -> None:
    for program, facts, random in walks(catalogue, seeds):
        check(program, facts, DAY)
        assert CompiledEvaluation(program, facts, DAY).states is not None
        open_ = {name: state for name, state in facts.items() if random.random() < 0.8}
        groups = [name for name, fact in program.facts.items() if fact.type.kind is Kind.GROUP]
        check(program, open_ | dict.fromkeys(groups, Items((), is_complete=False)), DAY)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return configuration()


def test_the_evaluators_agree_on_programs_of_chance() -> None:
    assert check_programs(range(30), each=8) > 200


def test_the_evaluators_agree_on_every_walk(catalogue: Catalogue) -> None:
    check_walks(catalogue, range(30))


@pytest.mark.long
def test_the_evaluators_agree_on_many_programs_of_chance() -> None:
    assert check_programs(range(1_000, 2_200), each=10) > 10_000


@pytest.mark.long
def test_the_evaluators_agree_on_twenty_thousand_walks(catalogue: Catalogue) -> None:
    check_walks(catalogue, range(100, 1_300))  # of each of some eighteen services


def test_a_day_keeps_its_own_values() -> None:
    """Editions of other days neither lend a value nor forget one."""
    program, random = next(programs(range(99)))
    facts = chance.whole_facts(random)
    days = [chance.DAY + timedelta(days=at) for at in range(-3, 4)] * 2
    fresh = [decide(replace(program), facts, day, "release") for day in days]
    assert [decide(program, facts, day, "release") for day in days] == fresh
