"""A database that outlives the process that is killed, of both kinds."""

from pathlib import Path

import pytest

from tests.support.stores import copied_sqlite, emptied_postgres, ready_sqlite


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ready_sqlite(tmp_path_factory.mktemp("ready"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path, ready: Path) -> str:
    if request.param == "sqlite":
        return copied_sqlite(ready, tmp_path)
    return emptied_postgres(request.getfixturevalue("postgres_url"))
