"""Machines that propose, in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from engine.model.machine import Machine
from engine.store.sql import tables

_rows = tables.machines


class SqlMachines:
    """`engine.store.protocols.Machines`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, machine: Machine, token_hash: str) -> None:
        self._connection.execute(insert(_rows), {**asdict(machine), "token_hash": token_hash})

    def get(self, id: str) -> Machine | None:
        return self._one(_rows.c.id == id)

    def by_token(self, token_hash: str) -> Machine | None:
        return self._one(_rows.c.token_hash == token_hash)

    def every(self) -> tuple[Machine, ...]:
        rows = self._connection.execute(select(_rows).order_by(_rows.c.id)).mappings()
        return tuple(map(_machine, rows))

    def touch(self, id: str, at: datetime) -> None:
        self._connection.execute(update(_rows).where(_rows.c.id == id).values(seen_at=at))

    def revoke(self, id: str, at: datetime) -> None:
        self._connection.execute(update(_rows).where(_rows.c.id == id).values(revoked_at=at))

    def _one(self, is_it: ColumnElement[bool]) -> Machine | None:
        row = self._connection.execute(select(_rows).where(is_it)).mappings().one_or_none()
        return None if row is None else _machine(row)


def _machine(row: Mapping[Any, Any]) -> Machine:
    return Machine(**{name: row[name] for name in Machine.__dataclass_fields__})
