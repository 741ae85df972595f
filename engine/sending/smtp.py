"""E-mails by SMTP: one connection for each message, so that a broken one spoils no other.

The `Message-ID` is made of the message's id and is the same at every attempt: mailboxes that tell
repeats by it show one. The text goes as it is and as HTML, each paragraph in its own direction.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum

from engine.sending.paragraphs import as_html
from engine.sending.port import Message, NotSent, Sent


class Security(StrEnum):
    """How the connection to the server is encrypted."""

    STARTTLS = "starttls"  # begun in clear text, and never used so
    TLS = "tls"
    NONE = "none"  # to this machine alone


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """`user` None: the server asks nobody who they are. `seconds` are for each of its answers."""

    host: str
    port: int
    security: Security
    sender: Address
    seconds: float
    user: str | None = None
    password: str = field(default="", repr=False)
    trust: ssl.SSLContext | None = field(default=None, repr=False)  # None: the system's

    def send(self, message: Message) -> Sent | NotSent:
        try:
            letter = self.letter(message)
        except (ValueError, IndexError, MessageError):  # what the library says of no address
            return NotSent("address", is_final=True)
        try:
            self._deliver(letter, message.to)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, _),) = refused.recipients.values()
            return NotSent(f"smtp-{code}", is_final=code >= 500)
        except smtplib.SMTPDataError as refused:
            return NotSent(f"smtp-{refused.smtp_code}", is_final=refused.smtp_code >= 500)
        except smtplib.SMTPNotSupportedError:  # the server knows no such letters in an address
            return NotSent("smtp-not-supported", is_final=True)
        except smtplib.SMTPResponseException as refused:  # of us, not of the message
            return NotSent(f"smtp-{refused.smtp_code}")
        except (OSError, smtplib.SMTPException) as broken:
            return NotSent(type(broken).__name__)
        return Sent()

    def letter(self, message: Message) -> EmailMessage:
        """Raises ValueError, IndexError or MessageError for an address that is none."""
        letter = EmailMessage(SMTP)
        letter["Message-ID"] = f"<{_known_by(message.id)}@{self.sender.domain}>"
        letter["Date"] = message.written_at
        letter["From"] = self.sender
        letter["To"] = Address(addr_spec=message.to)
        letter["Subject"] = message.subject
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices do not answer it
        letter.set_content(message.text, cte="base64")
        letter.add_alternative(as_html(message.text), subtype="html", cte="base64")
        return letter

    def close(self) -> None:
        pass

    def _deliver(self, letter: EmailMessage, to: str) -> None:
        server = self._connected()
        try:
            server.send_message(letter, self.sender.addr_spec, [to])
            with suppress(OSError, smtplib.SMTPException):  # it has the message all the same
                server.quit()
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        """Encrypted as declared, and signed in."""
        trust = self.trust or ssl.create_default_context()
        if self.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.seconds, context=trust
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.seconds)
        try:
            if self.security is Security.STARTTLS:
                server.starttls(context=trust)
            if self.user is not None:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


def _known_by(id: str) -> str:
    """The id as the left part of a `Message-ID`, which takes fewer characters."""
    return hashlib.sha256(id.encode()).hexdigest()
