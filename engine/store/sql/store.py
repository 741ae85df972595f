"""Opening the database, and one transaction at a time.

SQLite: WAL, so readers never wait; a writing transaction begins with BEGIN IMMEDIATE, so it
waits its turn at the beginning, when nothing is lost, and never in the middle.
PostgreSQL: a reading transaction is REPEATABLE READ and read-only; writers lock rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError

from engine.store.protocols import Clash, StoreUnavailable, Work
from engine.store.sql.kept import KeptRows
from engine.store.sql.schema import upgrade
from engine.store.sql.work import SqlWork

_log = structlog.get_logger("mumaris.store")
WAIT_SECONDS = 10  # for another writer; then StoreUnavailable


class SqlStore:
    """One database, for all threads of a process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept = KeptRows()
        is_sqlite = engine.dialect.name == "sqlite"
        self._reader = engine.execution_options(
            **(
                {"mumaris_reads": True}
                if is_sqlite
                else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            )
        )

    @contextmanager
    def begin(self) -> Iterator[Work]:
        with _our_errors(self._engine), self._engine.begin() as connection:
            yield SqlWork(connection)

    @contextmanager
    def read(self) -> Iterator[Work]:
        with _our_errors(self._engine), self._reader.begin() as connection:
            yield SqlWork(connection, self._kept)

    def forget(self) -> None:
        self._kept.forget()

    def close(self) -> None:
        self._engine.dispose()


def open_store(url: str) -> SqlStore:
    """Connect, and bring the schema up to date under a lock; several processes may start at once.

    `postgresql://` means the driver we ship. Raises StoreUnavailable when the database cannot be
    reached or its schema is newer than this engine.
    """
    address = make_url(url)
    if address.drivername in {"postgres", "postgresql"}:
        address = address.set(drivername="postgresql+psycopg")
    engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _server(address)
    with _our_errors(engine):
        upgrade(engine)
    return SqlStore(engine)


def _server(address: URL) -> Engine:
    return create_engine(
        address,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text ends up in a log, and must carry no answers
        connect_args={"connect_timeout": 10},
    )


def _sqlite(address: URL) -> Engine:
    if address.database and address.database != ":memory:":
        file = Path(address.database)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # for its owner alone; SQLite gives its other files the same mode
    engine = create_engine(
        address,
        pool_size=8,
        hide_parameters=True,
        connect_args={"timeout": WAIT_SECONDS, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("mumaris_reads"):
            # Takes no lock, so it cannot fail: said to the driver itself, as pages do it often.
            connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def _our_errors(engine: Engine) -> Iterator[None]:
    """Turn the errors of the library and its driver into ours; a bug of ours stays what it is."""
    try:
        yield
    except IntegrityError as error:
        raise Clash("something that must be unique is there already") from error
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        _log.error("store.unavailable", error=type(cause).__name__)
        raise StoreUnavailable(f"the database did not answer: {type(cause).__name__}") from error
