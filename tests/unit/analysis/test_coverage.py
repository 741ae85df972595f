"""Coverage: what is said of a configuration from which a scenario was taken away."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path, PurePosixPath

from engine.analysis.clauses import decided_by_clauses
from engine.analysis.coverage import coverage_of, gaps
from engine.analysis.coverage_words import coverage_json, coverage_text, least
from engine.analysis.proofs import Prover
from engine.analysis.scenarios import run_scenarios
from engine.definitions.read import read_files, read_folder
from engine.definitions.world import world_of
from tests.support.configuration import configuration
from tests.support.visitors import PROVER

ROOT = Path(__file__).parents[3]
Files = dict[PurePosixPath, bytes]


@cache
def files_of(folder: str) -> Files:
    return dict(read_folder(ROOT / folder))


def said(files: Files) -> list[str]:
    catalogue = read_files(files)
    return [str(gap) for gap in gaps(catalogue, run_scenarios(catalogue), PROVER)]


def without(folder: str, words: str) -> list[str]:
    """What is missing once every scenario goes whose file name holds `words`."""
    left = {path: text for path, text in files_of(folder).items() if words not in path.name}
    assert len(left) < len(files_of(folder))
    return said(left)


def test_nothing_is_missing_while_all_are_there() -> None:
    assert said(files_of("tests/fixtures/every-fee")) == []


def test_a_rule_that_nobody_fails_is_told_with_its_place() -> None:
    folder = "tests/fixtures/two-parents"
    assert without(folder, "three-siblings-are-too-many") == [
        "rules/nursery-place.yaml:34:9: no scenario shows the rule `few-siblings` not met"
    ]


def test_a_document_is_shown_by_who_must_give_it_and_who_must_not() -> None:
    files = {
        path: text
        for path, text in files_of("config").items()
        if b"medical_report" not in text or path.parts[0] != "scenarios"
    }
    assert any("that the document `medical_report` is asked for" in gap for gap in said(files))


def test_a_row_of_a_table_is_shown_by_who_it_holds_for() -> None:
    """One scenario of a table of ranks shows the row of its own rank, and no other."""
    files = files_of("config")
    folder = PurePosixPath("scenarios/registration-renewal")
    kept = folder / "a-subspecialty-consultant-pays-250-riyals.yaml"
    left = {path: text for path, text in files.items() if path.parts[0] != "scenarios"}
    rows = [gap for gap in said({**left, kept: files[kept]}) if "shows the row" in gap]
    assert len(rows) > 5
    assert not any("`subspecialty-consultant`" in gap for gap in rows)


def test_services_without_a_scenario_are_left_alone() -> None:
    files = {
        path: text for path, text in files_of("config").items() if path.parts[0] != "scenarios"
    }
    assert said(files) == []


# Clauses, steps and fields ----------------------------------------------------------------


def test_a_clause_wants_somebody_whom_it_decides() -> None:
    """Without a bachelor, and with all else, is the only case that the clause refuses."""
    found = without("config", "without-a-bachelor-nobody-is-a-subspecialty-consultant")
    assert len(found) == 3  # of the three services that use the fragment
    assert all("fragments/qualifications.yaml:" in gap for gap in found)
    assert all("by `some q in qualifications satisfies q.level " in gap for gap in found)
    assert all(gap.endswith("being false") for gap in found)


def test_a_guard_that_is_proved_never_to_fail_is_not_asked_for() -> None:
    catalogue = configuration()
    service, program = catalogue.services["training-letter"], catalogue.programs["training-letter"]
    world = world_of(
        service, catalogue.rule_sets[service.rules], catalogue.registers, catalogue.lists, program
    )
    (saudi,) = (
        one for one in decided_by_clauses(service, program) if one.id == "applicant.is_saudi"
    )
    keys = {clause.text: clause.key for clause in saudi.clauses().values()}
    guard, nationality = keys["identity.nationality != null"], keys['identity.nationality = "SA"']
    prover = Prover()
    assert not saudi.can_decide(guard, False, world, prover)
    assert saudi.can_decide(guard, True, world, prover)
    assert saudi.can_decide(nationality, False, world, prover)


def test_a_field_wants_somebody_to_whom_it_is_shown_and_somebody_from_whom_it_is_hidden() -> None:
    folder = PurePosixPath("scenarios/registration-renewal")
    files = files_of("config")
    kept = folder / "a-subspecialty-consultant-pays-250-riyals.yaml"
    left = {path: text for path, text in files.items() if path.parts[0] != "scenarios"}
    fields = [gap for gap in said({**left, kept: files[kept]}) if "shows the field" in gap]
    assert any("the field `to_date` to somebody" in gap for gap in fields)
    assert any("the field `to_date` hidden from somebody" in gap for gap in fields)


def test_a_scenario_that_nobody_confirmed_shows_nothing() -> None:
    folder, name = "tests/fixtures/two-parents", "three-siblings-are-too-many"
    files = {
        path: text.replace(b"decision_date:", b"confirm: true\ndecision_date:", 1)
        if name in path.name
        else text
        for path, text in files_of(folder).items()
    }
    assert said(files) == without(folder, name)


def test_what_is_shown_is_told_by_service_and_kind() -> None:
    catalogue = read_files(files_of("tests/fixtures/two-parents"))
    one = coverage_of(catalogue, run_scenarios(catalogue), Prover())[0]
    assert one.whole.percent == 100
    text = coverage_text((one,))
    assert text.splitlines()[0].split()[:3] == ["service", "scenarios", "rules"]
    assert text.endswith("all of it is shown")
    kinds = json.loads(coverage_json((one,)))["services"][0]["kinds"]
    assert kinds["rules"]["shown"] == kinds["rules"]["total"] > 0


def test_the_least_that_is_shown_of_a_service_counts() -> None:
    files = files_of("tests/fixtures/two-parents")
    left = {path: text for path, text in files.items() if "three-siblings" not in path.name}
    catalogue = read_files(left)
    covered = coverage_of(catalogue, run_scenarios(catalogue), Prover())
    assert 0 < least(covered) < 100
    assert "1 thing is shown by none" in coverage_text(covered)
