"""Candidates: checked before they are kept, put in force by four eyes, as they were compared."""

from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath

import pytest

from engine.model.account import Account, Role
from engine.model.candidate import Candidate, CandidateState
from engine.model.problem import DefinitionError, EngineError
from engine.model.words import Language
from engine.operations import approving, candidates, records, releases
from engine.operations.candidates import CandidateFault, Proposer
from engine.operations.ports import Ports
from engine.operations.releases import FourEyes
from engine.operations.results import NotThere
from engine.release import hash_of
from engine.store.canonical import loads
from engine.store.entries import Publication
from engine.store.protocols import Clash
from tests.support.stores import on_both
from tests.support.visitors import NOW, PROVER, RULES, Files, config, edited, publish

DEARER = edited(config(), RULES, "2025-04-01: 120.50 SAR", "2025-04-01: 990.00 SAR")
DEAREST = edited(config(), RULES, "2025-04-01: 120.50 SAR", "2025-04-01: 999.00 SAR")
LATER = NOW + timedelta(hours=1)


def editor(ports: Ports, name: str, person_key: str | None = None) -> Account:
    account = Account(
        name, f"{name}@example.org", person_key, Language.AR, Role.POLICY_EDITOR, is_active=True
    )
    with ports.store.begin() as work:
        work.accounts.add(account, "no hash", NOW)
    return account


@pytest.fixture
def first(ports: Ports) -> Account:
    return editor(ports, "first", "1001244027")


@pytest.fixture
def second(ports: Ports) -> Account:
    return editor(ports, "second")


def proposed(ports: Ports, by: Proposer, files: Files = DEARER) -> Candidate:
    found = candidates.propose(ports, files, by, "dearer boats", "c0ffee", NOW, PROVER)
    assert isinstance(found, Candidate)
    return found


def active(ports: Ports) -> str:
    return releases.history(ports)[0].release


@on_both
def test_another_editor_puts_it_in_force_and_the_record_names_both(
    ports: Ports, first: Account, second: Account
) -> None:
    before = active(ports)
    candidate = proposed(ports, Proposer.of(first))
    assert (candidate.number, candidate.against) == (1, before)
    assert active(ports) == before, "a candidate is not in force"
    done = approving.approve(ports, second, 1, before, LATER)
    assert isinstance(done, Publication)
    assert releases.active(ports, LATER).hash == candidate.release == active(ports)
    assert (done.who, done.proposed_by, done.candidate) == (second.email, first.email, 1)
    assert releases.history(ports)[0] == done
    settled = candidates.get(ports, 1)
    assert (settled.state, settled.decided_by) == (CandidateState.PUBLISHED, second.email)
    assert settled.publication == done.number
    assert candidates.waiting(ports) == ()
    with ports.store.read() as work:
        record = work.ledger.get(done.number)
    assert record is not None
    assert record.record.payload is not None
    said = loads(record.record.payload.content)
    assert (said["who"], said["proposed_by"]) == (second.email, first.email)
    assert records.verify(ports) == records.ChainIntact(2, 0)


@on_both
def test_nobody_approves_what_he_proposed(ports: Ports, first: Account) -> None:
    candidate = proposed(ports, Proposer.of(first))
    other_account = editor(ports, "first-again", first.person_key)
    for account in (first, other_account):
        found = approving.approve(ports, account, 1, candidate.against or "", NOW)
        assert found is CandidateFault.SAME_PERSON
    assert len(releases.history(ports)) == 1
    assert candidates.get(ports, 1).is_open


def test_what_a_command_proposed_takes_two_editors(
    ports: Ports, first: Account, second: Account
) -> None:
    before = active(ports)
    proposed(ports, Proposer("operator"))
    assert approving.approve(ports, first, 1, before, NOW) is CandidateFault.NOBODY
    stood = approving.stand_for(ports, first, 1)
    assert isinstance(stood, Candidate)
    assert stood.who == first.email
    assert approving.stand_for(ports, second, 1) is CandidateFault.SETTLED
    assert approving.approve(ports, first, 1, before, NOW) is CandidateFault.SAME_PERSON
    assert isinstance(approving.approve(ports, second, 1, before, NOW), Publication)


@on_both
def test_a_stale_candidate_is_compared_again(ports: Ports, first: Account, second: Account) -> None:
    before = active(ports)
    proposed(ports, Proposer.of(first))
    now_in_force = publish(ports, DEAREST)
    assert candidates.get(ports, 1).is_stale(now_in_force)
    assert approving.approve(ports, second, 1, before, NOW) is CandidateFault.CHANGED
    assert approving.approve(ports, second, 1, now_in_force, NOW) is CandidateFault.STALE
    assert approving.compared(ports, second, 1, before, NOW) is CandidateFault.CHANGED
    again = approving.compared(ports, second, 1, now_in_force, NOW)
    assert isinstance(again, Candidate)
    assert (again.against, again.compared_by) == (now_in_force, second.email)
    assert isinstance(approving.approve(ports, second, 1, now_in_force, NOW), Publication)


def test_what_comes_between_comparing_and_approving_undoes_the_approval(
    ports: Ports, first: Account, second: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when two approvals meet on PostgreSQL: the second waited for the record of the first."""
    proposed(ports, Proposer.of(first))
    before = publish(ports, DEAREST)
    monkeypatch.setattr(approving, "_bar", lambda *_: None)
    with pytest.raises(Clash):
        approving.approve(ports, second, 1, before, NOW)
    assert active(ports) == before
    assert candidates.get(ports, 1).is_open


def test_a_candidate_with_a_problem_is_kept_nowhere(ports: Ports, first: Account) -> None:
    broken = edited(config(), RULES, "boat.metres <= longest_boat", "boat.metres <= longest_bote")
    with pytest.raises(DefinitionError):
        candidates.propose(ports, broken, Proposer.of(first), "", None, NOW)
    assert candidates.newest(ports) == ()


def test_the_same_is_proposed_once_and_what_is_in_force_never(
    ports: Ports, first: Account, second: Account
) -> None:
    proposed(ports, Proposer.of(first))
    again = candidates.propose(ports, DEARER, Proposer.of(second), "", None, NOW, PROVER)
    assert again is CandidateFault.PROPOSED
    same = candidates.propose(ports, config(), Proposer.of(second), "", None, NOW, PROVER)
    assert same is CandidateFault.IN_FORCE


def test_only_its_proposer_withdraws_and_anybody_refuses_with_a_reason(
    ports: Ports, first: Account, second: Account
) -> None:
    proposed(ports, Proposer.of(first))
    assert approving.withdraw(ports, second, 1, "no", NOW) is CandidateFault.NOT_YOURS
    assert approving.withdraw(ports, first, 1, " ", NOW) is CandidateFault.NO_NOTE
    withdrawn = approving.withdraw(ports, first, 1, "a typing error", LATER)
    assert isinstance(withdrawn, Candidate)
    assert (withdrawn.state, withdrawn.reason) == (CandidateState.WITHDRAWN, "a typing error")
    assert approving.refuse(ports, second, 1, "no", NOW) is CandidateFault.SETTLED
    proposed(ports, Proposer.of(first))
    refused = approving.refuse(ports, second, 2, "the order says 120.50", LATER)
    assert isinstance(refused, Candidate)
    assert (refused.state, refused.decided_by) == (CandidateState.REFUSED, second.email)
    assert approving.approve(ports, second, 2, active(ports), NOW) is CandidateFault.SETTLED


def test_what_was_only_proposed_is_no_release_to_roll_back_to(ports: Ports, first: Account) -> None:
    candidate = proposed(ports, Proposer.of(first))
    with pytest.raises(NotThere):
        releases.rollback(ports, candidate.release, "Sara", "by mistake", NOW)
    alone = approving.roll_back_alone(ports, first, candidate.release, "an emergency", NOW)
    assert alone is CandidateFault.NEVER
    by = Proposer.of(first)
    found = candidates.propose_rollback(ports, candidate.release, by, "back", NOW)
    assert found is CandidateFault.NEVER


@on_both
def test_rolling_back_is_proposed_and_approved_too(
    ports: Ports, first: Account, second: Account
) -> None:
    before, after = active(ports), publish(ports, DEARER)
    by = Proposer.of(first)
    assert candidates.propose_rollback(ports, before, by, " ", NOW) is CandidateFault.NO_NOTE
    found = candidates.propose_rollback(ports, before, by, "too dear", NOW)
    assert isinstance(found, Candidate)
    done = approving.approve(ports, second, found.number, after, LATER)
    assert isinstance(done, Publication)
    assert (done.is_rollback, done.release, done.note) == (True, before, "too dear")


def test_an_emergency_needs_one_person_and_is_recorded_as_that(
    ports: Ports, first: Account
) -> None:
    before = active(ports)
    publish(ports, DEARER)
    assert approving.roll_back_alone(ports, first, before, "", NOW) is CandidateFault.NO_NOTE
    done = approving.roll_back_alone(ports, first, before, "everybody is charged twice", LATER)
    assert isinstance(done, Publication)
    assert (done.alone, done.is_rollback) == ("everybody is charged twice", True)
    assert releases.active(ports, LATER).hash == before
    again = approving.roll_back_alone(ports, first, before, "again", LATER)
    assert again is CandidateFault.IN_FORCE


def test_where_two_people_publish_a_command_says_why_one_does(ports: Ports) -> None:
    settings = replace(ports.settings, four_eyes=True, is_demonstration=False)
    strict = replace(ports, settings=settings)
    before = active(ports)
    with pytest.raises(FourEyes, match="mumaris propose"):
        releases.publish(strict, DEARER, "Sara", "", None, NOW, PROVER)
    releases.publish(strict, DEARER, "Sara", "", None, NOW, PROVER, alone="the desk is down")
    assert releases.history(ports)[0].alone == "the desk is down"
    with pytest.raises(FourEyes):
        releases.rollback(strict, before, "Sara", "", LATER)
    releases.rollback(strict, before, "Sara", "", LATER, alone="the desk is still down")
    assert releases.history(ports)[0].alone == "the desk is still down"


def test_a_command_proposes_for_an_editor_and_nobody_else(ports: Ports, first: Account) -> None:
    assert candidates.editor(ports, "FIRST@example.org ") == first
    clerk = replace(first, id="clerk", email="clerk@example.org", role=Role.REVIEWER)
    with ports.store.begin() as work:
        work.accounts.add(clerk, "no hash", NOW)
    for email in ("clerk@example.org", "nobody@example.org"):
        with pytest.raises(EngineError, match="policy editor"):
            candidates.editor(ports, email)


def test_what_this_engine_reads_no_more_replaces_nothing(
    ports: Ports, first: Account, second: Account
) -> None:
    """As when the engine was upgraded between a proposal and its approval."""
    before = active(ports)
    candidate = proposed(ports, Proposer.of(first))
    broken = {**config(), PurePosixPath("sources.yaml"): b"format: 1\n"}
    with ports.store.begin() as work:
        work.releases.add(hash_of(broken), broken, NOW)
        work.candidates.update(replace(candidate, release=hash_of(broken)))
    assert approving.approve(ports, second, 1, before, NOW) is CandidateFault.UNREADABLE
    assert active(ports) == before


def test_a_candidate_that_is_not_there(ports: Ports, first: Account) -> None:
    with pytest.raises(NotThere):
        candidates.get(ports, 7)
    with pytest.raises(NotThere):
        approving.approve(ports, first, 7, "", NOW)
