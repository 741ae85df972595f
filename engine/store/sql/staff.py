"""Accounts of staff in the database, as whoever manages them sees them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    delete,
    exists,
    func,
    select,
    true,
    update,
)

from engine.model.account import Role
from engine.store.entries import StaffEntry, Standing
from engine.store.sql import tables
from engine.store.sql.accounts import account_of

_rows = tables.accounts
_is_staff = _rows.c.role != str(Role.APPLICANT)
_is_active = _rows.c.is_active == true()
_has_factor = exists().where(
    tables.second_factors.c.account_id == _rows.c.id,
    tables.second_factors.c.confirmed_at.is_not(None),
)
_is_provided = exists().where(tables.identities.c.account_id == _rows.c.id)
_STANDINGS: dict[Standing, ColumnElement[bool]] = {
    Standing.ACTIVE: _is_active,
    Standing.INVITED: and_(~_rows.c.is_active, _rows.c.activated_at.is_(None)),
    Standing.DEACTIVATED: and_(~_rows.c.is_active, _rows.c.activated_at.is_not(None)),
}


class SqlStaff:
    """`engine.store.protocols.Staff`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: str, *, for_update: bool = False) -> StaffEntry | None:
        query = _entries().where(_rows.c.id == id)
        if for_update:
            query = query.with_for_update(of=_rows)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else _entry(row)

    def search(
        self, text: str, role: Role | None, standing: Standing | None, limit: int
    ) -> tuple[StaffEntry, ...]:
        query = _entries().order_by(_rows.c.email, _rows.c.created_at).limit(limit)
        if text:
            query = query.where(func.lower(_rows.c.email).contains(text.lower(), autoescape=True))
        if role is not None:
            query = query.where(_rows.c.role == str(role))
        if standing is not None:
            query = query.where(_STANDINGS[standing])
        return tuple(_entry(row) for row in self._connection.execute(query).mappings())

    def administrators(self) -> frozenset[str]:
        """Ids of the active ones, locked in one order until the transaction ends."""
        query = (
            select(_rows.c.id)
            .where(_rows.c.role == str(Role.ADMINISTRATOR), _is_active)
            .order_by(_rows.c.id)
            .with_for_update()
        )
        return frozenset(self._connection.execute(query).scalars())

    def set_role(self, id: str, role: Role) -> None:
        self._set(id, role=str(role))

    def set_person(self, id: str, person_key: str | None) -> None:
        self._set(id, person_key=person_key)

    def set_active(self, id: str, is_active: bool) -> None:
        self._set(id, is_active=is_active)

    def remove_invited(self, id: str) -> None:
        waiting = _STANDINGS[Standing.INVITED]
        self._connection.execute(delete(_rows).where(_rows.c.id == id, _is_staff, waiting))

    def join(self, id: str, password_hash: str, at: datetime) -> None:
        self._set(id, password_hash=password_hash, is_active=True, activated_at=at)

    def _set(self, id: str, **values: object) -> None:
        self._connection.execute(update(_rows).where(_rows.c.id == id, _is_staff).values(values))


def _entries() -> Select[tuple[object, ...]]:
    return select(
        *_rows.c, _has_factor.label("has_second_factor"), _is_provided.label("is_provided")
    ).where(_is_staff)


def _entry(row: RowMapping) -> StaffEntry:
    if row["is_active"]:
        standing = Standing.ACTIVE
    else:
        standing = Standing.INVITED if row["activated_at"] is None else Standing.DEACTIVATED
    return StaffEntry(
        account=account_of(row),
        standing=standing,
        invited_at=row["created_at"],
        has_second_factor=row["has_second_factor"],
        is_provided=row["is_provided"],
    )
