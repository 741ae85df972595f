"""What makes a transition happen, and what was said with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.model.lifecycle import PAID, REFUNDED, SUBMIT, Actor
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Cause:
    """An event, who causes it, and what is said with it; see `Happening`.

    `account` is None for the biller and for time. `recorded` are texts that staff typed, by fact.
    """

    event: str
    by: Actor
    account: str | None = None
    reasons: Text | None = None
    corrections: tuple[str, ...] = ()
    statement: str | None = None
    note: str | None = None
    recorded: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)


def submission_by(account: str) -> Cause:
    return Cause(SUBMIT, Actor.APPLICANT, account)


PAYMENT = Cause(PAID, Actor.BILLER)
REFUND = Cause(REFUNDED, Actor.BILLER)
