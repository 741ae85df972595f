"""What was proved is kept between two runs, and never believed when it is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.kept_proofs import keep, read_kept

ANSWERS = {"a": "impossible", "b": "undecided"}


def test_answers_are_read_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "proofs.json"
    keep(ANSWERS, path)
    assert read_kept(path) == ANSWERS
    assert [file.name for file in path.parent.iterdir()] == ["proofs.json"]


def test_only_the_answers_of_the_last_run_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "proofs.json"
    keep(ANSWERS, path)
    keep({"c": "possible"}, path)
    assert read_kept(path) == {"c": "possible"}


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"answers": {}}', '{"answers": [], "hash": 1}', "[" * 100_000, "\0"],
)
def test_a_damaged_file_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "proofs.json"
    path.write_text(content)
    assert read_kept(path) == {}


def test_an_answer_that_was_changed_by_hand_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "proofs.json"
    keep({"a": "possible"}, path)
    content = json.loads(path.read_text())
    content["answers"]["a"] = "impossible"
    path.write_text(json.dumps(content))
    assert read_kept(path) == {}


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keep(ANSWERS, tmp_path / "file" / "proofs.json")
    assert read_kept(tmp_path / "file" / "proofs.json") == {}
