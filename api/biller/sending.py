"""Saying to the portal what happened, signed anew each time, until it answers 200."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from api.biller.desk import pause_after
from api.biller.store import BillerStore
from engine.store.keyring import Keyring
from engine.wire.messages import CALLBACKS
from engine.wire.signing import Signed, sign

Send = Callable[[Signed], int]
"""Posts to the portal; the status that it answers, or 0 when it does not."""

_AT_ONCE = 50
_SECONDS = 10


def send_due(store: BillerStore, keys: Keyring, send: Send, now: datetime) -> tuple[int, int]:
    """Send what is due: how many were heard, and how many will be sent again later."""
    with store.begin() as work:
        due = work.due(now, _AT_ONCE)
    heard = 0
    for message in due:
        status = send(sign(keys, CALLBACKS, message.body, now))
        with store.begin() as work:
            if status == 200:
                work.mark_heard(message.number)
                heard += 1
            else:
                work.put_off(message.number, now + pause_after(message.attempts + 1))
                _log().warning("not heard", status=status, attempts=message.attempts + 1)
    return heard, len(due) - heard


def sender_to(address: str) -> Send:
    """Posts over HTTP to the portal at `address`, which has no final slash."""
    import httpx

    client = httpx.Client(timeout=_SECONDS, trust_env=False)

    def send(signed: Signed) -> int:
        headers = {"Content-Type": "application/json", **dict(signed.headers)}
        try:
            return client.post(
                f"{address}{signed.path}", content=signed.body, headers=headers
            ).status_code
        except httpx.HTTPError:
            return 0

    return send


def _log() -> structlog.typing.FilteringBoundLogger:
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger("mumaris.biller")
    return log
