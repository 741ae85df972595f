"""Requests of people about their own data, and looks of staff at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RequestKind(StrEnum):
    """What a person may ask for, beside being informed."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"


class Channel(StrEnum):
    """How a request came in; one that was spoken is recorded too."""

    PORTAL = "portal"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    LETTER = "letter"


class RequestState(StrEnum):
    RECEIVED = "received"
    EXTENDED = "extended"
    GRANTED = "granted"
    REFUSED = "refused"

    @property
    def is_open(self) -> bool:
        return self in {RequestState.RECEIVED, RequestState.EXTENDED}


@dataclass(frozen=True, slots=True)
class DataRequest:
    """`due_date` is the last day to answer. `answered_by` is the account of whoever did."""

    id: str
    account_id: str
    kind: RequestKind
    channel: Channel
    text: str
    state: RequestState
    received_at: datetime
    due_date: date
    extended_because: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """One look of a member of staff at a person's data: `subject` is that person's account.

    `page` says on which page, and so what for; `id` counts the looks, 0 until it is kept.
    """

    at: datetime
    account_id: str
    role: str
    subject: str
    reference: str | None
    page: str
    id: int = 0
