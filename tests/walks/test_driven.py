"""Random walks through every service of config/, made for real: a decision, or what is missing.

Through the use cases with registers of chance, and through the pages as the people of the
demonstration. A complete application is decided and, where it may be, submitted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from random import Random

import pytest

from engine.decide.network import Network
from engine.definitions.read import read_folder
from engine.model.account import Account
from engine.model.decision import Outcome
from engine.model.register import DemonstrationPerson
from engine.model.service import Service
from engine.operations import applications
from engine.operations.ports import Ports
from engine.operations.submission import Ineligible, NotComplete, Submitted
from tests.support.configuration import configuration
from tests.support.driving import Pages, Said, UseCases, fill, walked_alone, without_history
from tests.support.portal import Site, serving
from tests.support.visitors import NOW, add_account, open_here, publish
from tests.support.walks import Unanswerable, Walked, random_snapshot, walk

FILES = read_folder(Path(__file__).parents[2] / "config")
CATALOGUE = configuration()
DAY = NOW.date()
SERVICES = walked_alone(CATALOGUE)


@dataclass
class Place:
    """A store whose registers say what a walk drew. Every walk has an applicant of its own."""

    ports: Ports
    said: Said
    numbers: Iterator[int]

    def start(self, service: Service, walked: Walked) -> UseCases:
        account = self._somebody(walked)
        return UseCases.start(self.ports, account, service.id, account.id)

    def put(self, walked: Walked) -> UseCases:
        account = self._somebody(walked)
        return UseCases.put(self.ports, account, walked, account.id.upper())

    def _somebody(self, walked: Walked) -> Account:
        """A new applicant, of whom the registers say what was drawn."""
        self.said.snapshot = walked.snapshot
        number = next(self.numbers)
        return add_account(self.ports, f"walker-{number}", f"1{number:09}")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("walks")
    said = Said()
    with closing(open_here(folder, f"sqlite:///{folder / 'walks.sqlite3'}")) as opened:
        ports = replace(opened, registers=said)
        publish(ports, FILES)
        yield Place(ports, said, count(1))


def drawn(service: Service, seeds: Iterator[int]) -> tuple[int, Walked]:
    """The next seed whose registers leave the applicant something to answer."""
    for seed in seeds:
        random = Random(seed)
        snapshot = without_history(CATALOGUE, random_snapshot(CATALOGUE, DAY, random))
        with suppress(Unanswerable):
            return seed, walk(CATALOGUE, service, DAY, random, snapshot)
    raise AssertionError("hardly a walk can be walked")


def walks(place: Place, service: Service, seeds: Iterator[int], by_hand: int, whole: int) -> None:
    """Walk through the use cases: so many filled in step by step, and so many put there whole.

    Every walk is decided alike by evaluator and network, and submitted where it may be.
    """
    program = CATALOGUE.programs[service.id]
    with closing(Network(program, service.lifecycle.transitions)) as network:
        for number in range(by_hand + whole):
            seed, walked = drawn(service, seeds)
            hand = place.start(service, walked) if number < by_hand else place.put(walked)
            if number < by_hand:
                assert isinstance(hand.submit(), NotComplete), seed
                fill(hand, walked)
            view = applications.view(place.ports, hand.account, hand.reference, NOW)
            assert view.is_complete, (seed, [one.step.id for one in view.reading.steps])
            decision = view.decision
            assert decision.questions == (), seed
            assert decision.outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE}, seed
            assert network.differences(decision, view.reading.facts) == (), seed
            may = decision.outcome is Outcome.ELIGIBLE or service.ineligible_may_submit
            assert isinstance(hand.submit(), Submitted if may else Ineligible), seed


@pytest.mark.parametrize("service", SERVICES)
def test_fifty_walks_are_decided(place: Place, service: str) -> None:
    walks(place, CATALOGUE.services[service], iter(range(500)), by_hand=12, whole=38)


@pytest.mark.long
@pytest.mark.parametrize("service", SERVICES)
def test_a_thousand_walks_are_decided(place: Place, service: str) -> None:
    seeds = iter(range(500, 10_500))
    walks(place, CATALOGUE.services[service], seeds, by_hand=100, whole=880)


# Through the pages ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Said]]:
    said = Said()
    with serving(tmp_path_factory.mktemp("pages"), FILES, registers=said) as made:
        yield made, said


def through_pages(portal: tuple[Site, Said], service: Service, seed: int) -> Outcome | None:
    """Walk once as somebody of the demonstration; None where there is nothing to walk."""
    site, said = portal
    random = Random(seed)
    person: DemonstrationPerson = random.choice(list(CATALOGUE.people.values()))
    language = random.choice(["ar", "en"])
    name, key = f"{service.id}-{seed}", f"1{SERVICES.index(service.id):03}{seed:06}"
    said.snapshot = person.answers
    hand = Pages.start(site.in_session(name, key), service.id, language, name)
    if hand is None:
        return None
    try:
        walked = walk(CATALOGUE, service, DAY, random, without_history(CATALOGUE, person.answers))
    except Unanswerable:
        return None
    fill(hand, walked)
    with site.ports.store.read() as work:
        found = work.accounts.by_email(f"{name}@example.org")
    assert found is not None
    view = applications.view(site.ports, found.account, hand.reference, NOW)
    assert view.is_complete, (seed, [one.step.id for one in view.reading.steps])
    outcome = view.decision.outcome
    assert outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE}, seed
    may = outcome is Outcome.ELIGIBLE or service.ineligible_may_submit
    assert hand.submit() is may, seed
    return outcome


@pytest.mark.parametrize("service", SERVICES)
def test_walks_through_the_pages_are_decided(portal: tuple[Site, Said], service: str) -> None:
    for seed in range(4):
        through_pages(portal, CATALOGUE.services[service], seed)


@pytest.mark.long
@pytest.mark.parametrize("service", SERVICES)
def test_twenty_walks_through_the_pages_are_decided(
    portal: tuple[Site, Said], service: str
) -> None:
    ends = (through_pages(portal, CATALOGUE.services[service], seed) for seed in range(100, 500))
    decided = islice((end for end in ends if end is not None), 20)
    assert len(list(decided)) == 20
