"""What is sent to people, and what they said of the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from engine.model.notification import Channel
from engine.model.opinion import PageFigures, PageOpinion, Rating, Remark, ServiceFigures
from engine.store.entries import Mail


class Outbox(Protocol):
    def add(
        self,
        to: str,
        subject: str,
        body: str,
        at: datetime,
        *,
        channel: Channel = Channel.EMAIL,
        event_id: str | None = None,
    ) -> None:
        """Once for each `event_id`: adding it again changes nothing."""
        ...

    def newest(self, limit: int) -> tuple[Mail, ...]: ...

    def sent_to(self, address: str) -> tuple[Mail, ...]:
        """The newest first."""
        ...

    def claim(self, channels: frozenset[Channel], at: datetime, until: datetime) -> Mail | None:
        """The message that was due first by `at`, for its next attempt; nobody else gets it
        before `until`. Of several that ask at once, each gets another."""
        ...

    def mark_sent(self, id: int, at: datetime) -> None: ...

    def put_off(self, mail: Mail, next_at: datetime | None, failure: str) -> None:
        """Note why an attempt failed, and when the next one is due; None: it is given up.

        Changes nothing when somebody else has claimed the message since, or sent it.
        """
        ...

    def given_up(self, limit: int) -> tuple[Mail, ...]:
        """The newest first."""
        ...

    def begin_again(self, id: int, at: datetime) -> bool:
        """Make a message that was given up due at `at`; whether there was one."""
        ...


class Opinions(Protocol):
    """What people say of pages, tied to nobody, and of services."""

    def add(self, opinion: PageOpinion) -> None: ...

    def rate(self, rating: Rating) -> None:
        """In the place of the application's rating, if there is one."""
        ...

    def rating(self, reference: str) -> Rating | None: ...

    def pages(self) -> tuple[PageFigures, ...]:
        """Those of which most was said first."""
        ...

    def services(self) -> tuple[ServiceFigures, ...]: ...

    def remarks(self, most: int) -> tuple[Remark, ...]:
        """The newest first."""
        ...
