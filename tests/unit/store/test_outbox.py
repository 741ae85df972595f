"""Messages that wait to be sent: claimed by one, put off, given up, begun anew; both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from engine.model.notification import Channel
from engine.store.entries import Mail
from engine.store.sql import SqlStore

NOW = datetime(2026, 11, 23, 9, 30, 15, 123456, UTC)
HOUR = timedelta(hours=1)
BOTH = frozenset(Channel)


def put(
    store: SqlStore, subject: str, at: datetime = NOW, channel: Channel = Channel.EMAIL
) -> None:
    with store.begin() as work:
        work.outbox.add("nora@example.org", subject, "نص", at, channel=channel)


def claim(store: SqlStore, at: datetime = NOW, channels: frozenset[Channel] = BOTH) -> Mail | None:
    with store.begin() as work:
        return work.outbox.claim(channels, at, at + HOUR)


def test_the_message_that_was_due_first_is_claimed_first_and_by_one(store: SqlStore) -> None:
    put(store, "second", NOW)
    put(store, "first", NOW - HOUR)
    put(store, "not yet", NOW + HOUR)
    first, second = claim(store), claim(store)
    assert first is not None
    assert second is not None
    assert (first.subject, first.attempts) == ("first", 1)
    assert (second.subject, second.attempts) == ("second", 1)
    assert claim(store) is None


def test_a_claim_that_nobody_finished_is_claimed_again_under_the_same_id(store: SqlStore) -> None:
    put(store, "killed")
    before = claim(store)
    assert claim(store, NOW + HOUR - timedelta(microseconds=1)) is None
    after = claim(store, NOW + HOUR)
    assert before is not None
    assert after is not None
    assert (after.message_id, after.attempts) == (before.message_id, 2)


def test_only_messages_of_the_channels_asked_for_are_claimed(store: SqlStore) -> None:
    put(store, "text", channel=Channel.SMS)
    assert claim(store, channels=frozenset({Channel.EMAIL})) is None
    assert claim(store, channels=frozenset({Channel.SMS})) is not None


def test_a_message_that_was_sent_is_never_claimed_again(store: SqlStore) -> None:
    put(store, "once")
    mail = claim(store)
    assert mail is not None
    with store.begin() as work:
        work.outbox.mark_sent(mail.id, NOW)
        work.outbox.put_off(mail, NOW, "too-late-to-say-so")
    assert claim(store, NOW + 99 * HOUR) is None
    with store.read() as work:
        (kept,) = work.outbox.newest(9)
        assert (kept.sent_at, kept.failure) == (NOW, None)
        assert work.outbox.given_up(9) == ()


def test_who_was_overtaken_puts_nothing_off(store: SqlStore) -> None:
    put(store, "slow")
    slow = claim(store)
    assert slow is not None
    assert claim(store, NOW + HOUR) is not None
    with store.begin() as work:
        work.outbox.put_off(slow, NOW, "smtp-451")
    assert claim(store, NOW + HOUR) is None


def test_what_was_given_up_is_listed_and_begun_anew(store: SqlStore) -> None:
    put(store, "refused")
    put(store, "waits")
    mail = claim(store)
    assert mail is not None
    with store.begin() as work:
        assert not work.outbox.begin_again(mail.id, NOW)  # it has not been given up yet
        work.outbox.put_off(mail, None, "smtp-550")
    with store.begin() as work:
        (kept,) = work.outbox.given_up(9)
        assert (kept.subject, kept.attempts, kept.failure) == ("refused", 1, "smtp-550")
        assert work.outbox.begin_again(kept.id, NOW)
        assert work.outbox.given_up(9) == ()
    again = {one.subject: one.attempts for one in (claim(store), claim(store)) if one is not None}
    assert again == {"waits": 1, "refused": 1}


@pytest.mark.parametrize("messages", [40])
def test_several_at_once_never_claim_the_same_message(store: SqlStore, messages: int) -> None:
    for at in range(messages):
        put(store, str(at))
    together = threading.Barrier(4)
    claimed: list[str] = []

    def work() -> None:
        together.wait()
        while (mail := claim(store)) is not None:
            claimed.append(mail.subject)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed, key=int) == [str(at) for at in range(messages)]
