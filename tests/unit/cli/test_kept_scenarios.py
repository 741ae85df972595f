"""A scenario is left unread only where reading it would say nothing."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.proofs import Prover
from engine.cli.kept_scenarios import keep_right, right_scenarios, scenarios
from engine.definitions.read import Checked, check_files, read_folder

SMALL = Path(__file__).parents[2] / "fixtures" / "small-service"
FILES = read_folder(SMALL)
ALL = tuple(scenarios(FILES))
ONE = ALL[0]


def kept(files: dict[PurePosixPath, bytes], path: Path) -> Checked:
    """The check with what was kept, which is kept for the next one."""
    checked = check_files(files, Prover(), unread=right_scenarios(files, path))
    keep_right(files, checked, path)
    return checked


def test_what_was_right_need_not_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.json"
    assert right_scenarios(FILES, path) == frozenset()
    assert kept(FILES, path).problems == ()
    assert right_scenarios(FILES, path) == frozenset(ALL)
    again = kept(FILES, path)
    assert again.problems == ()
    assert again.catalogue is not None
    assert again.catalogue.scenarios == ()
    assert right_scenarios(FILES, path) == frozenset(ALL), "kept though it was not read"


def test_a_changed_scenario_is_read_and_the_others_are_not(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.json"
    kept(FILES, path)
    changed = {**FILES, ONE: FILES[ONE] + b"# more\n"}
    assert right_scenarios(changed, path) == frozenset(ALL) - {ONE}


@pytest.mark.parametrize("beside", [one for one in FILES if one not in ALL], ids=str)
def test_all_are_read_where_any_other_file_changed(beside: PurePosixPath, tmp_path: Path) -> None:
    path = tmp_path / "scenarios.json"
    kept(FILES, path)
    assert right_scenarios({**FILES, beside: FILES[beside] + b"# more\n"}, path) == frozenset()
    left = {one: content for one, content in FILES.items() if one != beside}
    assert right_scenarios(left, path) == frozenset()


def test_a_scenario_at_fault_is_told_each_time(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.json"
    spaced = {**FILES, ONE: FILES[ONE].replace(b"\n", b" \n", 2)}
    first, second = kept(spaced, path), kept(spaced, path)
    assert {problem.code for problem in first.problems} == {"D265"}
    assert second.problems == first.problems
    broken = {**FILES, ONE: FILES[ONE] + b"colour: red\n"}
    assert kept(broken, path).problems == kept(broken, path).problems != ()


def test_an_unread_scenario_still_counts_for_the_line_that_names_the_schema(
    tmp_path: Path,
) -> None:
    """Where most files have the line all must; whether most do is a matter of all files."""
    path = tmp_path / "scenarios.json"
    others = [one for one in FILES if one not in ALL]
    unsaid = set(others[len(ALL) // 2 :])
    assert 2 * (len(FILES) - len(unsaid)) >= len(FILES), "most files have the line"
    assert 2 * (len(others) - len(unsaid)) < len(others), "most of those beside scenarios do not"
    files = {one: _without_first_line(FILES[one]) if one in unsaid else FILES[one] for one in FILES}
    first = kept(files, path)
    assert {problem.span.path for problem in first.problems} == unsaid
    assert right_scenarios(files, path) == frozenset(ALL)
    assert kept(files, path).problems == first.problems


def _without_first_line(content: bytes) -> bytes:
    line, _, rest = content.partition(b"\n")
    assert b"$schema" in line
    return rest
