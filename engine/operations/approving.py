"""What becomes of a candidate: four eyes put it in force, or it is refused or withdrawn.

Whoever proposed it does not approve it, from whichever account. What was proposed by a command for
nobody has no first pair of eyes: an editor stands for it, and another one approves. It is approved
as it was compared: when another release came into force since, somebody compares it again first.

The candidate's state and the publication are one transaction, and the record names both people.
Rolling back at once is the one act of a single person here; it says why, and is shown as that.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from engine.digits import clean_text
from engine.model.account import Account
from engine.model.candidate import Candidate, CandidateState
from engine.model.problem import DefinitionError
from engine.operations.candidates import (
    LONGEST_NOTE,
    CandidateFault,
    get,
    is_same_person,
    kept,
    was_in_force,
)
from engine.operations.computing import ask_all
from engine.operations.ports import Ports
from engine.operations.releases import Act, put_in_force
from engine.release import Release
from engine.store.entries import Publication
from engine.store.protocols import Clash, Work

_log = structlog.get_logger("mumaris.audit")


def approve(
    ports: Ports, account: Account, number: int, against: str, now: datetime
) -> Publication | CandidateFault:
    """Put it in force. `against` is the release that the page said it replaces. Raises NotThere."""
    release = _readable(ports, get(ports, number).release)
    if release is None:
        return CandidateFault.UNREADABLE
    with ports.store.begin() as work:
        candidate = kept(work, number, for_update=True)
        fault = _bar(work, candidate, account, against)
        if fault is not None:
            _log.warning("candidate.not-approved", candidate=number, account=account.id, why=fault)
            return fault
        act = Act(
            who=account.email,
            note=candidate.note,
            commit=candidate.commit,
            is_rollback=candidate.is_rollback,
            candidate=number,
            proposed_by=candidate.who,
        )
        publication = put_in_force(work, candidate.release, act, now)
        assert publication is not None, "what is in force was compared with itself"
        _be_the_next(work, candidate)
        settled = replace(
            candidate,
            state=CandidateState.PUBLISHED,
            decided_by=account.email,
            decided_at=now,
            publication=publication.number,
        )
        work.candidates.update(settled)
    ports.releases.learn(release, now)
    return publication


def stand_for(ports: Ports, account: Account, number: int) -> Candidate | CandidateFault:
    """Be the first pair of eyes of what a command proposed for nobody. Raises NotThere."""
    with ports.store.begin() as work:
        candidate = kept(work, number, for_update=True)
        if not candidate.is_open or candidate.account is not None:
            return CandidateFault.SETTLED
        stood = replace(candidate, who=account.email, account=account.id)
        work.candidates.update(stood)
    _log.info("candidate.stood-for", candidate=number, account=account.id)
    return stood


def compared(
    ports: Ports, account: Account, number: int, against: str, now: datetime
) -> Candidate | CandidateFault:
    """Say that it was compared with the release that is in force now. Raises NotThere."""
    with ports.store.begin() as work:
        candidate = kept(work, number, for_update=True)
        if not candidate.is_open:
            return CandidateFault.SETTLED
        if work.releases.active() != against:
            return CandidateFault.CHANGED
        again = replace(candidate, against=against, compared_by=account.email)
        work.candidates.update(again)
        ask_all(work, against, candidate.release, now)
        return again


def refuse(
    ports: Ports, account: Account, number: int, reason: str, now: datetime
) -> Candidate | CandidateFault:
    """Decide that it is not published, and say why. Raises NotThere."""
    return _close(ports, account, number, CandidateState.REFUSED, reason, now)


def withdraw(
    ports: Ports, account: Account, number: int, reason: str, now: datetime
) -> Candidate | CandidateFault:
    """Take back what one has proposed. Raises NotThere."""
    return _close(ports, account, number, CandidateState.WITHDRAWN, reason, now)


def roll_back_alone(
    ports: Ports, account: Account, release: str, reason: str, now: datetime
) -> Publication | CandidateFault:
    """Put a release that was in force before back at once, in an emergency, without another."""
    reason = clean_text(reason)[:LONGEST_NOTE]
    if not reason:
        return CandidateFault.NO_NOTE
    with ports.store.read() as work:
        if not was_in_force(work, release):
            return CandidateFault.NEVER
    earlier = _readable(ports, release)
    if earlier is None:
        return CandidateFault.UNREADABLE
    with ports.store.begin() as work:
        act = Act(account.email, reason, is_rollback=True, alone=reason)
        publication = put_in_force(work, release, act, now)
    if publication is None:
        return CandidateFault.IN_FORCE
    ports.releases.learn(earlier, now)
    return publication


def _readable(ports: Ports, release: str) -> Release | None:
    """The kept release, made before it is put in force: what cannot be served replaces nothing."""
    try:
        return ports.releases.release(release)
    except DefinitionError:
        return None


def _bar(work: Work, candidate: Candidate, account: Account, against: str) -> CandidateFault | None:
    active = work.releases.active()
    if not candidate.is_open:
        return CandidateFault.SETTLED
    if candidate.account is None:
        return CandidateFault.NOBODY
    if is_same_person(work, candidate, account):
        return CandidateFault.SAME_PERSON
    if (active or "") != against:
        return CandidateFault.CHANGED
    if candidate.release == active:
        return CandidateFault.IN_FORCE
    return CandidateFault.STALE if candidate.is_stale(active) else None


def _be_the_next(work: Work, candidate: Candidate) -> None:
    """The record has made every other publication wait: nothing came into force in between."""
    history = work.releases.history()
    before = history[1].release if len(history) > 1 else None
    if before != candidate.against:
        raise Clash("another release came into force at this very moment")


def _close(
    ports: Ports,
    account: Account,
    number: int,
    state: CandidateState,
    reason: str,
    now: datetime,
) -> Candidate | CandidateFault:
    reason = clean_text(reason)[:LONGEST_NOTE]
    with ports.store.begin() as work:
        candidate = kept(work, number, for_update=True)
        if not candidate.is_open:
            return CandidateFault.SETTLED
        is_own = is_same_person(work, candidate, account)
        if state is CandidateState.WITHDRAWN and not is_own:
            return CandidateFault.NOT_YOURS
        if not reason:
            return CandidateFault.NO_NOTE
        closed = replace(
            candidate, state=state, decided_by=account.email, decided_at=now, reason=reason
        )
        work.candidates.update(closed)
    _log.info(f"candidate.{state}", candidate=number, account=account.id)
    return closed
