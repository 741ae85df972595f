"""The work queue: what is sought in it, and a line of what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Whose(StrEnum):
    ANYBODY = "anybody"
    MINE = "mine"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Sought:
    """Submitted applications for which everything given here is so, at the instant `now`.

    `states`: pairs of service and state, one of which it is in. `text`: its whole reference, or
    the key of its person. `overdue_on`: its service level was over before that day.
    """

    now: datetime
    account: str
    states: frozenset[tuple[str, str]] | None = None
    service: str | None = None
    state: str | None = None
    flag: str | None = None
    text: str | None = None
    whose: Whose = Whose.ANYBODY
    overdue_on: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the queue ends: the next one goes on behind it."""

    due_date: date
    since: datetime
    reference: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application in the queue. `since`: when it reached staff, or was submitted.

    `due_date` is the last day of its service level, while it waits for staff under one. `holder`
    is the account that has it in hand.
    """

    reference: str
    account_id: str
    service: str
    release: str
    state: str
    flags: frozenset[str]
    is_overridden: bool
    submitted_at: datetime
    since: datetime
    due_date: date | None
    holder: str | None

    @property
    def place(self) -> Place:
        return Place(self.due_date or date.max, self.since, self.reference)
