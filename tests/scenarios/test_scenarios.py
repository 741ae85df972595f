"""Every scenario of config/ holds, and together they show each rule both ways."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from engine.analysis.scenarios import ScenarioResult, run_scenario
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.model.decision import Verdict
from tests.support import camping
from tests.support.badge import BADGE, badge
from tests.support.visitors import Files

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
FOLDERS = (
    ROOT / "config",
    FIXTURES / "small-service",
    FIXTURES / "two-parents",
    FIXTURES / "every-fee",
)


@cache
def catalogue(folder: Path) -> Catalogue:
    return read_files(read_folder(folder))


@cache
def results(folder: Path) -> tuple[ScenarioResult, ...]:
    loaded = catalogue(folder)
    return tuple(run_scenario(loaded, scenario) for scenario in loaded.scenarios)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_scenario_holds(folder: Path) -> None:
    found = results(folder)
    assert found, "a configuration without scenarios must not pass"
    wrong = {str(result.scenario.span.path): result.differences for result in found}
    assert not {path: [str(one) for one in lines] for path, lines in wrong.items() if lines}


@pytest.mark.parametrize(
    ("files", "service"), [(camping.files(), camping.SERVICE), (badge(), BADGE)]
)
def test_every_scenario_of_a_service_beside_the_small_one_holds(files: Files, service: str) -> None:
    loaded = read_files(dict(files))
    own = [one for one in loaded.scenarios if one.service == service]
    assert len(own) > 1
    for scenario in own:
        assert [str(one) for one in run_scenario(loaded, scenario).differences] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_rule_is_met_in_one_scenario_and_not_met_in_another(folder: Path) -> None:
    seen: dict[tuple[str, str], set[Verdict]] = defaultdict(set)
    for result in results(folder):
        for rule, verdict in result.decision.verdicts.items():
            seen[result.scenario.service, rule].add(verdict)
    for service, program in catalogue(folder).programs.items():
        for entry in program.rules:
            both = {Verdict.MET, Verdict.NOT_MET}
            assert both <= seen[service, entry.rule.id], f"{service}: {entry.rule.id}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_fee_line_and_document_is_asked_in_a_scenario(folder: Path) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for result in results(folder):
        names = {line.id for line in result.decision.fees} | set(result.decision.due())
        seen[result.scenario.service] |= names
    for service, program in catalogue(folder).programs.items():
        declared = {entry.fee.id for entry in program.fees}
        declared |= {entry.document.id for entry in program.documents}
        assert declared <= seen[service]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_row_of_each_table_is_chosen_in_a_scenario(folder: Path) -> None:
    seen: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for result in results(folder):
        rows = result.decision.rows
        seen[result.scenario.service] |= {(name, id_) for name in rows for id_ in rows[name]}
    for service, program in catalogue(folder).programs.items():
        declared = {
            (name, row.row.id) for name, table in program.tables.items() for row in table.rows
        }
        assert declared <= seen[service]
