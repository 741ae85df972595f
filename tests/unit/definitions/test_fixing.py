"""Fixes: what is edited, what is left alone, and that the problem is gone afterwards."""

from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.fixing import fixed, with_fixes
from engine.definitions.read import check_files, read_folder
from engine.model.problem import Edit, Problem, Span

PATH = PurePosixPath("rules/permit.yaml")
BAD = Path(__file__).parents[2] / "definitions" / "bad"
BASE = BAD.parent / "good" / "base"
WITH_HINT = [
    case
    for case in sorted(BAD.iterdir())
    if "did you mean" in (case / "expected.txt").read_text()
    or "in quotes: `" in (case / "expected.txt").read_text()
]
assert len(WITH_HINT) > 60, "an empty list must not pass"


def problem(message: str, hint: str, column: int, end: int = 0, line: int = 1) -> Problem:
    return Problem("D103", message, Span(PATH, line, column, end), hint)


def text_after(text: str, *problems: Problem) -> str:
    files = {PATH: text.encode()}
    changed, _ = fixed(with_fixes(problems, files), files)
    return changed[PATH].decode()


def test_a_word_that_can_be_only_one_other_is_replaced() -> None:
    found = problem("unknown fact `resident.zon`", "did you mean `resident.zone`?", 13, 25)
    text = "condition:  resident.zon = x  # resident.zon\n"
    assert text_after(text, found) == "condition:  resident.zone = x  # resident.zon\n"


@pytest.mark.parametrize(
    ("text", "hint", "column"),
    [
        ("a: resident.zon", "did you mean `resident.zone` or `resident.zones`?", 4),
        ("a: resident.cars", "did you mean `resident.zone`?", 4),  # not what the message names
        ("a: resident.zonal", "did you mean `resident.zone`?", 4),  # a part of another word
        ("a: [resident.zon, resident.zon]", "did you mean `resident.zone`?", 4),  # which one?
        ("a: resident.zon", "did you mean `street`?", 4),  # too far
        ("a: resident.zon", "write it another way", 4),
    ],
)
def test_nothing_is_edited_where_there_is_something_to_choose(
    text: str, hint: str, column: int
) -> None:
    assert text_after(text, problem("unknown fact `resident.zon`", hint, column)) == text


def test_what_belongs_in_quotes_is_put_there() -> None:
    found = problem("it is a range", "put it in quotes: `'[18..65)'`", 7)
    assert text_after("when: [18..65)   # ages\n", found) == "when: '[18..65)'   # ages\n"


def test_line_ends_and_the_mark_of_the_encoding_stay() -> None:
    found = problem("unknown fact `zon`", "did you mean `zone`?", 4, 7, line=2)
    before = "\ufeff# first\r\na: zon\r\n"
    assert text_after(before, found) == "\ufeff# first\r\na: zone\r\n"


def test_of_two_fixes_of_one_place_the_first_is_made() -> None:
    at = Span(PATH, 1, 4, 7)
    both = [
        Problem("D103", "one", at, "x", (), (Edit(at, "first"),)),
        Problem("D103", "two", at, "x", (), (Edit(Span(PATH, 1, 1, 2), "b"), Edit(at, "second"))),
    ]
    files = {PATH: b"a: old\n"}
    changed, done = fixed(both, files)
    assert changed[PATH] == b"a: first\n"
    assert done == (both[0],)


def test_a_file_that_is_no_text_is_left_as_it_is() -> None:
    files = {PATH: b"\xff\xfe"}
    found = problem("unknown fact `zon`", "did you mean `zone`?", 1)
    assert fixed(with_fixes([found], files), files) == (files, ())


@pytest.mark.parametrize("case", WITH_HINT, ids=lambda case: case.name)
def test_a_problem_that_was_fixed_is_said_no_more(case: Path) -> None:
    files = read_folder(BASE) | read_folder(case)
    before = check_files(files).problems
    changed, done = fixed(before, files)
    after = {(one.span, one.code, one.message) for one in check_files(changed).problems}
    assert not after & {(one.span, one.code, one.message) for one in done}
    touched = {edit.span.path for one in done for edit in one.fix}
    assert {path for path in files if files[path] != changed[path]} == touched
