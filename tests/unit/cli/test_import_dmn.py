"""`mumaris import-dmn` as a person meets it."""

from pathlib import Path

import pytest

from engine.cli.main import main
from tests.support.dmn_models import UNIQUE, decision, definitions, given, literal, table

GOOD = definitions(
    given("Age"),
    decision("Band", table(UNIQUE, "Age", "band", '< 18; "young"', '>= 18; "grown"'), "Input:Age"),
)
PARTLY = definitions(decision("Half", literal("now()")), decision("One", literal("1")))


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["mumaris", "import-dmn", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "loans.dmn"


def test_files_are_written_and_the_facts_to_declare_are_named(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(GOOD)
    out = file.parent / "out"
    assert run(monkeypatch, str(file), "--out", str(out)) == 0
    written = {path.relative_to(out).as_posix() for path in out.rglob("*.yaml")}
    assert written == {"rules/loans.yaml", "lists/band_values.yaml"}
    assert capsys.readouterr().err == "declare these facts in a service: age (number)\n"


def test_what_is_left_out_is_named_with_its_place_and_exit_code_1(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(PARTLY)
    assert run(monkeypatch, str(file)) == 1
    printed = capsys.readouterr()
    assert "value: '1'" in printed.out
    assert printed.err.startswith("loans.dmn:2:1: the decision `Half` is left out: ")


def test_a_file_that_is_there_is_never_replaced(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(GOOD)
    kept = file.parent / "rules" / "loans.yaml"
    kept.parent.mkdir()
    kept.write_text("mine", encoding="utf-8")
    assert run(monkeypatch, str(file), "--out", str(file.parent)) == 2
    assert kept.read_text(encoding="utf-8") == "mine"
    assert not (file.parent / "lists").exists()
    assert "already there" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"", b"<a/>", b"<!DOCTYPE a><a/>"])
def test_what_cannot_be_read_exits_with_2(
    content: bytes | None, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        file.write_bytes(content)
    assert run(monkeypatch, str(file)) == 2
