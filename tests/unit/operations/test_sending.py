"""Sending what waits in the outbox: once, again after a while, and not after the last time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from engine.model.notification import Channel
from engine.operations import sending
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.operations.sending import MOST_ATTEMPTS, pause_after, send_next
from engine.sending import NotSent
from engine.store.entries import Mail
from tests.support.senders import Told
from tests.support.visitors import NOW

BUSY, REFUSED = NotSent("smtp-451"), NotSent("smtp-550", is_final=True)
SECOND = timedelta(seconds=1)


def given(ports: Ports, *answers: NotSent) -> tuple[Ports, Told]:
    sender = Told(iter(answers))
    return replace(ports, senders={Channel.EMAIL: sender}), sender


def put(ports: Ports, subject: str = "subject", event_id: str | None = None) -> None:
    with ports.store.begin() as work:
        work.outbox.add("nora@example.org", subject, "body", NOW, event_id=event_id)


def only(ports: Ports) -> Mail:
    with ports.store.read() as work:
        (mail,) = work.outbox.newest(9)
    return mail


def test_a_message_is_sent_once_with_the_id_of_what_happened(ports: Ports) -> None:
    ports, sender = given(ports)
    put(ports, event_id="R-1:2:approved:email")
    assert send_next(ports, NOW)
    assert not send_next(ports, NOW + timedelta(days=9))
    assert [message.id for message in sender.given] == ["R-1:2:approved:email"]
    assert (only(ports).sent_at, only(ports).attempts) == (NOW, 1)


def test_without_a_sender_of_its_channel_a_message_waits(ports: Ports) -> None:
    put(ports)
    assert not send_next(ports, NOW)
    text_messages = replace(ports, senders={Channel.SMS: Told()})
    assert not send_next(text_messages, NOW)
    assert only(ports).attempts == 0
    ports, _ = given(ports)
    assert send_next(ports, NOW)


def test_a_message_that_was_not_taken_is_sent_again_later_under_the_same_id(ports: Ports) -> None:
    ports, sender = given(ports, BUSY, BUSY)
    put(ports)
    at = NOW
    for attempts in (1, 2):
        assert send_next(ports, at)
        assert (only(ports).attempts, only(ports).failure) == (attempts, "smtp-451")
        at += pause_after(attempts)
        assert not send_next(ports, at - SECOND)
    assert send_next(ports, at)
    assert only(ports).sent_at == at
    assert len({message.id for message in sender.given}) == 1
    assert len(sender.given) == 3


def test_after_the_last_attempt_a_message_is_given_up(ports: Ports) -> None:
    ports, sender = given(ports, *[BUSY] * MOST_ATTEMPTS)
    put(ports)
    at = NOW
    while send_next(ports, at):
        at += timedelta(days=1)
    assert len(sender.given) == MOST_ATTEMPTS
    (lost,) = sending.given_up(ports, 9)
    assert (lost.attempts, lost.failure) == (MOST_ATTEMPTS, "smtp-451")
    sending.send_again(ports, lost.id, at)
    assert send_next(ports, at)
    assert only(ports).sent_at == at
    assert sending.given_up(ports, 9) == ()
    with pytest.raises(NotThere):
        sending.send_again(ports, lost.id, at)


def test_what_would_be_refused_again_is_given_up_at_once(ports: Ports) -> None:
    ports, sender = given(ports, REFUSED)
    put(ports)
    assert send_next(ports, NOW)
    assert not send_next(ports, NOW + timedelta(days=9))
    assert len(sender.given) == 1
    assert [mail.failure for mail in sending.given_up(ports, 9)] == ["smtp-550"]


def test_a_message_that_kills_who_sends_it_is_given_up_too(ports: Ports) -> None:
    """Each claim counts as an attempt, whether or not anybody lived to say how it went."""
    ports, sender = given(ports)
    put(ports)
    at = NOW
    for _ in range(MOST_ATTEMPTS):
        with ports.store.begin() as work:
            assert work.outbox.claim(frozenset(Channel), at, at + ports.settings.lease)
        at += ports.settings.lease
    assert send_next(ports, at)
    assert sender.given == []
    assert [mail.failure for mail in sending.given_up(ports, 9)] == ["no-word"]


def test_a_poisoned_message_holds_up_no_other(ports: Ports) -> None:
    ports, sender = given(ports, BUSY)
    put(ports, "poisoned")
    put(ports, "fine")
    while send_next(ports, NOW):
        pass
    assert [message.subject for message in sender.given] == ["poisoned", "fine"]


def test_no_address_and_no_text_is_logged(ports: Ports) -> None:
    ports, _ = given(ports, BUSY, REFUSED)
    for _ in range(3):
        put(ports, "the subject")
    with capture_logs() as lines:
        while send_next(ports, NOW):
            pass
    assert {line["event"] for line in lines} == {
        "message.put-off",
        "message.given-up",
        "message.sent",
    }
    written = repr(lines)
    assert not [text for text in ("nora", "the subject", "body") if text in written]
