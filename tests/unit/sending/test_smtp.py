"""E-mails to a real server: taken over, put off, refused for good, and the line that breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from engine.sending import Message, NotSent, Sent
from engine.sending.smtp import Security, SmtpSender
from tests.support.mailbox import DROP, Mailbox, certificate, mailbox
from tests.support.ports import free_port

SUBJECT = "اعتُمد طلبك لتجديد التسجيل المهني في سجل الممارسين | Your application was approved"
TEXT = (
    "اعتُمد طلبك، ورقم تسجيلك \u206615-J-M-0063790\u2069.\nبخصوص الطلب R-30AT-BYBQ-P3\n\n"
    "Your application was approved & <done>.\n\nhttps://portal.example/en/a?b=1&c=2\n"
)
WRITTEN = datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)
MESSAGE = Message("R-30AT-BYBQ-P3:2:approved:email", "nora@example.org", SUBJECT, TEXT, WRITTEN)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


def sender(port: int) -> SmtpSender:
    return SmtpSender(
        host="127.0.0.1",
        port=port,
        security=Security.NONE,
        sender=Address("مُمارِس", addr_spec="no-reply@portal.example"),
        seconds=5,
    )


def test_both_languages_arrive_as_they_were_written(box: Mailbox) -> None:
    assert sender(box.port).send(MESSAGE) == Sent()
    (letter,) = box.letters
    assert box.recipients == ["nora@example.org"]
    assert str(letter["Subject"]) == SUBJECT
    assert letter["From"].addresses[0].display_name == "مُمارِس"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(letter["Date"]) == WRITTEN
    text, html = (part.get_content() for part in letter.walk() if not part.is_multipart())
    assert text.replace("\r\n", "\n") == TEXT
    assert '<p dir="rtl" lang="ar">اعتُمد' in html
    assert '<p dir="ltr" lang="en">Your application was approved &amp; &lt;done&gt;.</p>' in html
    link = "https://portal.example/en/a?b=1&amp;c=2"
    assert f'<a href="{link}">{link}</a>' in html


def test_nothing_but_ascii_goes_over_the_line(box: Mailbox) -> None:
    """Servers that know no 8 bits are still there."""
    letter = sender(box.port).letter(MESSAGE).as_bytes()
    assert letter.isascii()
    assert max(len(line) for line in letter.splitlines()) <= 998


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("451 later", NotSent("smtp-451")),
        ("450 busy", NotSent("smtp-450")),
        ("552 too large", NotSent("smtp-552", is_final=True)),
    ],
)
def test_an_answer_to_the_content_is_final_from_500_on(
    box: Mailbox, reply: str, answer: NotSent
) -> None:
    box.at_content.append(reply)
    assert sender(box.port).send(MESSAGE) == answer
    assert sender(box.port).send(MESSAGE) == Sent()


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("450 mailbox busy", NotSent("smtp-450")),
        ("550 no such mailbox", NotSent("smtp-550", is_final=True)),
    ],
)
def test_an_answer_to_the_recipient_is_final_from_500_on(
    box: Mailbox, reply: str, answer: NotSent
) -> None:
    box.at_recipient.append(reply)
    assert sender(box.port).send(MESSAGE) == answer
    assert box.letters == []


def test_a_line_that_breaks_is_tried_again_under_the_same_id(box: Mailbox) -> None:
    """The server had the message; nobody here can know."""
    box.at_content.append(DROP)
    broken = sender(box.port).send(MESSAGE)
    assert isinstance(broken, NotSent)
    assert not broken.is_final
    assert sender(box.port).send(MESSAGE) == Sent()
    assert len(box.ids()) == 2
    assert len(set(box.ids())) == 1


def test_different_messages_have_different_ids(box: Mailbox) -> None:
    for id in ("R-1:2:approved:email", "R-1:3:approved:email", "mail:1:1795426215"):
        assert sender(box.port).send(replace(MESSAGE, id=id)) == Sent()
    assert len(set(box.ids())) == 3


def test_without_a_server_a_message_is_put_off() -> None:
    answer = sender(free_port()).send(MESSAGE)
    assert answer == NotSent("ConnectionRefusedError")


@pytest.mark.parametrize(
    "to", ["", "nora", "nora@", "nora@example.org\r\nBcc: all@example.org", "a@b, c@d"]
)
def test_an_address_that_is_none_is_refused_for_good(box: Mailbox, to: str) -> None:
    assert sender(box.port).send(replace(MESSAGE, to=to)) == NotSent("address", is_final=True)
    assert box.letters == []


def test_a_subject_of_two_lines_is_refused_for_good(box: Mailbox) -> None:
    two = replace(MESSAGE, subject="one\r\nBcc: all@example.org")
    assert sender(box.port).send(two) == NotSent("address", is_final=True)


def test_starttls_and_a_login_are_used(tmp_path: Path) -> None:
    shown, trusting = certificate(tmp_path)
    with mailbox(shown, ("mumaris", "hush")) as box:
        plain = sender(box.port)
        encrypted = replace(
            plain, security=Security.STARTTLS, trust=trusting, user="mumaris", password="hush"
        )
        assert plain.send(MESSAGE) == NotSent("smtp-530")
        assert replace(encrypted, password="wrong").send(MESSAGE) == NotSent("smtp-535")
        assert replace(encrypted, trust=None).send(MESSAGE) == NotSent("SSLCertVerificationError")
        assert box.letters == []
        assert encrypted.send(MESSAGE) == Sent()
        assert len(box.letters) == 1


def test_starttls_is_never_gone_without(box: Mailbox) -> None:
    answer = replace(sender(box.port), security=Security.STARTTLS).send(MESSAGE)
    assert isinstance(answer, NotSent)
    assert box.letters == []


def test_no_password_and_no_reader_is_shown() -> None:
    shown = repr(replace(sender(1), user="mumaris", password="hush")) + repr(MESSAGE)
    assert not [text for text in ("hush", "nora", "Your application") if text in shown]
