"""What a change means, in words: a limit, a fee and an answer of the parking permit are changed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

import pytest

from engine.analysis.meaning.json import as_json
from engine.analysis.meaning.meaning import meaning_of
from engine.analysis.meaning.words import ServiceWords, in_words, lines_of
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


SERVICE: Final = PurePosixPath("services/parking-permit.yaml")
RANGE: Final = "        range: {from: 0, to: 20}\n"
GUARDED: Final = (
    ("condition: vehicle.is_own", "any: [vehicle.is_own, not(vehicle.is_own)]"),
    (
        "condition: household.permits_held <",
        "condition: household.permits_held = null or household.permits_held <",
    ),
)


def asked(shown_when: str, most: int = 20) -> Catalogue:
    """The permits held are asked of some people only, and the rule allows for that."""
    rules, service = FILES[RULES].decode(), FILES[SERVICE].decode()
    for old, new in GUARDED:
        rules = rules.replace(old, new, 1)
    limit = RANGE.replace("20", str(most))
    service = service.replace(RANGE, f"{limit}        shown_when: {shown_when}\n", 1)
    return read_files({**FILES, RULES: rules.encode(), SERVICE: service.encode()})


def test_a_question_that_is_asked_of_more_people_has_one_answer_in_both_versions() -> None:
    old, new = asked("vehicle.is_own"), asked("vehicle.is_own or not(vehicle.is_own)")
    (meaning,) = meaning_of(old, new, Prover())
    words = in_words(meaning, old, new, Language.EN)
    (cell,) = words.cells
    assert cell.what == "Eligibility: eligible before, not eligible now"
    assert "The car is registered in my name: No" in cell.example.lines
    assert words.unproved == ()
    (note,) = words.notes
    assert note.startswith("“Permits that the household holds” is asked of other people")


def test_an_answer_that_only_one_version_takes_is_named() -> None:
    old, new = asked("vehicle.is_own"), asked("not(vehicle.is_own)", most=10)
    (meaning,) = meaning_of(old, new, Prover())
    assert not meaning.is_same
    (line,) = in_words(meaning, old, new, Language.EN).unproved
    assert "with what only one version takes is not compared" in line
