"""Money is never taken twice and never lost: part, over, double and late payments."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from engine.model.payment import InvoiceState, RefundReason, RefundState
from engine.operations import invoicing, payments, records
from engine.operations.payments import Paid
from tests.support.billers import in_full, partly, say, settled, submitted
from tests.support.stores import on_both
from tests.support.visitors import FORM, NOW, Visitor, config, edited, publish

DAY = timedelta(days=1)
TOTAL = 12050


@pytest.fixture
def billed(visitor: Visitor) -> Visitor:
    return submitted(visitor)


def owed(visitor: Visitor) -> list[tuple[str, int, RefundReason]]:
    """What is to be returned of each payment, and why."""
    refunds = settled(visitor).refunds
    assert all(one.state is RefundState.REQUESTED for one in refunds)
    assert all(one.requested_by is None for one in refunds)
    return sorted((one.payment, one.amount.amount_minor, one.reason) for one in refunds)


@on_both
def test_a_bill_paid_in_parts_is_paid_when_the_last_part_comes(billed: Visitor) -> None:
    say(billed.ports, partly(settled(billed), 5000, "a"))
    part = settled(billed)
    assert part.invoice.state is InvoiceState.PART_PAID
    assert (part.paid.amount_minor, part.left.amount_minor) == (5000, TOTAL - 5000)
    assert billed.view().state.id == "awaiting_payment"
    say(billed.ports, partly(settled(billed), TOTAL - 5000, "b", NOW + DAY), NOW + DAY)
    assert settled(billed).invoice.state is InvoiceState.PAID
    assert settled(billed).invoice.paid_at == NOW + DAY
    assert billed.view().state.id == "submitted"
    assert owed(billed) == []


@on_both
def test_what_is_paid_over_is_to_be_returned(billed: Visitor) -> None:
    result = say(billed.ports, partly(settled(billed), TOTAL + 1, "a"))
    assert isinstance(result, Paid)
    assert result.surplus is not None
    assert billed.view().state.id == "submitted"
    assert settled(billed).paid == settled(billed).invoice.total
    assert owed(billed) == [("a", 1, RefundReason.OVERPAID)]


@on_both
def test_a_bill_paid_twice_keeps_one_payment_and_owes_the_other(billed: Visitor) -> None:
    say(billed.ports, in_full(settled(billed), id="a"))
    assert isinstance(say(billed.ports, in_full(settled(billed), id="b")), Paid)
    assert owed(billed) == [("b", TOTAL, RefundReason.PAID_TWICE)]
    assert settled(billed).paid == settled(billed).invoice.total
    assert records.verify(billed.ports) == records.ChainIntact(6, 0)


@pytest.mark.parametrize("order", list(permutations([("a", 5000), ("b", TOTAL), ("c", 4000)])))
def test_payments_in_any_order_come_to_the_same(
    billed: Visitor, order: tuple[tuple[str, int], ...]
) -> None:
    for id, minor in order:
        for _ in range(2):
            say(billed.ports, partly(settled(billed), minor, id))
    assert settled(billed).paid == settled(billed).invoice.total
    assert sum(minor for _, minor, _ in owed(billed)) == 9000
    assert billed.view().state.id == "submitted"


def last_moment(days: int) -> datetime:
    """A second before midnight in Riyadh, so many days after the day of submission."""
    return datetime(2026, 11, 23, 20, 59, 59, tzinfo=UTC) + days * DAY


def test_a_bill_can_be_paid_on_its_due_date_and_the_day_after_the_money_is_owed(
    billed: Visitor,
) -> None:
    late = last_moment(10) + timedelta(seconds=1)
    say(billed.ports, in_full(settled(billed), late, "late"), late)
    assert owed(billed) == [("late", TOTAL, RefundReason.LATE)]
    assert billed.view().state.id == "awaiting_payment"
    say(billed.ports, in_full(settled(billed), last_moment(10), "in time"), late)
    assert settled(billed).invoice.state is InvoiceState.PAID
    assert billed.view().state.id == "submitted"


@on_both
def test_what_was_paid_of_a_bill_that_expires_is_to_be_returned(billed: Visitor) -> None:
    say(billed.ports, partly(settled(billed), 5000, "a"))
    late = last_moment(10) + timedelta(seconds=1)
    assert payments.run_deadlines(billed.ports, last_moment(10)) == ()
    assert payments.run_deadlines(billed.ports, late) == (billed.reference,)
    assert billed.view().state.id == "lapsed"
    assert settled(billed).invoice.state is InvoiceState.EXPIRED
    assert owed(billed) == [("a", 5000, RefundReason.EXPIRED)]
    say(billed.ports, partly(settled(billed), 3000, "b", NOW), late)
    say(billed.ports, partly(settled(billed), 2000, "c", late), late)
    assert owed(billed)[1:] == [
        ("b", 3000, RefundReason.EXPIRED),
        ("c", 2000, RefundReason.LATE),
    ]
    assert settled(billed).paid.amount_minor == 0
    assert payments.run_deadlines(billed.ports, late) == ()


def test_what_was_paid_of_a_bill_that_is_cancelled_is_to_be_returned(billed: Visitor) -> None:
    say(billed.ports, partly(settled(billed), 5000, "a"))
    with billed.ports.store.begin() as work:
        (closed,) = invoicing.cancel_open(work, billed.reference, NOW)
        assert closed.state is InvoiceState.CANCELLED
        assert invoicing.cancel_open(work, billed.reference, NOW) == ()
    say(billed.ports, in_full(settled(billed), id="b"))
    assert owed(billed) == [
        ("a", 5000, RefundReason.CANCELLED),
        ("b", TOTAL, RefundReason.CANCELLED),
    ]


def test_an_invoice_expires_by_itself_where_the_application_stays(visitor: Visitor) -> None:
    publish(visitor.ports, edited(config(), FORM, "after_days: 10", "after_days: 90"))
    billed = submitted(visitor)
    late = last_moment(10) + timedelta(seconds=1)
    assert invoicing.expire_overdue(billed.ports, last_moment(10)) == ()
    number = settled(billed).invoice.bill_number
    assert invoicing.expire_overdue(billed.ports, late) == (number,)
    assert invoicing.expire_overdue(billed.ports, late) == ()
    assert settled(billed).invoice.state is InvoiceState.EXPIRED
    assert billed.view().state.id == "awaiting_payment"


def test_a_payment_that_comes_to_nothing_is_kept_and_shown_to_staff(billed: Visitor) -> None:
    with billed.ports.store.begin() as work:
        before = work.applications.get(billed.reference)
        assert before is not None
        work.applications.update(
            before, replace(before, state="closed", revision=before.revision + 1)
        )
    assert isinstance(say(billed.ports, in_full(settled(billed), id="a")), Paid)
    assert settled(billed).invoice.state is InvoiceState.PAID
    assert owed(billed) == [("a", TOTAL, RefundReason.NO_EFFECT)]
    say(billed.ports, in_full(settled(billed), id="a"))
    assert len(owed(billed)) == 1


def test_a_paid_application_does_not_lapse(billed: Visitor) -> None:
    say(billed.ports, in_full(settled(billed)))
    assert payments.run_deadlines(billed.ports, NOW + 400 * DAY) == ()


def test_a_forgotten_draft_is_closed(visitor: Visitor) -> None:
    visitor.save("boat", boat__is_own="no")
    assert payments.run_deadlines(visitor.ports, last_moment(30)) == ()
    assert payments.run_deadlines(visitor.ports, last_moment(31)) == (visitor.reference,)
    assert visitor.view().state.id == "closed"


def test_a_draft_moved_to_a_newer_release_keeps_to_the_deadline_of_that_one(
    visitor: Visitor,
) -> None:
    publish(
        visitor.ports,
        edited(config(), FORM, "by: deadline, after_days: 30", "by: deadline, after_days: 3"),
    )
    assert visitor.view().is_open
    assert payments.run_deadlines(visitor.ports, last_moment(3)) == ()
    assert payments.run_deadlines(visitor.ports, last_moment(4)) == (visitor.reference,)
