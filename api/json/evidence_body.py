"""A supplied file, as JSON says it; its content has an address of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.model.application import Evidence


@dataclass(frozen=True, slots=True)
class EvidenceBody:
    """A file that was supplied. Size and SHA-256 are of the content as it is kept: images are
    re-encoded without metadata."""

    id: str
    slot: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    supplied_at: datetime


def evidence_body(evidence: Evidence) -> EvidenceBody:
    return EvidenceBody(
        id=evidence.id,
        slot=evidence.slot,
        name=evidence.name,
        media_type=evidence.media_type,
        size_bytes=evidence.size_bytes,
        sha256=evidence.sha256,
        supplied_at=evidence.supplied_at,
    )
