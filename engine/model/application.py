"""An application as it is kept: what was typed, what was supplied, and what became of it.

Answers are kept as typed, in the applicant's own digits and words; `engine.answers` reads them
against the definition, so a new release reads the same text again and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.model.invitation import Invitation
from engine.model.money import Money


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One item of a repeating group: the texts typed for its fields."""

    id: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StepEntry:
    """What was typed on one step.

    `revision` counts the saves of this step, so that two tabs never overwrite each other
    silently. `is_saved`: the applicant pressed its button since it was last uncovered; text kept
    by a language switch alone does not count. `is_complete` matters for a group step only.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    items: tuple[ItemEntry, ...] = ()
    is_saved: bool = False
    is_complete: bool = False
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file supplied. `slot` is `documents.<id>` or `<group>.<item id>.<field>`.

    `name` is the cleaned name the applicant gave; the content lies in the file store under `id`.
    """

    id: str
    slot: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    supplied_at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """What the act of submitting froze: see design, "Submitting is one act"."""

    decision_date: date
    submitted_at: datetime
    snapshot: Mapping[str, object]  # register answers in canonical JSON form
    record_sequence: int
    total: Money | None


@dataclass(frozen=True, slots=True)
class Application:
    """One person's answers and evidence for one service.

    `person_key` is the number of the person, or stands for the account while there is none
    (`Account.person`). `state` is a state of the service's lifecycle, `revision` counts every
    change to the row. `recorded` are the texts that staff typed, by fact. `corrections` are the
    facts, groups and `documents.<id>` that the applicant is asked to change. `is_overridden` never
    ends.
    """

    reference: str
    account_id: str
    person_key: str
    service: str
    release: str
    state: str
    revision: int
    created_at: datetime
    changed_at: datetime
    steps: Mapping[str, StepEntry]
    evidence: tuple[Evidence, ...]
    disputes: Mapping[str, str] = field(default_factory=dict)  # read-only fact -> what is wrong
    submission: Submission | None = None
    erased_at: datetime | None = None  # since when it is kept without its answers
    flags: frozenset[str] = frozenset()
    recorded: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[str, ...] = ()
    is_overridden: bool = False
    invitations: tuple[Invitation, ...] = ()  # whom the applicant invited, in their order

    def step(self, step_id: str) -> StepEntry:
        return self.steps.get(step_id, StepEntry())
