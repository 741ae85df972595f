"""Claims of applications, taking over, and what waits for staff."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial

import pytest

from engine.model.account import Account, Role
from engine.model.review import Claim
from engine.model.words import Language, Text
from engine.operations.acting import Said, act
from engine.operations.claims import Held, OwnApplication, add_note, claim, release, take_over
from engine.operations.ports import Ports
from engine.operations.queue import Filters, Line, find
from engine.operations.reacting import Reacted
from engine.operations.results import NotThere
from engine.operations.submission import Submitted, submit
from tests.support.stores import on_both
from tests.support.visitors import NOW, RESIDENT, Visitor, publish, reviewed

MINUTE = timedelta(minutes=1)
WORDS = Said(reasons=Text("القارب غير صالح", "The boat is not sound"))
RETURN = Said(reasons=WORDS.reasons, corrections=("boat.is_own",))
Staff = Callable[..., Account]


@pytest.fixture
def submitted(ports: Ports, account: Account) -> Visitor:
    publish(ports, reviewed())
    visitor = Visitor.starting(ports, account).fill()
    assert isinstance(submit(ports, account, visitor.reference, None, NOW), Submitted)
    return visitor


@pytest.fixture
def staff(ports: Ports) -> Staff:
    def make(name: str, role: Role = Role.REVIEWER, person: str | None = None) -> Account:
        account = Account(name, f"{name}@example.org", person, Language.EN, role, is_active=True)
        with ports.store.begin() as work:
            work.accounts.add(account, "no hash", NOW)
        return account

    return make


def line(visitor: Visitor, account: Account, days: int = 0) -> Line:
    filters = Filters(text=visitor.reference)
    lines = find(visitor.ports, account, filters, None, NOW + timedelta(days=days)).lines
    assert len(lines) == 1
    return lines[0]


@on_both
def test_of_two_reviewers_who_claim_at_once_one_has_it(submitted: Visitor, staff: Staff) -> None:
    one, other = staff("one"), staff("other")
    asks = [partial(claim, submitted.ports, who, submitted.reference, NOW) for who in (one, other)]
    with ThreadPoolExecutor(2) as pool:
        first, second = (future.result() for future in [pool.submit(ask) for ask in asks])
    assert {type(first), type(second)} == {Claim, Held}


def test_whoever_does_not_hold_it_can_do_nothing(submitted: Visitor, staff: Staff) -> None:
    one, other = staff("one"), staff("other")
    assert isinstance(claim(submitted.ports, one, submitted.reference, NOW), Claim)
    held = act(submitted.ports, other, submitted.reference, "refuse", WORDS, None, NOW)
    assert isinstance(held, Held)
    assert held.claim.account == "one"
    assert submitted.view().application.state == "submitted"
    later = NOW + 30 * MINUTE
    done = act(submitted.ports, other, submitted.reference, "refuse", WORDS, None, later)
    assert isinstance(done, Reacted)


def test_an_act_that_is_refused_renews_the_claim(submitted: Visitor, staff: Staff) -> None:
    one, other = staff("one"), staff("other")
    claim(submitted.ports, one, submitted.reference, NOW)
    act(submitted.ports, one, submitted.reference, "refuse", Said(), None, NOW + 20 * MINUTE)
    asked = claim(submitted.ports, other, submitted.reference, NOW + 40 * MINUTE)
    assert isinstance(asked, Held)


def test_an_approver_takes_over_and_it_is_noted(submitted: Visitor, staff: Staff) -> None:
    one, other, approver = staff("one"), staff("other"), staff("approver", Role.APPROVER)
    ports, reference = submitted.ports, submitted.reference
    claim(ports, one, reference, NOW)
    assert isinstance(take_over(ports, other, reference, NOW), Held)
    assert isinstance(take_over(ports, approver, reference, NOW), Claim)
    with ports.store.read() as work:
        notes = work.notes.of_application(reference)
    assert [(note.account, note.taken_from) for note in notes] == [("approver", "one")]


def test_a_claim_ends_when_it_is_given_back_or_the_state_is_left(
    submitted: Visitor, staff: Staff
) -> None:
    one, other = staff("one"), staff("other")
    ports, reference = submitted.ports, submitted.reference
    claim(ports, one, reference, NOW)
    release(ports, other, reference)
    assert line(submitted, one).is_mine
    release(ports, one, reference)
    assert line(submitted, one).holder is None
    act(ports, one, reference, "refuse", WORDS, None, NOW)
    assert line(submitted, one).holder is None


def test_nobody_claims_or_notes_on_an_application_of_his_own(
    submitted: Visitor, staff: Staff
) -> None:
    own = staff("own", Role.APPROVER, RESIDENT)
    ports, reference = submitted.ports, submitted.reference
    assert claim(ports, own, reference, NOW) == OwnApplication()
    assert take_over(ports, own, reference, NOW) == OwnApplication()
    assert not add_note(ports, own, reference, "approve it", NOW)


def test_a_draft_cannot_be_claimed(ports: Ports, visitor: Visitor, staff: Staff) -> None:
    with pytest.raises(NotThere):
        claim(ports, staff("one"), visitor.reference, NOW)


def test_the_clock_of_the_service_level_counts_working_days_with_staff(
    submitted: Visitor, staff: Staff
) -> None:
    """Monday 23 November: the fifth working day after it is Monday 30 November."""
    one = staff("one")
    first = line(submitted, one)
    assert (first.days_used, first.days_allowed, first.is_overdue) == (0, 5, False)
    assert first.found.due_date == date(2026, 11, 30)
    assert (line(submitted, one, 7).days_used, line(submitted, one, 7).is_overdue) == (5, False)
    assert (line(submitted, one, 8).days_used, line(submitted, one, 8).is_overdue) == (6, True)
    act(submitted.ports, one, submitted.reference, "return", RETURN, None, NOW)
    waits = line(submitted, one, 8)
    assert (waits.days_used, waits.is_overdue) == (None, False)
    ports, now = submitted.ports, NOW + timedelta(days=8)
    act(ports, submitted.account, submitted.reference, "resubmit", Said(), None, now)
    assert line(submitted, one, 8).days_used == 0
