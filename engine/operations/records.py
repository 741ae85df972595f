"""The ledger: what was recorded, whether it was altered, and making a decision again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

from engine.operations.ports import Ports
from engine.operations.replaying import Difference, Erased, Replayed, holds_decision
from engine.operations.replaying import replayed as made_again
from engine.operations.results import NotThere
from engine.store.chain import ChainBroken, ChainIntact, Record, RecordKind, check_chain
from engine.store.entries import Incident

__all__ = [
    "ChainBroken",
    "ChainIntact",
    "Difference",
    "Erased",
    "Incident",
    "RecordKind",
    "Replayed",
    "erase",
    "incidents",
    "length",
    "replay",
    "replayed",
    "verify",
]

Watch = Callable[[Iterable[Record], int], Iterable[Record]]
_log = structlog.get_logger("mumaris.audit")


def verify(ports: Ports, watch: Watch = lambda records, _: records) -> ChainIntact | ChainBroken:
    """Walk the whole chain. Deleted payloads are fine; anything else altered is found.

    `watch` is handed the records and how many there should be, and gives them on.
    """
    with ports.store.read() as work:
        last = work.ledger.last()
        return check_chain(watch(work.ledger.walk(), last[0]), last)


def length(ports: Ports) -> int:
    """How many records the ledger has."""
    with ports.store.read() as work:
        return work.ledger.last()[0]


def replay(ports: Ports, reference: str) -> Replayed | Erased:
    """Decide the application's last binding decision again, from its record alone.

    Raises NotThere when no decision was recorded for it.
    """
    with ports.store.read() as work:
        records = work.ledger.of_subject(reference)
    decisions = [one for one in records if holds_decision(one)]
    if not decisions:
        raise NotThere(f"no decision was recorded for {reference}")
    return replayed(ports, decisions[-1])


def replayed(ports: Ports, record: Record) -> Replayed | Erased:
    """The same of one record of a decision, whichever it is."""
    return made_again(ports.releases, record)


def erase(ports: Ports, reference: str, now: datetime) -> int:
    """Delete the payloads of an application's records: how many. The chain still verifies."""
    with ports.store.begin() as work:
        erased = work.ledger.erase(reference)
    _log.info("record.erased", reference=reference, payloads=erased, at=now.isoformat())
    return erased


def incidents(
    ports: Ports, limit: int = 50, *, is_open: bool | None = None
) -> tuple[Incident, ...]:
    """What stopped decisions from binding, the newest first; `is_open` None: resolved ones too."""
    with ports.store.read() as work:
        return work.incidents.newest(limit, is_open=is_open)
