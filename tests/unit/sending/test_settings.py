"""Who delivers, from settings: nothing goes out in clear text, and no secret is told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.model.notification import Channel
from engine.model.problem import EngineError
from engine.sending.settings import senders
from engine.sending.sms import SmsSender
from engine.sending.smtp import Security, SmtpSender
from engine.settings import Environment

SMTP = {"MUMARIS_SMTP_HOST": "mail.example", "MUMARIS_SMTP_FROM": "Mumaris <no-reply@example.org>"}
SMS = {"MUMARIS_SMS_URL": "https://sms.example/messages"}


def test_without_settings_every_message_waits() -> None:
    assert senders(Environment({})) == {}


def test_each_channel_has_what_is_set_for_it() -> None:
    found = senders(Environment(SMTP | SMS | {"MUMARIS_SENDING_SECONDS": "7"}))
    mail, text = found[Channel.EMAIL], found[Channel.SMS]
    assert isinstance(mail, SmtpSender)
    assert (mail.host, mail.port, mail.security) == ("mail.example", 587, Security.STARTTLS)
    assert (mail.sender.display_name, mail.sender.domain) == ("Mumaris", "example.org")
    assert isinstance(text, SmsSender)
    assert (text.url, mail.seconds, text.seconds) == ("https://sms.example/messages", 7.0, 7.0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"MUMARIS_SMTP_FROM": ""}, "MUMARIS_SMTP_FROM"),
        ({"MUMARIS_SMTP_FROM": "nobody"}, "MUMARIS_SMTP_FROM"),
        ({"MUMARIS_SMTP_SECURITY": "ssl"}, "not `starttls`, `tls` or `none`"),
        ({"MUMARIS_SMTP_SECURITY": "none"}, "to this machine alone"),
        ({"MUMARIS_SMS_URL": "http://sms.example/"}, "MUMARIS_SMS_URL"),
        ({"MUMARIS_SMS_URL": "https://name:hush@sms.example/"}, "MUMARIS_SMS_URL"),
    ],
)
def test_what_would_not_work_or_not_be_safe_is_refused(wrong: Mapping[str, str], said: str) -> None:
    with pytest.raises(EngineError, match=said) as caught:
        senders(Environment({**SMTP, **SMS, **wrong}))
    assert "hush" not in str(caught.value)


def test_clear_text_is_fine_on_this_machine() -> None:
    here = {
        "MUMARIS_SMTP_HOST": "127.0.0.1",
        "MUMARIS_SMTP_FROM": "no-reply@example.org",
        "MUMARIS_SMTP_SECURITY": "none",
        "MUMARIS_SMS_URL": "http://127.0.0.1:9000/messages",
    }
    assert len(senders(Environment(here))) == 2
