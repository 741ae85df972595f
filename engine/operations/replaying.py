"""Recorded decisions made again, from their records alone: one of them, or all.

Facts, release and date come from the record and the kept release. Codes and values are compared,
never sentences: what an older engine said in other words is no difference. All of them are
replayed in pieces of the ledger, each read and decided by one of several processes, so memory is
bounded by a piece, however long the ledger.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from multiprocessing import get_context
from typing import Any

from engine.decide.decision import decide
from engine.model.decision import Decision
from engine.model.problem import EngineError
from engine.operations.following import ReleaseFollower
from engine.operations.ports import Ports
from engine.store.canonical import Json, dumps, loads, read_facts
from engine.store.chain import Record, RecordKind
from engine.store.decisions import read_decision, summary_of, write_decision
from engine.store.protocols import Store, StoreUnavailable
from engine.store.sql import open_store

PIECE = 250  # records that a process takes at a time
_WAITING = 4  # pieces handed out for each process before the first of them is asked for


@dataclass(frozen=True, slots=True)
class Difference:
    """Codes or values that came out otherwise: `path` like `fees.registration.amount`.

    Both values are canonical JSON, or empty where there is none.
    """

    path: str
    recorded: str
    recomputed: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """`differences` is empty when the decision came out the same."""

    sequence: int
    reference: str
    release: str
    engine: str
    decision_date: date
    recorded_at: datetime
    decision: Decision
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """The record is there, but its payload was deleted: there is nothing to replay."""

    sequence: int


@dataclass(frozen=True, slots=True)
class Differing:
    """A decision that came out otherwise, or could not be made: then `fault` says why not."""

    sequence: int
    reference: str
    differences: tuple[Difference, ...]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """What became of the decisions in a piece of the ledger; `records` counts all kinds."""

    records: int
    same: int
    erased: int
    differing: tuple[Differing, ...]


def holds_decision(record: Record) -> bool:
    """Whether a decision was recorded; an override may be one or bind nothing."""
    header = record.header
    is_of_decisions = header.kind in {RecordKind.DECISION, RecordKind.OVERRIDE}
    return is_of_decisions and header.decision_date is not None


def replayed(releases: ReleaseFollower, record: Record) -> Replayed | Erased:
    """Decide again what a record of a decision holds. Raises NotThere without its release."""
    header = record.header
    if record.payload is None:
        return Erased(header.sequence)
    content = loads(record.payload.content)
    catalogue = releases.release(header.release).catalogue
    kept: dict[str, Any] = content["decision"]
    decision = decide(
        catalogue.programs[content["service"]],
        read_facts(content["facts"]),
        date.fromisoformat(kept["decision_date"]),
        header.release,
    )
    differences: tuple[Difference, ...] = ()
    if write_decision(decision) != kept:  # then look closer: other words are no difference
        differences = tuple(_differences(summary_of(read_decision(kept)), summary_of(decision)))
    return Replayed(
        sequence=header.sequence,
        reference=header.subject,
        release=header.release,
        engine=header.engine,
        decision_date=decision.decision_date,
        recorded_at=header.recorded_at,
        decision=decision,
        differences=differences,
    )


def replay_all(ports: Ports, processes: int) -> Iterator[Piece]:
    """Every recorded decision, in the order of the ledger as it is now."""
    with ports.store.read() as work:
        last, _ = work.ledger.last()
    firsts = iter(range(1, last + 1, PIECE))
    if processes == 1:
        yield from (_piece(ports.store, ports.releases, first, last) for first in firsts)
        return
    url = ports.settings.database_url
    pool = ProcessPoolExecutor(processes, get_context("spawn"))
    try:
        waiting: deque[Future[Piece]] = deque()
        for first in firsts:
            waiting.append(pool.submit(_piece_of, url, first, last))
            if len(waiting) == _WAITING * processes:
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _piece_of(url: str, first: int, last: int) -> Piece:
    """What another process runs."""
    return _piece(*_opened(url), first, last)


def _piece(store: Store, releases: ReleaseFollower, first: int, last: int) -> Piece:
    """Replay the decisions among `PIECE` records from `first` on, `last` at most."""
    upto = min(first + PIECE - 1, last)
    with store.read() as work:
        records = work.ledger.between(first, upto, RecordKind.DECISION, RecordKind.OVERRIDE)
    same, erased, differing = 0, 0, []
    for record in filter(holds_decision, records):
        found = _tried(releases, record)
        match found:
            case Erased():
                erased += 1
            case Replayed(differences=()):
                same += 1
            case Replayed(sequence, reference, differences=differences):
                differing.append(Differing(sequence, reference, differences))
            case Differing():
                differing.append(found)
    return Piece(upto - first + 1, same, erased, tuple(differing))


def _tried(releases: ReleaseFollower, record: Record) -> Replayed | Erased | Differing:
    """One that cannot be replayed is told, and the others go on."""
    try:
        return replayed(releases, record)
    except StoreUnavailable:
        raise  # of no record: nothing more can be read
    except (EngineError, KeyError, TypeError, ValueError) as error:
        fault = f"{type(error).__name__}: {error}"
        return Differing(record.header.sequence, record.header.subject, (), fault)


@cache
def _opened(url: str) -> tuple[Store, ReleaseFollower]:
    """The store and compiled releases of this process, which keeps them until it ends."""
    store = open_store(url)
    return store, ReleaseFollower(store)


def _differences(recorded: dict[str, Json], recomputed: dict[str, Json]) -> Iterator[Difference]:
    for path in sorted(recorded.keys() | recomputed.keys()):
        if recorded.get(path) != recomputed.get(path):
            yield Difference(path, _said(recorded, path), _said(recomputed, path))


def _said(summary: dict[str, Json], path: str) -> str:
    return dumps(summary[path]).decode() if path in summary else ""
