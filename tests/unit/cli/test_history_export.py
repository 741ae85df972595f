"""`mumaris history export` from a store with submitted applications, and what it leaves there."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.analysis.tables import read
from engine.operations.submission import submit
from engine.store.canonical import loads
from engine.store.chain import RecordKind
from tests.support.stores import copied_sqlite, ready_sqlite
from tests.support.visitors import NOW, SERVICE, Visitor, add_account, open_here, publish
from tests.unit.cli.test_commands import run


def test_applications_of_the_store_are_exported_and_that_is_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = copied_sqlite(ready_sqlite(tmp_path), tmp_path)
    ports = open_here(tmp_path, url)
    release = publish(ports)
    visitor = Visitor.starting(ports, add_account(ports))
    visitor.fill(metres="10")
    submit(ports, visitor.account, visitor.reference, None, NOW)
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", url)

    folder = tmp_path / "past"
    code, out, err = run(capsys, monkeypatch, "history", "export", "-o", str(folder))
    assert (code, err) == (0, "")
    place = folder / f"{SERVICE}.parquet"
    assert f"{place}: 1 application\n" in out
    assert "parking-permit: no application\n" in out
    assert [path.name for path in folder.iterdir()] == [place.name]
    (row,) = read(place)
    assert (row["decided_outcome"], row["boat.metres"]) == ("eligible", 10)
    assert row["reference"] != visitor.reference

    with ports.store.read() as work:
        (record,) = work.ledger.of_subject(SERVICE)
    assert record.header.kind is RecordKind.EXPORT
    assert record.payload is not None
    payload = loads(record.payload.content)
    assert (payload["applications"], payload["has_references"]) == (1, False)
    ports.close()

    words = ("impact", "--against", f"release:{release}", f"release:{release}")
    code, out, err = run(capsys, monkeypatch, *words, "--history", str(folder))
    assert (code, err) == (0, "")
    assert "There are fewer than 10 applications, so nothing is told of them" in out
