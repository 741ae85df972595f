"""Every problem code is documented, with a wrong and a right example, and shown by a test."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "problems.md"
CODE = re.compile(r'"([DE]\d{3})"')
SECTION = re.compile(r"^## ([DE]\d{3})\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
EXAMPLES = re.compile(
    r"^\n\S[^\n]+\n\nWrong:\n\n```yaml\n(.+?)\n```\n\nRight:\n\n```yaml\n(.+?)\n```\n\s*\Z",
    re.DOTALL,
)
# Told from the bytes of a file, or by its size: tests/unit/definitions/ makes them.
NOT_IN_A_FOLDER = {"D003", "D004", "D005"}


def codes_in_use() -> set[str]:
    sources = (ROOT / "engine").rglob("*.py")
    return {code for path in sources for code in CODE.findall(path.read_text(encoding="utf-8"))}


def sections() -> list[tuple[str, str]]:
    return SECTION.findall(PAGE.read_text(encoding="utf-8"))


def test_every_code_in_use_has_a_section_and_every_section_a_code() -> None:
    assert codes_in_use(), "an empty set must not pass"
    assert {code for code, _ in sections()} == codes_in_use()


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
    shown = {
        code for path in expected for code in re.findall(r"error\[([DE]\d{3})\]", path.read_text())
    }
    of_definitions = {code for code in codes_in_use() if code.startswith("D")}
    assert of_definitions - shown == NOT_IN_A_FOLDER
