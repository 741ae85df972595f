"""The example of a finding as a scenario, which is read and run before it is given to anyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from engine.analysis.completing import completed
from engine.analysis.proving.finding import Finding
from engine.analysis.questions import Example
from engine.analysis.scenario_text import proposed_text
from engine.analysis.scenarios import run_scenarios
from engine.analysis.whole import worlds
from engine.decide.decision import decide
from engine.decide.summary import summary
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files
from engine.model.problem import DefinitionError
from engine.model.words import Language

_PARTS = ("outcome", "fees", "documents")


def scenario_of(
    catalogue: Catalogue,
    files: Mapping[PurePosixPath, bytes],
    finding: Finding,
    name: str,
    language: Language,
) -> str | None:
    """The file, or None where the person could not apply just so."""
    assert finding.person is not None
    person = finding.person
    world = dict(worlds(catalogue))[person.service]
    whole = completed(world, Example(person.facts, person.decision_date))
    person = replace(person, facts=whole.facts)
    program = catalogue.programs[person.service]
    said = summary(decide(program, person.facts, person.decision_date, ""))
    expected: dict[str, object] = {part: said[part] for part in _PARTS if part in said}
    text = proposed_text(catalogue, person, finding.message(language), expected)
    path = PurePosixPath("scenarios", person.service, f"{name}.yaml")
    try:
        read = read_files({**files, path: text.encode()})
    except DefinitionError:
        return None
    results = run_scenarios(read, person.service)
    holds = any(one.scenario.id == name and not one.differences for one in results)
    return text if holds else None
