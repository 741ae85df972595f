"""Accounts and mailed links in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from engine.model.account import Account, Role
from engine.model.words import Language
from engine.store.entries import Credentials, Purpose
from engine.store.sql import tables
from engine.store.sql.kept import Row

_rows = tables.accounts
_links = tables.links
OF_ACCOUNT = tuple(_rows.c[name] for name in Account.__dataclass_fields__)


class SqlAccounts:
    """`engine.store.protocols.Accounts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account: Account, password_hash: str, at: datetime) -> None:
        row = {
            "id": account.id,
            "email": account.email,
            "person_key": account.person_key,
            "language": str(account.language),
            "role": str(account.role),
            "is_active": account.is_active,
            "password_hash": password_hash,
            "created_at": at,
            "activated_at": at if account.is_active else None,
        }
        self._connection.execute(insert(_rows), row)

    def get(self, id: str) -> Credentials | None:
        return self._one(_rows.c.id == id)

    def by_email(self, email: str) -> Credentials | None:
        return self._one(_rows.c.email == email, _rows.c.is_active)

    def by_person(self, person_key: str) -> Credentials | None:
        return self._one(
            _rows.c.person_key == person_key,
            _rows.c.role == str(Role.APPLICANT),
            _rows.c.is_active,
        )

    def lock(self, id: str) -> Account:
        query = select(_rows).where(_rows.c.id == id).with_for_update()
        return account_of(self._connection.execute(query).mappings().one())

    def link_to(self, id: str, person_key: str) -> bool:
        query = update(_rows).where(_rows.c.id == id, _rows.c.person_key.is_(None))
        return self._connection.execute(query.values(person_key=person_key)).rowcount == 1

    def activate(self, id: str, at: datetime) -> None:
        self._connection.execute(
            update(_rows).where(_rows.c.id == id).values(is_active=True, activated_at=at)
        )

    def set_password(self, id: str, password_hash: str) -> None:
        self._connection.execute(
            update(_rows).where(_rows.c.id == id).values(password_hash=password_hash)
        )

    def drop_pending(self, before: datetime) -> None:
        owned = exists().where(tables.applications.c.account_id == _rows.c.id)
        pending = (~_rows.c.is_active, _rows.c.activated_at.is_(None))
        old = (_rows.c.role == str(Role.APPLICANT), _rows.c.created_at < before)
        self._connection.execute(delete(_rows).where(*pending, *old, ~owned))
        self._connection.execute(delete(_links).where(_links.c.expires_at < before))

    def add_link(
        self, token_hash: str, purpose: Purpose, account_id: str, expires_at: datetime
    ) -> None:
        row = {
            "token_hash": token_hash,
            "purpose": str(purpose),
            "account_id": account_id,
            "expires_at": expires_at,
        }
        self._connection.execute(insert(_links), row)

    def link(self, token_hash: str, purpose: Purpose, at: datetime) -> str | None:
        query = select(_links.c.account_id).where(
            _links.c.token_hash == token_hash,
            _links.c.purpose == str(purpose),
            _links.c.expires_at > at,
        )
        return self._connection.execute(query).scalar_one_or_none()

    def drop_links(self, account_id: str) -> None:
        self._connection.execute(delete(_links).where(_links.c.account_id == account_id))

    def take_link(self, token_hash: str, purpose: Purpose, at: datetime) -> str | None:
        account_id = self.link(token_hash, purpose, at)
        gone = delete(_links).where(_links.c.token_hash == token_hash)
        return account_id if self._connection.execute(gone).rowcount == 1 else None

    def _one(self, *conditions: ColumnElement[bool]) -> Credentials | None:
        row = self._connection.execute(select(_rows).where(*conditions)).mappings().one_or_none()
        return None if row is None else Credentials(account_of(row), row["password_hash"])


def account_of(row: Row) -> Account:
    """The account of a row that holds the columns `OF_ACCOUNT`, and may hold others."""
    return Account(
        id=row[_rows.c.id],
        email=row[_rows.c.email],
        person_key=row[_rows.c.person_key],
        language=Language(row[_rows.c.language]),
        role=Role(row[_rows.c.role]),
        is_active=row[_rows.c.is_active],
    )
