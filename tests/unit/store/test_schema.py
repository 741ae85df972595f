"""Migrations and tables say the same, and opening twice at once does no harm."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text

from engine.store.protocols import StoreUnavailable
from engine.store.sql import open_store
from engine.store.sql.schema import MIGRATIONS, NEWEST
from engine.store.sql.tables import METADATA


def test_the_migrations_make_exactly_the_tables(url: str) -> None:
    open_store(url).close()
    engine = create_engine(make_url(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_the_newest_migration_is_the_one_that_opening_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST]


def test_processes_that_open_a_new_database_at_once_all_succeed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'new.sqlite3'}"
    failures: list[Exception] = []

    def run() -> None:
        try:
            open_store(url).close()
        except StoreUnavailable as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_schema_from_the_future_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    open_store(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreUnavailable, match="cannot be upgraded"):
        open_store(url)


def test_a_database_that_cannot_be_reached_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable):
        open_store("postgresql://nobody@127.0.0.1:1/nothing")


def test_reading_waits_for_no_writer(url: str) -> None:
    store = open_store(url)
    with store.begin() as writing, store.read() as reading:
        writing.limits.count("k", 60, datetime(2026, 11, 23, tzinfo=UTC))
        assert reading.releases.active() is None
    store.close()
