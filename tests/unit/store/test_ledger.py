"""The ledger: gapless under threads, erasable, and any alteration is found."""

import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, make_url, text

from engine.store.chain import ChainBroken, ChainIntact, RecordKind, check_chain
from engine.store.sql import SqlStore, open_store

NOW = datetime(2026, 11, 23, 9, 30, 15, 123456, UTC)
RELEASE = "ab" * 32


def append(store: SqlStore, subject: str, payload: str = "ج") -> int:
    with store.begin() as work:
        return work.ledger.append(
            RecordKind.DECISION, subject, RELEASE, "1", date(2026, 11, 23), {"x": payload}, NOW
        )


def check(store: SqlStore) -> ChainIntact | ChainBroken:
    with store.read() as work:
        return check_chain(work.ledger.walk(), work.ledger.last())


def tamper(url: str, statement: str) -> None:
    address = make_url(url)
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_an_empty_ledger_is_intact(store: SqlStore) -> None:
    assert check(store) == ChainIntact(0, 0)


def test_records_are_numbered_from_one_and_chained(store: SqlStore) -> None:
    assert [append(store, f"R-{at}") for at in range(3)] == [1, 2, 3]
    with store.read() as work:
        records = list(work.ledger.walk())
    assert [one.header.previous for one in records[1:]] == [one.hash for one in records[:2]]
    assert records[0].header.recorded_at == NOW
    assert records[0].payload is not None
    assert records[0].payload.content == '{"x":"ج"}'.encode()
    assert check(store) == ChainIntact(3, 0)


def test_a_transaction_undone_leaves_no_gap(store: SqlStore) -> None:
    def interrupted() -> None:
        with store.begin() as work:
            work.ledger.append(RecordKind.PAYMENT, "R-2", RELEASE, "1", None, {}, NOW)
            raise RuntimeError

    append(store, "R-1")
    with pytest.raises(RuntimeError):
        interrupted()
    assert append(store, "R-3") == 2
    assert check(store) == ChainIntact(2, 0)


def test_threads_that_append_at_once_leave_no_gap(url: str, store: SqlStore) -> None:
    other = open_store(url)
    stores = [store, other] * 4

    def run(at: int) -> None:
        for one in range(5):
            append(stores[at], f"R-{at}-{one}")

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert check(store) == ChainIntact(40, 0)


def test_an_instant_of_another_zone_does_not_break_the_chain(store: SqlStore) -> None:
    with store.begin() as work:
        riyadh = NOW.astimezone(timezone(timedelta(hours=3)))
        work.ledger.append(RecordKind.PAYMENT, "R-1", RELEASE, "1", None, {}, riyadh)
    assert check(store) == ChainIntact(1, 0)


def test_an_erased_payload_leaves_the_chain_intact(store: SqlStore) -> None:
    for subject in ("R-1", "R-2", "R-1"):
        append(store, subject)
    with store.begin() as work:
        assert work.ledger.erase("R-1") == 2
        assert [one.payload for one in work.ledger.of_subject("R-1")] == [None, None]
    assert check(store) == ChainIntact(3, 2)


def test_the_same_payload_twice_has_two_digests(store: SqlStore) -> None:
    for _ in range(2):
        append(store, "R-1")
    with store.read() as work:
        first, second = work.ledger.of_subject("R-1")
    assert first.header.digest != second.header.digest


@pytest.mark.parametrize(
    ("statement", "sequence", "fault"),
    [
        ("UPDATE ledger SET subject = 'R-9' WHERE sequence = 2", 2, "its header was altered"),
        ("UPDATE ledger SET decision_date = NULL WHERE sequence = 1", 1, "its header was altered"),
        ("UPDATE payloads SET content = '{}' WHERE sequence = 3", 3, "its payload was altered"),
        ("DELETE FROM ledger WHERE sequence = 2", 2, "record 2 is missing"),
        ("DELETE FROM ledger WHERE sequence = 3", 3, "should end with record 3"),
        (
            "UPDATE ledger SET hash = digest WHERE sequence = 1",
            1,
            "its header was altered",
        ),
        ("UPDATE ledger_end SET sequence = 2", 4, "should end with record 2"),
    ],
)
def test_an_alteration_is_found_at_its_row(
    url: str, store: SqlStore, statement: str, sequence: int, fault: str
) -> None:
    for at in range(3):
        append(store, f"R-{at}")
    tamper(url, statement)
    found = check(store)
    assert isinstance(found, ChainBroken)
    assert found.sequence == sequence
    assert fault in found.fault


SWAPPED = """UPDATE ledger SET sequence = -2 WHERE sequence = 2;
UPDATE ledger SET sequence = 2 WHERE sequence = 3;
UPDATE ledger SET sequence = 3 WHERE sequence = -2"""
PAYLOADS_SWAPPED = SWAPPED.replace("ledger", "payloads")
CLOSED_UP = """DELETE FROM ledger WHERE sequence = 2;
UPDATE ledger SET sequence = 2 WHERE sequence = 3;
UPDATE ledger_end SET sequence = 2"""


@pytest.mark.parametrize(
    ("statements", "sequence", "fault"),
    [
        (SWAPPED, 2, "it does not hold the hash of the record before it"),
        (PAYLOADS_SWAPPED, 2, "its payload was altered"),
        (CLOSED_UP, 2, "it does not hold the hash of the record before it"),
    ],
)
def test_rows_swapped_or_closed_up_are_found(
    url: str, store: SqlStore, statements: str, sequence: int, fault: str
) -> None:
    for at in range(3):
        append(store, f"R-{at}", payload=str(at))
    for statement in statements.split(";"):
        tamper(url, statement)
    assert check(store) == ChainBroken(sequence, fault)


def test_a_part_of_the_ledger_holds_both_its_ends(store: SqlStore) -> None:
    for at in range(5):
        append(store, f"R-{at}")
    with store.begin() as work:
        work.ledger.append(RecordKind.PAYMENT, "R-1", RELEASE, "1", None, {}, NOW)
        found = work.ledger.between(2, 6, RecordKind.DECISION)
    assert [one.header.sequence for one in found] == [2, 3, 4, 5]


def test_a_row_put_in_with_a_hash_of_its_own_breaks_the_chain(url: str, store: SqlStore) -> None:
    for at in range(3):
        append(store, f"R-{at}")
    with store.read() as work:
        second = list(work.ledger.walk())[1]
    forged = second.header.__class__(
        **{name: getattr(second.header, name) for name in second.header.__dataclass_fields__}
        | {"engine": "forged"}
    )
    tamper(url, f"UPDATE ledger SET engine = 'forged', hash = '{forged.hash()}' WHERE sequence = 2")
    found = check(store)
    assert found == ChainBroken(3, "it does not hold the hash of the record before it")
