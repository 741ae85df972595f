"""What a change means, in words: a limit, a fee and an answer of the parking permit are changed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

import pytest

from engine.analysis.meaning import meaning_of
from engine.analysis.meaning_json import as_json
from engine.analysis.meaning_words import ServiceWords, in_words, lines_of
from engine.analysis.proofs import Prover
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.model.words import Language
from engine.reports.page import report_page
from tests.conftest import Golden
from tests.support.html import parse

FILES: Final = read_folder(Path(__file__).parents[2] / "fixtures" / "small-service")
GOLDEN: Final = Path(__file__).parents[2] / "golden"
RULES: Final = PurePosixPath("rules/parking-permit.yaml")


@cache
def changed(*edits: tuple[str, str]) -> Catalogue:
    text = FILES[RULES].decode()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return read_files({**FILES, RULES: text.encode()})


LIMIT: Final = ("2026-04-01: 3}", "2026-04-01: 3, 2027-01-01: 4}")
FEE: Final = ("2026-04-01: 125.00 SAR}", "2026-04-01: 125.00 SAR, 2027-01-01: 150.00 SAR}")
SAID_OTHERWISE: Final = (
    "condition: household.permits_held < permits_per_household",
    "none: [household.permits_held >= permits_per_household]",
)


def told(*edits: tuple[str, str], language: Language = Language.EN) -> ServiceWords:
    old, new = changed(), changed(*edits)
    (meaning,) = meaning_of(old, new, Prover())
    json.dumps(as_json(meaning, old, new))
    return in_words(meaning, old, new, language)


@pytest.mark.parametrize("language", list(Language))
def test_a_limit_is_told_by_its_amounts(language: Language, golden: Golden) -> None:
    lines = "\n".join(lines_of(told(LIMIT, language=language), language))
    golden(GOLDEN / f"meaning-{language}.txt", f"{lines}\n")


def test_a_fee_is_told_by_what_was_charged_and_is() -> None:
    words = told(FEE)
    assert [cell.what for cell in words.cells] == [
        "Fee “Permit fee”: more than before",
        "Total of the fees, on submission: more than before",
    ]
    fee = words.cells[0]
    assert (fee.whom, fee.people) == (
        "Of those of whom it is charged before and now",
        ("all of them",),
    )
    assert (fee.example.before, fee.example.now) == ("Before: SAR 125.00", "Now: SAR 150.00")
    assert words.matrix is None


def test_another_way_of_writing_is_said_to_be_proved() -> None:
    words = told(SAID_OTHERWISE)
    assert (words.verdict, words.is_same) == ("No one is decided differently (proved)", True)
    assert words.cells == ()


def test_nothing_changed_is_said_to_be_written_the_same() -> None:
    assert told().verdict == "No one is decided differently: what decides is written the same"


def test_json_has_days_people_and_both_decisions() -> None:
    old, new = changed(), changed(LIMIT)
    (meaning,) = meaning_of(old, new, Prover())
    said = as_json(meaning, old, new)
    (cell,) = said["cells"]
    assert (cell["was"], cell["becomes"], cell["days"]) == (
        "ineligible",
        "eligible",
        [["2027-01-01", None]],
    )
    assert cell["is_all"] is True
    assert cell["example"]["scenario"] is None
    assert set(cell["people"]) == {"ar", "en"}


@pytest.mark.parametrize("language", list(Language))
def test_a_report_has_the_matrix_and_every_cell(language: Language) -> None:
    words = told(LIMIT, FEE, language=language)
    page = report_page("title", "meaning.html", {"services": [words]}, language)
    text = " ".join(parse(page).text.split())
    for cell in words.cells:
        assert cell.what in text
        assert cell.example.now in text
    assert words.matrix is not None
    assert page.count("<table>") == 1
