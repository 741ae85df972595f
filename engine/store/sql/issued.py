"""Issued documents, in the database. Rows are revoked and erased of a person, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from engine.model.issued import Issued
from engine.model.words import Text
from engine.store.printed import read_maybe_text, read_printed, write_maybe_text, write_printed
from engine.store.sql import tables

_rows = tables.issued
_NEWEST = (_rows.c.issued_at.desc(), _rows.c.record_sequence.desc(), _rows.c.document, _rows.c.code)


class SqlIssued:
    """`engine.store.protocols.IssuedDocuments`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, issued: Issued) -> None:
        self._connection.execute(insert(_rows), _values(issued))

    def get(self, code: str) -> Issued | None:
        found = self._all(_rows.c.code == code)
        return found[0] if found else None

    def of_application(self, reference: str) -> tuple[Issued, ...]:
        return self._all(_rows.c.reference == reference)

    def of_account(self, account_id: str) -> tuple[Issued, ...]:
        applications = tables.applications
        own = select(applications.c.reference).where(applications.c.account_id == account_id)
        return self._all(_rows.c.reference.in_(own))

    def in_force(self, reference: str, document: str) -> Issued | None:
        this = (_rows.c.reference == reference) & (_rows.c.document == document)
        found = self._all(this & _rows.c.revoked_at.is_(None))
        return found[0] if found else None

    def revoke(self, code: str, at: datetime, reason: Text | None) -> None:
        values = {"revoked_at": at, "revocation_reason": write_maybe_text(reason)}
        self._connection.execute(update(_rows).where(_rows.c.code == code).values(values))

    def erase(self, reference: str) -> int:
        left = [one for one in self.of_application(reference) if not one.printed.is_erased]
        for one in left:
            printed = replace(one.printed, lines=(), photo=None, is_erased=True)
            values = {"printed": write_printed(printed), "revocation_reason": None}
            self._connection.execute(update(_rows).where(_rows.c.code == one.code).values(values))
        return len(left)

    def _all(self, condition: ColumnElement[bool]) -> tuple[Issued, ...]:
        query = select(_rows).where(condition).order_by(*_NEWEST)
        return tuple(_issued(row) for row in self._connection.execute(query).mappings())


def _values(issued: Issued) -> Mapping[str, Any]:
    return {
        "code": issued.code,
        "reference": issued.application,
        "document": issued.document,
        "printed": write_printed(issued.printed),
        "valid_from": issued.valid_from,
        "valid_until": issued.valid_until,
        "issued_at": issued.issued_at,
        "record_sequence": issued.record_sequence,
        "digest": issued.digest,
        "revoked_at": issued.revoked_at,
        "revocation_reason": write_maybe_text(issued.revocation_reason),
    }


def _issued(row: RowMapping) -> Issued:
    return Issued(
        code=row["code"],
        application=row["reference"],
        document=row["document"],
        printed=read_printed(row["printed"]),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        issued_at=row["issued_at"],
        record_sequence=row["record_sequence"],
        digest=row["digest"],
        revoked_at=row["revoked_at"],
        revocation_reason=read_maybe_text(row["revocation_reason"]),
    )
