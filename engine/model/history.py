"""What happened to an application: one entry for each transition made, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.model.lifecycle import Actor
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Happening:
    """`number` counts the entries of one application from 1.

    `account` is who caused it, or None for the biller and for time. `reasons` and `corrections`
    are shown to the applicant, with `remarks`: a sentence about some of the corrections;
    `statement` is the applicant's own, `note` is for staff alone. `record` is the sequence of its
    record in the ledger.
    """

    reference: str
    number: int
    at: datetime
    transition: str
    event: str
    origin: str
    target: str
    by: Actor
    account: str | None
    reasons: Text | None
    corrections: tuple[str, ...]
    statement: str | None
    note: str | None
    is_override: bool
    record: int | None
    remarks: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Unique among all applications; a message that it causes is known by it."""
        return f"{self.reference}:{self.number}"
