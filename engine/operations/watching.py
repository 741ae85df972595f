"""What operators watch: figures of the whole installation, whichever process is asked."""

from __future__ import annotations

from datetime import datetime

from engine.operations.ports import Ports
from engine.store.entries import Figures

__all__ = ["Figures", "figures"]


def figures(ports: Ports, now: datetime) -> Figures:
    """Raises StoreUnavailable when the database does not answer."""
    with ports.store.read() as work:
        return work.watched.at(now)
