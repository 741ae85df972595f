"""A store for each test: every test of the store runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.sql import SqlStore, open_store
from tests.support.stores import copied_sqlite, emptied_postgres, ready_sqlite


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ready_sqlite(tmp_path_factory.mktemp("ready"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path, ready: Path) -> str:
    if request.param == "sqlite":
        return copied_sqlite(ready, tmp_path)
    return emptied_postgres(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    opened = open_store(url)
    yield opened
    opened.close()
