"""Searching the ledger: by every mark, newest first, page by page; the index and no payload."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, event

from engine.model.account import Account, Role
from engine.model.application import Application
from engine.model.words import Language
from engine.store.canonical import Json
from engine.store.chain import RecordKind
from engine.store.searching import Marks, Wanted, marks_of
from engine.store.sql import SqlStore, open_store
from engine.store.sql.ledger import SqlLedger

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
RELEASE, OTHER = "ab" * 32, "cd" * 32


def decision(service: str, outcome: str, *, is_official: bool = True) -> Json:
    rules: list[Json] = [{"id": "r", "is_official": is_official}]
    return {"service": service, "decision": {"outcome": outcome, "rules": rules}}


def append(
    store: SqlStore,
    subject: str,
    payload: Json,
    kind: RecordKind = RecordKind.DECISION,
    release: str = RELEASE,
    at: datetime = NOW,
) -> int:
    with store.begin() as work:
        return work.ledger.append(kind, subject, release, "1", date(2026, 11, 23), payload, at)


def found(store: SqlStore, wanted: Wanted, before: int | None = None, limit: int = 50) -> list[int]:
    with store.read() as work:
        return [one.record.header.sequence for one in work.ledger.search(wanted, before, limit)]


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    append(store, "R-1", decision("permit", "eligible"))
    append(store, "R-2", decision("permit", "ineligible", is_official=False))
    append(store, "R-3", decision("licence", "eligible"), at=NOW + timedelta(days=1))
    append(store, "R-1", {"amount": "1.00 SAR"}, RecordKind.PAYMENT, at=NOW + timedelta(days=2))
    append(store, OTHER, {"who": "x"}, RecordKind.PUBLICATION, OTHER, NOW + timedelta(days=2))
    return store


@pytest.mark.parametrize(
    ("wanted", "sequences"),
    [
        (Wanted(), [5, 4, 3, 2, 1]),
        (Wanted(kind=RecordKind.DECISION), [3, 2, 1]),
        (Wanted(service="permit"), [2, 1]),
        (Wanted(outcome="eligible"), [3, 1]),
        (Wanted(release=OTHER), [5]),
        (Wanted(subject="R-1"), [4, 1]),
        (Wanted(is_official=False), [2]),
        (Wanted(is_official=True), [3, 1]),
        (Wanted(since=NOW + timedelta(days=1)), [5, 4, 3]),
        (Wanted(until=NOW + timedelta(days=1)), [2, 1]),
        (Wanted(service="permit", outcome="eligible", kind=RecordKind.DECISION), [1]),
        (Wanted(service="nothing"), []),
    ],
)
def test_records_are_found_by_each_mark_the_newest_first(
    filled: SqlStore, wanted: Wanted, sequences: list[int]
) -> None:
    assert found(filled, wanted) == sequences


def test_pages_follow_each_other_without_a_gap_while_records_are_added(filled: SqlStore) -> None:
    first = found(filled, Wanted(), limit=2)
    append(filled, "R-9", decision("permit", "eligible"))
    second = found(filled, Wanted(), before=first[-1], limit=2)
    third = found(filled, Wanted(), before=second[-1], limit=2)
    assert [*first, *second, *third] == [5, 4, 3, 2, 1]


def test_a_record_without_a_service_is_found_by_that_of_its_application(store: SqlStore) -> None:
    account = Account("a", "a@example.org", "1", Language.AR, Role.APPLICANT, is_active=True)
    with store.begin() as work:
        work.accounts.add(account, "no hash", NOW)
        work.applications.add(
            Application("R-7", "a", "1", "permit", RELEASE, "draft", 1, NOW, NOW, {}, ())
        )
    append(store, "R-7", {"amount": "1.00 SAR"}, RecordKind.PAYMENT)
    assert found(store, Wanted(service="permit")) == [1]


def test_what_was_erased_is_still_found_by_its_marks_and_has_no_payload(filled: SqlStore) -> None:
    with filled.begin() as work:
        assert work.ledger.erase("R-1", {RecordKind.DECISION}) == 1
    with filled.read() as work:
        newest, oldest = work.ledger.search(Wanted(subject="R-1"), None, 10)
        assert work.ledger.get(1) == oldest
        assert work.ledger.get(99) is None
    assert newest.record.payload is not None
    assert oldest.record.payload is None
    assert oldest.marks == Marks("permit", "eligible", True)


@pytest.mark.parametrize(
    ("payload", "marks"),
    [
        (None, Marks()),
        ([], Marks()),
        ({"service": 5}, Marks()),
        ({"decision": {"outcome": "eligible"}}, Marks(None, "eligible", True)),
        (
            {"decision": {"outcome": "ineligible", "validity": {"is_official": False}}},
            Marks(None, "ineligible", False),
        ),
        (
            {"decision": {"outcome": "eligible", "fees": [{}, {"is_official": True}]}},
            Marks(None, "eligible", False),
        ),
    ],
)
def test_marks_are_made_of_what_a_payload_says_and_of_nothing_else(
    payload: Json, marks: Marks
) -> None:
    assert marks_of(payload) == marks


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(kind=RecordKind.DECISION), "ix_ledger_kind_sequence"),
        (Wanted(release=RELEASE), "ix_ledger_release_sequence"),
        (Wanted(subject="R-1"), "ix_ledger_subject"),
        (Wanted(service="permit"), "ix_ledger_marks_service_sequence"),
        (Wanted(outcome="eligible"), "ix_ledger_marks_outcome_sequence"),
        (Wanted(is_official=False), "ix_ledger_marks_is_official_sequence"),
    ],
)
def test_a_search_follows_an_index_and_sorts_nothing(
    tmp_path: Path, wanted: Wanted, index: str
) -> None:
    """On SQLite, which plans without statistics; PostgreSQL may read so small a table whole."""
    url = f"sqlite:///{tmp_path / 'here.sqlite3'}"
    open_store(url).close()
    asked: list[tuple[str, Any]] = []
    engine = create_engine(url)

    @event.listens_for(engine, "before_cursor_execute")
    def _asked(_1: object, _2: object, text: str, values: Any, *_: object) -> None:
        asked.append((text, values))

    with engine.connect() as connection:
        SqlLedger(connection).search(wanted, 1000, 50)
        text, values = asked[0]
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all())
    engine.dispose()
    assert index in plan
    assert "TEMP B-TREE" not in plan
