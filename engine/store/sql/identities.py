"""Who accounts are at an OpenID provider, and sign-ins that are on their way, in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from engine.store.entries import OnTheWay
from engine.store.sql import tables

_rows = tables.identities
_departures = tables.departures


class SqlIdentities:
    """`engine.store.protocols.Identities`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def account(self, issuer: str, subject: str) -> str | None:
        query = select(_rows.c.account_id).where(
            _rows.c.issuer == issuer, _rows.c.subject == subject
        )
        return self._connection.execute(query).scalar_one_or_none()

    def is_provided(self, account_id: str) -> bool:
        query = select(_rows.c.issuer).where(_rows.c.account_id == account_id).limit(1)
        return self._connection.execute(query).first() is not None

    def link(self, issuer: str, subject: str, account_id: str, at: datetime) -> None:
        row = {"issuer": issuer, "subject": subject, "account_id": account_id, "linked_at": at}
        self._connection.execute(insert(_rows), row)

    def depart(self, state_hash: str, on_the_way: OnTheWay, expires_at: datetime) -> None:
        row = {
            "state_hash": state_hash,
            "browser_hash": on_the_way.browser_hash,
            "nonce": on_the_way.nonce,
            "verifier": on_the_way.verifier,
            "next": on_the_way.next,
            "expires_at": expires_at,
        }
        self._connection.execute(insert(_departures), row)

    def arrive(self, state_hash: str, at: datetime) -> OnTheWay | None:
        self._connection.execute(delete(_departures).where(_departures.c.expires_at <= at))
        this = _departures.c.state_hash == state_hash
        row = self._connection.execute(select(_departures).where(this)).mappings().one_or_none()
        gone = self._connection.execute(delete(_departures).where(this)).rowcount == 1
        if row is None or not gone:
            return None
        return OnTheWay(row["browser_hash"], row["nonce"], row["verifier"], row["next"])
