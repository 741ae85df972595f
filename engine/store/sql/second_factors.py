"""Second factors and recovery codes in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from engine.store.entries import SecondFactor
from engine.store.sql import tables

_rows = tables.second_factors
_codes = tables.recovery_codes


class SqlSecondFactors:
    """`engine.store.protocols.SecondFactors`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, account_id: str) -> SecondFactor | None:
        query = select(_rows).where(_rows.c.account_id == account_id)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        return SecondFactor(bytes(row["secret"]), row["confirmed_at"], row["last_step"])

    def begin(self, account_id: str, secret: bytes, at: datetime) -> None:
        waiting = (_rows.c.account_id == account_id, _rows.c.confirmed_at.is_(None))
        self._connection.execute(delete(_rows).where(*waiting))
        row = {"account_id": account_id, "secret": secret, "begun_at": at}
        self._connection.execute(insert(_rows), row)

    def confirm(self, account_id: str, at: datetime, code_hashes: Iterable[str]) -> None:
        self._connection.execute(
            update(_rows).where(_rows.c.account_id == account_id).values(confirmed_at=at)
        )
        self._connection.execute(delete(_codes).where(_codes.c.account_id == account_id))
        codes = [{"account_id": account_id, "code_hash": one} for one in code_hashes]
        self._connection.execute(insert(_codes), codes)

    def take_step(self, account_id: str, step: int) -> bool:
        is_newer = or_(_rows.c.last_step.is_(None), _rows.c.last_step < step)
        taken = update(_rows).where(_rows.c.account_id == account_id, is_newer)
        return self._connection.execute(taken.values(last_step=step)).rowcount == 1

    def take_code(self, account_id: str, code_hash: str) -> bool:
        gone = delete(_codes).where(
            _codes.c.account_id == account_id, _codes.c.code_hash == code_hash
        )
        return self._connection.execute(gone).rowcount == 1

    def codes_left(self, account_id: str) -> int:
        query = select(func.count()).where(_codes.c.account_id == account_id)
        left: int = self._connection.execute(query).scalar_one()
        return left

    def set_secret(self, account_id: str, secret: bytes) -> None:
        self._connection.execute(
            update(_rows).where(_rows.c.account_id == account_id).values(secret=secret)
        )

    def accounts(self) -> tuple[str, ...]:
        query = select(_rows.c.account_id).order_by(_rows.c.account_id)
        return tuple(self._connection.execute(query).scalars())

    def remove(self, account_id: str) -> None:
        for table in (_codes, _rows):
            self._connection.execute(delete(table).where(table.c.account_id == account_id))
