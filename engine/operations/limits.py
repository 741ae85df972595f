"""Limits on attempts: how often something may be tried in a window of time.

The keys that are kept are hashes, so that a dump of the table names nobody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from engine.operations.ports import Ports


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` attempts in each window of `seconds`."""

    most: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One thing that is tried, counted under a name: who, from where, or both."""

    limit: Limit
    name: tuple[str, ...]

    @property
    def key(self) -> str:
        return hashlib.sha256("\0".join(self.name).encode("utf-8", "replace")).hexdigest()


def seconds_to_wait(ports: Ports, attempts: tuple[Attempt, ...], now: datetime) -> int:
    """Count the attempts; 0 when all are within their limits, else when the window is over."""
    wait = 0
    with ports.store.begin() as work:
        for one in attempts:
            if work.limits.count(one.key, one.limit.seconds, now) > one.limit.most:
                wait = max(wait, one.limit.seconds - int(now.timestamp()) % one.limit.seconds)
        work.limits.drop_before(now)
    return wait


def forget(ports: Ports, attempt: Attempt) -> None:
    """Start counting anew: the attempt has succeeded."""
    with ports.store.begin() as work:
        work.limits.clear(attempt.key)
