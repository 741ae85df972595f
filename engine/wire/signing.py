"""Signing and checking messages between portal and biller, with keys that can be changed.

Three headers go with a body: `Mumaris-Key` (the id of the key), `Mumaris-Timestamp` (Unix
seconds) and `Mumaris-Signature` (hex HMAC-SHA256 of `<timestamp>.<path>.<body>`, where the path
is the one of `messages.py`, whatever a proxy puts in front of it). The timestamp may differ from
the receiver's clock by five minutes at most; what is sent again is signed again.

Each direction has a ring of keys of its own: the first one signs, all are accepted, so that a key
can be changed while both serve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from engine.store.keyring import Keyring

WINDOW: Final = timedelta(minutes=5)
KEY: Final = "Mumaris-Key"
TIMESTAMP: Final = "Mumaris-Timestamp"
SIGNATURE: Final = "Mumaris-Signature"


class Refusal(StrEnum):
    """Why a message was not accepted. The sender is told no more than a status."""

    FORGED = "forged"  # an unknown key, no or a wrong signature: 401
    STALE = "stale"  # timestamp outside the window: 401
    MALFORMED = "malformed"  # not a message of this format: 400
    UNKNOWN = "unknown"  # about a bill or a refund that is not there: 404
    CONTRADICTS = "contradicts"  # the same id said something else before: 409


class Refused(Exception):
    def __init__(self, reason: Refusal) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Signed:
    """Post `body` to `path` as it is, with the headers."""

    path: str
    body: bytes
    headers: tuple[tuple[str, str], ...]


def sign(ring: Keyring, path: str, body: bytes, now: datetime) -> Signed:
    """Sign with the key in use, as of `now`."""
    timestamp = str(int(now.timestamp()))
    made = ring.sign(_message(timestamp, path, body))
    headers = ((KEY, made.key), (TIMESTAMP, timestamp), (SIGNATURE, made.digits))
    return Signed(path, body, headers)


def check(ring: Keyring, path: str, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
    """Raises Refused unless a key of the ring signed just this, for here and now."""
    key, timestamp, digits = (headers.get(name) for name in (KEY, TIMESTAMP, SIGNATURE))
    if key is None or timestamp is None or digits is None:
        raise Refused(Refusal.FORGED)
    if not ring.is_signed(_message(timestamp, path, body), digits, key):
        raise Refused(Refusal.FORGED)
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        raise Refused(Refusal.MALFORMED)
    if abs(now - datetime.fromtimestamp(int(timestamp), UTC)) > WINDOW:
        raise Refused(Refusal.STALE)


def _message(timestamp: str, path: str, body: bytes) -> bytes:
    return b".".join((timestamp.encode("utf-8", "replace"), path.encode(), body))
