"""`mumaris prove`: what it prints, how it exits, what it keeps and what it writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from engine.analysis.scenarios import ScenarioResult, run_scenarios
from engine.cli.prove import KEPT, command
from engine.definitions.read import read_files, read_folder
from engine.model.problem import EngineError
from tests.support.proving import changed, claim

Run = Callable[..., Result]
FALSE = claim('if: outcome = "eligible"', "then: documents.deed.is_due")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def invoke(files: Mapping[PurePosixPath, bytes], *options: str) -> Result:
        for path, content in files.items():
            place = tmp_path / "config" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return CliRunner().invoke(command, ["config", *options])

    return invoke


def test_a_sound_service_exits_with_0_and_is_kept(run: Run, tmp_path: Path) -> None:
    first = run(changed())
    kept = (tmp_path / KEPT).read_bytes()
    assert (first.exit_code, run(changed()).output) == (0, first.output)
    assert (tmp_path / KEPT).read_bytes() == kept


def test_what_was_kept_is_of_these_files_alone(run: Run) -> None:
    assert run(changed()).exit_code == 0
    assert run(changed(FALSE)).exit_code == 1


def test_a_damaged_file_counts_as_none(run: Run, tmp_path: Path) -> None:
    first = run(changed())
    (tmp_path / KEPT).write_text('{"answers": {"a": 1}}', encoding="utf-8")
    assert run(changed()).output == first.output


def test_json_has_place_and_example(run: Run) -> None:
    (found,) = json.loads(run(changed(FALSE), "--format", "json").output)["findings"]
    assert (found["code"], found["path"], found["of"]) == ("P201", "rules/permit.yaml", "the-claim")
    assert found["example"]["person"]["en"][0].startswith("Date of application: ")


def test_markdown_is_in_the_language_asked_for(run: Run) -> None:
    said = run(changed(FALSE), "--format", "markdown", "--lang", "ar").output
    assert said.startswith("### تصريح وقوف\n\n- **P201** ")


def test_an_example_is_proposed_and_holds_once_it_is_confirmed(run: Run, tmp_path: Path) -> None:
    run(changed(FALSE), "--as-scenario", "config/scenarios")
    (proposed,) = _of_the_claim(tmp_path)
    assert not proposed.differences
    assert not proposed.holds
    path = tmp_path / "config" / proposed.scenario.span.path
    path.write_text(path.read_text("utf-8").replace("confirm: true\n", ""), "utf-8")
    confirmed = path.read_bytes()
    assert "there already" in run(changed(FALSE), "--as-scenario", "config/scenarios").output
    assert path.read_bytes() == confirmed
    assert all(one.holds for one in _of_the_claim(tmp_path))


def _of_the_claim(folder: Path) -> list[ScenarioResult]:
    results = run_scenarios(read_files(read_folder(folder / "config")))
    return [one for one in results if one.scenario.id == "p201-the-claim"]


def test_a_service_that_does_not_exist_is_said(run: Run) -> None:
    error = run(changed(), "--service", "nothing").exception
    assert isinstance(error, EngineError)
    assert "there is no service `nothing`" in str(error)
