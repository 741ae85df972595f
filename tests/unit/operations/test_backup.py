"""A backup is of one moment, and a restored one is what was backed up, on either database."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Date, LargeBinary, create_engine, make_url

from engine.model.account import Account
from engine.model.application import Evidence
from engine.model.problem import EngineError
from engine.operations import applications, records
from engine.operations.backup import MANIFEST, back_up, file_place, sealed_keys, table_place
from engine.operations.ports import Ports, Settings
from engine.operations.restoring import opened_keys, restore
from engine.operations.submission import submit
from engine.store.keyring import Purpose
from engine.store.sql.columns import CanonicalJson, Instant
from engine.store.sql.tables import METADATA
from tests.support.papers import pdf
from tests.support.stores import emptied_postgres, on_both
from tests.support.visitors import NOW, Visitor, add_account, open_here


@pytest.fixture
def backed(visitor: Visitor, tmp_path: Path) -> Path:
    """A backup with a submission and its files."""
    visitor.fill(metres="10")
    submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    back_up(visitor.ports, tmp_path / "backup", NOW)
    return tmp_path / "backup"


@pytest.fixture
def empty(tmp_path: Path, ports: Ports) -> Settings:
    """Another place on SQLite, with the same keys."""
    var = tmp_path / "other" / "var"
    shutil.copytree(ports.settings.var / "secrets", var / "secrets")
    return Settings(var, f"sqlite:///{var / 'mumaris.sqlite3'}", is_demonstration=True)


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as it is kept."""
    engine = create_engine(make_url(url))
    with engine.connect() as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in METADATA.sorted_tables
        }
    engine.dispose()
    return found


def contents_of(ports: Ports, visitor: Visitor) -> dict[str, bytes]:
    return {file.id: b"".join(ports.files.open(file.id)) for file in evidence(ports, visitor)}


def evidence(ports: Ports, visitor: Visitor) -> tuple[Evidence, ...]:
    with ports.store.read() as work:
        application = work.applications.get(visitor.reference)
    assert application is not None
    return application.evidence


@on_both
def test_what_is_restored_is_what_was_backed_up(
    visitor: Visitor, url: str, backed: Path, empty: Settings
) -> None:
    before, contents = rows_of(url), contents_of(visitor.ports, visitor)
    assert len(contents) == 3
    done = restore(empty, backed)
    assert (done.records, done.files, done.missing, done.unreadable) == (2, 3, 0, {})
    assert done.rows == sum(map(len, before.values()))
    assert rows_of(empty.database_url) == before
    ports = open_here(empty.var.parent, empty.database_url)
    assert contents_of(ports, visitor) == contents
    assert records.verify(ports) == records.ChainIntact(2, 0)
    assert not records.replay(ports, visitor.reference).differences  # type: ignore[union-attr]
    ports.close()


@pytest.mark.postgres
def test_what_sqlite_held_goes_on_in_postgresql(
    visitor: Visitor, url: str, backed: Path, empty: Settings, postgres_url: str
) -> None:
    there = replace(empty, database_url=emptied_postgres(postgres_url))
    restore(there, backed)
    assert rows_of(postgres_url) == rows_of(url)
    ports = open_here(there.var.parent, postgres_url)
    with ports.store.begin() as work:  # what the database numbers itself goes on behind the last
        for _ in range(2):
            work.outbox.add("sara@example.org", "x", "y", NOW)
        numbers = [mail.id for mail in work.outbox.newest(10)]
    assert len(numbers) == len(set(numbers))
    ports.close()


@on_both
def test_a_backup_made_while_people_work_is_of_one_moment(
    ports: Ports, tmp_path: Path, empty: Settings
) -> None:
    account = add_account(ports)
    has_begun, is_over = threading.Event(), threading.Event()
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for at in range(200):
                visitor = Visitor.starting(ports, account, f"key-{number}-{at}")
                visitor.save("boat", boat__is_own="no")
                visitor.save("terms", accepted="yes")
                visitor.supply("documents.identity", "me.pdf", pdf(b"x"))
                if at % 2:
                    applications.discard(ports, account, visitor.reference, NOW)
                    has_begun.set()
                if is_over.is_set():
                    return
        except BaseException as fault:
            faults.append(fault)
            raise

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    has_begun.wait()
    made = [back_up(ports, tmp_path / f"backup-{at}", NOW) for at in range(3)]
    is_over.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert [done.missing for done in made] == [(), (), ()]
    done = restore(empty, tmp_path / "backup-2")
    assert (done.rows, done.files, done.missing) == (made[2].rows, made[2].files, 0)
    restored = open_here(empty.var.parent, empty.database_url)
    with restored.store.read() as read:
        kept = set(read.copies.file_ids())
    assert kept
    assert set(restored.files.ids()) == kept
    for id in kept:
        assert b"".join(restored.files.open(id))
    assert isinstance(records.verify(restored), records.ChainIntact)
    restored.close()


def test_nothing_is_restored_over_data(
    visitor: Visitor, backed: Path, empty: Settings, ports: Ports
) -> None:
    with pytest.raises(EngineError, match="supplied files here already"):
        restore(ports.settings, backed)
    with pytest.raises(EngineError, match="database holds something already"):
        restore(replace(empty, database_url=ports.settings.database_url), backed)
    restore(empty, backed)
    with pytest.raises(EngineError, match="already"):
        restore(empty, backed)


def test_a_backup_goes_to_a_new_folder(backed: Path, ports: Ports) -> None:
    with pytest.raises(EngineError, match="is there already"):
        back_up(ports, backed, NOW)


def reworded(folder: Path, table: str, old: bytes, new: bytes) -> None:
    """Change a table of a backup, and its digest in the manifest with it."""
    place = table_place(folder, table)
    lines = gzip.decompress(place.read_bytes())
    assert old in lines
    lines = lines.replace(old, new)
    place.write_bytes(gzip.compress(lines))
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["tables"][table]["sha256"] = hashlib.sha256(lines).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest))


def cut(folder: Path) -> None:
    place = table_place(folder, "ledger")
    place.write_bytes(place.read_bytes()[:-20])


def altered_table(folder: Path) -> None:
    place = table_place(folder, "payloads")
    lines = gzip.decompress(place.read_bytes())
    place.write_bytes(gzip.compress(lines.replace(b"eligible", b"el1gible")))


def altered_file(folder: Path) -> None:
    id = next(iter(json.loads((folder / MANIFEST).read_text())["files"]))
    place = file_place(folder, id)
    place.write_bytes(place.read_bytes()[:-1] + b"x")


def lost_file(folder: Path) -> None:
    id = next(iter(json.loads((folder / MANIFEST).read_text())["files"]))
    file_place(folder, id).unlink()


def other_schema(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "schema": "0000"}))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (cut, "cannot be read|altered or cut short"),
        (altered_table, "`payloads` of the backup was altered"),
        (lambda folder: reworded(folder, "payloads", b"eligible", b"el1gible"), "record 2"),
        (altered_file, "was altered or cut short"),
        (lost_file, "is not there"),
        (other_schema, "is of schema 0000"),
        (lambda folder: (folder / MANIFEST).unlink(), "is no backup"),
        (lambda folder: (folder / MANIFEST).write_text("{"), "cannot be read"),
    ],
)
def test_a_backup_that_does_not_hold_leaves_an_empty_place(
    backed: Path, empty: Settings, harm: object, said: str
) -> None:
    whole = backed.with_name("whole")
    shutil.copytree(backed, whole)
    assert callable(harm)
    harm(backed)
    with pytest.raises(EngineError, match=said):
        restore(empty, backed)
    assert restore(empty, whole).files == 3


def test_a_file_that_was_missing_before_is_told_and_the_rest_is_backed_up(
    visitor: Visitor, tmp_path: Path, empty: Settings
) -> None:
    visitor.fill(metres="10")
    lost = evidence(visitor.ports, visitor)[0].id
    visitor.ports.files.remove(lost)
    assert back_up(visitor.ports, tmp_path / "backup", NOW).missing == (lost,)
    done = restore(empty, tmp_path / "backup")
    assert (done.files, done.missing) == (2, 1)


def test_an_unfinished_backup_never_looks_whole(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Iterator[bytes]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("engine.store.sql.copying.SqlCopies.rows", full)
    with pytest.raises(OSError, match="No space"):
        back_up(visitor.ports, tmp_path / "backup", NOW)
    assert not (tmp_path / "backup").exists()
    monkeypatch.undo()
    assert back_up(visitor.ports, tmp_path / "backup", NOW).missing == ()


def test_keys_are_sealed_with_a_passphrase_and_come_back(
    visitor: Visitor, backed: Path, tmp_path: Path
) -> None:
    sealed = sealed_keys(visitor.ports.settings, "a long passphrase")
    for ring in visitor.ports.keys.values():
        assert ring.current.secret.hex().encode() not in sealed
    with pytest.raises(EngineError, match="does not open"):
        opened_keys(sealed, "another passphrase")
    with pytest.raises(EngineError, match="no file of sealed keys"):
        opened_keys(b"x", "a long passphrase")
    var = tmp_path / "other" / "var"
    elsewhere = Settings(var, f"sqlite:///{var / 'mumaris.sqlite3'}", is_demonstration=True)
    done = restore(elsewhere, backed, opened_keys(sealed, "a long passphrase"))
    assert done.unreadable == {}
    for purpose, ring in visitor.ports.keys.items():
        assert elsewhere.ring(purpose).current == ring.current
    ports = open_here(var.parent, elsewhere.database_url)
    assert contents_of(ports, visitor) == contents_of(visitor.ports, visitor)
    ports.close()


def test_files_of_a_key_that_is_not_here_are_counted(
    visitor: Visitor, backed: Path, tmp_path: Path
) -> None:
    var = tmp_path / "other" / "var"
    elsewhere = Settings(var, f"sqlite:///{var / 'mumaris.sqlite3'}", is_demonstration=True)
    used = visitor.ports.keys[Purpose.FILES].current.id
    assert restore(elsewhere, backed).unreadable == {used: 3}


def test_every_column_is_of_a_type_that_a_backup_can_write() -> None:
    plain = {"VARCHAR", "TEXT", "INTEGER", "BOOLEAN", "BIGINT"}
    for table in METADATA.sorted_tables:
        for column in table.c:
            is_known = isinstance(column.type, Instant | Date | LargeBinary | CanonicalJson)
            kind = str(column.type).partition("(")[0]
            assert is_known or kind in plain, f"{table.name}.{column.name}: {kind}"


def test_every_reference_to_a_file_is_known(ports: Ports, account: Account) -> None:
    """Files that nobody refers to are swept, and left out of a backup."""
    visitor = Visitor.starting(ports, account).fill(metres="10")
    with ports.store.read() as work:
        assert set(work.copies.file_ids()) == {one.id for one in evidence(ports, visitor)}
