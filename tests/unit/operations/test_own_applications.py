"""One's own applications as an answer: which may be chosen, what is known, and what is frozen."""

from datetime import timedelta

import pytest

from engine.answers import Reading
from engine.decide.summary import said
from engine.model.account import Account, Role
from engine.operations import replaying
from engine.operations.ports import Ports
from engine.operations.reacting import Reacted
from engine.operations.results import Rejected, Saved
from engine.operations.submission import Ineligible, Submitted
from tests.support.stores import on_both
from tests.support.swimming import Swimmer, decide, staff, swimming
from tests.support.visitors import STRANGER, add_account, publish

ZERO = "0.00 SAR"


@pytest.fixture
def ports(ports: Ports) -> Ports:
    publish(ports, swimming())
    return ports


@pytest.fixture
def swimmer(ports: Ports) -> Swimmer:
    return Swimmer(ports, add_account(ports))


@pytest.fixture
def other(ports: Ports) -> Swimmer:
    return Swimmer(ports, add_account(ports, "omar", STRANGER))


@pytest.fixture
def approver(ports: Ports) -> Account:
    return staff(ports, "approver", Role.APPROVER)


def offered(swimmer: Swimmer, draft: str) -> list[str]:
    step = swimmer.view(draft).reading.step("which")
    assert step is not None
    return list(step.fields[0].choosable)


def known(reading: Reading) -> dict[str, str]:
    """What is known of the chosen application, by the last parts of the names."""
    begin = "refund.application."
    facts = reading.facts.items()
    return {name.removeprefix(begin): said(one) for name, one in facts if name.startswith(begin)}


@on_both
def test_what_was_submitted_can_be_chosen_and_a_draft_cannot(swimmer: Swimmer) -> None:
    first = swimmer.recognition("one")
    swimmer.now += timedelta(days=1)
    second = swimmer.recognition("two")
    swimmer.start("hours-recognition", "draft")
    draft = swimmer.start("fee-return", "return")
    assert offered(swimmer, draft) == [second, first]


@on_both
def test_anothers_and_nobodys_are_refused_in_the_same_words(
    swimmer: Swimmer, other: Swimmer
) -> None:
    theirs = other.recognition()
    own = swimmer.recognition()
    draft = swimmer.start("fee-return", "return")
    refused = [
        swimmer.save(draft, "which", refund__application=one)
        for one in (theirs, "R-0000-0000-00", draft)
    ]
    errors = [one.errors for one in refused if isinstance(one, Rejected)]
    assert len(errors) == 3
    assert len({(one[0].code, one[0].message) for one in errors}) == 1
    assert known(swimmer.view(draft).reading)["paid_total"] == "unknown"
    assert isinstance(swimmer.save(draft, "which", refund__application=own.lower()), Saved)


@on_both
def test_the_books_say_what_was_paid_and_how_often(swimmer: Swimmer) -> None:
    chosen = swimmer.recognition(hours="60")
    swimmer.pay(chosen, "one")
    swimmer.now += timedelta(days=1)
    swimmer.pay(chosen, "again", 4000)
    found = known(swimmer.view(swimmer.asking_for(chosen)).reading)
    assert (found["service"], found["state"]) == ("hours-recognition", "submitted")
    assert found["paid_on_submission"] == "150.00 SAR"
    assert found["paid_after_approval"] == ZERO
    assert found["paid_total"] == "190.00 SAR"
    assert (found["overpaid"], found["is_paid_twice"]) == ("40.00 SAR", "true")
    assert (found["returned"], found["refundable"]) == ("40.00 SAR", "150.00 SAR")
    assert (found["fees.recognition"], found["fees.late_claim"]) == ("100.00 SAR", "50.00 SAR")
    assert found["first_payment_date"] == "2026-11-23"
    assert found["last_payment_date"] == "2026-11-24"


@on_both
def test_nothing_was_paid_of_a_bill_that_was_not(swimmer: Swimmer) -> None:
    found = known(swimmer.view(swimmer.asking_for(swimmer.recognition())).reading)
    assert (found["first_payment_date"], found["closed_date"]) == ("absent", "absent")
    assert {found[name] for name in ("paid_total", "overpaid", "fees.recognition")} == {ZERO}
    assert (found["is_closed"], found["was_in.awaiting_payment"]) == ("false", "true")


@on_both
def test_what_is_known_is_frozen_with_the_submission(swimmer: Swimmer, approver: Account) -> None:
    chosen = swimmer.recognition()
    swimmer.pay(chosen, "one")
    assert isinstance(decide(swimmer.ports, approver, chosen, "refuse"), Reacted)
    draft = swimmer.asking_for(chosen)
    before = known(swimmer.view(draft).reading)
    assert (before["state"], before["was_in.refused"]) == ("refused", "true")
    assert (before["is_closed"], before["closed_date"]) == ("true", "2026-11-23")
    assert isinstance(swimmer.submit(draft), Submitted)
    swimmer.pay(chosen, "again")
    assert known(swimmer.view(draft).reading) == before


@on_both
def test_it_is_read_again_when_it_is_submitted(swimmer: Swimmer, approver: Account) -> None:
    chosen = swimmer.recognition()
    draft = swimmer.asking_for(chosen)
    assert isinstance(swimmer.submit(draft), Ineligible)
    swimmer.pay(chosen, "one")
    decide(swimmer.ports, approver, chosen, "refuse")
    assert isinstance(swimmer.submit(draft), Submitted)


def test_the_decision_is_made_again_from_what_was_frozen(
    swimmer: Swimmer, approver: Account
) -> None:
    chosen = swimmer.recognition()
    swimmer.pay(chosen, "one")
    decide(swimmer.ports, approver, chosen, "refuse")
    draft = swimmer.asking_for(chosen)
    submitted = swimmer.submit(draft)
    assert isinstance(submitted, Submitted)
    swimmer.pay(chosen, "again")
    (piece,) = replaying.replay_all(swimmer.ports, 1)
    assert piece.differing == ()
    assert piece.same == 2
