"""What rows came to is given again only where the rows are the same, whoever changed them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from engine.model.account import Account, Role
from engine.model.application import Application, Evidence, StepEntry
from engine.model.words import Language
from engine.store.entries import Incident, IncidentKind, Resolution
from engine.store.protocols import StoreUnavailable, Work
from engine.store.sql import SqlStore, open_store
from engine.store.sql.kept import MOST_OF_ONE_KIND
from engine.store.sql.work import SqlWork
from tests.support.drafts import begun

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NORA = Account("nora", "nora@example.org", "1000000008", Language.AR, Role.APPLICANT, True)
OMAR = Account("omar", "omar@example.org", "1000000016", Language.AR, Role.APPLICANT, True)
PEOPLE = (NORA, OMAR)
SERVICES = frozenset({"renewal"})
NUMBERS = count()


@pytest.fixture(autouse=True)
def accounts(store: SqlStore) -> None:
    with store.begin() as work:
        for one in PEOPLE:
            work.accounts.add(one, "hash", NOW)
            work.sessions.add(one.id, one.id, NOW, NOW + timedelta(hours=1))
            work.applications.add(begun(NOW, reference(one), one.id, number(one)))


def reference(one: Account) -> str:
    return f"R-{one.id}"


def number(one: Account) -> str:
    assert one.person_key is not None
    return one.person_key


def everything(work: Work) -> list[object]:
    """All that is ever kept, of everybody."""
    return [
        found
        for one in PEOPLE
        for found in (
            work.applications.get(reference(one)),
            work.applications.past(number(one), SERVICES),
            work.applications.changes(reference(one)),
            work.incidents.last_of(reference(one)),
            work.sessions.get(one.id),
        )
    ]


def read(store: SqlStore) -> list[object]:
    with store.read() as work:
        return everything(work)


def changed(work: Work, one: Account, make: Callable[[Application], Application]) -> None:
    before = work.applications.get(reference(one), for_update=True)
    if before is not None:
        after = replace(make(before), revision=before.revision + 1)
        work.applications.update(before, after)


# What anybody does; `said` is drawn so small that something is often said again.
def answers(work: Work, one: Account, said: str) -> None:
    entry = StepEntry({"field": said}, is_saved=True, revision=1)
    changed(work, one, lambda it: replace(it, steps={**it.steps, f"step-{said}": entry}))


def takes_back(work: Work, one: Account, said: str) -> None:
    changed(work, one, lambda it: replace(it, steps={}, state=f"state-{said}"))


def supplies(work: Work, one: Account, said: str) -> None:
    file = Evidence(f"{one.id}-{next(NUMBERS)}", said, "a.png", "image/png", 1, "ab" * 32, NOW)
    changed(work, one, lambda it: replace(it, evidence=(file,)))


def is_told(work: Work, one: Account, said: str) -> None:
    work.applications.set_changes(reference(one), [said])


def is_stopped(work: Work, one: Account, said: str) -> None:
    incident = Incident(
        id=f"{one.id}-{next(NUMBERS)}",
        kind=IncidentKind.FAULT,
        reference=reference(one),
        release=said,
        at=NOW + timedelta(seconds=len(said)),
        details={},
    )
    work.incidents.add(incident)
    if said == "b":
        work.incidents.resolve(incident.id, Resolution(NOW, "sara", said, 1))


def is_seen(work: Work, one: Account, said: str) -> None:
    work.sessions.touch(one.id, NOW + timedelta(minutes=len(said)))


def goes(work: Work, one: Account, said: str) -> None:
    work.sessions.end(one.id)


def comes_back(work: Work, one: Account, said: str) -> None:
    if work.sessions.get(one.id) is None:
        work.sessions.add(one.id, OMAR.id if said == "b" else one.id, NOW, NOW)


def hands_over(work: Work, one: Account, said: str) -> None:
    other = NORA if said == "a" else OMAR
    work.applications.hand_over(number(one), number(other))


def begins(work: Work, one: Account, said: str) -> None:
    if work.applications.get(reference(one)) is None:
        work.applications.add(
            replace(begun(NOW, reference(one), one.id, number(one)), release=said * 64)
        )


def discards(work: Work, one: Account, said: str) -> None:
    work.applications.delete(reference(one))


ACTS = (answers, takes_back, supplies, is_told, is_stopped)
ACTS_OF_PEOPLE = (is_seen, goes, comes_back, hands_over, begins, discards)
SOMETHING = st.tuples(
    st.sampled_from((*ACTS, *ACTS_OF_PEOPLE)), st.sampled_from(PEOPLE), st.sampled_from("ab")
)


class Undone(Exception):
    """A transaction that came to nothing."""


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(done=st.lists(st.tuples(SOMETHING, st.booleans()), max_size=8))
def test_what_is_read_is_what_the_database_holds(
    store: SqlStore, done: list[tuple[tuple[Callable[..., None], Account, str], bool]]
) -> None:
    """Of two people, whatever was done or undone, in whichever order."""
    for (act, one, said), is_undone in done:
        with suppress(Undone), store.begin() as work:
            act(work, one, said)
            if is_undone:
                raise Undone
        with store._engine.begin() as connection:
            held = everything(SqlWork(connection))
        assert read(store) == held
        assert read(store) == held


def test_what_another_process_wrote_is_read(store: SqlStore, url: str) -> None:
    read(store)
    other = open_store(url)
    with other.begin() as work:
        answers(work, NORA, "a")
    assert read(store) == read(other)
    other.close()


def test_the_same_rows_are_the_same_object(store: SqlStore) -> None:
    first, again = read(store), read(store)
    assert all(one is other for one, other in zip(first, again, strict=True))


def test_a_transaction_that_writes_reads_anew(store: SqlStore) -> None:
    """On PostgreSQL others may write between two of its statements."""
    (found, *_) = read(store)
    with store.begin() as work:
        assert work.applications.get(reference(NORA)) is not found


def test_what_was_forgotten_is_made_again(store: SqlStore) -> None:
    (found, *_) = read(store)
    store.forget()
    (again, *_) = read(store)
    assert again == found
    assert again is not found


def test_what_was_read_longest_ago_is_let_go(store: SqlStore) -> None:
    (found, *_) = read(store)
    with store.read() as work:
        for number in range(MOST_OF_ONE_KIND):
            work.applications.get(f"R-{number}")
    (again, *_) = read(store)
    assert again is not found


def test_a_driver_that_fails_is_a_store_that_does_not_answer(store: SqlStore) -> None:
    rename(store, "incidents", "gone")
    with pytest.raises(StoreUnavailable, match="did not answer"), store.read() as work:
        work.incidents.last_of(reference(NORA))
    rename(store, "gone", "incidents")


def rename(store: SqlStore, table: str, name: str) -> None:
    with store._engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
