"""How fee lines come to their amounts, in words: a service with a fee of every form."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from engine.analysis.scenarios import read_situation
from engine.decide.decision import decide
from engine.decide.explain import explain
from engine.decide.views import DecisionView
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.model.words import Language

FOLDER = Path(__file__).parents[2] / "fixtures" / "every-fee"
SERVICE = "clinic-licence"
ENDED = "21 October 2026 (10 Jumada I 1448 AH)"


@cache
def catalogue(treatment: str = "added") -> Catalogue:
    files = dict(read_folder(FOLDER))
    rules = next(path for path in files if path.name == f"{SERVICE}.yaml" and "rules" in path.parts)
    files[rules] = files[rules].replace(b"treatment: added", f"treatment: {treatment}".encode())
    if treatment != "added":
        files = {path: text for path, text in files.items() if "scenarios" not in path.parts}
    return read_files(files)


def view(scenario: str, language: Language = Language.EN, treatment: str = "added") -> DecisionView:
    """The decision of a scenario, in words."""
    (found,) = (one for one in catalogue().scenarios if one.id.endswith(scenario))
    day = found.decision_date
    reading = read_situation(catalogue(treatment), SERVICE, found.situation, day)
    program = catalogue(treatment).programs[SERVICE]
    decision = decide(program, reading.facts, day, "release")
    return explain(decision, catalogue(treatment), language)


def said(view: DecisionView, line: str) -> list[str]:
    return [step.sentence for fee in view.fees if fee.id == line for step in fee.steps]


@pytest.mark.parametrize(
    ("scenario", "line", "sentences"),
    [
        ("in-time-and-in-no-hurry", "licence", ["2 years × SAR 200.00 = SAR 400.00"]),
        (
            "in-time-and-in-no-hurry",
            "beds",
            ["50 beds × SAR 20.00", "1 bed × SAR 10.00", "Together SAR 1,010.00"],
        ),
        (
            "in-time-and-in-no-hurry",
            "capital",
            [
                "0.1% of SAR 1,000,000.00",
                "0.05% of SAR 10.00",
                "Together SAR 1,000.01, rounded half up",
            ],
        ),
        ("in-time-and-in-no-hurry", "processing", []),
        (
            "in-time-and-in-no-hurry",
            "service",
            ["2.5% of Licence fee and Fee for beds (SAR 1,410.00) = SAR 35.25, rounded half up"],
        ),
        ("in-time-and-in-no-hurry", "inspection", []),
        (
            "in-time-and-in-no-hurry",
            "vat-on-submission",
            ["15% of SAR 2,495.26 = SAR 374.29, rounded half up"],
        ),
        (
            "the-first-day-of-a-fine",
            "fine",
            [
                f"From {ENDED} to 20 November 2026 (10 Jumada II 1448 AH), both days counted",
                "Free of charge at first: 30 days",
                "1 day × SAR 10.00 = SAR 10.00",
            ],
        ),
        (
            "the-fee-on-the-capital-has-a-most",
            "capital",
            [
                "0.1% of SAR 1,000,000.00",
                "0.05% of SAR 8,100,000.00",
                "Together SAR 5,050.00, rounded half up",
                "At most SAR 5,000.00",
            ],
        ),
        (
            "a-charity-of-small-means",
            "licence",
            ["5 years × SAR 200.00 = SAR 1,000.00", "Waived (SAR 1,000.00): Those of small means"],
        ),
        (
            "a-charity-of-small-means",
            "service",
            [
                "2.5% of Licence fee and Fee for beds (SAR 200.00) = SAR 5.00, rounded half up",
                "At least SAR 12.00",
            ],
        ),
    ],
)
def test_a_line_explains_itself(scenario: str, line: str, sentences: list[str]) -> None:
    assert said(view(scenario), line) == sentences


def test_it_does_so_in_arabic() -> None:
    arabic = view("in-time-and-in-no-hurry", Language.AR)
    assert said(arabic, "capital")[-1] == "المجموع 1,000.01 ريال، مقرّبًا والنصف إلى الأعلى"
    for fee, english in zip(arabic.fees, view("in-time-and-in-no-hurry").fees, strict=True):
        assert len(fee.steps) == len(english.steps)


def test_a_part_says_since_when_its_values_hold_and_who_says_so() -> None:
    fees = {fee.id: fee for fee in view("the-fees-of-2027").fees}
    (basis,) = fees["licence"].steps[0].basis
    assert (basis.since, basis.name) == (date(2027, 1, 1), "yearly_fee")
    assert basis.sentence.startswith("Fee for one year: SAR 250.00, since 1 January 2027")
    (more,) = fees["beds"].steps[1].basis
    assert more.since == date(2027, 1, 1)
    (rate,) = fees["vat-on-submission"].steps[0].basis
    assert (rate.name, rate.since) == ("vat_rate", date(2020, 7, 1))


def test_a_waiver_is_cited() -> None:
    (fee,) = (one for one in view("a-charity-of-small-means").fees if one.id == "licence")
    assert [one.title for one in fee.steps[-1].citations] == ["Order on clinics"]


def test_tax_that_is_included_is_said_under_the_total() -> None:
    included = view("in-time-and-in-no-hurry", treatment="included")
    assert [fee.id for fee in included.fees if fee.id.startswith("vat")] == []
    assert included.contained_vat == (
        "of which value-added tax 15% (On submission): SAR 325.47",  # of 2,495.26
    )
