"""Empty databases for tests: a SQLite file copied from one that is ready, a PostgreSQL emptied.

Migrating takes longer than most tests, so it is done once for each kind and worker.
"""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from engine.store.sql import open_store
from engine.store.sql.tables import METADATA

on_both = pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


def ready_sqlite(folder: Path) -> Path:
    """Make a migrated SQLite file to copy from."""
    place = folder / "ready.sqlite3"
    open_store(f"sqlite:///{place}").close()
    return place


def copied_sqlite(ready: Path, folder: Path) -> str:
    """The address of a fresh copy."""
    place = folder / "mumaris.sqlite3"
    shutil.copy(ready, place)
    return f"sqlite:///{place}"


def emptied_postgres(url: str) -> str:
    """Migrate the database if it is new, and remove what is in it."""
    open_store(url).close()
    engine = create_engine(make_url(url))
    names = ", ".join(f'"{table.name}"' for table in METADATA.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        connection.execute(
            text("INSERT INTO ledger_end (id, sequence, hash) VALUES (1, 0, :hash)"),
            {"hash": "0" * 64},
        )
    engine.dispose()
    return url
