"""Applications in the database: a row each, with rows of steps and of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from engine.model.application import Application, Evidence, ItemEntry, StepEntry, Submission
from engine.model.invitation import Invitation
from engine.model.money import Money
from engine.store.canonical import Json
from engine.store.entries import PastEntry
from engine.store.protocols import Clash
from engine.store.sql import tables
from engine.store.sql.belonging import Belonging
from engine.store.sql.insert import insert_if_new
from engine.store.sql.invitations import INVITATIONS, by_application
from engine.store.sql.kept import KeptRows, Row, Rows, read

_rows = tables.applications
_steps, _files = tables.steps, tables.evidence

# Read at every page, so they are made once: making one takes as long as asking it.
_OF_REFERENCE = _rows.c.reference == bindparam("reference")
_ONE = select(_rows).where(_OF_REFERENCE)
_CHANGES = select(_rows.c.changes).where(_OF_REFERENCE)
_NEWEST = (  # references are drawn by lot: of one moment they say nothing
    _rows.c.changed_at.desc(),
    _rows.c.created_at.desc(),
    _rows.c.service,
    _rows.c.reference,
)
_STEPS = Belonging.of(_steps)
_FILES = Belonging.of(_files, _files.c.supplied_at, _files.c.id)
_OF_PAST = tuple(PastEntry.__dataclass_fields__)
_PARTS = (_STEPS.of_one, _FILES.of_one, INVITATIONS.of_one)
_WHOLE, _LOCKED = (_ONE, *_PARTS), (_ONE.with_for_update(), *_PARTS)


@cache
def _past(services: frozenset[str]) -> Select[Any]:
    """Of one person, for these services; as few kinds of it as there are registers of history."""
    return (
        select(*(_rows.c[name] for name in _OF_PAST))
        .where(
            _rows.c.person_key == bindparam("person_key"),
            _rows.c.service.in_([literal(one) for one in sorted(services)]),
        )
        .order_by(_rows.c.reference)
    )


class SqlApplications:
    """`engine.store.protocols.Applications`."""

    def __init__(self, connection: Connection, kept: KeptRows | None = None) -> None:
        self._connection = connection
        self._kept = kept

    def add(self, application: Application) -> None:
        self._connection.execute(
            insert(_rows),
            {**_header(application), "state_entered_at": application.created_at},
        )
        self._put_steps(application.reference, {}, application.steps)
        self._put_evidence(application.reference, (), application.evidence)

    def claim_key(self, account_id: str, key: str, reference: str) -> str:
        row = {"account_id": account_id, "key": key, "reference": reference}
        if insert_if_new(self._connection, tables.keys, row):
            return reference
        claimed = select(tables.keys.c.reference).where(
            tables.keys.c.account_id == account_id, tables.keys.c.key == key
        )
        return str(self._connection.execute(claimed).scalar_one())

    def get(self, reference: str, *, for_update: bool = False) -> Application | None:
        statements = _LOCKED if for_update else _WHOLE
        found = read(self._kept, self._connection, statements, {"reference": reference}, _whole)
        return found[0] if found else None

    def of_account(self, account_id: str) -> tuple[Application, ...]:
        query = select(_rows).where(_rows.c.account_id == account_id).order_by(*_NEWEST)
        return self._several(self._connection.execute(query).mappings().all())

    def past(
        self, person_key: str, services: frozenset[str], *, for_update: bool = False
    ) -> tuple[PastEntry, ...]:
        query, this = _past(services), {"person_key": person_key}
        if for_update:
            query = query.with_for_update()
        return read(self._kept, self._connection, (query,), this, _past_entries)

    def hand_over(self, person: str, to: str) -> None:
        query = update(_rows).where(_rows.c.person_key == person)
        self._connection.execute(query.values(person_key=to))

    def owners(self, references: Iterable[str]) -> dict[str, str]:
        query = select(_rows.c.reference, _rows.c.account_id)
        rows = self._connection.execute(query.where(_rows.c.reference.in_(list(references))))
        return {row.reference: row.account_id for row in rows}

    def unsubmitted(self, after: str, limit: int) -> tuple[Application, ...]:
        query = (
            select(_rows)
            .where(_rows.c.submitted_at.is_(None), _rows.c.reference > after)
            .order_by(_rows.c.reference)
            .limit(limit)
        )
        return self._several(self._connection.execute(query).mappings().all())

    def submitted_by_release(self) -> dict[str, int]:
        query = (
            select(_rows.c.release, func.count())
            .where(_rows.c.submitted_at.is_not(None))
            .group_by(_rows.c.release)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def update(self, before: Application, after: Application) -> None:
        values = _header(after)
        if after.state != before.state:
            values["state_entered_at"] = after.changed_at
        written = self._connection.execute(
            update(_rows)
            .where(_rows.c.reference == before.reference, _rows.c.revision == before.revision)
            .values(values)
        )
        if written.rowcount != 1:
            raise Clash(f"application {before.reference} was changed meanwhile")
        self._put_steps(before.reference, before.steps, after.steps)
        self._put_evidence(before.reference, before.evidence, after.evidence)

    def delete(self, reference: str) -> None:
        for table in (tables.keys, _rows):
            self._connection.execute(delete(table).where(table.c.reference == reference))

    def changes(self, reference: str) -> Json:
        this = {"reference": reference}
        return read(self._kept, self._connection, (_CHANGES,), this, _changes)

    def set_changes(self, reference: str, changes: Json) -> None:
        self._connection.execute(
            update(_rows).where(_rows.c.reference == reference).values(changes=changes)
        )

    def state_entered_at(self, reference: str) -> datetime:
        query = select(_rows.c.state_entered_at).where(_rows.c.reference == reference)
        entered: datetime = self._connection.execute(query).scalar_one()
        return entered

    def evidence_ids(self, ids: frozenset[str]) -> frozenset[str]:
        query = select(tables.evidence.c.id).where(tables.evidence.c.id.in_(ids))
        return frozenset(self._connection.execute(query).scalars())

    def _several(self, rows: Rows) -> tuple[Application, ...]:
        references = [row["reference"] for row in rows]
        if not references:
            return ()
        parts = (_STEPS, _FILES, INVITATIONS)
        return _whole(rows, *(one.rows(self._connection, references) for one in parts))

    def _put_steps(
        self, reference: str, before: Mapping[str, StepEntry], after: Mapping[str, StepEntry]
    ) -> None:
        table = tables.steps
        for step in before.keys() | after.keys():
            if before.get(step) == after.get(step):
                continue
            this = (table.c.reference == reference, table.c.step == step)
            entry = after.get(step)
            if entry is None:
                self._connection.execute(delete(table).where(*this))
            elif step in before:
                self._connection.execute(update(table).where(*this).values(_entry(entry)))
            else:
                row = {"reference": reference, "step": step, **_entry(entry)}
                self._connection.execute(insert(table), row)

    def _put_evidence(
        self, reference: str, before: Iterable[Evidence], after: Iterable[Evidence]
    ) -> None:
        old = {file.id: file for file in before}
        new = {file.id: file for file in after}
        gone = old.keys() - new.keys()
        if gone:
            files = tables.evidence
            self._connection.execute(delete(files).where(files.c.id.in_(gone)))
        for id in new.keys() & old.keys():
            if new[id].slot != old[id].slot:
                this = tables.evidence.c.id == id
                self._connection.execute(
                    update(tables.evidence).where(this).values(slot=new[id].slot)
                )
        for id in new.keys() - old.keys():
            file = new[id]
            row = {name: getattr(file, name) for name in Evidence.__dataclass_fields__}
            self._connection.execute(insert(tables.evidence), {"reference": reference, **row})


def _whole(rows: Rows, steps: Rows, files: Rows, invited: Rows) -> tuple[Application, ...]:
    """Applications with what belongs to them, in the order of their rows."""
    entries: dict[str, dict[str, StepEntry]] = {}
    for row in steps:
        entries.setdefault(row["reference"], {})[row["step"]] = _step(row)
    evidence: dict[str, tuple[Evidence, ...]] = {}
    for row in files:
        evidence[row["reference"]] = (*evidence.get(row["reference"], ()), _evidence(row))
    invitations = by_application(invited)
    return tuple(
        _application(
            row,
            entries.get(row["reference"], {}),
            evidence.get(row["reference"], ()),
            invitations.get(row["reference"], ()),
        )
        for row in rows
    )


def _past_entries(rows: Rows) -> tuple[PastEntry, ...]:
    return tuple(PastEntry(**{name: row[name] for name in _OF_PAST}) for row in rows)


def _changes(rows: Rows) -> Json:
    kept: Json = rows[0]["changes"] if rows else None
    return kept


def _header(application: Application) -> dict[str, Any]:
    submission = application.submission
    total = None if submission is None or submission.total is None else str(submission.total)
    return {
        "reference": application.reference,
        "account_id": application.account_id,
        "person_key": application.person_key,
        "service": application.service,
        "release": application.release,
        "state": application.state,
        "revision": application.revision,
        "created_at": application.created_at,
        "changed_at": application.changed_at,
        "disputes": dict(application.disputes),
        "decision_date": submission and submission.decision_date,
        "submitted_at": submission and submission.submitted_at,
        "snapshot": submission and dict(submission.snapshot),
        "record_sequence": submission and submission.record_sequence,
        "total": total,
        "flags": sorted(application.flags),
        "recorded": dict(application.recorded),
        "corrections": list(application.corrections),
        "is_overridden": application.is_overridden,
    }


def _application(
    row: Row,
    steps: Mapping[str, StepEntry],
    evidence: tuple[Evidence, ...],
    invitations: tuple[Invitation, ...],
) -> Application:
    submission = None
    if row["submitted_at"] is not None:
        submission = Submission(
            row["decision_date"],
            row["submitted_at"],
            row["snapshot"],
            row["record_sequence"],
            None if row["total"] is None else Money.parse(row["total"]),
        )
    return Application(
        reference=row["reference"],
        account_id=row["account_id"],
        person_key=row["person_key"],
        service=row["service"],
        release=row["release"],
        state=row["state"],
        revision=row["revision"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        steps=steps,
        evidence=evidence,
        invitations=invitations,
        disputes=row["disputes"],
        submission=submission,
        flags=frozenset(row["flags"]),
        recorded=row["recorded"],
        corrections=tuple(row["corrections"]),
        is_overridden=row["is_overridden"],
        erased_at=row["erased_at"],
    )


def _entry(entry: StepEntry) -> dict[str, Any]:
    return {
        "answers": dict(entry.answers),
        "items": [{"id": item.id, "answers": dict(item.answers)} for item in entry.items],
        "is_saved": entry.is_saved,
        "is_complete": entry.is_complete,
        "revision": entry.revision,
    }


def _step(row: Row) -> StepEntry:
    return StepEntry(
        answers=row["answers"],
        items=tuple(ItemEntry(item["id"], item["answers"]) for item in row["items"]),
        is_saved=row["is_saved"],
        is_complete=row["is_complete"],
        revision=row["revision"],
    )


def _evidence(row: Row) -> Evidence:
    return Evidence(**{name: row[name] for name in Evidence.__dataclass_fields__})
