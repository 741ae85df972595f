"""Accounts, links, sessions, counters and mails in the store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.model.account import Account, Role
from engine.model.words import Language
from engine.store.entries import Purpose
from engine.store.protocols import Clash
from engine.store.sql import SqlStore

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
PERSON = "1000000008"
WAITING = Account("a1", "nora@example.org", PERSON, Language.EN, Role.APPLICANT, False)


def add(store: SqlStore, account: Account) -> None:
    with store.begin() as work:
        work.accounts.add(account, f"hash of {account.id}", NOW)


def test_an_account_is_found_by_address_and_person_once_it_is_active(store: SqlStore) -> None:
    add(store, WAITING)
    with store.begin() as work:
        assert work.accounts.by_email(WAITING.email) is None
        assert work.accounts.by_person(PERSON) is None
        work.accounts.activate("a1", NOW)
    with store.read() as work:
        found = work.accounts.by_email(WAITING.email)
        assert found is not None
        assert found.account == replace(WAITING, is_active=True)
        assert found.password_hash == "hash of a1"
        assert work.accounts.by_person(PERSON) == found
        assert work.accounts.get("a1") == found
        assert work.accounts.get("a2") is None


@pytest.mark.parametrize(
    "other", [replace(WAITING, email="x@example.org"), replace(WAITING, person_key="2")]
)
def test_of_two_that_wait_for_one_address_or_person_one_is_activated(
    store: SqlStore, other: Account
) -> None:
    add(store, WAITING)
    add(store, replace(other, id="a2"))
    with store.begin() as work:
        work.accounts.activate("a2", NOW)
    with pytest.raises(Clash), store.begin() as work:
        work.accounts.activate("a1", NOW)


def test_a_link_works_once_and_for_its_purpose_only(store: SqlStore) -> None:
    add(store, WAITING)
    with store.begin() as work:
        work.accounts.add_link("t", Purpose.ACTIVATE, "a1", NOW + HOUR)
    with store.begin() as work:
        assert work.accounts.link("t", Purpose.RESET, NOW) is None
        assert work.accounts.link("t", Purpose.ACTIVATE, NOW) == "a1"
        assert work.accounts.take_link("t", Purpose.ACTIVATE, NOW) == "a1"
        assert work.accounts.take_link("t", Purpose.ACTIVATE, NOW) is None


def test_a_link_ends_at_its_last_moment(store: SqlStore) -> None:
    add(store, WAITING)
    with store.begin() as work:
        work.accounts.add_link("t", Purpose.RESET, "a1", NOW + HOUR)
        assert work.accounts.link("t", Purpose.RESET, NOW + HOUR) is None
        assert work.accounts.take_link("t", Purpose.RESET, NOW + HOUR) is None


def test_accounts_never_activated_are_dropped_with_their_links(store: SqlStore) -> None:
    add(store, WAITING)
    add(store, replace(WAITING, id="a2", email="b@example.org", person_key="2", is_active=True))
    with store.begin() as work:
        work.accounts.add_link("t", Purpose.ACTIVATE, "a1", NOW + HOUR)
        work.accounts.drop_pending(NOW)
        assert work.accounts.get("a1") is not None
        work.accounts.drop_pending(NOW + HOUR)
        assert work.accounts.get("a1") is None
        assert work.accounts.link("t", Purpose.ACTIVATE, NOW) is None
        assert work.accounts.get("a2") is not None


def test_a_session_holds_its_account_until_it_is_ended(store: SqlStore) -> None:
    add(store, WAITING)
    with store.begin() as work:
        work.sessions.add("s", "a1", NOW, NOW + HOUR)
    with store.begin() as work:
        found = work.sessions.get("s")
        assert found is not None
        assert found.account == WAITING
        assert (found.started_at, found.seen_at, found.expires_at) == (NOW, NOW, NOW + HOUR)
        work.sessions.touch("s", NOW + HOUR / 2)
        found = work.sessions.get("s")
        assert found is not None
        assert (found.started_at, found.seen_at) == (NOW, NOW + HOUR / 2)
        work.sessions.end("s")
        assert work.sessions.get("s") is None


def test_all_sessions_of_an_account_and_expired_ones_can_be_ended(store: SqlStore) -> None:
    add(store, WAITING)
    add(store, replace(WAITING, id="a2"))
    with store.begin() as work:
        work.sessions.add("s1", "a1", NOW, NOW + HOUR)
        work.sessions.add("s2", "a1", NOW, NOW + 2 * HOUR)
        work.sessions.add("s3", "a2", NOW, NOW + 2 * HOUR)
        work.sessions.drop_expired(NOW + HOUR)
        assert work.sessions.get("s1") is None
        work.sessions.end_all("a1")
        assert work.sessions.get("s2") is None
        assert work.sessions.get("s3") is not None


def test_attempts_are_counted_by_key_and_window(store: SqlStore) -> None:
    with store.begin() as work:
        counts = [work.limits.count("k", 60, NOW + timedelta(seconds=at)) for at in (0, 1, 60)]
        assert counts == [1, 2, 1]
        assert work.limits.count("other", 60, NOW) == 1
        work.limits.clear("k")
        assert work.limits.count("k", 60, NOW) == 1
        work.limits.drop_before(NOW + HOUR)
        assert work.limits.count("k", 60, NOW) == 1


def test_mails_come_newest_first(store: SqlStore) -> None:
    with store.begin() as work:
        for at in range(3):
            work.outbox.add("a@example.org", f"subject {at}", "نص", NOW)
    with store.read() as work:
        mails = work.outbox.newest(2)
    assert [mail.subject for mail in mails] == ["subject 2", "subject 1"]
    assert (mails[0].to, mails[0].body, mails[0].created_at) == ("a@example.org", "نص", NOW)
