"""Erasing personal data whose time is up: what is still there, and removing it.

What holds data of an application is found by what is left of it, so that a run that was stopped
is taken up where it was, and nothing is erased twice. The ledger keeps its headers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, delete, exists, or_, select, update

from engine.model.account import Role
from engine.model.lifecycle import Actor
from engine.model.privacy import DataKind
from engine.store.entries import Closing, Dormant
from engine.store.payloads import PERSONAL
from engine.store.sql import tables
from engine.store.sql.insert import insert_if_new

NOBODY = "nobody"  # the account that applications are of once they point to nobody

_rows = tables.applications
_accounts = tables.accounts
_steps, _files, _incidents = tables.steps, tables.evidence, tables.incidents
_happenings, _lookups = tables.happenings, tables.lookups
_ledger, _payloads = tables.ledger, tables.payloads
_NOTHING: dict[str, Any] = {}


class SqlErasing:
    """`engine.store.protocols.Erasing`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holding(self, kind: DataKind, before: datetime) -> tuple[Closing, ...]:
        names = ("reference", "service", "release", "state", "account_id")
        columns = (*(_rows.c[name] for name in names), _rows.c.state_entered_at)
        query = select(*columns).where(_rows.c.state_entered_at < before, _is_left(kind))
        rows = self._connection.execute(query.order_by(_rows.c.reference)).mappings()
        return tuple(
            Closing(**{name: row[name] for name in names}, entered_at=row["state_entered_at"])
            for row in rows
        )

    def evidence(self, reference: str) -> tuple[tuple[str, str], ...]:
        query = select(_files.c.id, _files.c.slot).where(_files.c.reference == reference)
        rows = self._connection.execute(query.order_by(_files.c.id))
        return tuple((id, slot) for id, slot in rows)

    def drop_evidence(self, ids: Iterable[str]) -> int:
        gone = delete(_files).where(_files.c.id.in_(list(ids)))
        return self._connection.execute(gone).rowcount

    def drop_answers(self, reference: str, at: datetime) -> int:
        gone = delete(_steps).where(_steps.c.reference == reference)
        count = self._connection.execute(gone).rowcount
        for table in (tables.invitations, tables.notes):
            self._connection.execute(delete(table).where(table.c.reference == reference))
        said = update(tables.ratings).where(tables.ratings.c.reference == reference)
        self._connection.execute(said.values(comment=""))
        told = update(_happenings).where(_happenings.c.reference == reference)
        blank = told.values(reasons=None, statement=None, note=None, corrections=[])
        self._connection.execute(blank)
        self._write(reference, disputes=_NOTHING, recorded=_NOTHING, changes=None, erased_at=at)
        return count

    def drop_snapshot(self, reference: str, at: datetime) -> int:
        self._connection.execute(delete(_lookups).where(_lookups.c.reference == reference))
        return self._write(reference, snapshot=_NOTHING, erased_at=at)

    def drop_incidents(self, reference: str) -> int:
        blank = update(_incidents).values(details=_NOTHING)
        return self._connection.execute(blank.where(_incidents.c.reference == reference)).rowcount

    def untie(self, reference: str, at: datetime) -> int:
        row = {
            "id": NOBODY,
            "email": "",
            "person_key": "",
            "language": "ar",
            "role": str(Role.APPLICANT),
            "is_active": False,
            "password_hash": "",
            "created_at": at,
            "activated_at": at,
        }
        insert_if_new(self._connection, _accounts, row)
        bills = select(tables.invoices.c.bill_number).where(
            tables.invoices.c.reference == reference
        )
        paid = select(tables.payments.c.id).where(tables.payments.c.bill_number.in_(bills))
        refunds = tables.refunds
        said = update(refunds).where(refunds.c.payment.in_(paid)).values(note="")
        self._connection.execute(said)
        own = (_happenings.c.reference == reference, _happenings.c.by == str(Actor.APPLICANT))
        self._connection.execute(update(_happenings).where(*own).values(account=None))
        keys = delete(tables.keys).where(tables.keys.c.reference == reference)
        self._connection.execute(keys)
        return self._write(reference, account_id=NOBODY, person_key="", erased_at=at)

    def unused_accounts(self, before: datetime) -> tuple[Dormant, ...]:
        sessions = tables.sessions
        seen = exists().where(sessions.c.account_id == _accounts.c.id, sessions.c.seen_at >= before)
        moved = exists().where(_rows.c.account_id == _accounts.c.id, _rows.c.changed_at >= before)
        query = select(_accounts.c.id, _accounts.c.used_at, _accounts.c.created_at).where(
            _accounts.c.role == str(Role.APPLICANT),
            _accounts.c.is_active,
            _accounts.c.created_at < before,
            or_(_accounts.c.used_at.is_(None), _accounts.c.used_at < before),
            ~seen,
            ~moved,
        )
        rows = self._connection.execute(query.order_by(_accounts.c.id))
        return tuple(Dormant(id, used_at or created_at) for id, used_at, created_at in rows)

    def blank_account(self, id: str) -> int:
        for table in (tables.sessions, tables.links, tables.identities):
            self._connection.execute(delete(table).where(table.c.account_id == id))
        blank = update(_accounts).where(_accounts.c.id == id)
        values = {"email": "", "person_key": "", "password_hash": "", "is_active": False}
        return self._connection.execute(blank.values(values)).rowcount

    def drop_messages(self, before: datetime) -> int:
        outbox = tables.outbox  # what could not be sent in all that time goes too
        return self._connection.execute(delete(outbox).where(outbox.c.created_at < before)).rowcount

    def _write(self, reference: str, **values: Any) -> int:
        this = update(_rows).where(_rows.c.reference == reference)
        return self._connection.execute(this.values(**values)).rowcount


def _is_left(kind: DataKind) -> ColumnElement[bool]:
    """Whether an application still holds data of the kind."""
    match kind:
        case DataKind.DRAFT:
            return _rows.c.submitted_at.is_(None)
        case DataKind.ANSWERS:
            return _was_submitted(exists().where(_steps.c.reference == _rows.c.reference))
        case DataKind.REGISTERS:
            return _was_submitted(_rows.c.snapshot != _NOTHING)
        case DataKind.DOCUMENTS:
            supplied = exists().where(_files.c.reference == _rows.c.reference)
            return _was_submitted(or_(supplied, _has_issued()))
        case DataKind.DECISIONS:
            payload = exists().where(
                _ledger.c.subject == _rows.c.reference,
                _ledger.c.kind.in_([str(one) for one in PERSONAL]),
                _payloads.c.sequence == _ledger.c.sequence,
            )
            told = exists().where(
                _incidents.c.reference == _rows.c.reference, _incidents.c.details != _NOTHING
            )
            return or_(_was_submitted(payload), told)
        case DataKind.PAYMENTS:
            return _was_submitted(_rows.c.account_id != NOBODY)
        case _:
            raise ValueError(f"no application holds {kind}")


def _has_issued() -> ColumnElement[bool]:
    """Whether something was issued that still tells of its person."""
    issued = tables.issued
    erased = issued.c.printed.cast(String).contains('"is_erased":true')
    return exists().where(issued.c.reference == _rows.c.reference, ~erased)


def _was_submitted(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return _rows.c.submitted_at.is_not(None) & condition
