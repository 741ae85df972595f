"""The ledger: what was recorded, whether it was altered, and making a decision again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from engine.decide.decision import decide
from engine.model.decision import Decision
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.store.canonical import Json, dumps, loads, read_facts
from engine.store.chain import ChainBroken, ChainIntact, Record, RecordKind, check_chain
from engine.store.decisions import read_decision, summary_of
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
    "replay",
    "replayed",
    "verify",
]

_log = structlog.get_logger("mumaris.audit")


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


def verify(ports: Ports) -> ChainIntact | ChainBroken:
    """Walk the whole chain. Deleted payloads are fine; anything else altered is found."""
    with ports.store.read() as work:
        return check_chain(work.ledger.walk(), work.ledger.last())


def replay(ports: Ports, reference: str) -> Replayed | Erased:
    """Decide the application's last binding decision again, from its record alone.

    Facts, release and date come from the record and the kept release; codes and values are
    compared, never sentences. Raises NotThere when no decision was recorded for it.
    """
    with ports.store.read() as work:
        records = work.ledger.of_subject(reference)
    decisions = [one for one in records if one.header.kind is RecordKind.DECISION]
    if not decisions:
        raise NotThere(f"no decision was recorded for {reference}")
    return replayed(ports, decisions[-1])


def replayed(ports: Ports, record: Record) -> Replayed | Erased:
    """The same of one record of a decision, whichever it is."""
    header, payload = record.header, record.payload
    if payload is None:
        return Erased(header.sequence)
    content = loads(payload.content)
    recorded = read_decision(content["decision"])
    catalogue = ports.releases.release(header.release).catalogue
    program = catalogue.programs[content["service"]]
    facts = read_facts(content["facts"])
    decision = decide(program, facts, recorded.decision_date, header.release)
    return Replayed(
        sequence=header.sequence,
        reference=header.subject,
        release=header.release,
        engine=header.engine,
        decision_date=recorded.decision_date,
        recorded_at=header.recorded_at,
        decision=decision,
        differences=tuple(_differences(summary_of(recorded), summary_of(decision))),
    )


def erase(ports: Ports, reference: str, now: datetime) -> int:
    """Delete the payloads of an application's records: how many. The chain still verifies."""
    with ports.store.begin() as work:
        erased = work.ledger.erase(reference)
    _log.info("record.erased", reference=reference, payloads=erased, at=now.isoformat())
    return erased


def incidents(ports: Ports, limit: int = 50) -> tuple[Incident, ...]:
    """What stopped decisions from binding, the newest first."""
    with ports.store.read() as work:
        return work.incidents.newest(limit)


def _differences(recorded: dict[str, Json], recomputed: dict[str, Json]) -> Iterator[Difference]:
    for path in sorted(recorded.keys() | recomputed.keys()):
        if recorded.get(path) != recomputed.get(path):
            yield Difference(path, _said(recorded, path), _said(recomputed, path))


def _said(summary: dict[str, Json], path: str) -> str:
    return dumps(summary[path]).decode() if path in summary else ""
