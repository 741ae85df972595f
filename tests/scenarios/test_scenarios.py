"""Every scenario of config/ holds, and together they show everything that they should."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from engine.analysis.coverage import gaps
from engine.analysis.proofs import Prover
from engine.analysis.scenarios import ScenarioResult, run_scenario
from engine.definitions.read import read_files
from tests.support import camping, skipper
from tests.support.badge import BADGE, badge
from tests.support.configuration import catalogue_in
from tests.support.grant import GRANT, grant
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
def results(folder: Path) -> tuple[ScenarioResult, ...]:
    loaded = catalogue_in(folder)
    return tuple(run_scenario(loaded, scenario) for scenario in loaded.scenarios)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_scenario_holds(folder: Path) -> None:
    found = results(folder)
    assert found, "a configuration without scenarios must not pass"
    wrong = {str(result.scenario.span.path): result.differences for result in found}
    assert not {path: [str(one) for one in lines] for path, lines in wrong.items() if lines}
    assert [one.scenario.id for one in found if one.scenario.awaits_confirmation] == []


@pytest.mark.parametrize(
    ("files", "service"),
    [
        (camping.files(), camping.SERVICE),
        (skipper.files(), skipper.SERVICE),
        (badge(), BADGE),
        (grant(), GRANT),
    ],
)
def test_every_scenario_of_a_service_beside_the_small_one_holds(files: Files, service: str) -> None:
    loaded = read_files(dict(files))
    own = [one for one in loaded.scenarios if one.service == service]
    assert len(own) > 1
    for scenario in own:
        assert [str(one) for one in run_scenario(loaded, scenario).differences] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_scenarios_show_each_rule_clause_row_fee_line_document_and_field(folder: Path) -> None:
    assert [str(gap) for gap in gaps(catalogue_in(folder), results(folder), Prover())] == []


def test_each_service_has_fifteen_scenarios() -> None:
    loaded = catalogue_in(ROOT / "config")
    counted = Counter(scenario.service for scenario in loaded.scenarios)
    assert {service: counted[service] for service in loaded.programs if counted[service] < 15} == {}
