"""A machine that proposes: a pipeline with a token of its own, which is nobody's account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Machine:
    """`id` is its name. It is let in before `expires_at`, unless it was revoked."""

    id: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    seen_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_let_in(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
