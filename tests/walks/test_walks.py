"""A complete application is never undecided, and the two readings agree on it.

Source: design, section 5, law 13; section 6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from engine.decide.decision import decide
from engine.decide.network import Network
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files
from engine.model.decision import Decision, Outcome
from engine.model.money import Money
from engine.model.service import Service
from tests.support import camping, skipper
from tests.support.badge import BADGE, badge
from tests.support.configuration import configuration
from tests.support.walks import Unanswerable, Walked, walk

DAY = date(2026, 11, 23)
CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return configuration()


def walked(catalogue: Catalogue, walks: int) -> Iterator[Decision]:
    """The decision of each walk through each service, agreed by its network."""
    for service in catalogue.services.values():
        program = catalogue.programs[service.id]
        with closing(Network(program, service.lifecycle.transitions)) as network:
            seeds = iter(range(10 * walks))
            for _ in range(walks):
                seed, end = next_walk(catalogue, service, seeds)
                decision = decide(program, end.reading.facts, DAY, "walk")
                assert network.differences(decision, end.reading.facts) == (), seed
                yield decision


def next_walk(catalogue: Catalogue, service: Service, seeds: Iterator[int]) -> tuple[int, Walked]:
    """The next seed whose registers leave the applicant something to answer."""
    for seed in seeds:
        with suppress(Unanswerable):
            return seed, walk(catalogue, service, DAY, Random(seed))
    raise AssertionError("hardly a walk can be walked")


def check(decisions: Iterator[Decision]) -> Counter[Outcome]:
    outcomes: Counter[Outcome] = Counter()
    for decision in decisions:
        assert decision.outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE}
        assert decision.questions == ()
        assert isinstance(decision.total(), Money | None)
        outcomes[decision.outcome] += 1
    return outcomes


def test_a_complete_application_is_decided_where_checks_refuse_answers() -> None:
    one = {camping.SERVICE: camping.catalogue().services[camping.SERVICE]}
    outcomes = check(walked(replace(camping.catalogue(), services=one), 60))
    assert set(outcomes) == {Outcome.ELIGIBLE, Outcome.INELIGIBLE}


def test_a_complete_application_is_decided_where_items_hold_items() -> None:
    one = {skipper.SERVICE: skipper.catalogue().services[skipper.SERVICE]}
    outcomes = check(walked(replace(skipper.catalogue(), services=one), 60))
    assert set(outcomes) == {Outcome.ELIGIBLE, Outcome.INELIGIBLE}


def test_a_complete_application_is_decided_whoever_is_invited() -> None:
    """What invited people say comes later, and no rule waits for it."""
    catalogue = read_files(badge())
    one = {BADGE: catalogue.services[BADGE]}
    outcomes = check(walked(replace(catalogue, services=one), 60))
    assert set(outcomes) == {Outcome.ELIGIBLE, Outcome.INELIGIBLE}
