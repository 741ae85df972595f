"""Scenarios: how a situation is read, and how what comes out is compared."""

from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.scenarios import ScenarioResult, lines_of, run_scenarios
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder

BASE = Path(__file__).parents[2] / "definitions" / "good" / "base"
PATH = PurePosixPath("scenarios/permit/test.yaml")
GIVEN = """format: 1
name: a test
decision_date: 2026-11-23
person: sara
answers:
  permit.zone: north
  permit.is_own_car: true
  posts:
    - {employer: مستشفى, from_date: 2020-01-01}
documents: {deed: {issue_date: 2026-10-01}}
"""
WHOLE = """expect:
  outcome: eligible
  verdicts: {lives-in-zone: met, under-limit: met, deed-is-recent: met}
  fees: {permit: 100.00 SAR}
  total: 100.00 SAR
  documents: [deed]
  validity: {starts: 2026-11-23, ends: 2027-11-22}
"""


@cache
def base() -> dict[PurePosixPath, bytes]:
    files = read_folder(BASE)
    return {path: content for path, content in files.items() if path.parts[0] != "scenarios"}


def catalogue(text: str) -> Catalogue:
    return read_files(base() | {PATH: text.encode()})


def run(text: str) -> ScenarioResult:
    (result,) = run_scenarios(catalogue(text))
    return result


def lines(text: str) -> dict[str, str]:
    return lines_of(run(text + "expect_some: {outcome: eligible}\n").decision)


def differences(text: str) -> list[str]:
    return [str(difference) for difference in run(text).differences]


def test_a_whole_expectation_that_is_so_has_no_difference() -> None:
    assert differences(GIVEN + WHOLE) == []


def test_a_difference_is_said_where_the_line_is_written() -> None:
    wrong = WHOLE.replace("under-limit: met", "under-limit: not_met")
    assert differences(GIVEN + wrong) == [
        "13:47: `verdicts.under-limit` is `met`, expected `not_met`"
    ]


def test_what_a_whole_expectation_leaves_out_is_expected_not_to_be_there() -> None:
    assert differences(GIVEN + WHOLE.replace("  total: 100.00 SAR\n", "")) == [
        "2:7: `total` is `100.00 SAR`, and was not expected"
    ]


def test_what_is_expected_and_not_there_is_a_difference() -> None:
    wrong = WHOLE.replace("[deed]", "[deed]\n  questions: [permit.zone]")
    assert differences(GIVEN + wrong) == [
        "17:15: `questions.permit.zone` is not there, expected `asked`"
    ]


def test_a_part_of_a_decision_is_compared_alone() -> None:
    assert differences(GIVEN + "expect_some:\n  verdicts: {under-limit: met}\n") == []
    assert differences(GIVEN + "expect_some:\n  fees: {permit: 100 SAR}\n") == []


def test_a_list_in_a_part_is_compared_whole() -> None:
    assert differences(GIVEN + "expect_some:\n  documents: []\n") == [
        "2:7: `documents.deed` is `due`, and was not expected"
    ]


def test_what_is_not_given_is_unknown() -> None:
    bare = "format: 1\nname: a test\ndecision_date: 2026-11-23\nperson: sara\n"
    found = lines(bare)
    assert found["verdicts.lives-in-zone"] == "unknown"
    assert found["fees.permit"] == "unknown"
    assert found["questions.permit.zone"] == "asked"
    assert found["documents_unknown.deed"] == "unknown"


def test_without_a_person_every_register_is_silent() -> None:
    found = lines(GIVEN.replace("person: sara\n", ""))
    assert found == {"outcome": "undecided", "open_to": "unknown"}


def test_a_register_may_hold_no_record_of_the_person() -> None:
    found = lines(
        GIVEN.replace("person: sara\n", "person: sara\nregister: {resident: no_record}\n")
    )
    assert found == {"outcome": "undecided", "open_to": "false"}


def test_a_fact_of_a_register_is_written_over_that_of_the_person() -> None:
    found = lines(GIVEN.replace("person: sara\n", "person: sara\nregister: {resident.cars: 3}\n"))
    assert found["verdicts.under-limit"] == "not_met"


def test_a_group_that_is_not_complete_leaves_what_reads_it_open() -> None:
    item = "    - {employer: مستشفى, from_date: 2020-01-01}\n"
    opened = GIVEN.replace(f"posts:\n{item}", "posts: {items: [], complete: false}\n")
    assert lines(opened)["verdicts.under-limit"] == "unknown"
    assert lines(GIVEN.replace(f"posts:\n{item}", "posts: []\n"))["verdicts.under-limit"] == "met"


def test_a_document_that_is_not_given_is_a_question() -> None:
    found = lines(GIVEN.replace("documents: {deed: {issue_date: 2026-10-01}}\n", ""))
    assert found["verdicts.deed-is-recent"] == "unknown"
    assert found["documents.deed"] == "due"


def test_a_document_that_is_not_due_is_not_read_though_it_is_given() -> None:
    found = lines(GIVEN.replace("is_own_car: true", "is_own_car: false"))
    assert found["verdicts.deed-is-recent"] == "met"
    assert not [line for line in found if line.startswith("documents")]


@pytest.mark.parametrize("answer", ["2030-01-01", "2026-11-24"])
def test_an_answer_that_the_form_refuses_is_said(answer: str) -> None:
    (first, *_) = differences(
        GIVEN.replace("from_date: 2020-01-01", f"from_date: {answer}") + WHOLE
    )
    assert first.startswith("2:7: the form refuses the answer to `from_date`: ")


def test_the_answer_on_the_last_day_of_its_range_is_taken() -> None:
    text = GIVEN.replace("from_date: 2020-01-01", "from_date: 2026-11-23")
    assert differences(text + WHOLE) == []


def test_scenarios_of_one_service_can_be_run_alone() -> None:
    held = catalogue(GIVEN + WHOLE)
    assert len(run_scenarios(held, "permit")) == 1
    assert run_scenarios(held, "another") == ()
