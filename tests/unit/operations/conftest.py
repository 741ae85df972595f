"""A whole Mumaris for each test, on SQLite; `on_both` runs a test on PostgreSQL too."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.model.account import Account
from engine.operations.ports import Ports
from tests.support.records import misshapen
from tests.support.stores import copied_sqlite, emptied_postgres, ready_sqlite
from tests.support.visitors import Silenceable, Visitor, add_account, open_here, publish


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ready_sqlite(tmp_path_factory.mktemp("ready"))


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path, ready: Path) -> str:
    if getattr(request, "param", "sqlite") == "sqlite":
        return copied_sqlite(ready, tmp_path)
    return emptied_postgres(request.getfixturevalue("postgres_url"))


@pytest.fixture
def ports(tmp_path: Path, url: str) -> Iterator[Ports]:
    """With the fishing licence in force, and registers that a test can silence."""
    opened = open_here(tmp_path, url)
    opened = replace(opened, registers=Silenceable(opened.registers))
    publish(opened)
    yield opened
    assert misshapen(opened.store) == [], "a record is not what docs/reference/records.md says"
    opened.close()


@pytest.fixture
def account(ports: Ports) -> Account:
    return add_account(ports)


@pytest.fixture
def visitor(ports: Ports, account: Account) -> Visitor:
    return Visitor.starting(ports, account)
