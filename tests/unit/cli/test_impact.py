"""`mumaris history` and `mumaris impact` as a person meets them: files, words and exit codes."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyarrow import parquet

from tests.support.permits import FILES, JUNE, MAY, RULES, SERVICE, STRICTER, history, permits
from tests.unit.cli.test_commands import run

Mumaris = Callable[..., tuple[int, str, str]]


@pytest.fixture
def mumaris(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Mumaris:
    return lambda *words: run(capsys, monkeypatch, *map(str, words))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    for path, content in FILES.items():
        place = tmp_path / "old" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return tmp_path / "old"


@pytest.fixture
def new(old: Path) -> Path:
    """The same with a stricter limit."""
    place = Path(shutil.copytree(old, old.with_name("new")))
    text = (place / RULES).read_text("utf-8")
    (place / RULES).write_text(text.replace(*STRICTER), "utf-8")
    return place


@pytest.fixture
def past(tmp_path: Path) -> Path:
    folder = tmp_path / "past"
    folder.mkdir()
    history(folder, permits(12, "A", 2, MAY), permits(30, "B", 0, JUNE))
    return folder


def test_somebody_decided_differently_is_told_and_exits_with_1(
    mumaris: Mumaris, old: Path, new: Path, past: Path
) -> None:
    code, out, err = mumaris("impact", "--against", old, new, "--history", past)
    assert (code, err) == (1, "")
    assert "12 are decided differently (28.6%)" in out
    assert "Eligible  Ineligible            12  28.6%" in out


def test_nobody_decided_differently_exits_with_0(mumaris: Mumaris, old: Path, past: Path) -> None:
    code, out, _ = mumaris("impact", "--against", old, old, "--history", past)
    assert code == 0
    assert "Nobody is decided differently" in out


def test_json_has_every_number_and_null_for_what_is_not_told(
    mumaris: Mumaris, old: Path, new: Path, past: Path
) -> None:
    code, out, _ = mumaris("impact", "--against", old, new, "--history", past, "--format", "json")
    (told,) = json.loads(out)
    assert (code, told["service"], told["whole"]["lost"]) == (1, SERVICE, 12)
    assert told["days"] == ["2026-05-04", "2026-06-09"]
    arguments = ("--history", past, "--format", "json", "--smallest", "13")
    (told,) = json.loads(mumaris("impact", "--against", old, new, *arguments)[1])
    assert told["whole"]["lost"] is None


def test_a_page_needs_nothing_outside_of_it(
    mumaris: Mumaris, old: Path, new: Path, past: Path, tmp_path: Path
) -> None:
    page = tmp_path / "impact.html"
    words = ("--history", past, "--format", "html", "--lang", "ar", "-o", page)
    code, out, _ = mumaris("impact", "--against", old, new, *words)
    assert (code, out) == (1, f"written to {page}\n")
    text = page.read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in text
    assert "لم يعد مستوفيًا" in text
    assert "http" not in text.replace("http-equiv", "")


def test_markdown_is_made_of_tables(mumaris: Mumaris, old: Path, new: Path, past: Path) -> None:
    words = ("--history", past, "--format", "markdown")
    _, out, _ = mumaris("impact", "--against", old, new, *words)
    assert "| Eligible | Ineligible | 12 | 28.6% |" in out


def test_everybody_who_is_touched_is_written_to_a_file(
    mumaris: Mumaris, old: Path, new: Path, past: Path, tmp_path: Path
) -> None:
    place = tmp_path / "touched.csv"
    mumaris("impact", "--against", old, new, "--history", past, "--touched", place)
    rows = list(csv.DictReader(place.read_text("utf-8").splitlines()))
    assert len(rows) == 12
    assert rows[0]["reference"] == "A205-000"
    assert (rows[0]["was_outcome"], rows[0]["is_outcome"]) == ("eligible", "ineligible")
    assert rows[0]["changes"] == "lost"


def test_what_cannot_be_counted_is_said_beside_what_was_and_exits_with_2(
    mumaris: Mumaris, old: Path, new: Path, past: Path
) -> None:
    shutil.copy(past / f"{SERVICE}.parquet", past / "another-service.parquet")
    code, out, err = mumaris("impact", "--against", old, new, "--history", past)
    assert code == 2
    assert "12 are decided differently" in out
    assert err.splitlines() == [
        f"mumaris: `another-service` was not counted: {old} has no such service"
    ]


@pytest.mark.parametrize(
    "words, said",
    [
        (
            ("--history", "nowhere"),
            "mumaris: there is no folder nowhere; `mumaris history` makes one",
        ),
        (("--history", "{past}", "--service", "x"), "mumaris: there is no x.parquet in {past}"),
        (("--history", "{empty}"), "mumaris: there is no table of past applications in {empty}"),
        (("--history", "postgresql://me:secret@127.0.0.1:1/x"), None),
    ],
)
def test_a_place_without_tables_is_said_to_have_none(
    mumaris: Mumaris,
    old: Path,
    past: Path,
    tmp_path: Path,
    words: tuple[str, ...],
    said: str | None,
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    names = {"past": past, "empty": empty}
    code, out, err = mumaris(
        "impact", "--against", old, old, *(word.format(**names) for word in words)
    )
    assert (code, out) == (2, "")
    if said is None:
        assert "secret" not in err
        assert err.startswith("mumaris: the database does not answer")
        assert err.count("\n") == 1
    else:
        assert err == f"{said.format(**names)}\n"


def test_an_old_configuration_that_does_not_pass_is_said_to_be_that(
    mumaris: Mumaris, old: Path, new: Path, past: Path
) -> None:
    (old / RULES).write_text("format: 1\nid: 7\n", encoding="utf-8")
    code, out, err = mumaris("impact", "--against", old, new, "--history", past)
    assert (code, out) == (2, "")
    assert err.startswith("mumaris: the old configuration does not pass: rules/")


def test_a_population_is_the_same_again(mumaris: Mumaris, old: Path, tmp_path: Path) -> None:
    folders = tmp_path / "first", tmp_path / "second"
    for folder in folders:
        words = ("--config", old, "--from", "2026-04-01", "--to", "2026-06-30", "-o", folder)
        code, out, _ = mumaris("history", "generate", 60, *words)
        assert (code, out) == (0, f"{folder}/{SERVICE}.parquet: 60 applications, 5 facts each\n")
    first, second = (parquet.read_table(folder / f"{SERVICE}.parquet") for folder in folders)
    assert first.equals(second)


@pytest.mark.parametrize(
    "words, said",
    [
        (("--service", "x"), "nobody applies for a service `x`; there are "),
        (("--from", "2025-01-01"), "say both `--from` and `--to`"),
        (("--year", "2025", "--to", "2025-02-01"), "say `--year`, or `--from` and `--to`"),
        (("--from", "2025-02-01", "--to", "2025-01-01"), "2025-01-01 comes before 2025-02-01"),
    ],
)
def test_a_population_that_cannot_be_is_refused(
    mumaris: Mumaris, old: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    code, _, err = mumaris(
        "history", "generate", 5, "--config", old, "-o", tmp_path / "past", *words
    )
    assert code == 2
    assert err.startswith(f"mumaris: {said}")
