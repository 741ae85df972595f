"""Personal data goes when its time is up, not a day earlier, and the ledger still verifies."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

import pytest

from engine.model.account import Account
from engine.model.data_request import Access, Channel, DataRequest, RequestKind, RequestState
from engine.model.issued import Standing
from engine.model.privacy import DataKind
from engine.operations import applications, records, retention
from engine.operations.deadlines import run_deadlines
from engine.operations.documents import issued_pdf
from engine.operations.issuing import check
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.operations.submission import Submitted, submit
from engine.store.canonical import loads
from engine.store.chain import ChainIntact, RecordKind
from engine.store.searching import Looked, Wanted
from tests.support import issuing
from tests.support.visitors import NOW, Visitor, config, publish

ON_BOTH = pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
# Midnight after 23 November 2026 is at 21:00 UTC in Riyadh.
MONTH_END = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)


def later(months: int) -> datetime:
    """The first instant at which what was closed at NOW is kept no longer."""
    year, month = divmod(2026 * 12 + 10 + months, 12)
    return MONTH_END.replace(year=year, month=month + 1)


def kinds(done: tuple[retention.Erasure, ...]) -> list[tuple[DataKind, str]]:
    return [(one.due.holding.kind, one.due.subject) for one in done]


def submitted(visitor: Visitor) -> Visitor:
    visitor.fill()
    assert isinstance(
        submit(visitor.ports, visitor.account, visitor.reference, None, NOW), Submitted
    )
    return visitor


@ON_BOTH
def test_each_kind_of_data_goes_in_its_own_time_and_the_chain_stays_whole(
    ports: Ports, visitor: Visitor
) -> None:
    reference = submitted(visitor).reference
    assert (
        kinds(retention.run(ports, later(6) - timedelta(seconds=1)))
        == [(DataKind.MESSAGES, "messages")][:0]
    )
    assert kinds(retention.run(ports, later(6))) == [(DataKind.DOCUMENTS, reference)]
    assert list(ports.files.kept_before(datetime(2100, 1, 1, tzinfo=UTC))) == []
    assert applications.view(ports, visitor.account, reference, later(6)).application.evidence == ()
    assert kinds(retention.run(ports, later(12))) == [
        (DataKind.ANSWERS, reference),
        (DataKind.REGISTERS, reference),
    ]
    with pytest.raises(NotThere):
        applications.view(ports, visitor.account, reference, later(12))
    assert applications.list_own(ports, visitor.account, later(12)) == ()
    assert kinds(retention.run(ports, later(36))) == [
        (DataKind.ACCOUNT, visitor.account.id),
        (DataKind.DECISIONS, reference),
    ]
    assert isinstance(records.replay(ports, reference), records.Erased)
    assert kinds(retention.run(ports, later(48))) == [(DataKind.PAYMENTS, reference)]
    assert retention.run(ports, later(48)) == ()
    found = records.verify(ports)
    assert isinstance(found, ChainIntact)
    assert found.erased == 1


@ON_BOTH
def test_what_was_issued_is_erased_with_documents_and_its_standing_stays(
    ports: Ports, visitor: Visitor
) -> None:
    reference = submitted(visitor).reference
    code = issuing.issue(ports, reference).code
    retention.run(ports, later(6))
    retention.run(ports, later(6))
    with ports.store.read() as work:
        issued = work.issued.get(code)
    assert issued is not None
    assert (issued.printed.lines, issued.printed.photo) == ((), None)
    assert issued.printed.is_erased
    told = check(ports, code, NOW)
    assert told is not None
    assert (told.lines, told.standing) == ((), Standing.VALID)
    with pytest.raises(NotThere):
        issued_pdf(ports, visitor.account, code, "https://portal.example")


@ON_BOTH
def test_nothing_that_was_typed_or_said_is_left_in_the_database(
    ports: Ports, visitor: Visitor
) -> None:
    reference = submitted(visitor).reference
    retention.run(ports, later(48))
    with ports.store.read() as work:
        application = work.applications.get(reference)
        gone = work.accounts.get(visitor.account.id)
        happenings = work.history.of_application(reference)
        records = [one for one in work.ledger.walk() if one.payload is not None]
    assert application is not None
    assert gone is not None
    assert application.submission is not None
    assert (application.steps, application.evidence, application.submission.snapshot) == (
        {},
        (),
        {},
    )
    assert (application.person_key, application.account_id) == ("", "nobody")
    assert not gone.account.is_active
    assert [one.account for one in happenings] == [None]
    assert visitor.account.email not in str(gone)
    for record in records:
        assert record.payload is not None
        text = record.payload.content.decode()
        assert visitor.account.email not in text
        assert str(visitor.account.person_key) not in text


def test_each_erasure_is_recorded_and_tells_nothing_of_its_person(
    ports: Ports, visitor: Visitor
) -> None:
    reference = submitted(visitor).reference
    retention.run(ports, later(6))
    with ports.store.read() as work:
        (found,) = work.ledger.search(Wanted(kind=RecordKind.ERASURE), None, 9)
    assert found.record.header.subject == reference
    assert found.record.payload is not None
    assert loads(found.record.payload.content) == {
        "kind": "documents",
        "cause": "time",
        "how": "erased",
        "count": 2,
        "since": NOW.isoformat(),
    }


def test_a_draft_is_kept_while_it_is_open_and_goes_with_its_files(
    ports: Ports, visitor: Visitor
) -> None:
    visitor.fill()
    assert DataKind.DRAFT not in {one.holding.kind for one in retention.due(ports, later(24))}
    closed_at = NOW + timedelta(days=40)
    assert run_deadlines(ports, closed_at) == (visitor.reference,)
    done = kinds(retention.run(ports, closed_at + timedelta(days=40)))
    assert (DataKind.DRAFT, visitor.reference) in done
    assert list(ports.files.kept_before(datetime(2100, 1, 1, tzinfo=UTC))) == []
    with ports.store.read() as work:
        assert work.applications.get(visitor.reference) is None


def test_health_data_goes_before_the_rest(ports: Ports, visitor: Visitor) -> None:
    privacy = PurePosixPath("privacy.yaml")
    files = config()
    entry = files[privacy].decode().split("  - kind: documents\n")[1].split("  - kind:")[0]
    alone = f"  - kind: documents\n    only: [identity]\n{entry.replace('months: 6', 'months: 2')}"
    publish(ports, {**files, privacy: files[privacy] + alone.encode()})
    reference = submitted(visitor).reference
    (done,) = retention.run(ports, later(2))
    assert (done.due.subject, done.due.holding.only, done.count) == (reference, ("identity",), 1)
    (rest,) = (one for one in retention.run(ports, later(6)) if one.due.subject == reference)
    assert (rest.due.holding.only, rest.count) == ((), 1)


@pytest.mark.parametrize(
    ("slot", "document"),
    [
        ("documents.identity", "identity"),
        ("documents.ticket.0f3a", "ticket"),
        ("replaced:documents.identity", "identity"),
        ("trips.0f3a.proof", None),
    ],
)
def test_a_file_goes_with_its_document(slot: str, document: str | None) -> None:
    assert retention.document_of(slot) == document


def test_an_account_in_use_or_with_an_application_under_way_is_kept(
    ports: Ports, account: Account, visitor: Visitor
) -> None:
    assert visitor.account == account
    assert DataKind.ACCOUNT not in {one.holding.kind for one in retention.due(ports, later(30))}
    with ports.store.begin() as work:
        work.applications.delete(visitor.reference)
        work.sessions.add("hash", account.id, later(10), later(11))
        work.sessions.drop_expired(later(20))
    assert DataKind.ACCOUNT not in {one.holding.kind for one in retention.due(ports, later(30))}
    assert DataKind.ACCOUNT in {one.holding.kind for one in retention.due(ports, later(35))}


def test_looks_messages_and_answered_requests_go_by_their_age(
    ports: Ports, account: Account
) -> None:
    look = Access(NOW, "rami", "reviewer", account.id, None, "application")
    request = DataRequest(
        "D-1",
        account.id,
        RequestKind.ACCESS,
        Channel.PORTAL,
        "نص",
        RequestState.RECEIVED,
        NOW,
        NOW.date(),
    )
    with ports.store.begin() as work:
        work.access_log.add([look, replace(look, at=later(3))])
        work.outbox.add("a@example.org", "s", "b", NOW)
        work.data_requests.add(request)
        answered = replace(request, id="D-2", state=RequestState.GRANTED, answered_at=NOW)
        work.data_requests.add(answered)
    done = kinds(retention.run(ports, later(24)))
    assert (DataKind.LOOKS, "looks") in done
    assert (DataKind.MESSAGES, "messages") in done
    assert (DataKind.REQUESTS, "D-2") in done
    with ports.store.read() as work:
        assert len(work.access_log.search(Looked(), None, 9)) == 1
        assert work.outbox.newest(9) == ()
        assert [one.id for one in work.data_requests.of_account(account.id)] == ["D-1"]


def test_without_a_declaration_everything_stays(ports: Ports, visitor: Visitor) -> None:
    files = config()
    del files[PurePosixPath("privacy.yaml")]
    publish(ports, files)
    submitted(visitor)
    assert retention.due(ports, later(480)) == ()
