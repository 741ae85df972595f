"""Refunds: four eyes, nobody's own money, never more than was paid, each step recorded."""

from datetime import timedelta

import pytest

from engine.model.account import Account
from engine.model.money import Money
from engine.model.payment import Refund, RefundReason, RefundState
from engine.operations import records, refunds
from engine.operations.payments import CallbackRefused, Refusal, Returned
from engine.operations.ports import Ports
from engine.operations.refunds import RefundFault
from engine.operations.results import NotThere
from engine.wire.messages import RefundNotice
from tests.support.billers import in_full, say, settled, submitted
from tests.support.stores import on_both
from tests.support.visitors import NOW, STRANGER, Visitor, add_account

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def twice(visitor: Visitor) -> Visitor:
    """Somebody who has paid a bill twice."""
    submitted(visitor)
    for id in ("a", "b"):
        say(visitor.ports, in_full(settled(visitor), id=id))
    return visitor


@pytest.fixture
def first(ports: Ports) -> Account:
    return add_account(ports, "first", STRANGER)


@pytest.fixture
def second(ports: Ports) -> Account:
    return add_account(ports, "second", "1001244027")


def owed(visitor: Visitor) -> Refund:
    (waiting,) = refunds.waiting(visitor.ports)
    assert waiting.invoice == settled(visitor).invoice
    assert waiting.payment.id == waiting.refund.payment
    return waiting.refund


def approved(visitor: Visitor, first: Account, second: Account) -> Refund:
    for account in (first, second):
        result = refunds.approve(visitor.ports, account, owed(visitor).id, LATER)
        assert isinstance(result, Refund)
    return owed(visitor)


@on_both
def test_what_the_system_found_is_approved_by_two_people(
    twice: Visitor, first: Account, second: Account
) -> None:
    refund = owed(twice)
    proposed = refunds.approve(twice.ports, first, refund.id, LATER)
    assert isinstance(proposed, Refund)
    assert (proposed.state, proposed.requested_by) == (RefundState.REQUESTED, first.id)
    again = refunds.approve(twice.ports, first, refund.id, LATER)
    assert again is RefundFault.SAME_PERSON
    agreed = refunds.approve(twice.ports, second, refund.id, LATER)
    assert isinstance(agreed, Refund)
    assert (agreed.state, agreed.decided_by) == (RefundState.APPROVED, second.id)
    assert refunds.approve(twice.ports, first, refund.id, LATER) is RefundFault.DECIDED
    assert isinstance(records.verify(twice.ports), records.ChainIntact)


def test_nobody_decides_about_money_of_his_own(twice: Visitor, first: Account) -> None:
    own, id = twice.account, owed(twice).id
    assert refunds.approve(twice.ports, own, id, LATER) is RefundFault.OWN_MONEY
    assert refunds.refuse(twice.ports, own, id, "no", LATER) is RefundFault.OWN_MONEY
    asked = refunds.ask(twice.ports, own, "a", Money("SAR", 1), "please", LATER)
    assert asked is RefundFault.OWN_MONEY


def test_a_refusal_says_why_and_is_final(twice: Visitor, first: Account, second: Account) -> None:
    id = owed(twice).id
    assert refunds.refuse(twice.ports, first, id, "  ", LATER) is RefundFault.NO_NOTE
    refused = refunds.refuse(twice.ports, first, id, " no proof ", LATER)
    assert isinstance(refused, Refund)
    assert (refused.state, refused.note) == (RefundState.REFUSED, "no proof")
    assert refunds.waiting(twice.ports) == ()
    assert refunds.approve(twice.ports, second, id, LATER) is RefundFault.DECIDED
    assert settled(twice).paid == settled(twice).invoice.total


def test_staff_may_ask_for_what_is_left_of_a_payment_and_no_more(
    twice: Visitor, first: Account, second: Account
) -> None:
    def ask(minor: int, payment: str = "a", currency: str = "SAR") -> Refund | RefundFault:
        amount = Money(currency, minor)
        return refunds.ask(twice.ports, first, payment, amount, "half", LATER)

    assert ask(12051) is RefundFault.TOO_MUCH
    assert ask(0) is RefundFault.TOO_MUCH
    assert ask(1, currency="USD") is RefundFault.TOO_MUCH
    assert ask(1, payment="b") is RefundFault.TOO_MUCH  # all of it is on its way back
    asked = ask(6025)
    assert isinstance(asked, Refund)
    assert (asked.reason, asked.requested_by) == (RefundReason.DECIDED, first.id)
    assert ask(6026) is RefundFault.TOO_MUCH
    assert isinstance(ask(6025), Refund)
    assert refunds.approve(twice.ports, first, asked.id, LATER) is RefundFault.SAME_PERSON
    assert isinstance(refunds.approve(twice.ports, second, asked.id, LATER), Refund)
    assert settled(twice).paid == settled(twice).invoice.total  # the bill stays paid
    with pytest.raises(NotThere):
        ask(1, payment="c")


@on_both
def test_a_refund_is_confirmed_once_by_the_biller(
    twice: Visitor, first: Account, second: Account
) -> None:
    refund = approved(twice, first, second)
    notice = RefundNotice(refund.id, refund.amount, LATER)
    refunds.mark_sent(twice.ports, refund.id, LATER)
    assert owed(twice).state is RefundState.SENT
    assert say(twice.ports, notice, LATER) == Returned(refund.id, is_new=True)
    assert say(twice.ports, notice, LATER) == Returned(refund.id, is_new=False)
    refunds.mark_sent(twice.ports, refund.id, LATER)
    assert refunds.get(twice.ports, refund.id).refund.state is RefundState.CONFIRMED


def test_a_confirmation_may_come_before_we_know_that_the_order_arrived(
    twice: Visitor, first: Account, second: Account
) -> None:
    refund = approved(twice, first, second)
    notice = RefundNotice(refund.id, refund.amount, LATER)
    assert say(twice.ports, notice, LATER) == Returned(refund.id, is_new=True)


def test_a_confirmation_of_what_was_not_ordered_is_refused(twice: Visitor) -> None:
    refund = owed(twice)
    notice = RefundNotice(refund.id, refund.amount, LATER)
    assert say(twice.ports, notice, LATER) == CallbackRefused(Refusal.CONTRADICTS)
    unknown = RefundNotice("F-0000-0000", refund.amount, LATER)
    assert say(twice.ports, unknown, LATER) == CallbackRefused(Refusal.UNKNOWN)


def test_a_confirmation_of_another_amount_is_refused(
    twice: Visitor, first: Account, second: Account
) -> None:
    refund = approved(twice, first, second)
    notice = RefundNotice(refund.id, Money("SAR", 1), LATER)
    assert say(twice.ports, notice, LATER) == CallbackRefused(Refusal.CONTRADICTS)
    assert owed(twice).state is RefundState.APPROVED
