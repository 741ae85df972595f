"""Every code of a finding is explained, with the severity that it has, and has its sentence."""

import re
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.proving.finding import Code, Finding
from engine.model.problem import Span
from engine.phrases import phrases

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "findings.md"
SECTIONS = dict(
    re.findall(r"^## (P\d{3})\n\n(\w+): ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
)
HERE = Span(PurePosixPath("rules/permit.yaml"), 1, 1)


def test_every_code_has_a_section_in_order() -> None:
    assert list(SECTIONS) == [code.value for code in Code]


@pytest.mark.parametrize("code", Code)
def test_a_section_says_the_severity(code: Code) -> None:
    assert SECTIONS[code] == Finding(code, "x", HERE).severity.value.capitalize()


@pytest.mark.parametrize("code", [one for one in Code if one is not Code.NOT_PROVED])
def test_a_code_has_a_sentence(code: Code) -> None:
    assert f"prove.{code.lower()}" in phrases()
