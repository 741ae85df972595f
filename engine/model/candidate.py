"""A candidate: a configuration that was proposed, checked and kept, and is not yet in force.

proposed -> published       by somebody else than who proposed it
proposed -> refused or withdrawn
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CandidateState(StrEnum):
    PROPOSED = "proposed"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Warned:
    """What the check said of a configuration that is no error: `place` is path, line, column."""

    severity: str
    code: str
    path: str
    line: int
    column: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`number` counts from 1; 0 until it is kept. `who` names who proposed it.

    `account` is whose it is: who approves it is somebody else. None: it was proposed by a command
    or a `machine` for nobody in particular, and an editor has to stand for it first. `key` is what
    a program called the request by which it was proposed. `against` is the release
    that was in force when it was last compared; None: there was none.
    """

    number: int
    release: str
    against: str | None
    state: CandidateState
    is_rollback: bool
    who: str
    account: str | None
    note: str
    commit: str | None
    proposed_at: datetime
    warnings: tuple[Warned, ...] = ()
    compared_by: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""
    publication: int | None = None
    machine: str | None = None
    key: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state is CandidateState.PROPOSED

    def is_stale(self, active: str | None) -> bool:
        """Whether another release is in force than the one that it was compared with."""
        return self.is_open and self.against != active
