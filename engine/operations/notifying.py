"""Telling an applicant what happened: rows of the outbox, written with what they tell of.

Each has the id of what happened, so that nobody is told twice. Sending them is the worker's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engine.answers import Reading
from engine.decide.telling import told
from engine.expressions.evaluate import Evaluation
from engine.model.account import Account
from engine.model.decision import Decision
from engine.model.notification import Channel, Notification
from engine.model.service import FieldType
from engine.model.words import Text
from engine.operations.binding import lifecycle_facts
from engine.operations.opening import Opened
from engine.phrases import phrase_text
from engine.store.protocols import Work


def notify(
    work: Work,
    opened: Opened,
    account: Account,
    notification: Notification,
    happening: str,
    reading: Reading,
    decision: Decision,
    now: datetime,
) -> None:
    """Put the message into the outbox, once for each thing that happened and channel.

    A text message goes to the mobile number that was answered, if one was.
    """
    program, catalogue = opened.program, opened.release.catalogue
    facts = lifecycle_facts(opened.application, reading, decision)
    states = Evaluation(program, facts, opened.desk.decision_date).fact
    subject = told(notification.subject, program, catalogue, states)
    body = told(notification.body, program, catalogue, states)
    for channel, to in _addresses(notification, account, reading):
        work.outbox.add(
            to,
            _in_both(account, subject, " | "),
            _in_both(account, _with_reference(opened, body), "\n\n") + "\n",
            now,
            channel=channel,
            event_id=f"{happening}:{notification.id}:{channel}",
        )


def _addresses(
    notification: Notification, account: Account, reading: Reading
) -> Iterator[tuple[Channel, str]]:
    for channel in notification.channels:
        if channel is Channel.EMAIL:
            yield channel, account.email
        elif (number := _mobile(reading)) is not None:
            yield channel, number


def _mobile(reading: Reading) -> str | None:
    """The first mobile number that is asked for and answered."""
    fields = (one for step in reading.steps for one in step.fields)
    numbers = (one.state for one in fields if one.field.type is FieldType.MOBILE)
    return next((state for state in numbers if isinstance(state, str)), None)


def _in_both(account: Account, text: Text, between: str) -> str:
    """Both languages, the account's own first."""
    languages = (account.language, account.language.other)
    return between.join(text.in_(language) for language in languages)


def _with_reference(opened: Opened, body: Text) -> Text:
    """The body, and of which application it speaks."""
    service, reference = opened.service.title, opened.application.reference
    about = phrase_text("mails.about", service=service, reference=reference)
    return Text(f"{body.ar}\n{about.ar}", f"{body.en}\n{about.en}")
