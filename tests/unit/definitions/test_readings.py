"""What one load leaves for the next: never an answer to a question that was not asked."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from engine.analysis.proofs import Prover
from engine.definitions.read import check_files, read_folder
from engine.definitions.readings import Readings

SMALL = Path(__file__).parents[2] / "fixtures" / "small-service"
RULES = PurePosixPath("rules/parking-permit.yaml")


def test_a_load_without_proofs_leaves_none_for_one_with_them() -> None:
    files = read_folder(SMALL)
    line = b"      amount: permit_amount\n"
    charged = files[RULES].replace(line, b"      condition: household.permits_held > 0\n" + line)
    assert charged != files[RULES]
    files = {**files, RULES: charged}
    readings = Readings()
    assert check_files(files, None, readings=readings).errors == ()
    with_proofs = check_files(files, Prover(), readings=readings)
    assert [one.code for one in with_proofs.errors] == ["E434"]


def test_a_service_that_reads_the_same_is_the_one_of_before() -> None:
    files = read_folder(SMALL)
    readings = Readings()
    first = check_files(files, readings=readings).catalogue
    portal = PurePosixPath("portal.yaml")
    second = check_files({**files, portal: files[portal] + b"\n"}, readings=readings).catalogue
    moved = check_files({**files, RULES: b"\n" + files[RULES]}, readings=readings).catalogue
    assert first is not None
    assert second is not None
    assert moved is not None
    assert second.programs["parking-permit"] is first.programs["parking-permit"]
    assert moved.programs["parking-permit"] is not first.programs["parking-permit"]
