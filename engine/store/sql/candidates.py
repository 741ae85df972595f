"""Configurations that were proposed, and what is computed of them by a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from engine.model.candidate import Candidate, CandidateState, Warned
from engine.model.report import Report, ReportKey, ReportKind, ReportState
from engine.store.sql import tables
from engine.store.sql.insert import insert_if_new

_rows = tables.candidates
_reports = tables.reports


class SqlCandidates:
    """`engine.store.protocols.Candidates`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, candidate: Candidate) -> int:
        added = insert(_rows).values(_row(candidate)).returning(_rows.c.number)
        number: int = self._connection.execute(added).scalar_one()
        return number

    def get(self, number: int, *, for_update: bool = False) -> Candidate | None:
        query = select(_rows).where(_rows.c.number == number)
        rows = self._connection.execute(query.with_for_update() if for_update else query)
        found = rows.mappings().one_or_none()
        return None if found is None else _candidate(found)

    def newest(self, limit: int, state: CandidateState | None = None) -> tuple[Candidate, ...]:
        query = select(_rows).order_by(_rows.c.number.desc()).limit(limit)
        if state is not None:
            query = query.where(_rows.c.state == str(state))
        return tuple(_candidate(row) for row in self._connection.execute(query).mappings())

    def of_release(self, release: str) -> tuple[Candidate, ...]:
        query = select(_rows).where(_rows.c.release == release).order_by(_rows.c.number.desc())
        return tuple(_candidate(row) for row in self._connection.execute(query).mappings())

    def by_key(self, key: str) -> tuple[Candidate, ...]:
        query = select(_rows).where(_rows.c.key == key).order_by(_rows.c.number)
        return tuple(_candidate(row) for row in self._connection.execute(query).mappings())

    def update(self, candidate: Candidate) -> None:
        this = update(_rows).where(_rows.c.number == candidate.number)
        self._connection.execute(this.values(_row(candidate)))


class SqlReports:
    """`engine.store.protocols.Reports`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, key: ReportKey, engine: str, at: datetime, *, again: bool = False) -> None:
        fresh = {
            "state": str(ReportState.WAITING),
            "engine": engine,
            "asked_at": at,
            "attempts": 0,
            "next_at": at,
            "done_at": None,
            "failure": "",
            "bodies": {},
            "content": None,
        }
        if insert_if_new(self._connection, _reports, {**_key(key), **fresh}):
            return
        is_old = (_reports.c.state == str(ReportState.FAILED)) | (_reports.c.engine != engine)
        if again:
            is_old |= _reports.c.state == str(ReportState.DONE)
        self._connection.execute(update(_reports).where(*_is(key), is_old).values(fresh))

    def get(self, key: ReportKey) -> Report | None:
        query = select(_reports).where(*_is(key))
        found = self._connection.execute(query).mappings().one_or_none()
        return None if found is None else _report(found)

    def claim(self, at: datetime, until: datetime) -> Report | None:
        due = (
            select(_reports.c.old, _reports.c.new, _reports.c.kind)
            .where(_reports.c.next_at <= at)
            .order_by(_reports.c.next_at, _reports.c.old, _reports.c.new, _reports.c.kind)
            .limit(1)
            .with_for_update(skip_locked=True)  # SQLite has one writer at a time, and no such words
        )
        row = self._connection.execute(due).one_or_none()
        if row is None:
            return None
        key = ReportKey(row.old, row.new, ReportKind(row.kind))
        values = {"next_at": until, "attempts": _reports.c.attempts + 1}
        claimed = update(_reports).where(*_is(key)).values(values).returning(*_reports.c)
        return _report(self._connection.execute(claimed).mappings().one())

    def finish(self, report: Report) -> None:
        this = update(_reports).where(*_is(report.key), _reports.c.attempts == report.attempts)
        self._connection.execute(
            this.values(
                state=str(report.state),
                next_at=None,
                done_at=report.done_at,
                failure=report.failure,
                bodies=dict(report.bodies),
                content=dict(report.content) or None,
            )
        )


def _row(candidate: Candidate) -> dict[str, Any]:
    names = set(Candidate.__dataclass_fields__) - {"number"}
    row = {name: getattr(candidate, name) for name in names}
    warnings = [asdict(one) for one in candidate.warnings]
    return row | {"state": str(candidate.state), "warnings": warnings}


def _candidate(row: Mapping[Any, Any]) -> Candidate:
    fields = {name: row[name] for name in Candidate.__dataclass_fields__}
    fields["state"] = CandidateState(row["state"])
    fields["warnings"] = tuple(Warned(**one) for one in row["warnings"])
    return Candidate(**fields)


def _key(key: ReportKey) -> dict[str, str]:
    return {"old": key.old, "new": key.new, "kind": str(key.kind)}


def _is(key: ReportKey) -> tuple[Any, ...]:
    return tuple(_reports.c[name] == value for name, value in _key(key).items())


def _report(row: Mapping[Any, Any]) -> Report:
    return Report(
        key=ReportKey(row["old"], row["new"], ReportKind(row["kind"])),
        state=ReportState(row["state"]),
        engine=row["engine"],
        asked_at=row["asked_at"],
        attempts=row["attempts"],
        done_at=row["done_at"],
        failure=row["failure"],
        bodies=row["bodies"],
        content=row["content"] or {},
    )
