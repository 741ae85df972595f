"""Populations drawn from the examples of authors: the same again, and of people who can be."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from engine.analysis import tables
from engine.analysis.examples import Link, examples_of
from engine.analysis.history.history import Layout, Past
from engine.analysis.history.population import Wanted, population
from engine.analysis.relation.export import complete
from engine.analysis.relation.relation import Relation
from engine.decide.brief import decide_briefly
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.definitions.world import world_of
from engine.expressions.evaluate import Evaluation
from engine.model.problem import EngineError
from engine.model.value import ABSENT
from tests.support.configuration import configuration

CONFIG = Path("config")
YEAR = date(2025, 1, 1), date(2025, 12, 31)
RENEWAL = "registration-renewal"
SERVICES = sorted(path.stem for path in (CONFIG / "services").iterdir())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return configuration()


def drawn(catalogue: Catalogue, service: str, count: int, seed: int = 1) -> list[Past]:
    wanted = Wanted(count, *YEAR, seed, "release")
    return list(population(catalogue, catalogue.services[service], wanted))


def test_equal_arguments_give_equal_people_and_another_seed_gives_others(
    catalogue: Catalogue,
) -> None:
    first = drawn(catalogue, RENEWAL, 40)
    assert drawn(catalogue, RENEWAL, 40) == first
    assert [one.facts for one in drawn(catalogue, RENEWAL, 40, seed=2)] != [
        one.facts for one in first
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_everybody_drawn_is_somebody_who_can_be(catalogue: Catalogue, service: str) -> None:
    if service not in catalogue.services:
        return  # a record or a look-up, for which nobody applies
    declared, program = catalogue.services[service], catalogue.programs[service]
    rules = catalogue.rule_sets[declared.rules]
    world = world_of(declared, rules, catalogue.registers, catalogue.lists, program)
    for past in drawn(catalogue, service, 8):
        evaluation = Evaluation(program, past.facts, past.decision_date)
        failing = [
            name
            for name, nodes in world.given.items()
            if any(evaluation.truth(node) is not True for node in nodes)
        ]
        assert failing == []
        assert Layout.of(program).row(past)["decided_outcome"] == past.outcome
        brief = decide_briefly(program, past.facts, past.decision_date)
        assert past.outcome == str(brief.outcome)


def test_people_are_decided_all_year_and_differ(catalogue: Catalogue) -> None:
    people = drawn(catalogue, RENEWAL, 200)
    assert len({one.reference for one in people}) == 200
    assert {one.decision_date.month for one in people} == set(range(1, 13))
    assert [one.decision_date for one in people] == sorted(one.decision_date for one in people)
    outcomes = Counter(one.outcome for one in people)
    assert 0.5 < outcomes["eligible"] / 200 < 0.95, outcomes
    assert len({one.facts["practitioner.rank"] for one in people}) > 5


def test_what_goes_together_in_the_examples_is_learnt(catalogue: Catalogue) -> None:
    """No file says that a Saudi has no Iqama: the people of the demonstration do."""
    examples = examples_of(catalogue, catalogue.services[RENEWAL])
    assert examples.links["practitioner.iqama_status"] == Link("practitioner.nationality", "SA")
    assert "practitioner.nationality" in examples.twins["identity.nationality"]
    for past in drawn(catalogue, RENEWAL, 100):
        is_saudi = past.facts["practitioner.nationality"] == "SA"
        assert is_saudi is (past.facts["practitioner.iqama_status"] is ABSENT)


def test_a_relation_reads_all_of_a_population_that_was_completed(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    """Conditions over the experience are beyond a relation: their results are columns."""
    program, path = catalogue.programs[RENEWAL], tmp_path / "past.parquet"
    layout = Layout.of(program)
    tables.write(path, layout.columns, map(layout.row, drawn(catalogue, RENEWAL, 20)))
    complete(path, program)
    with tables.opened(str(path), RENEWAL) as table:
        assert any(name.startswith(tables.COMPUTED) for name in table.columns)
        assert Relation(program, table).uncovered == ()


def test_a_service_without_examples_is_said_to_have_none() -> None:
    files = read_folder(Path("tests/fixtures/every-field"))
    catalogue = read_files(files)
    with pytest.raises(EngineError, match="shows anybody who may apply"):
        drawn(catalogue, next(iter(catalogue.services)), 1)
