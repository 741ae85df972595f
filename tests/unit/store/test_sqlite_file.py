"""The embedded database as a file on the machine."""

from pathlib import Path

from engine.store.sql import open_store


def test_the_database_and_what_lies_beside_it_are_for_their_owner_alone(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'mumaris.sqlite3'}")
    with store.read() as work:
        work.releases.active()
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    store.close()
    assert modes
    assert set(modes.values()) == {0o600}, modes
