"""The ledger's chain: what a record's header holds, how it is hashed, and how it is checked.

Each header holds the hash of the one before and the digest of its payload. The payload is kept
apart with a random salt and can be deleted: its digest stays, says nothing about a deleted
payload, and the chain still verifies.

Not here: where records are kept (`sql/ledger.py`), what is put into them (`engine.operations`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.store.canonical import dumps

BEGINNING = "0" * 64  # the hash before the first record
SALT_BYTES = 32


class RecordKind(StrEnum):
    """What a record tells of. What each holds is in `payloads.py`, and a new kind says so there."""

    DECISION = "decision"
    PUBLICATION = "publication"
    PAYMENT = "payment"
    REFUND = "refund"
    OVERRIDE = "override"
    DATA_REQUEST = "data_request"
    ERASURE = "erasure"
    TRANSITION = "transition"  # of an application, by an act that binds no decision
    ACCOUNT = "account"
    ISSUE = "issue"  # of a document
    REVOCATION = "revocation"  # of an issued document
    RESOLUTION = "resolution"
    EXPORT = "export"  # of the applications of a service, as a table


@dataclass(frozen=True, slots=True)
class Header:
    """`subject` is the reference of an application, the hash of a release published, the id of an
    account of staff, or a service.

    `sequence` counts from 1 without gaps. `digest` is of the salted payload.
    """

    sequence: int
    previous: str
    kind: RecordKind
    subject: str
    release: str
    engine: str
    decision_date: date | None
    digest: str
    recorded_at: datetime

    def hash(self) -> str:
        day = None if self.decision_date is None else self.decision_date.isoformat()
        content = dumps(
            {
                "sequence": self.sequence,
                "previous": self.previous,
                "kind": str(self.kind),
                "subject": self.subject,
                "release": self.release,
                "engine": self.engine,
                "decision_date": day,
                "digest": self.digest,
                "recorded_at": self.recorded_at.isoformat(timespec="microseconds"),
            }
        )
        return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Payload:
    """`content` is canonical JSON; `salt` keeps the digest from being guessed back."""

    salt: bytes
    content: bytes

    def digest(self) -> str:
        return hashlib.sha256(self.salt + self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the ledger. `hash` is the header's as it was stored; no payload: deleted."""

    header: Header
    hash: str
    payload: Payload | None


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


def check_chain(records: Iterable[Record], last: tuple[int, str]) -> ChainIntact | ChainBroken:
    """Walk records in order of sequence; `last` is the sequence and hash the ledger ends with."""
    sequence, previous, erased = 0, BEGINNING, 0
    for record in records:
        sequence += 1
        fault = _fault(record, sequence, previous)
        if fault is not None:
            return ChainBroken(sequence, fault)
        previous = record.hash
        erased += record.payload is None
    if last != (sequence, previous):
        return ChainBroken(sequence + 1, f"the ledger should end with record {last[0]}")
    return ChainIntact(sequence, erased)


def _fault(record: Record, sequence: int, previous: str) -> str | None:
    header = record.header
    if header.sequence != sequence:
        return f"record {sequence} is missing; record {header.sequence} comes next"
    if header.previous != previous:
        return "it does not hold the hash of the record before it"
    if header.hash() != record.hash:
        return "its header was altered"
    if record.payload is not None and record.payload.digest() != header.digest:
        return "its payload was altered"
    return None
