"""Candidates: proposing a configuration, and what was proposed.

A candidate was checked, and proved as a publication is, before it was kept: what has a problem is
told to whoever proposes it and kept nowhere. Its files are kept whole as those of a release are.

Not here: what becomes of it (`approving.py`), what is computed of it (`desk_reports.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath

import structlog

from engine.analysis.proofs import Prover
from engine.definitions.read import check_files
from engine.digits import clean_text
from engine.model.account import Account
from engine.model.candidate import Candidate, CandidateState, Warned
from engine.model.machine import Machine
from engine.model.problem import DefinitionError, EngineError, Problem
from engine.model.scope import SCOPES, Scope
from engine.operations.computing import ask_all
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.release import hash_of
from engine.store.protocols import Work

LONGEST_NOTE = 2_000
MOST_SHOWN = 100
_log = structlog.get_logger("mumaris.audit")


class CandidateFault(StrEnum):
    """Why nothing was done about a candidate."""

    IN_FORCE = "in-force"  # this very release is in force
    PROPOSED = "proposed"  # it is proposed already
    SETTLED = "settled"  # it is published, refused or withdrawn
    SAME_PERSON = "same-person"  # who proposed it cannot approve it
    NOT_YOURS = "not-yours"  # only who proposed it withdraws it
    NOBODY = "nobody"  # no editor stands for it yet
    STALE = "stale"  # another release is in force than it was compared with
    CHANGED = "changed"  # another release came into force while the page was open
    NO_NOTE = "no-note"  # a reason in words is needed
    NEVER = "never"  # that release was never in force
    KEY_REUSED = "key-reused"  # a program sent something else by the same key before
    UNREADABLE = "unreadable"  # this version of the engine reads it no more


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate for one who looks at it. `active` is the release in force now; `is_own`: it is
    of the same person, who cannot approve it."""

    candidate: Candidate
    active: str | None
    is_own: bool

    @property
    def compared_with(self) -> str:
        """What it is, or was, meant to replace."""
        found = self.candidate
        return (self.active if found.is_open else found.against) or found.release


@dataclass(frozen=True, slots=True)
class Proposer:
    """`name` is how publications call them; `account` is None for a command of nobody's, and for
    a `machine`."""

    name: str
    account: str | None = None
    machine: str | None = None

    @classmethod
    def of(cls, account: Account) -> Proposer:
        return cls(account.email, account.id)

    @classmethod
    def of_machine(cls, machine: Machine) -> Proposer:
        """A machine is nobody: an editor has to stand for what it proposes."""
        return cls(machine.id, machine=machine.id)


def propose(
    ports: Ports,
    files: Mapping[PurePosixPath, bytes],
    by: Proposer,
    note: str,
    commit: str | None,
    now: datetime,
    prover: Prover | None = None,
    key: str | None = None,
) -> Candidate | CandidateFault:
    """Check the files and keep them whole, to be looked at and approved by somebody else.

    What the same program proposed by the same `key` is given again. Raises DefinitionError with
    every problem, and TooBusy while another is checked; nothing is kept then.
    """
    hash_ = hash_of(files)
    before = by_key(ports, by, key) if key else None
    if before is not None:
        return before if before.release == hash_ else CandidateFault.KEY_REUSED
    with ports.checking_turns.turn():
        checked = check_files(files, prover or Prover())
    if checked.catalogue is None:
        raise DefinitionError(checked.errors)
    warnings = tuple(_warned(problem) for problem in checked.problems)
    with ports.store.begin() as work:
        work.releases.add(hash_, files, now)
        return _add(work, hash_, by, note, commit, now, warnings, key=key)


def by_key(ports: Ports, by: Proposer, key: str) -> Candidate | None:
    """What this proposer has proposed by the key, if anything."""
    with ports.store.read() as work:
        return _by_key(work, by, key)


def propose_rollback(
    ports: Ports, release: str, by: Proposer, note: str, now: datetime
) -> Candidate | CandidateFault:
    """Propose that a release that was in force before is put in force again."""
    if not clean_text(note):
        return CandidateFault.NO_NOTE
    with ports.store.begin() as work:
        if not was_in_force(work, release):
            return CandidateFault.NEVER
        return _add(work, release, by, note, None, now, (), is_rollback=True)


def waiting(ports: Ports) -> tuple[Candidate, ...]:
    """Those that wait for somebody to decide, the newest first."""
    with ports.store.read() as work:
        return work.candidates.newest(MOST_SHOWN, CandidateState.PROPOSED)


def newest(ports: Ports) -> tuple[Candidate, ...]:
    """The last that were proposed, whatever became of them."""
    with ports.store.read() as work:
        return work.candidates.newest(MOST_SHOWN)


def get(ports: Ports, number: int) -> Candidate:
    """Raises NotThere."""
    with ports.store.read() as work:
        return kept(work, number)


def kept(work: Work, number: int, *, for_update: bool = False) -> Candidate:
    found = work.candidates.get(number, for_update=for_update)
    if found is None:
        raise NotThere(f"there is no candidate {number}")
    return found


def standing(ports: Ports, number: int, account: Account) -> Standing:
    """The candidate as the account finds it now. Raises NotThere."""
    with ports.store.read() as work:
        found = kept(work, number)
        return Standing(found, work.releases.active(), is_same_person(work, found, account))


def standing_of_machine(ports: Ports, number: int, machine: Machine) -> Standing:
    """The same for a machine, which is told of its own alone. Raises NotThere."""
    with ports.store.read() as work:
        found = kept(work, number)
        if found.machine != machine.id:
            raise NotThere(f"{machine.id} proposed no candidate {number}")
        return Standing(found, work.releases.active(), is_own=True)


def is_same_person(work: Work, candidate: Candidate, account: Account) -> bool:
    """Whether the account is of whoever proposed it: the same, or another of the same person."""
    if candidate.account == account.id:
        return True
    if candidate.account is None or account.person_key is None:
        return False
    proposer = work.accounts.get(candidate.account)
    return proposer is not None and proposer.account.person_key == account.person_key


def problems_of(ports: Ports, release: str) -> tuple[Problem, ...]:
    """What this version of the engine says of a kept release, short of what only a proof finds.

    Raises NotThere, and TooBusy while another is checked.
    """
    with ports.store.read() as work:
        files = work.releases.files(release)
    if files is None:
        raise NotThere(f"release {release} was never kept")
    with ports.checking_turns.turn():
        return check_files(files, upkeep=True).problems


def of_release(ports: Ports, release: str) -> tuple[Candidate, ...]:
    with ports.store.read() as work:
        return work.candidates.of_release(release)


def was_in_force(work: Work, release: str) -> bool:
    return any(one.release == release for one in work.releases.history())


def editor(ports: Ports, email: str) -> Account:
    """The account that a command proposes for; raises EngineError when it may not publish."""
    with ports.store.read() as work:
        found = work.accounts.by_email(email.strip().lower())
    if found is None or Scope.PUBLISH not in SCOPES[found.account.role]:
        raise EngineError(f"`{email}` is no active account of a policy editor")
    return found.account


def _add(
    work: Work,
    release: str,
    by: Proposer,
    note: str,
    commit: str | None,
    now: datetime,
    warnings: tuple[Warned, ...],
    *,
    is_rollback: bool = False,
    key: str | None = None,
) -> Candidate | CandidateFault:
    before = _by_key(work, by, key) if key else None
    if before is not None:  # by another request of these very moments
        return before if before.release == release else CandidateFault.KEY_REUSED
    active = work.releases.active()
    if active == release:
        return CandidateFault.IN_FORCE
    if any(one.is_open for one in work.candidates.of_release(release)):
        return CandidateFault.PROPOSED
    candidate = Candidate(
        number=0,
        release=release,
        against=active,
        state=CandidateState.PROPOSED,
        is_rollback=is_rollback,
        who=by.name,
        account=by.account,
        note=clean_text(note)[:LONGEST_NOTE],
        commit=commit,
        proposed_at=now,
        warnings=warnings,
        machine=by.machine,
        key=key,
    )
    candidate = replace(candidate, number=work.candidates.add(candidate))
    ask_all(work, active, release, now)
    _log.info(
        "candidate.proposed",
        candidate=candidate.number,
        release=release,
        account=by.account,
        machine=by.machine,
    )
    return candidate


def _by_key(work: Work, by: Proposer, key: str) -> Candidate | None:
    """An editor may stand for what a machine proposed; it is the machine's all the same."""

    def is_of(one: Candidate) -> bool:
        return one.machine == by.machine and (by.machine is not None or one.account == by.account)

    return next((one for one in work.candidates.by_key(key) if is_of(one)), None)


def _warned(problem: Problem) -> Warned:
    span = problem.span
    return Warned(
        severity=str(problem.severity),
        code=problem.code,
        path=str(span.path),
        line=span.line,
        column=span.column,
        message=problem.message,
        hint=problem.hint or "",
    )
