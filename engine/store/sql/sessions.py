"""Sessions, and counters of attempts, in the database."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.model.account import Awaits
from engine.store.entries import SessionEntry
from engine.store.sql import tables
from engine.store.sql.accounts import OF_ACCOUNT, account_of
from engine.store.sql.insert import insert_if_new
from engine.store.sql.kept import KeptRows, Rows, read

_rows = tables.sessions
_limits = tables.limits
_ONE = (  # made once: read at every page
    select(_rows, *OF_ACCOUNT)
    .join(tables.accounts, tables.accounts.c.id == _rows.c.account_id)
    .where(_rows.c.token_hash == bindparam("token_hash"))
)


class SqlSessions:
    """`engine.store.protocols.Sessions`."""

    def __init__(self, connection: Connection, kept: KeptRows | None = None) -> None:
        self._connection = connection
        self._kept = kept

    def add(
        self,
        token_hash: str,
        account_id: str,
        at: datetime,
        expires_at: datetime,
        awaits: Awaits | None = None,
        issuer: str | None = None,
    ) -> None:
        row = {
            "token_hash": token_hash,
            "account_id": account_id,
            "started_at": at,
            "seen_at": at,
            "expires_at": expires_at,
            "awaits": awaits and str(awaits),
            "issuer": issuer,
        }
        self._connection.execute(insert(_rows), row)
        used = update(tables.accounts).where(tables.accounts.c.id == account_id)
        self._connection.execute(used.values(used_at=at))

    def get(self, token_hash: str) -> SessionEntry | None:
        this = {"token_hash": token_hash}
        return read(self._kept, self._connection, (_ONE,), this, _entry)

    def touch(self, token_hash: str, at: datetime) -> None:
        self._connection.execute(
            update(_rows).where(_rows.c.token_hash == token_hash).values(seen_at=at)
        )

    def end(self, token_hash: str) -> None:
        self._connection.execute(delete(_rows).where(_rows.c.token_hash == token_hash))

    def end_all(self, account_id: str) -> None:
        self._connection.execute(delete(_rows).where(_rows.c.account_id == account_id))

    def drop_expired(self, at: datetime) -> None:
        self._connection.execute(delete(_rows).where(_rows.c.expires_at <= at))


def _entry(rows: Rows) -> SessionEntry | None:
    if not rows:
        return None
    (row,) = rows
    return SessionEntry(
        row[_rows.c.token_hash],
        account_of(row),
        row[_rows.c.started_at],
        row[_rows.c.seen_at],
        row[_rows.c.expires_at],
        None if row[_rows.c.awaits] is None else Awaits(row[_rows.c.awaits]),
        row[_rows.c.issuer],
    )


class SqlLimits:
    """`engine.store.protocols.Limits`. A window is a whole number of its lengths since 1970."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, key: str, window_seconds: int, at: datetime) -> int:
        window = int(at.timestamp()) // window_seconds
        row = {
            "key": key,
            "window": window,
            "attempts": 0,
            "ends_at": at + timedelta(seconds=window_seconds),
        }
        insert_if_new(self._connection, _limits, row)
        this = (_limits.c.key == key, _limits.c.window == window)
        self._connection.execute(
            update(_limits).where(*this).values(attempts=_limits.c.attempts + 1)
        )
        counted: int = self._connection.execute(
            select(_limits.c.attempts).where(*this)
        ).scalar_one()
        return counted

    def clear(self, key: str) -> None:
        self._connection.execute(delete(_limits).where(_limits.c.key == key))

    def drop_before(self, at: datetime) -> None:
        self._connection.execute(delete(_limits).where(_limits.c.ends_at < at))
