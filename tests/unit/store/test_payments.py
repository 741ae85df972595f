"""Payments, refunds and reconciliations in the store."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.model.money import Money
from engine.model.payment import Channel, Payment, Refund, RefundReason, RefundState
from engine.model.reconciliation import Difference, DifferenceKind, Reconciliation
from engine.store.protocols import Clash
from engine.store.sql import SqlStore
from tests.unit.store.test_billing_and_releases import NOW, with_invoice

PAYMENT = Payment("p", Channel.CARD, "1234567890", Money("SAR", 2**40), NOW, NOW)
REFUND = Refund(
    id="F-1",
    payment="p",
    amount=Money("SAR", 1),
    reason=RefundReason.OVERPAID,
    state=RefundState.REQUESTED,
    requested_at=NOW,
    changed_at=NOW,
)
REPORT = Reconciliation(
    number=1,
    day=date(2026, 11, 23),
    made_at=NOW,
    payments=2,
    total=Money("SAR", 10050),
    differences=(
        Difference(DifferenceKind.MISSING_HERE, "p", "1", Money("SAR", 1), None, is_settled=True),
        Difference(DifferenceKind.TWICE, "q", None, None, Money("SAR", 2)),
    ),
)


@pytest.fixture
def billed(store: SqlStore) -> SqlStore:
    return with_invoice(store)


def test_a_payment_is_kept_once_and_as_it_was_first(billed: SqlStore) -> None:
    with billed.begin() as work:
        assert work.payments.get("p") is None
        assert work.payments.add(PAYMENT)
        assert not work.payments.add(replace(PAYMENT, amount=Money("SAR", 5)))
        assert work.payments.get("p") == PAYMENT
        assert work.payments.of_bill("1234567890") == (PAYMENT,)
        assert work.payments.of_bill("0") == ()


def test_payments_of_a_day_are_from_its_first_instant_to_before_its_end(billed: SqlStore) -> None:
    second = timedelta(seconds=1)
    with billed.begin() as work:
        work.payments.add(PAYMENT)
        assert work.payments.paid_between(NOW, NOW + second) == (PAYMENT,)
        assert work.payments.paid_between(NOW - second, NOW) == ()
        assert work.payments.paid_between(NOW + second, NOW + 2 * second) == ()


def test_a_payment_of_an_unknown_bill_cannot_be_kept(billed: SqlStore) -> None:
    with pytest.raises(Clash), billed.begin() as work:
        work.payments.add(replace(PAYMENT, bill_number="0"))


def test_a_refund_comes_out_as_it_was_put_in(billed: SqlStore) -> None:
    approved = replace(
        REFUND, state=RefundState.APPROVED, requested_by="a", decided_by="b", note="ن"
    )
    with billed.begin() as work:
        work.payments.add(PAYMENT)
        work.refunds.add(REFUND)
        assert work.refunds.get("F-1") == REFUND
        assert work.refunds.get("F-2") is None
        work.refunds.update(approved)
        assert work.refunds.of_payment("p") == work.refunds.of_bill("1234567890") == (approved,)
        assert work.refunds.of_payment("q") == work.refunds.of_bill("0") == ()
        assert work.refunds.in_states([RefundState.APPROVED]) == (approved,)
        assert work.refunds.in_states([RefundState.REQUESTED]) == ()


def test_a_reconciliation_comes_out_as_it_was_put_in(store: SqlStore) -> None:
    again = replace(REPORT, number=2, made_at=NOW + timedelta(days=1), differences=())
    with store.begin() as work:
        assert work.reconciliations.last_number() == 0
        work.reconciliations.add(REPORT)
        work.reconciliations.add(again)
        assert work.reconciliations.last_number() == 2
        assert work.reconciliations.get(1) == REPORT
        assert work.reconciliations.get(3) is None
        assert work.reconciliations.of_day(REPORT.day) == (again, REPORT)
        assert work.reconciliations.newest(1) == (again,)
    with pytest.raises(Clash), store.begin() as work:
        work.reconciliations.add(REPORT)
