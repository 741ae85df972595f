"""Sending what waits in the outbox, one message at a time.

A message is claimed by moving the time of its next attempt: whoever sends it has until then, and
nobody else takes it. It is sent outside any transaction and marked afterwards, so a process killed
between the two leaves it to be sent again, under the same id. Attempts grow further apart, and
after the last one the message is given up and shown to operators; no message waits for another.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.sending import Message, NotSent
from engine.store.entries import Mail

MOST_ATTEMPTS = 8
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=12)
_log = structlog.get_logger("mumaris.sending")


def send_next(ports: Ports, now: datetime) -> bool:
    """Send the message that has waited longest; whether there was one to send."""
    if not ports.senders:
        return False
    with ports.store.begin() as work:
        mail = work.outbox.claim(frozenset(ports.senders), now, now + ports.settings.lease)
    if mail is None:
        return False
    if mail.attempts > MOST_ATTEMPTS:  # whoever made the last attempt did not live to say so
        _give_up(ports, mail, mail.failure or "no-word")
        return True
    answer = ports.senders[mail.channel].send(message_of(mail))
    if not isinstance(answer, NotSent):
        with ports.store.begin() as work:
            work.outbox.mark_sent(mail.id, now)
        _log.info("message.sent", **_said(mail))
    elif answer.is_final or mail.attempts == MOST_ATTEMPTS:
        _give_up(ports, mail, answer.why)
    else:
        next_at = now + pause_after(mail.attempts)
        with ports.store.begin() as work:
            work.outbox.put_off(mail, next_at, answer.why)
        _log.warning("message.put-off", why=answer.why, next_at=next_at.isoformat(), **_said(mail))
    return True


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: four times as long after each.

    >>> [str(pause_after(attempts)) for attempts in (1, 2, 3, 5, 7)]
    ['0:01:00', '0:04:00', '0:16:00', '4:16:00', '12:00:00']
    """
    return min(_FIRST_PAUSE * int(4 ** (attempts - 1)), _LONGEST_PAUSE)


def given_up(ports: Ports, limit: int) -> tuple[Mail, ...]:
    """Messages that nobody will get unless an operator asks for another attempt; newest first."""
    with ports.store.read() as work:
        return work.outbox.given_up(limit)


def send_again(ports: Ports, id: int, now: datetime) -> None:
    """Begin anew with a message that was given up. Raises NotThere when no such message is."""
    with ports.store.begin() as work:
        if not work.outbox.begin_again(id, now):
            raise NotThere(f"no message {id} was given up")


def _give_up(ports: Ports, mail: Mail, why: str) -> None:
    with ports.store.begin() as work:
        work.outbox.put_off(mail, None, why)
    _log.error("message.given-up", why=why, **_said(mail))


def message_of(mail: Mail) -> Message:
    return Message(mail.message_id, mail.to, mail.subject, mail.body, mail.created_at)


def _said(mail: Mail) -> dict[str, str | int]:
    return {"message": mail.message_id, "channel": str(mail.channel), "attempt": mail.attempts}
