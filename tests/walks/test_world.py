"""What proofs take as given of the facts of a service holds of every complete application."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest

from engine.analysis.questions import World
from engine.definitions.catalogue import Catalogue
from engine.definitions.world import world_of
from engine.expressions.evaluate import Evaluation
from tests.support import camping, skipper
from tests.support.configuration import configuration
from tests.support.walks import Unanswerable, walk
from tests.walks.test_walks import DAY


def worlds(catalogue: Catalogue) -> dict[str, World]:
    return {
        service.id: world_of(
            service,
            catalogue.rule_sets[service.rules],
            catalogue.registers,
            catalogue.lists,
            catalogue.programs[service.id],
        )
        for service in catalogue.services.values()
    }


@pytest.mark.parametrize(
    "catalogue",
    [configuration(), camping.catalogue(), skipper.catalogue()],
    ids=["config", "camping", "skipper"],
)
def test_what_is_given_holds_of_every_complete_application(catalogue: Catalogue) -> None:
    looked_at = 0
    for name, world in worlds(catalogue).items():
        for seed in range(40):
            with suppress(Unanswerable):
                end = walk(catalogue, catalogue.services[name], DAY, Random(seed))
                evaluation = Evaluation(world.program, end.reading.facts, DAY)
                for fact, nodes in world.given.items():
                    for node in nodes:
                        assert evaluation.truth(node) is True, (name, seed, fact)
                looked_at += 1
    assert looked_at > 20
