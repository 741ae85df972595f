"""Who delivers the messages of each channel, from the settings."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Final
from urllib.parse import urlsplit

from engine.model.notification import Channel
from engine.model.problem import EngineError
from engine.sending.port import Sender
from engine.sending.sms import SmsSender
from engine.sending.smtp import Security, SmtpSender
from engine.settings import Environment

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def senders(read: Environment) -> dict[Channel, Sender]:
    """Of the channels that something is set for; messages of the others wait.

    Raises EngineError for a setting that is not what it may be, or would send in clear text over
    a network.
    """
    found: dict[Channel, Sender] = {}
    if (host := read.text("MUMARIS_SMTP_HOST")) is not None:
        found[Channel.EMAIL] = _smtp(read, host)
    if read.text("MUMARIS_SMS_URL") is not None:
        found[Channel.SMS] = _sms(read)
    return found


def _smtp(read: Environment, host: str) -> SmtpSender:
    word = read.text("MUMARIS_SMTP_SECURITY")
    if word not in set(Security):
        raise EngineError(f"MUMARIS_SMTP_SECURITY is `{word}`, not `starttls`, `tls` or `none`")
    security = Security(word)
    if security is Security.NONE and host not in _LOOPBACK:
        raise EngineError("MUMARIS_SMTP_SECURITY may be `none` to this machine alone")
    return SmtpSender(
        host=host,
        port=read.number("MUMARIS_SMTP_PORT"),
        security=security,
        sender=_mailbox(read.text("MUMARIS_SMTP_FROM") or ""),
        seconds=float(read.number("MUMARIS_SENDING_SECONDS")),
        user=read.text("MUMARIS_SMTP_USER"),
        password=read.text("MUMARIS_SMTP_PASSWORD") or "",
    )


def _mailbox(text: str) -> Address:
    name, address = parseaddr(text)
    try:
        return Address(name, addr_spec=address)
    except (ValueError, IndexError, MessageError):
        reason = f"MUMARIS_SMTP_FROM is no e-mail address: `{text}`"
        raise EngineError(reason) from None


def _sms(read: Environment) -> SmsSender:
    url = read.address("MUMARIS_SMS_URL")
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or parts.hostname in _LOOPBACK
    if not is_safe or "@" in parts.netloc:
        raise EngineError("MUMARIS_SMS_URL is not an https address without a name and password")
    return SmsSender(
        url=url,
        seconds=float(read.number("MUMARIS_SENDING_SECONDS")),
        token=read.text("MUMARIS_SMS_TOKEN"),
        name=read.text("MUMARIS_SMS_FROM"),
    )
