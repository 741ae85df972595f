"""A decision as auditors read it, for each scenario of config/: who said what, what decided."""

from pathlib import Path

import pytest

from engine.analysis.scenarios import read_situation
from engine.decide.decision import decide
from engine.definitions.read import read_folder
from engine.model.decision import Decision
from engine.model.fact import FactSource
from engine.model.value import Facts
from engine.operations.audit.decided import facts_of, rules_of
from engine.release import Release

CONFIG = Path(__file__).parents[4] / "config"


@pytest.fixture(scope="module")
def release() -> Release:
    return Release.of(read_folder(CONFIG))


@pytest.fixture(scope="module")
def decisions(release: Release) -> list[tuple[Decision, Facts]]:
    made = []
    for one in release.catalogue.scenarios:
        if one.service not in release.catalogue.services:
            continue  # records and look-ups decide nothing that is kept
        reading = read_situation(release.catalogue, one.service, one.situation, one.decision_date)
        program = release.catalogue.programs[one.service]
        made.append((decide(program, reading.facts, one.decision_date, ""), reading.facts))
    assert len(made) > 50
    return made


def test_of_each_rule_that_was_decided_some_line_is_marked(
    release: Release, decisions: list[tuple[Decision, Facts]]
) -> None:
    marked = 0
    for decision, _ in decisions:
        texts = {text.id: text for text in rules_of(release, decision)}
        for result in decision.rules:
            if result.deciding:
                assert any(excerpt.has_marks for excerpt in texts[result.id].excerpts), result.id
                marked += 1
    assert marked > 200


def test_each_text_is_that_of_its_rule(
    release: Release, decisions: list[tuple[Decision, Facts]]
) -> None:
    for text in rules_of(release, decisions[0][0]):
        assert f"id: {text.id}" in text.excerpts[0].text.splitlines()[0]
        assert text.excerpts[0].text.count("- id:") == 1


def test_each_fact_says_who_gave_it_and_none_is_missing(
    release: Release, decisions: list[tuple[Decision, Facts]]
) -> None:
    found = set()
    for decision, facts in decisions:
        lines = facts_of(release, decision, facts)
        assert facts.keys() <= {line.name for line in lines}
        assert len(lines) == len({line.name for line in lines})
        found |= {(line.name, line.source) for line in lines}
    assert ("practitioner.birth_date", FactSource.REGISTER) in found
    assert ("employment.sector", FactSource.APPLICANT) in found
    assert ("documents.employer_letter.issue_date", FactSource.DOCUMENT) in found
    assert ("cpd.is_exempt", FactSource.DERIVED) in found
