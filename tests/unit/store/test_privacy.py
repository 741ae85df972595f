"""Looks at personal data are only added; requests are found by person, by state and by day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from engine.model.data_request import Access, Channel, DataRequest, RequestKind, RequestState
from engine.store.searching import Looked
from engine.store.sql import SqlStore

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LOOK = Access(NOW, "rami", "reviewer", "sara", "R-1", "application")
REQUEST = DataRequest(
    "D-1",
    "sara",
    RequestKind.ACCESS,
    Channel.PORTAL,
    "كل بياناتي",
    RequestState.RECEIVED,
    NOW,
    date(2026, 12, 23),
)


@pytest.mark.parametrize(
    ("looked", "ids"),
    [
        (Looked(), [3, 2, 1]),
        (Looked(subject="sara"), [2, 1]),
        (Looked(account_id="dana"), [3]),
        (Looked(reference="R-1"), [3, 1]),
        (Looked(since=NOW + timedelta(hours=1)), [3, 2]),
        (Looked(until=NOW + timedelta(hours=1)), [1]),
    ],
)
def test_looks_are_found_by_who_whose_and_when(
    store: SqlStore, looked: Looked, ids: list[int]
) -> None:
    later = NOW + timedelta(hours=1)
    with store.begin() as work:
        work.access_log.add([LOOK, replace(LOOK, at=later, reference=None)])
        work.access_log.add([replace(LOOK, at=later, account_id="dana", subject="ali")])
        work.access_log.add([])
    with store.read() as work:
        assert [one.id for one in work.access_log.search(looked, None, 9)] == ids
        assert [one.id for one in work.access_log.search(Looked(), 3, 1)] == [2]


def test_a_look_reads_back_as_it_was_kept(store: SqlStore) -> None:
    with store.begin() as work:
        work.access_log.add([LOOK])
        assert work.access_log.search(Looked(), None, 9) == (replace(LOOK, id=1),)


def test_looks_are_dropped_by_age_alone(store: SqlStore) -> None:
    with store.begin() as work:
        work.access_log.add([LOOK, replace(LOOK, at=NOW + timedelta(days=1))])
        assert work.access_log.drop_before(NOW + timedelta(days=1)) == 1
        assert [one.id for one in work.access_log.search(Looked(), None, 9)] == [2]


def test_a_request_reads_back_as_it_was_kept(store: SqlStore) -> None:
    answered = replace(
        REQUEST,
        state=RequestState.GRANTED,
        answered_at=NOW + timedelta(days=3),
        answered_by="dana",
        answer="أُرسلت",
        extended_because="كثرتها",
    )
    with store.begin() as work:
        work.data_requests.add(REQUEST)
        assert work.data_requests.get("D-1", for_update=True) == REQUEST
        work.data_requests.update(answered)
    with store.read() as work:
        assert work.data_requests.get("D-1") == answered
        assert work.data_requests.get("D-2") is None
        assert work.data_requests.of_account("sara") == (answered,)
        assert work.data_requests.open() == ()
        assert work.data_requests.answered(9) == (answered,)
        assert work.data_requests.answered_before(NOW + timedelta(days=3)) == ()
        assert work.data_requests.answered_before(NOW + timedelta(days=4)) == (answered,)


def test_what_waits_is_listed_by_the_day_it_is_due(store: SqlStore) -> None:
    with store.begin() as work:
        work.data_requests.add(replace(REQUEST, due_date=date(2027, 1, 22)))
        work.data_requests.add(replace(REQUEST, id="D-2", state=RequestState.EXTENDED))
        assert [one.id for one in work.data_requests.open()] == ["D-2", "D-1"]
        work.data_requests.delete("D-2")
        assert [one.id for one in work.data_requests.open()] == ["D-1"]
