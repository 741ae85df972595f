"""Questions that only the new version asks are acted out: counted, unknown, and told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.counts import QuestionCounts
from engine.analysis.history.history import Past
from engine.analysis.impact.impact import Impact, Side, Wanted, impact_of
from engine.analysis.impact.telling import told_questions
from engine.analysis.impact.words import impact_view
from engine.cli.impact_formats import written
from engine.model.value import ABSENT
from engine.model.words import Language
from engine.release import Release
from tests.support.permits import FILES, JUNE, MAY, OLD, RULES, SERVICE, history, permits

FORM = PurePosixPath(f"services/{SERVICE}.yaml")
GARAGE = (
    "      - {id: garage.has_place, type: yes_no, SHOWN"
    "label: {ar: لديّ موقف خاص, en: I have a garage}}\n"
)
RULE = """\
  - id: has-no-garage
    label: {ar: لا موقف خاصًا له, en: There is no garage}
    advice: {ar: قف في موقفك, en: Park in your garage}
    cite: [parking-order]
    effective_from: 2025-04-01
    condition: CONDITION
"""
EVERYBODY = ("", "not(garage.has_place)")
OF_ZONE_A = (
    "shown_when: 'permit.zone = \"A\"', ",
    "garage.has_place = null or garage.has_place = false",
)


DOCUMENT = """\
documents:
  - id: deed
    label: {ar: صك, en: Deed}
    cite: [parking-order]
    effective_from: 2025-04-01
"""
PAPERS = """\
  - id: papers
    kind: documents
    title: {ar: الوثائق, en: Papers}
    documents: [{document: deed, accept: [pdf], max_mb: 5}]
"""


@cache
def asking(shown: str, condition: str, *, is_old: bool = False, papers: str = "") -> Side:
    """The permit with a question about a garage, and a rule that reads the answer."""
    form, rules = FILES[FORM].decode(), FILES[RULES].decode()
    check = "  - id: check\n"
    pages = PAPERS if papers else ""
    form = form.replace(check, GARAGE.replace("SHOWN", shown) + pages + check, 1)
    rules = rules.replace(
        "    - vehicle.is_own\n", "    - vehicle.is_own\n    - garage.has_place\n"
    )
    rules = rules.replace(
        "\nfees:\n", f"{RULE.replace('CONDITION', condition)}\n{papers}fees:\n", 1
    )
    release = Release.of({**FILES, FORM: form.encode(), RULES: rules.encode()})
    return Side("old" if is_old else "new", release.hash, release.catalogue)


def impact(address: str, new: Side, old: Side = OLD, smallest: int = 1) -> Impact:
    return impact_of(old, new, SERVICE, address, Wanted(smallest=smallest))


def numbers(found: Impact) -> tuple[int | None, int | None, int | None]:
    assert found.questions is not None
    return found.questions.asked, found.questions.settled, found.questions.open


def outcomes(found: Impact) -> dict[tuple[str, str], int | None]:
    return {(one.before, one.now): one.count for one in found.outcomes}


def past(folder: Path) -> str:
    """In zone A 12 who are eligible and 15 who are not, in zone B 20 who are."""
    return history(
        folder,
        permits(12, "A", 2, MAY),
        permits(15, "A", 3, MAY),
        permits(20, "B", 0, JUNE),
    )


def answered(count: int, zone: str) -> Iterator[Past]:
    """Those of zone A have said that there is no garage; nobody else was asked."""
    for one in permits(count, zone, 0, MAY):
        yield replace(
            one, facts={**one.facts, "garage.has_place": False if zone == "A" else ABSENT}
        )


def test_whoever_is_refused_anyway_is_refused_whatever_is_answered(tmp_path: Path) -> None:
    found = impact(past(tmp_path), asking(*EVERYBODY))
    assert numbers(found) == (47, 15, 32)
    assert outcomes(found) == {
        ("eligible", "undecided"): 32,
        ("ineligible", "ineligible"): 15,
    }


def test_who_is_not_shown_the_question_is_decided_as_before(tmp_path: Path) -> None:
    found = impact(past(tmp_path), asking(*OF_ZONE_A))
    assert numbers(found) == (27, 15, 12)
    assert outcomes(found) == {
        ("eligible", "eligible"): 20,
        ("eligible", "undecided"): 12,
        ("ineligible", "ineligible"): 15,
    }


def test_a_question_put_to_others_than_before_is_new_to_them_alone(tmp_path: Path) -> None:
    """Zone A has answered: there the answer stands, and of zone B nobody was asked."""
    old = asking(*OF_ZONE_A, is_old=True)
    address = history(tmp_path, answered(12, "A"), answered(20, "B"), old=old)
    found = impact(address, asking("", "not(garage.has_place)"), old)
    assert numbers(found) == (20, 0, 20)
    assert outcomes(found) == {("eligible", "eligible"): 12, ("eligible", "undecided"): 20}


def test_the_same_questions_are_not_acted_out(tmp_path: Path) -> None:
    assert impact(past(tmp_path), OLD).questions is None


def test_a_document_that_waits_for_an_answer_is_not_told_as_one_less(tmp_path: Path) -> None:
    old = asking(*OF_ZONE_A, is_old=True, papers=DOCUMENT)
    when = f"{DOCUMENT}    condition: garage.has_place\n"
    address = history(tmp_path, answered(12, "A"), answered(20, "B"), old=old)
    found = impact(address, asking("", "not(garage.has_place)", papers=when), old)
    assert (found.whole.asked_more, found.whole.asked_less) == (0, 12)


@pytest.mark.parametrize("language", Language)
def test_it_is_said_in_every_way_in_which_an_impact_is_written(
    tmp_path: Path, language: Language
) -> None:
    found = impact(past(tmp_path), asking(*EVERYBODY))
    label = "I have a garage" if language is Language.EN else "لديّ موقف خاص"
    lead = impact_view(found, language).lead
    assert any(label in line and "47" in line for line in lead)
    assert any("15" in line and "32" in line for line in lead)
    for form in ("text", "markdown", "html"):
        text = written([found], form, language)
        assert all(line in text for line in lead if label in line)
    (told,) = json.loads(written([found], "json", language))
    assert told["questions"]["facts"] == ["garage.has_place"]
    assert (told["questions"]["settled"], told["questions"]["open"]) == (15, 32)


def test_of_few_who_are_asked_no_number_is_told(tmp_path: Path) -> None:
    few = history(tmp_path, permits(3, "A", 2, MAY), permits(60, "B", 0, JUNE))
    found = impact(few, asking(*OF_ZONE_A), smallest=10)
    assert numbers(found) == (None, None, None)
    assert any("how many is not told" in line for line in impact_view(found, Language.EN).lead)


@pytest.mark.parametrize(
    "asked, settled, others",
    [(3, 3, 0), (40, 37, 0), (40, 3, 0), (97, 50, 0), (40, 20, 3), (40, 20, 57)],
)
def test_no_number_is_told_from_which_one_of_few_follows(
    asked: int, settled: int, others: int
) -> None:
    assert told_questions(QuestionCounts(asked, settled, others), 100, 10) is None


def test_numbers_of_many_are_told() -> None:
    counts = QuestionCounts(40, 20, 10)
    assert told_questions(counts, 100, 10) == counts
