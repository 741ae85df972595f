"""Every bad definition gives exactly the text beside it; every good one gives no problem.

A folder of `bad/` holds one fault: files that replace or join those of `good/base/`, and
`expected.txt` with what its author must see. `removed.txt` names files of the base to leave out.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.proofs import Prover
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import check_files, read_files, read_folder
from engine.definitions.readings import Readings
from engine.definitions.report import Format, render
from engine.model.problem import DefinitionError

Files = Mapping[PurePosixPath, bytes]
HERE = Path(__file__).parent
DAY = date(2026, 12, 1)  # on which sources are due to be read again
BASE = HERE / "good" / "base"
CASES = sorted((HERE / "bad").iterdir())
GOOD = sorted((HERE / "good").iterdir())
assert len(CASES) >= 45, "an empty folder must not pass"
assert GOOD


def files_of(case: Path) -> Files:
    """The files of the base with those of `case` over them."""
    files = read_folder(BASE) | read_folder(case)
    removed = case / "removed.txt"
    for name in removed.read_text().split() if removed.exists() else ():
        del files[PurePosixPath(name)]
    return files


def problems_of(files: Files) -> str:
    """What is said of files that are wrong. Errors refuse them, and nothing else does."""
    checked = check_files(files, Prover(), DAY)
    assert checked.problems
    assert (checked.catalogue is None) == bool(checked.errors)
    return f"{render(checked.problems, Format.TEXT)}\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_definition_is_refused_with_this_text(
    case: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(case / "expected.txt", problems_of(files_of(case)))


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_good_definition_has_no_error(case: Path) -> None:
    checked = check_files(files_of(case), Prover())
    assert render(checked.errors, Format.TEXT) == ""
    assert isinstance(checked.catalogue, Catalogue)


def test_an_error_is_raised_where_only_a_catalogue_will_do() -> None:
    with pytest.raises(DefinitionError, match=r"error\[D002\]"):
        read_files(files_of(HERE / "bad" / "duplicate-key"))


def test_what_only_a_proof_finds_is_let_pass_in_files_that_were_checked_before() -> None:
    files = files_of(HERE / "bad" / "rows-overlap-for-somebody")
    assert isinstance(read_files(files), Catalogue)


def test_problems_are_the_same_in_any_order_of_files() -> None:
    files = files_of(HERE / "bad" / "many-mistakes-at-once")
    backwards = dict(sorted(files.items(), reverse=True))
    assert problems_of(files) == problems_of(backwards)


def test_problems_are_sorted_by_place() -> None:
    with pytest.raises(DefinitionError) as caught:
        read_files(files_of(HERE / "bad" / "many-mistakes-at-once"))
    places = [problem.span for problem in caught.value.problems]
    assert len(places) > 4
    assert places == sorted(places)


def test_each_mistake_gives_one_problem() -> None:
    """But for those that are several mistakes, or two places of one."""
    several = {"anchor-and-alias", "file-field-without-kinds", "many-mistakes-at-once"}
    counts = {
        case.name: len((case / "expected.txt").read_text().split("]: ")) - 1 for case in CASES
    }
    assert {name for name, count in counts.items() if count != 1} == several


def test_a_file_that_cannot_be_read_is_the_one_mistake() -> None:
    """Whatever refers to what it was to declare is no second one."""
    for fixture in ("swimming", "two-parents"):
        files = read_folder(HERE.parent / "fixtures" / fixture)
        readings = Readings()
        for path in files:
            cut = {**files, path: files[path] + b"\n- : [\n"}
            found = check_files(cut, readings=readings).problems
            assert [one.span.path for one in found] == [path], path


def test_a_service_that_names_no_portal_cannot_be_read() -> None:
    assert problems_of({}).splitlines()[0] == "portal.yaml:1:1: error[D014]: portal.yaml is missing"
