"""How often one client may change something: a fixed window of one minute, in memory.

Coarse on purpose: it keeps a runaway script from a worker. Guessing passwords is limited by
account and client in `engine.operations.accounts`, in the store, for all workers at once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

WINDOW_SECONDS = 60


@dataclass(slots=True)
class RateLimit:
    """Counts by client in the current window only, so what it holds is bounded by its traffic."""

    per_minute: int
    _window: int = 0
    _counts: Counter[str] = field(default_factory=Counter)

    def seconds_to_wait(self, client: str, now: datetime) -> int:
        """Count one request: 0 when it may go on, else the seconds until the next window."""
        seconds = int(now.timestamp())
        window = seconds // WINDOW_SECONDS
        if window != self._window:
            self._window, self._counts = window, Counter()
        self._counts[client] += 1
        if self._counts[client] <= self.per_minute:
            return 0
        return WINDOW_SECONDS - seconds % WINDOW_SECONDS
