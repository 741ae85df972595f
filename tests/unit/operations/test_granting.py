"""Fees returned by a lifecycle: once, never above what was paid, and the event when they arrive."""

from datetime import timedelta

import pytest

from engine.model.account import Account, Role
from engine.model.money import Money
from engine.model.payment import Refund, RefundReason, RefundState
from engine.operations import applications, refunds
from engine.operations.ports import Ports
from engine.operations.reacting import Reacted
from engine.operations.refunds import WaitingRefund
from engine.operations.returning import answer_refunded
from engine.operations.submission import Submitted
from engine.store.chain import RecordKind
from engine.wire.messages import RefundNotice
from tests.support.billers import say
from tests.support.stores import on_both
from tests.support.swimming import Swimmer, decide, staff, swimming
from tests.support.visitors import NOW, add_account, publish

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ports(ports: Ports) -> Ports:
    publish(ports, swimming())
    return ports


@pytest.fixture
def swimmer(ports: Ports) -> Swimmer:
    return Swimmer(ports, add_account(ports))


@pytest.fixture
def approver(ports: Ports) -> Account:
    return staff(ports, "approver", Role.APPROVER)


@pytest.fixture
def second(ports: Ports) -> Account:
    return staff(ports, "second", Role.APPROVER)


def refused(swimmer: Swimmer, approver: Account) -> str:
    """A paid application that was refused."""
    chosen = swimmer.recognition()
    swimmer.pay(chosen, "paid")
    assert isinstance(decide(swimmer.ports, approver, chosen, "refuse"), Reacted)
    return chosen


def granted(swimmer: Swimmer, approver: Account, chosen: str, key: str = "return") -> str:
    """An application for its fee, which was granted."""
    draft = swimmer.asking_for(chosen, key)
    assert isinstance(swimmer.submit(draft), Submitted)
    assert isinstance(decide(swimmer.ports, approver, draft, "grant"), Reacted)
    return draft


def of_lifecycle(ports: Ports) -> list[WaitingRefund]:
    found = refunds.waiting(ports)
    return [one for one in found if one.refund.reason is RefundReason.GRANTED]


def paid_out(ports: Ports, refund: Refund, *approvers: Account) -> None:
    for one in approvers:
        assert isinstance(refunds.approve(ports, one, refund.id, LATER), Refund)
    refunds.mark_sent(ports, refund.id, LATER)
    say(ports, RefundNotice(refund.id, refund.amount, LATER), LATER)


@on_both
def test_a_grant_opens_a_refund_of_what_was_paid(swimmer: Swimmer, approver: Account) -> None:
    chosen = refused(swimmer, approver)
    draft = granted(swimmer, approver, chosen)
    (opened,) = of_lifecycle(swimmer.ports)
    assert opened.refund.amount == Money("SAR", 10000)
    assert opened.invoice.application == chosen
    assert (opened.refund.asked_by, opened.refund.state) == (draft, RefundState.REQUESTED)
    with swimmer.ports.store.read() as work:
        kinds = [one.header.kind for one in work.ledger.of_subject(chosen)]
    assert kinds[-1] is RecordKind.REFUND


@on_both
def test_no_more_is_returned_than_is_left_of_what_was_paid(
    swimmer: Swimmer, approver: Account
) -> None:
    chosen = refused(swimmer, approver)
    granted(swimmer, approver, chosen, "one")
    swimmer.now += timedelta(minutes=1)
    granted(swimmer, approver, chosen, "two")
    amounts = [one.refund.amount.amount_minor for one in of_lifecycle(swimmer.ports)]
    assert amounts == [10000]


@on_both
def test_the_event_is_made_once_when_all_has_reached_the_payer(
    swimmer: Swimmer, approver: Account, second: Account
) -> None:
    draft = granted(swimmer, approver, refused(swimmer, approver))
    (opened,) = of_lifecycle(swimmer.ports)
    paid_out(swimmer.ports, opened.refund, approver, second)
    assert swimmer.view(draft).state.id == "returned"
    assert answer_refunded(swimmer.ports, LATER) == ()


@on_both
def test_an_event_that_was_not_made_is_made_later(
    swimmer: Swimmer, approver: Account, second: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process may be gone between hearing of the refund and making the event."""
    draft = granted(swimmer, approver, refused(swimmer, approver))
    (opened,) = of_lifecycle(swimmer.ports)
    monkeypatch.setattr("engine.operations.payments.answer_refunded", lambda *_: ())
    paid_out(swimmer.ports, opened.refund, approver, second)
    assert swimmer.view(draft).state.id == "granted"
    assert answer_refunded(swimmer.ports, LATER) == (draft,)
    assert swimmer.view(draft).state.id == "returned"


def test_nothing_comes_of_a_refund_that_the_books_refuse(
    swimmer: Swimmer, approver: Account
) -> None:
    draft = granted(swimmer, approver, refused(swimmer, approver))
    (opened,) = of_lifecycle(swimmer.ports)
    refunds.refuse(swimmer.ports, approver, opened.refund.id, "wrong account", LATER)
    assert answer_refunded(swimmer.ports, LATER) == ()
    assert swimmer.view(draft).state.id == "granted"


# A draft of another service ----------------------------------------------------------------------


@on_both
def test_a_draft_that_a_transition_opens_has_the_answers_that_it_carries(
    swimmer: Swimmer, approver: Account
) -> None:
    chosen = refused(swimmer, approver)
    listed = applications.list_own(swimmer.ports, swimmer.account, NOW)
    (draft,) = [one for one in listed if one.submitted_at is None]
    assert draft.service == "hours-recognition"
    assert draft.reference != chosen
    entry = swimmer.view(draft.reference).application.step("hours")
    assert (dict(entry.answers), entry.is_saved) == ({"claim.hours": "5"}, False)


@on_both
def test_its_owner_is_told_of_it_once(swimmer: Swimmer, approver: Account) -> None:
    refused(swimmer, approver)
    with swimmer.ports.store.read() as work:
        mails = [one for one in work.outbox.newest(20) if "A draft was opened" in one.subject]
    assert len(mails) == 1
    assert "“Have training hours recognised”" in mails[0].body
    assert "«احتساب ساعات تدريب»" in mails[0].body
