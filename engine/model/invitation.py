"""An invitation: one person asked to say something of one application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class InvitationState(StrEnum):
    INVITED = "invited"
    ANSWERED = "answered"
    DECLINED = "declined"
    REPLACED = "replaced"  # declined, and another was invited in his place


@dataclass(frozen=True, slots=True)
class Invitation:
    """`id` is the id of the item that named the person, or one of its own for who replaced him.

    `answers` are texts by field, kept as they were typed. `settled_at` is when he answered or
    declined.
    """

    id: str
    reference: str
    actor: str
    name: str
    email: str
    state: InvitationState
    invited_at: datetime
    settled_at: datetime | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
