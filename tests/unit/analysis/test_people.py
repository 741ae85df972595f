"""Examples of real services as people: told in words, and kept as scenarios that hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.completing import completed
from engine.analysis.people import Person
from engine.analysis.proofs import Prover
from engine.analysis.questions import Example, Question, World
from engine.analysis.scenario_text import scenario_text
from engine.analysis.scenarios import run_scenarios
from engine.analysis.whole import Whole, worlds
from engine.decide.decision import decide
from engine.decide.summary import summary
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.model.words import Language
from tests.support.configuration import configuration

CONFIG = Path(__file__).parents[3] / "config"
PARTS = ("outcome", "verdicts", "fees")
SERVICES = ("exam-eligibility", "fee-refund", "professional-registration", "inquiry")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return configuration()


@pytest.fixture(scope="module")
def people(catalogue: Catalogue) -> Mapping[str, Person]:
    """Somebody eligible and somebody who is not, by service and outcome."""
    of = {service: world for service, world in worlds(catalogue) if service in SERVICES}
    return {
        f"{service}-{outcome}": _person(service, world, outcome)
        for service, world in of.items()
        for outcome in ("eligible", "ineligible")
    }


def _person(service: str, world: World, outcome: str) -> Person:
    question = Question(world, (getattr(Whole.of(world.program), outcome),))
    found = Prover().example(question)
    assert isinstance(found, Example)
    return Person.of(service, completed(world, found), question.names())


def test_every_person_is_decided_on(catalogue: Catalogue, people: Mapping[str, Person]) -> None:
    for name, person in people.items():
        program = catalogue.programs[person.service]
        decision = decide(program, person.facts, person.decision_date, "")
        assert name == f"{person.service}-{decision.outcome}"


def test_a_scenario_of_a_person_holds(people: Mapping[str, Person], catalogue: Catalogue) -> None:
    files = read_folder(CONFIG)
    for name, person in people.items():
        program = catalogue.programs[person.service]
        decision = decide(program, person.facts, person.decision_date, "")
        whole = summary(decision)
        expected: dict[str, object] = {part: whole[part] for part in PARTS if part in whole}
        text = scenario_text(catalogue, person, name, expected)
        files[PurePosixPath(f"scenarios/{person.service}/{name}.yaml")] = text.encode()
    results = run_scenarios(read_files(files))
    kept = [one for one in results if one.scenario.id in people]
    assert len(kept) == len(people)
    assert not [str(one) for result in kept for one in result.differences]


def test_a_person_is_told_in_both_languages(
    people: Mapping[str, Person], catalogue: Catalogue
) -> None:
    person = people["professional-registration-ineligible"]
    english, arabic = (person.lines(catalogue, one) for one in (Language.EN, Language.AR))
    assert english[0] == "Date of application: 23 November 2026 (13 Jumada II 1448 AH)"
    assert arabic[0].startswith("تاريخ التقديم: 23 نوفمبر 2026م")
    assert len(english) == len(arabic) > 1
    assert not any("demo.example" in line for line in english), "nobody is named"
