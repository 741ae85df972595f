"""What an older engine has written is still there after each migration."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, make_url, text

from engine.store.sql import open_store
from engine.store.sql.schema import MIGRATIONS

_ACCOUNT = """
    INSERT INTO accounts
        (id, email, person_key, language, role, is_active, password_hash, created_at, activated_at)
    VALUES ('a1', 'nora@example.org', '1000000008', 'ar', 'applicant', true, 'hash',
            '2026-11-23 09:00:00', '2026-11-23 09:00:00')
"""
_SESSION = """
    INSERT INTO sessions (token_hash, account_id, started_at, seen_at, expires_at)
    VALUES ('s1', 'a1', '2026-11-23 09:00:00', '2026-11-23 09:00:00', '2026-11-23 21:00:00')
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with the first schema, and nothing in it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
        upgrade_to(url, "0001")
        yield url
        return
    server = make_url(request.getfixturevalue("postgres_url"))
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE old"))
    address = server.set(database="old").render_as_string(hide_password=False)
    upgrade_to(address, "0001")
    yield address
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE old"))
    admin.dispose()


def test_accounts_and_their_sessions_outlive_every_migration(old: str) -> None:
    run(old, _ACCOUNT)
    run(old, _SESSION)
    store = open_store(old)
    with store.read() as work:
        found = work.accounts.get("a1")
        session = work.sessions.get("s1")
    store.close()
    assert found is not None
    assert found.account.person_key == "1000000008"
    assert session is not None
    assert session.account == found.account


def upgrade_to(url: str, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


def run(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
