"""Every reaction to an event agrees with a plain table made of the same transitions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decide.network import Network
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_folder
from engine.expressions.evaluate import Evaluation
from engine.journey.saving import Desk
from engine.model.application import Submission
from engine.model.lifecycle import Actor
from engine.model.service import Service
from engine.operations.binding import (
    Binding,
    NotNow,
    decision_of,
    lifecycle_facts,
    reaction_to,
)
from engine.operations.causes import Cause
from engine.operations.opening import Opened
from engine.release import Release
from tests.support.walks import NOW, Unanswerable, walk

CONFIG = Path(__file__).parents[2] / "config"
DAY = date(2026, 11, 23)
FILES = read_folder(CONFIG)
RELEASE = Release.of(FILES)
SERVICES = tuple(RELEASE.catalogue.services)
MOVING = "registration-renewal"  # with an event of each kind


def table(service: Service) -> list[tuple[str, str, str, Actor, str]]:
    """The transitions, one row for each state that one leaves: id, from, event, by and to."""
    return [
        (move.id, origin, move.event, move.by, move.target)
        for move in service.lifecycle.transitions
        for origin in move.origins
    ]


def expected(opened: Opened, cause: Cause) -> list[tuple[str, str]]:
    """The ids and targets of the rows that the event takes, by the reference evaluator alone."""
    reading = opened.read()
    facts = lifecycle_facts(opened.application, reading, decision_of(opened, reading))
    evaluation = Evaluation(opened.program, facts, DAY)
    found = []
    for id, origin, event, by, target in table(opened.service):
        when = opened.program.transitions[id]
        is_caused = (origin, event, by) == (opened.application.state, cause.event, cause.by)
        if is_caused and (when is None or evaluation.truth(when) is True):
            found.append((id, target))
    return found


@pytest.fixture(scope="module")
def networks() -> Iterator[Mapping[str, Network]]:
    catalogue = RELEASE.catalogue
    made = {
        name: Network(catalogue.programs[name], catalogue.services[name].lifecycle.transitions)
        for name in SERVICES
    }
    yield made
    for network in made.values():
        network.close()


def opened_at(catalogue: Catalogue, name: str, seed: int) -> Opened | None:
    """An application filled in by chance, in a state, with flags and results, of chance."""
    random = Random(seed)
    service = catalogue.services[name]
    try:
        end = walk(catalogue, service, DAY, random)
    except Unanswerable:
        return None
    lifecycle = service.lifecycle
    application = replace(
        end.application,
        state=random.choice(lifecycle.states).id,
        flags=frozenset(flag.id for flag in lifecycle.flags if random.random() < 0.5),
        recorded={
            field.id: random.choice(catalogue.lists[field.chosen_from].codes).id
            for field in service.review
            if field.chosen_from is not None and random.random() < 0.7
        },
        submission=Submission(DAY, NOW, {}, 1, None),
    )
    return Opened(application, RELEASE, service, Desk(catalogue, end.snapshot, DAY))


def check(networks: Mapping[str, Network], name: str, seed: int, pick: int) -> bool:
    """Whether the event moved the application; fails where the two differ."""
    opened = opened_at(RELEASE.catalogue, name, seed)
    if opened is None:
        return False
    moves = opened.service.lifecycle.transitions
    move = moves[pick % len(moves)]
    for by in (move.by, Actor.APPLICANT):
        cause = Cause(move.event, by)
        wanted, reaction = expected(opened, cause), reaction_to(opened, networks[name], cause)
        assert len(wanted) <= 1
        if not wanted:
            assert isinstance(reaction, NotNow)
        else:
            assert isinstance(reaction, Binding)
            assert [(reaction.transition.id, reaction.transition.target)] == wanted
            return True
    return False


@given(st.sampled_from(SERVICES), st.integers(0, 10_000), st.integers(0, 1_000))
def test_every_reaction_agrees_with_the_plain_table(
    networks: Mapping[str, Network], name: str, seed: int, pick: int
) -> None:
    check(networks, name, seed, pick)


def test_the_property_meets_events_that_move_and_events_that_do_not(
    networks: Mapping[str, Network],
) -> None:
    moved = [check(networks, MOVING, seed, seed * 11) for seed in range(60)]
    assert 3 < sum(moved) < 57
