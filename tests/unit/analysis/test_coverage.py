"""Coverage: what is said of a configuration from which a scenario was taken away."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

from engine.analysis.coverage import gaps
from engine.analysis.scenarios import run_scenarios
from engine.definitions.read import read_files, read_folder

ROOT = Path(__file__).parents[3]
Files = dict[PurePosixPath, bytes]


@cache
def files_of(folder: str) -> Files:
    return dict(read_folder(ROOT / folder))


def said(files: Files) -> list[str]:
    catalogue = read_files(files)
    return [str(gap) for gap in gaps(catalogue, run_scenarios(catalogue))]


def without(folder: str, words: str) -> list[str]:
    """What is missing once every scenario goes whose file name holds `words`."""
    left = {path: text for path, text in files_of(folder).items() if words not in path.name}
    assert len(left) < len(files_of(folder))
    return said(left)


def test_nothing_is_missing_while_all_are_there() -> None:
    assert said(files_of("tests/fixtures/every-fee")) == []


def test_a_rule_that_nobody_fails_is_told_with_its_place() -> None:
    folder = "tests/fixtures/two-parents"
    assert without(folder, "three-siblings-are-too-many") == [
        "rules/nursery-place.yaml:34:9: no scenario shows the rule `few-siblings` not met"
    ]


def test_a_document_is_shown_by_who_must_give_it_and_who_must_not() -> None:
    files = {
        path: text
        for path, text in files_of("config").items()
        if b"medical_report" not in text or path.parts[0] != "scenarios"
    }
    assert any("that the document `medical_report` is asked for" in gap for gap in said(files))


def test_a_row_of_a_table_is_shown_by_who_it_holds_for() -> None:
    """One scenario of a table of ranks shows the row of its own rank, and no other."""
    files = files_of("config")
    folder = PurePosixPath("scenarios/registration-renewal")
    kept = folder / "a-subspecialty-consultant-pays-250-riyals.yaml"
    left = {path: text for path, text in files.items() if path.parts[0] != "scenarios"}
    rows = [gap for gap in said({**left, kept: files[kept]}) if "shows the row" in gap]
    assert len(rows) > 5
    assert not any("`subspecialty-consultant`" in gap for gap in rows)


def test_services_without_a_scenario_are_left_alone() -> None:
    files = {
        path: text for path, text in files_of("config").items() if path.parts[0] != "scenarios"
    }
    assert said(files) == []
