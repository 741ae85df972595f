"""Claims of applications and internal notes, in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.review import Claim, Note
from engine.store.sql import tables

_claims = tables.claims
_notes = tables.notes


class SqlClaims:
    """`engine.store.protocols.Claims`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, reference: str) -> Claim | None:
        query = select(_claims).where(_claims.c.reference == reference)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        return Claim(row["reference"], row["account_id"], row["claimed_at"], row["until"])

    def take(self, claim: Claim) -> bool:
        return self._put(claim, is_seized=False)

    def seize(self, claim: Claim) -> None:
        self._put(claim, is_seized=True)

    def release(self, reference: str, account: str) -> None:
        this = (_claims.c.reference == reference, _claims.c.account_id == account)
        self._connection.execute(delete(_claims).where(*this))

    def drop(self, reference: str) -> None:
        self._connection.execute(delete(_claims).where(_claims.c.reference == reference))

    def _put(self, claim: Claim, *, is_seized: bool) -> bool:
        """One statement, so that of two that ask at once the database lets one have it."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(_claims).values(_row(claim))
        free: datetime = claim.claimed_at
        is_free = or_(_claims.c.account_id == claim.account, _claims.c.until <= free)
        statement = statement.on_conflict_do_update(
            index_elements=[_claims.c.reference],
            set_=_row(claim),
            where=None if is_seized else is_free,
        ).execution_options(preserve_rowcount=True)
        return self._connection.execute(statement).rowcount == 1


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "reference": claim.reference,
        "account_id": claim.account,
        "claimed_at": claim.claimed_at,
        "until": claim.until,
    }


class SqlNotes:
    """`engine.store.protocols.Notes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, note: Note) -> None:
        row = {name: getattr(note, name) for name in Note.__dataclass_fields__}
        self._connection.execute(insert(_notes), row)

    def of_application(self, reference: str) -> tuple[Note, ...]:
        query = select(_notes).where(_notes.c.reference == reference).order_by(_notes.c.number)
        return tuple(Note(**row) for row in self._connection.execute(query).mappings())
