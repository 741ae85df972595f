"""Every problem code is documented, with a wrong and a right example, and shown by a test."""

import re
from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.source import parse
from engine.model.severity import Severity, severity_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "problems.md"
CODE = re.compile(r'"([DE]\d{3})"')
SECTION = re.compile(r"^## ([DE]\d{3})\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
EXAMPLES = re.compile(
    r"^\n\S[^\n]+\n\nWrong:\n\n```yaml\n(.+?)\n```\n\nRight:\n\n```yaml\n(.+?)\n```\n\s*\Z",
    re.DOTALL,
)
# Told from the bytes of a file, or by its size: tests/unit/definitions/ makes them.
SAID = re.compile(r"(?:error|warning|note)\[([DE]\d{3})\]")
NOT_IN_A_FOLDER = {"D003", "D004", "D005", "D252"}


def codes_in_use() -> set[str]:
    sources = (ROOT / "engine").rglob("*.py")
    return {code for path in sources for code in CODE.findall(path.read_text(encoding="utf-8"))}


def sections() -> list[tuple[str, str]]:
    return SECTION.findall(PAGE.read_text(encoding="utf-8"))


def test_every_code_in_use_has_a_section_and_every_section_a_code() -> None:
    assert codes_in_use(), "an empty set must not pass"
    assert {code for code, _ in sections()} == codes_in_use()


def test_every_section_says_the_severity_of_its_code() -> None:
    said = {code: _severity_said(text) for code, text in sections()}
    assert said == {code: severity_of(code) for code in codes_in_use()}
    assert set(said.values()) == set(Severity), "one of each must be there"


def _severity_said(section: str) -> Severity:
    """By the first word of a section; an error goes without saying."""
    first = section.split(maxsplit=1)[0].rstrip(":,").lower()
    return Severity(first) if first in {"warning", "note"} else Severity.ERROR


def test_no_code_has_two_sections_and_they_are_in_order() -> None:
    codes = [code for code, _ in sections()]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("section", sections(), ids=lambda section: section[0])
def test_a_section_has_a_sentence_and_two_different_examples(section: tuple[str, str]) -> None:
    found = EXAMPLES.match(section[1])
    assert found is not None
    assert found[1] != found[2]


def test_every_code_of_definitions_is_shown_by_a_broken_definition() -> None:
    expected = (ROOT / "tests" / "definitions" / "bad").glob("*/expected.txt")
    shown = {code for path in expected for code in SAID.findall(path.read_text())}
    of_definitions = {code for code in codes_in_use() if code.startswith("D")}
    assert of_definitions - shown == NOT_IN_A_FOLDER


@pytest.mark.parametrize("section", sections(), ids=lambda section: section[0])
def test_a_right_example_is_read_without_a_problem(section: tuple[str, str]) -> None:
    found = EXAMPLES.match(section[1])
    assert found is not None
    _, problems = parse(PurePosixPath("right.yaml"), found[2].encode())
    assert [problem.render() for problem in problems if problem.code != "D012"] == []


@pytest.mark.parametrize(
    "code", ["D001", "D002", "D006", "D007", "D008", "D009", "D010", "D011", "D012"]
)
def test_a_wrong_example_of_yaml_gives_its_code(code: str) -> None:
    found = EXAMPLES.match(dict(sections())[code])
    assert found is not None
    _, problems = parse(PurePosixPath("wrong.yaml"), found[1].encode())
    assert {problem.code for problem in problems} == {code}
