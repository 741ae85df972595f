"""What the running simulator holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment

from api.biller.sending import Send, send_due
from api.biller.store import BillerStore
from engine.store.keyring import Keyring


@dataclass(frozen=True, slots=True)
class BillerRuntime:
    """`portal` is the address that payers go back to."""

    store: BillerStore
    biller_keys: Keyring
    portal_keys: Keyring
    portal: str
    templates: Environment
    send: Send
    clock: Callable[[], datetime]

    def send_due(self) -> tuple[int, int]:
        return send_due(self.store, self.biller_keys, self.send, self.clock())
