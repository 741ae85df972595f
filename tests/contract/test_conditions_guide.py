"""Every expression in the guide to conditions gives what stands behind it, or is refused so."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.scenarios import read_situation
from engine.definitions.read import read_folder
from engine.definitions.situation_file import read_situation_file
from engine.expressions.evaluate import Evaluation
from engine.model.problem import DefinitionError
from engine.model.value import State, Unknown
from engine.release import Release
from tests.support.pages import ROOT, blocks

GUIDE = Path("docs/guides/writing-conditions.md")
SERVICE = "registration-renewal"
RULES = PurePosixPath(f"rules/{SERVICE}.yaml")
DAY = date(2026, 11, 23)
LINES_EACH = 4  # of rules, that one example takes
CODE = re.compile(r"E\d+")


@dataclass(frozen=True)
class Example:
    """One line of a `feel` block: `said` is the value or the problem code behind its `//`."""

    name: str
    text: str
    said: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_refused(self) -> bool:
        return CODE.match(self.said) is not None


def examples() -> list[Example]:
    lines = [
        (block.line + offset, line)
        for block in blocks(GUIDE)
        if block.language == "feel"
        for offset, line in enumerate(block.text.splitlines())
    ]
    return [
        Example(f"example.line_{number}", text.strip(), said.strip())
        for number, line in lines
        for text, _, said in [line.partition("//")]
    ]


def release_with(chosen: list[Example]) -> Release:
    """The configuration with the examples as derived facts of its rules."""
    files = read_folder(ROOT / "config")
    words = "label: {ar: مثال, en: Example}"
    made = "".join(
        f"  {one.name}:\n    {words}\n    value: |\n      {one.text}\n" for one in chosen
    )
    text = files[RULES].decode()
    assert text.count("\nderived:\n") == 1
    files[RULES] = text.replace("\nderived:\n", f"\nderived:\n{made}").encode()
    return Release.of(files)


def written(state: State) -> str:
    """A state as the guide writes it."""
    match state:
        case bool():
            return "true" if state else "false"
        case Unknown():
            return "unknown"
        case _:
            return str(state)


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    """The person of the guide, on its day."""
    release = release_with([one for one in examples() if not one.is_refused])
    (block,) = (block for block in blocks(GUIDE) if block.info == "example.yaml")
    situation = read_situation_file(
        PurePosixPath(block.info), block.text.encode(), release.catalogue, SERVICE
    )
    reading = read_situation(release.catalogue, SERVICE, situation, DAY)
    return Evaluation(release.catalogue.programs[SERVICE], reading.facts, DAY)


@pytest.fixture(scope="module")
def refused() -> dict[str, list[str]]:
    """The codes of all problems, by the line of rules that has them."""
    with pytest.raises(DefinitionError) as caught:
        release_with([one for one in examples() if one.is_refused])
    found: dict[str, list[str]] = {}
    for problem in caught.value.problems:
        found.setdefault(str(problem.span.line), []).append(problem.code)
    return found


@pytest.mark.parametrize("one", [one for one in examples() if not one.is_refused], ids=str)
def test_an_expression_gives_what_the_guide_says(one: Example, evaluation: Evaluation) -> None:
    assert written(evaluation.fact(one.name)) == one.said


def test_what_the_guide_says_is_refused_is_refused_with_that_code(
    refused: dict[str, list[str]],
) -> None:
    chosen = [one for one in examples() if one.is_refused]
    first = (ROOT / "config" / RULES).read_text(encoding="utf-8").index("\nderived:\n")
    lines = (ROOT / "config" / RULES).read_text(encoding="utf-8").count("\n", 0, first) + 2
    wanted = {
        str(lines + LINES_EACH * (number + 1)): [CODE.findall(one.said)[0]]
        for number, one in enumerate(chosen)
    }
    assert refused == wanted
