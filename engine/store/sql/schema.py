"""Bringing a database to the schema of this engine: Alembic's migrations, in one transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from engine.store.protocols import StoreUnavailable

NEWEST = "0016"  # the last migration; a test holds it to that
MIGRATIONS = Path(__file__).parents[1] / "migrations"
_LOCK = 7_214_033  # any number that only we use, for PostgreSQL's advisory lock


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing, all or none; whoever comes second finds none missing.

    Raises StoreUnavailable when the schema is of a migration that this engine does not know.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _version(connection) != NEWEST:
            _migrate(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _migrate(connection: Connection) -> None:
    from alembic import command  # loaded only when there is something to do: it costs 0.2 s
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreUnavailable(f"the schema cannot be upgraded: {error}") from error
