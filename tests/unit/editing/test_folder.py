"""A folder of definitions as an editor has it: saved, typed and closed again."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from engine.editing.folder import Folder

SMALL = Path(__file__).parents[2] / "fixtures" / "small-service"
RULES = PurePosixPath("rules/parking-permit.yaml")
DAY = date(2026, 11, 30)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(SMALL, tmp_path / "config")))


def codes(folder: Folder) -> list[str]:
    return [problem.code for problem in folder.check(DAY) if problem.severity == "error"]


def test_what_is_typed_is_checked_before_it_is_saved(folder: Folder) -> None:
    assert codes(folder) == []
    text = folder.text(RULES)
    folder.type(RULES, text.replace("< permits_per_household", "< permits_per_houshold"))
    assert codes(folder) == ["E201"]
    assert folder.catalogue is not None, "what could be read before is kept"
    folder.close(RULES)
    assert codes(folder) == []


def test_a_file_that_is_not_saved_at_all_is_read(folder: Folder) -> None:
    folder.type(PurePosixPath("lists/new.yaml"), "format: 1\nid: other\n")
    assert codes(folder)


def test_half_a_line_is_no_fault_of_ours(folder: Folder) -> None:
    """Every beginning of a file is text that somebody has typed."""
    text = (SMALL / str(RULES)).read_text("utf-8")
    for end in range(0, len(text), 97):
        folder.type(RULES, text[:end])
        folder.check(DAY)
    folder.type(RULES, text)
    assert codes(folder) == []


def test_only_files_of_the_folder_are_definitions(folder: Folder, tmp_path: Path) -> None:
    assert folder.path_of(folder.root / "rules" / "a.yaml") == PurePosixPath("rules/a.yaml")
    assert folder.path_of(folder.root / "notes.txt") is None
    assert folder.path_of(tmp_path / "elsewhere.yaml") is None


def test_a_scenario_is_read_while_it_is_open(folder: Folder) -> None:
    path = PurePosixPath("scenarios/parking-permit/wrong.yaml")
    folder.file_of(path).parent.mkdir(parents=True, exist_ok=True)
    folder.file_of(path).write_text("format: 1\nname: [\n", "utf-8")
    assert codes(folder) == []
    folder.type(path, "format: 1\nname: [\n")
    assert codes(folder)


def test_a_broken_text_is_told_by_its_file_alone(folder: Folder) -> None:
    folder.check(DAY)
    assert folder.own_problems(RULES) == ()
    folder.type(
        RULES, folder.text(RULES).replace("  cite: [parking-order]", "  cite: [parking-order", 1)
    )
    assert [problem.span.path for problem in folder.own_problems(RULES)] == [RULES]
    folder.type(RULES, folder.text(RULES).replace("id: parking-permit", "idd: parking-permit", 1))
    assert folder.own_problems(RULES)


EDITS = [
    (
        RULES,
        "household.permits_held < permits_per_household",
        "household.permits_held < permit_amount",
    ),
    (RULES, "values:", "# a line more\n\nvalues:"),
    (PurePosixPath("registers/resident.yaml"), "id: zone", "id: zones"),
    (PurePosixPath("registers/resident.yaml"), "type: code of zones", "type: text"),
    (PurePosixPath("services/parking-permit.yaml"), "id: vehicle.is_own", "id: vehicle.is_mine"),
    (PurePosixPath("sources.yaml"), "id: parking-order", "id: parking-law"),
]


@pytest.mark.parametrize(("path", "old", "new"), EDITS)
def test_what_is_remembered_gives_what_a_first_look_would(
    folder: Folder, path: PurePosixPath, old: str, new: str
) -> None:
    """Nothing of the load before is taken where what it rests on has changed, and back again."""
    before = folder.check(DAY)
    right = folder.text(path)
    assert old in right
    for text in (right.replace(old, new), right, right.replace(old, new)):
        folder.type(path, text)
        fresh = Folder(folder.root)
        fresh.type(path, text)
        assert folder.check(DAY) == fresh.check(DAY)
    folder.type(path, right)
    assert folder.check(DAY) == before
