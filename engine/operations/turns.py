"""Taking turns at work that costs much memory: hashing a password, decoding an image."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engine.model.problem import EngineError

WAIT_SECONDS = 10


class TooBusy(EngineError):
    """No turn came in time: 503, and the same request may be retried."""


class Turns:
    """At most `at_once` threads of this process are inside at a time."""

    def __init__(self, at_once: int) -> None:
        self._free = threading.BoundedSemaphore(at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise TooBusy("too many at once")
        try:
            yield
        finally:
            self._free.release()
