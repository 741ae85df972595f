"""The port: who delivers the messages of a channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """`id` is the same at every attempt, and of no other message: receivers tell repeats by it.

    `text` holds both languages, a paragraph each, the reader's own first.
    """

    id: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A server has taken the message over."""


@dataclass(frozen=True, slots=True)
class NotSent:
    """`why` is a code, such as `smtp-451`: never an address or a text of the server's.

    `is_final`: the same message would be refused again. Everything else is tried again, a time
    in which nobody can say whether the server took the message over among it.
    """

    why: str
    is_final: bool = False


class Sender(Protocol):
    """Shared by all threads of a process."""

    def send(self, message: Message) -> Sent | NotSent: ...

    def close(self) -> None: ...
