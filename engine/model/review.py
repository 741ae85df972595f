"""Work of staff on applications: who has one in hand, and what they note for each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """`account` works on the application alone until `until`, exclusive; acting renews it."""

    reference: str
    account: str
    claimed_at: datetime
    until: datetime

    def holds_at(self, at: datetime) -> bool:
        return at < self.until


@dataclass(frozen=True, slots=True)
class Note:
    """For staff alone; never changed. `number` counts the notes of one application from 1.

    `taken_from`: the note says that its author took the application over from that account.
    """

    reference: str
    number: int
    account: str
    at: datetime
    text: str
    taken_from: str | None = None
