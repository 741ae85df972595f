"""What stands around definitions: the line that names the schema, and spaces at ends of lines."""

from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.proofs import Prover
from engine.definitions.fixing import Files, fixed
from engine.definitions.read import check_files, read_folder
from engine.model.problem import Problem

BASE = Path(__file__).parents[3] / "definitions" / "good" / "base"
ZONES = PurePosixPath("lists/zones.yaml")
RULES = PurePosixPath("rules/permit.yaml")
SCHEMA = b"# yaml-language-server: $schema="


def changed(path: PurePosixPath, old: bytes, new: bytes) -> tuple[Files, tuple[Problem, ...]]:
    files = read_folder(BASE)
    assert old in files[path]
    files[path] = files[path].replace(old, new, 1)
    return files, check_files(files, Prover()).problems


def test_a_file_without_its_schema_is_given_the_line_that_it_had() -> None:
    whole = read_folder(BASE)
    line = whole[ZONES].split(b"\n")[0]
    files, problems = changed(ZONES, line + b"\n", b"")
    assert [problem.code for problem in problems] == ["D264"]
    assert fixed(problems, files)[0][ZONES] == whole[ZONES]


def test_the_schema_of_another_kind_is_put_right() -> None:
    whole = read_folder(BASE)
    files, problems = changed(ZONES, b"/list.json", b"/rules.json")
    assert [problem.code for problem in problems] == ["D264"]
    assert fixed(problems, files)[0][ZONES] == whole[ZONES]


def test_a_mark_of_the_byte_order_hides_no_schema() -> None:
    files, problems = changed(ZONES, SCHEMA, b"\xef\xbb\xbf" + SCHEMA)
    assert problems == ()
    assert files[ZONES].startswith(b"\xef\xbb\xbf")


def test_nobody_is_told_of_schemas_where_no_file_names_one() -> None:
    files = {
        path: text.split(b"\n", 1)[1] if text.startswith(SCHEMA) else text
        for path, text in read_folder(BASE).items()
    }
    assert check_files(files, Prover()).problems == ()


@pytest.mark.parametrize("blank", [b"  ", b"\t", b" \t "])
def test_spaces_at_the_end_of_a_line_are_removed(blank: bytes) -> None:
    files, problems = changed(ZONES, b"format: 1", b"format: 1" + blank)
    assert [problem.code for problem in problems] == ["D265"]
    assert fixed(problems, files)[0] == read_folder(BASE)


def test_spaces_before_a_line_end_of_windows_are_removed_and_it_stays() -> None:
    files, problems = changed(ZONES, b"format: 1\n", b"format: 1  \r\n")
    assert [problem.code for problem in problems] == ["D265"]
    assert b"format: 1\r\n" in fixed(problems, files)[0][ZONES]


def test_spaces_inside_a_block_belong_to_its_text() -> None:
    block = b"condition: |\n      permit.is_for_home  \n"
    _, problems = changed(RULES, b"condition: permit.is_for_home\n", block)
    assert problems == ()
