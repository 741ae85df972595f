"""Senders that answer as told and remember what they were given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.sending import Message, NotSent, Sent


@dataclass
class Told:
    """Answers in turn with what it was told to, and then that everything was sent."""

    answers: Iterator[Sent | NotSent] = field(default_factory=lambda: iter(()))
    given: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> Sent | NotSent:
        self.given.append(message)
        return next(self.answers, Sent())

    def close(self) -> None:
        pass
