"""Finding records: what is asked for, and the few columns that records are found by.

The columns are made from payloads when a record is appended, so that a search reads no payload.
They are an index and no evidence: the chain holds what they were made from, and what is shown of
a record is read from its header and payload.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.store.canonical import Json
from engine.store.chain import Record, RecordKind


@dataclass(frozen=True, slots=True)
class Marks:
    """`is_official`: of a decision, whether everything in it rests on official sources.

    They stay when a payload is erased, and say nothing of a person.
    """

    service: str | None = None
    outcome: str | None = None
    is_official: bool | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Records for which everything given here is so; `since` is inclusive, `until` exclusive."""

    since: datetime | None = None
    until: datetime | None = None
    kind: RecordKind | None = None
    service: str | None = None
    outcome: str | None = None
    release: str | None = None
    subject: str | None = None
    is_official: bool | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """Looks at personal data for which everything given here is so; `until` is exclusive."""

    since: datetime | None = None
    until: datetime | None = None
    account_id: str | None = None
    subject: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    record: Record
    marks: Marks


def marks_of(payload: Json) -> Marks:
    """What a payload says of service and decision.

    >>> marks_of({"service": "permit", "decision": {"outcome": "eligible", "rules": []}})
    Marks(service='permit', outcome='eligible', is_official=True)
    """
    if not isinstance(payload, Mapping):
        return Marks()
    service, decision = payload.get("service"), payload.get("decision")
    named = service if isinstance(service, str) else None
    if not isinstance(decision, Mapping):
        return Marks(named)
    outcome = decision.get("outcome")
    is_official = all(_officials(decision))
    return Marks(named, outcome if isinstance(outcome, str) else None, is_official)


def _officials(decision: Mapping[str, Json]) -> Iterator[bool]:
    """Of each part of a decision whether it rests on an official source."""
    for name in ("rules", "fees", "documents", "determinations"):
        parts = decision.get(name)
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, Mapping):
                yield part.get("is_official") is True
    validity = decision.get("validity")
    if isinstance(validity, Mapping) and "is_official" in validity:
        yield validity["is_official"] is True
