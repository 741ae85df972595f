"""The ledger: what was recorded, whether it was altered, and making a decision again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.model.decision import Decision
from engine.operations.ports import Ports


class RecordKind(StrEnum):
    DECISION = "decision"
    PUBLICATION = "publication"
    PAYMENT = "payment"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class ChainIntact:
    """`records` were walked; `erased` of them have had their payload deleted, as is allowed."""

    records: int
    erased: int


@dataclass(frozen=True, slots=True)
class ChainBroken:
    """The first row that does not fit, and what is wrong with it."""

    sequence: int
    fault: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Codes or values that came out otherwise: `path` like `fees.registration.amount`."""

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
    raise NotImplementedError


def replay(ports: Ports, reference: str) -> Replayed | Erased:
    """Decide the application's last binding decision again, from its record alone.

    Facts, release and date come from the record and the kept release; codes and values are
    compared, never sentences. Raises NotThere when no decision was recorded for it.
    """
    raise NotImplementedError


def erase(ports: Ports, reference: str, now: datetime) -> int:
    """Delete the payloads of an application's records: how many. The chain still verifies."""
    raise NotImplementedError
