"""Invitations in the database: who was invited, what became of it, and what lets him in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from engine.model.invitation import Invitation, InvitationState
from engine.store.sql import tables
from engine.store.sql.belonging import Belonging
from engine.store.sql.kept import Row, Rows

_rows = tables.invitations
_OPEN = _rows.c.state == str(InvitationState.INVITED)
_FIELDS = tuple(Invitation.__dataclass_fields__)
INVITATIONS = Belonging.of(_rows, _rows.c.invited_at, _rows.c.id, only=_FIELDS)
_NOTHING: dict[str, None] = {
    f"{what}_{part}": None
    for what in ("link", "code", "browser")
    for part in ("hash", "expires_at")
}


class SqlInvitations:
    """`engine.store.protocols.Invitations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, invitation: Invitation, link_hash: str, expires_at: datetime) -> None:
        row = _row(invitation) | {"link_hash": link_hash, "link_expires_at": expires_at}
        self._connection.execute(insert(_rows), row)

    def of_application(self, reference: str) -> tuple[Invitation, ...]:
        return self.of_applications([reference]).get(reference, ())

    def of_applications(self, references: list[str]) -> dict[str, tuple[Invitation, ...]]:
        return by_application(INVITATIONS.rows(self._connection, references))

    def by_link(self, link_hash: str, at: datetime) -> Invitation | None:
        condition = (_rows.c.link_hash == link_hash) & (_rows.c.link_expires_at > at)
        row = self._connection.execute(select(_rows).where(condition, _OPEN)).mappings().first()
        return None if row is None else _invitation(row)

    def set_code(self, invitation: Invitation, code_hash: str, expires_at: datetime) -> None:
        self._write(invitation, {"code_hash": code_hash, "code_expires_at": expires_at})

    def takes_code(self, invitation: Invitation, code_hash: str, at: datetime) -> bool:
        taken = self._connection.execute(
            update(_rows)
            .where(
                _is(invitation),
                _OPEN,
                _rows.c.code_hash == code_hash,
                _rows.c.code_expires_at > at,
            )
            .values(code_hash=None, code_expires_at=None)
        )
        return taken.rowcount == 1

    def let_in(self, invitation: Invitation, browser_hash: str, expires_at: datetime) -> None:
        self._write(invitation, {"browser_hash": browser_hash, "browser_expires_at": expires_at})

    def is_let_in(self, invitation: Invitation, browser_hash: str, at: datetime) -> bool:
        query = select(_rows.c.id).where(
            _is(invitation),
            _OPEN,
            _rows.c.browser_hash == browser_hash,
            _rows.c.browser_expires_at > at,
        )
        return self._connection.execute(query).first() is not None

    def settle(self, invitation: Invitation) -> None:
        self._write(invitation, _row(invitation) | _NOTHING)

    def _write(self, invitation: Invitation, values: Mapping[str, Any]) -> None:
        self._connection.execute(update(_rows).where(_is(invitation)).values(**values))


def by_application(rows: Rows) -> dict[str, tuple[Invitation, ...]]:
    found: dict[str, tuple[Invitation, ...]] = {}
    for row in rows:
        found[row["reference"]] = (*found.get(row["reference"], ()), _invitation(row))
    return found


def _is(invitation: Invitation) -> ColumnElement[bool]:
    return (_rows.c.reference == invitation.reference) & (_rows.c.id == invitation.id)


def _row(invitation: Invitation) -> dict[str, Any]:
    row = {name: getattr(invitation, name) for name in _FIELDS}
    return row | {"state": str(invitation.state), "answers": dict(invitation.answers)}


def _invitation(row: Row) -> Invitation:
    fields = {name: row[name] for name in _FIELDS}
    return Invitation(**fields | {"state": InvitationState(row["state"])})
