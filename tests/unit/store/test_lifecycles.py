"""What happened to applications, their deadlines and their messages, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.model.account import Account, Role
from engine.model.application import Application
from engine.model.history import Happening
from engine.model.lifecycle import Actor
from engine.model.notification import Channel
from engine.model.words import Language, Text
from engine.store.protocols import Clash
from engine.store.sql import SqlStore

NOW = datetime(2026, 11, 23, 9, 30, 15, 123456, UTC)
HOUR = timedelta(hours=1)
REFERENCE = "R-0000-0000-01"
RETURNED = Happening(
    reference=REFERENCE,
    number=1,
    at=NOW,
    transition="return",
    event="return",
    origin="submitted",
    target="returned",
    by=Actor.REVIEWER,
    account="a1",
    reasons=Text("السبب", "Why"),
    corrections=("documents.photo", "contact.mobile"),
    statement=None,
    note="call first",
    is_override=False,
    record=7,
)


@pytest.fixture(autouse=True)
def application(store: SqlStore) -> Application:
    account = Account("a1", "nora@example.org", "1000000008", Language.AR, Role.APPLICANT, True)
    made = Application(
        REFERENCE, "a1", "1000000008", "renewal", "0" * 64, "draft", 1, NOW, NOW, {}, ()
    )
    with store.begin() as work:
        work.accounts.add(account, "hash", NOW)
        work.applications.add(made)
    return made


def test_what_a_lifecycle_adds_to_an_application_comes_out_as_it_was_put_in(
    store: SqlStore, application: Application
) -> None:
    after = replace(
        application,
        state="returned",
        revision=2,
        flags=frozenset({"is_late", "was_heard"}),
        recorded={"assessment.result": "passed"},
        corrections=("documents.photo",),
        is_overridden=True,
    )
    with store.begin() as work:
        work.applications.update(application, after)
    with store.read() as work:
        assert work.applications.get(REFERENCE) == after


def test_what_happened_is_kept_in_order_and_one_number_once(store: SqlStore) -> None:
    lapsed = replace(RETURNED, number=2, by=Actor.DEADLINE, account=None, reasons=None)
    with store.begin() as work:
        work.history.add(RETURNED)
        work.history.add(lapsed)
        assert work.history.of_application(REFERENCE) == (RETURNED, lapsed)
        assert work.history.of_application("R-none") == ()
    with pytest.raises(Clash), store.begin() as work:
        work.history.add(replace(RETURNED, transition="approve"))


def test_history_and_deadlines_of_several_applications_are_asked_for_at_once(
    store: SqlStore, application: Application
) -> None:
    lapsed = replace(RETURNED, number=2, by=Actor.DEADLINE, account=None, reasons=None)
    other = replace(application, reference="R-0000-0000-02")
    with store.begin() as work:
        work.applications.add(other)
        work.history.add(lapsed)
        work.history.add(RETURNED)
        work.history.add(replace(RETURNED, reference=other.reference))
        work.deadlines.renew(REFERENCE, {"lapse": NOW + HOUR, "overdue": NOW})
    both = [REFERENCE, other.reference, "R-none"]
    with store.read() as work:
        found = work.history.of_applications(both)
        assert found[REFERENCE] == (RETURNED, lapsed)
        assert set(found) == {REFERENCE, other.reference}
        due = work.deadlines.of_applications(both)
        assert {name: list(one) for name, one in due.items()} == {REFERENCE: ["overdue", "lapse"]}
        assert work.history.of_applications([]) == {}
        assert work.deadlines.of_applications([]) == {}


def test_a_deadline_is_past_from_its_instant_on(store: SqlStore) -> None:
    with store.begin() as work:
        work.deadlines.renew(REFERENCE, {"lapse": NOW + HOUR, "overdue": NOW})
        assert work.deadlines.past(NOW - HOUR, 9) == ()
        assert work.deadlines.past(NOW, 9) == ((REFERENCE, "overdue"),)
        assert work.deadlines.past(NOW + HOUR, 9) == ((REFERENCE, "overdue"), (REFERENCE, "lapse"))
        assert work.deadlines.past(NOW + HOUR, 1) == ((REFERENCE, "overdue"),)
        work.deadlines.put_off(REFERENCE, "overdue", NOW + 2 * HOUR)
        assert work.deadlines.past(NOW + HOUR, 9) == ((REFERENCE, "lapse"),)
        work.deadlines.renew(REFERENCE, {"close": NOW})
        assert work.deadlines.of_application(REFERENCE) == {"close": NOW}


def test_a_deadline_is_claimed_once(store: SqlStore) -> None:
    with store.begin() as work:
        work.deadlines.renew(REFERENCE, {"lapse": NOW})
        assert work.deadlines.claim(REFERENCE, "lapse")
    with store.begin() as work:
        assert not work.deadlines.claim(REFERENCE, "lapse")
        assert not work.deadlines.claim(REFERENCE, "never")


def test_deadlines_and_history_go_with_their_draft(store: SqlStore) -> None:
    with store.begin() as work:
        work.deadlines.renew(REFERENCE, {"lapse": NOW})
        work.history.add(RETURNED)
        work.applications.delete(REFERENCE)
        assert work.deadlines.past(NOW, 9) == ()
        assert work.history.of_application(REFERENCE) == ()


def test_a_message_is_put_into_the_outbox_once_for_what_happened(store: SqlStore) -> None:
    with store.begin() as work:
        for subject in ("first", "again"):
            work.outbox.add(
                "0500000000", subject, "body", NOW, channel=Channel.SMS, event_id="R:1:x:sms"
            )
        for _ in range(2):
            work.outbox.add("nora@example.org", "reset", "body", NOW)
        mails = work.outbox.newest(9)
    assert [mail.subject for mail in mails] == ["reset", "reset", "first"]
    assert (mails[2].channel, mails[2].event_id) == (Channel.SMS, "R:1:x:sms")
