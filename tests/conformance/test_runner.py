"""`make tck`: a line a model, and what cannot run is counted and stops nothing."""

from pathlib import Path

import pytest

from tests.conformance.__main__ import main
from tests.support.dmn_models import decision, definitions, literal

KIT = "http://www.omg.org/spec/DMN/20160719/testcase"


def file_of(*cases: str, model: str = "m.dmn") -> str:
    inside = "".join(cases)
    return f'<testCases xmlns="{KIT}"><modelName>{model}</modelName>{inside}</testCases>'


def expects(text: str, kind: str = "decimal", id: str = "1") -> str:
    value = f'<value type="xsd:{kind}">{text}</value>'
    result = f'<resultNode name="Result"><expected>{value}</expected></resultNode>'
    return f'<testCase id="{id}">{result}</testCase>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    good = tmp_path / "level" / "good"
    good.mkdir(parents=True)
    (good / "m.dmn").write_bytes(definitions(decision("Result", literal("1 + 1"))))
    (good / "good-test-01.xml").write_text(file_of(expects("2")))
    return tmp_path


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_folders_nest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(folder) == 0
    assert lines(capsys) == ["level/good: 1 passed, 0 failed", "1 passed, 0 failed"]


def test_what_cannot_be_read_or_run_is_counted_and_the_rest_runs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = folder / "bad"
    bad.mkdir()
    (bad / "m.dmn").write_text("<definitions")
    (bad / "a-test-01.xml").write_text("<testCases")
    (bad / "b-test-01.xml").write_text(file_of(expects("2"), expects("x", id="2")))
    assert main(folder) == 1
    first, *faults, good, last = lines(capsys)
    assert first == "bad: 0 passed, 3 failed"
    assert [fault.split(":")[0] for fault in faults] == ["  a-test-01.xml", "  1", "  2"]
    assert (good, last) == ("level/good: 1 passed, 0 failed", "1 passed, 3 failed")


def test_a_result_that_differs_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "level/good/good-test-02.xml").write_text(file_of(expects("3"), expects("2.0")))
    assert main(folder) == 1
    assert lines(capsys)[:2] == ["level/good: 2 passed, 1 failed", "  1: Result is 2 and not 3"]


def test_a_model_is_found_by_its_own_name_too(folder: Path) -> None:
    (folder / "level/good/other.dmn").write_bytes(definitions(name="other"))
    (folder / "level/good/good-test-01.xml").write_text(file_of(expects("2"), model="loans"))
    assert main(folder) == 0


def test_a_folder_without_cases_fails(tmp_path: Path) -> None:
    assert main(tmp_path) == 1
