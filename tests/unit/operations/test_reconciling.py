"""Reconciliation finds every difference, and takes in what the statement proves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from api.biller import desk
from engine.biller import BillerUnavailable
from engine.model.money import Money
from engine.model.payment import Channel, InvoiceState, RefundState
from engine.model.reconciliation import DifferenceKind, Reconciliation
from engine.operations import billing, invoicing, reconciling, refunds
from engine.operations.ports import Ports
from engine.operations.reconciling import NoBiller
from engine.operations.results import NotThere
from engine.wire.messages import Bill, PaymentNotice
from tests.support.billers import in_full, partly, say, settled, submitted
from tests.support.paying import Beside, biller_beside
from tests.support.portal import Clock
from tests.support.stores import on_both
from tests.support.visitors import NOW, STRANGER, Visitor, add_account

TODAY, TOMORROW = date(2026, 11, 23), NOW + timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def beside(ports: Ports, clock: Clock) -> Iterator[Beside]:
    with biller_beside(ports, clock) as made:
        yield made


@pytest.fixture
def billed(visitor: Visitor, beside: Beside) -> Visitor:
    """Somebody whose bill the biller has."""
    submitted(visitor)
    visitor.ports = beside.ports
    assert billing.tell_biller(beside.ports, NOW) == billing.Told(1, is_down=False)
    return visitor


def paid(beside: Beside, visitor: Visitor, minor: int = 12050, at: datetime = NOW) -> PaymentNotice:
    """A payment at the biller of which the portal has not heard."""
    number = settled(visitor).invoice.bill_number
    amount = Money("SAR", minor)
    return desk.pay(beside.runtime.store, number, Channel.BANK, amount, at)


def reconciled(beside: Beside, day: date = TODAY) -> Reconciliation:
    """The report of a day, made on the day after."""
    with tomorrow(beside):
        return reconciling.reconcile(beside.ports, day, TOMORROW)


@contextmanager
def tomorrow(beside: Beside) -> Iterator[None]:
    """The biller's clock goes with ours, or it takes nothing that we say."""
    clock = beside.line.clock
    assert isinstance(clock, Clock)
    clock.now = TOMORROW
    yield
    clock.now = NOW


def kinds(beside: Beside, day: date = TODAY) -> list[tuple[DifferenceKind, bool]]:
    report = reconciled(beside, day)
    assert reconciling.report_of(beside.ports, report.number) == report
    return [(one.kind, one.is_settled) for one in report.differences]


@on_both
def test_books_that_agree_have_no_difference(billed: Visitor, beside: Beside) -> None:
    paid(beside, billed)
    assert beside.runtime.send_due() == (1, 0)
    report = reconciled(beside)
    assert (report.number, report.payments, report.total) == (1, 1, Money("SAR", 12050))
    assert report.differences == ()
    assert reconciling.reports(beside.ports) == (report,)


@on_both
def test_a_payment_that_the_statement_proves_is_taken_in(billed: Visitor, beside: Beside) -> None:
    paid(beside, billed)
    assert kinds(beside) == [(DifferenceKind.MISSING_HERE, True)]
    assert settled(billed).invoice.state is InvoiceState.PAID
    assert billed.view().state.id == "submitted"
    assert kinds(beside) == []
    beside.runtime.send_due()  # the callback comes at last, and is known
    assert len(settled(billed).payments) == 1


def test_a_payment_that_the_biller_does_not_have_is_found(billed: Visitor, beside: Beside) -> None:
    say(beside.ports, in_full(settled(billed)))
    assert kinds(beside) == [(DifferenceKind.MISSING_THERE, False)]


def test_another_amount_and_another_bill_are_found(billed: Visitor, beside: Beside) -> None:
    notice = paid(beside, billed)
    say(beside.ports, replace(notice, amount=Money("SAR", 12000)))
    assert kinds(beside) == [(DifferenceKind.AMOUNT_DIFFERS, False)]
    other = submitted(Visitor.starting(beside.ports, billed.account, "second"))
    second = paid(beside, billed, 100)
    number = settled(other).invoice.bill_number
    say(beside.ports, replace(second, bill_number=number))
    assert (DifferenceKind.BILL_DIFFERS, False) in kinds(beside)


def test_a_payment_of_a_bill_that_we_never_issued_is_found(beside: Beside, account: object) -> None:
    store = beside.runtime.store
    desk.upload(store, Bill("1000000001", Money("SAR", 500), TOMORROW))
    desk.pay(store, "1000000001", Channel.CARD, Money("SAR", 500), NOW)
    assert kinds(beside) == [(DifferenceKind.UNKNOWN_BILL, False)]


def test_a_payment_that_is_named_twice_is_found(
    billed: Visitor, beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid(beside, billed)
    statement = desk.statement

    def doubled(store: object, request: object) -> object:
        found = statement(store, request)  # type: ignore[arg-type]
        return replace(found, payments=found.payments * 2)

    monkeypatch.setattr(desk, "statement", doubled)
    report = reconciled(beside)
    found = [(one.kind, one.is_settled) for one in report.differences]
    assert found == [(DifferenceKind.MISSING_HERE, True), (DifferenceKind.TWICE, False)]
    assert (report.payments, report.total) == (1, Money("SAR", 12050))


def test_a_refund_is_ordered_returned_and_confirmed(
    billed: Visitor, beside: Beside, ports: Ports
) -> None:
    paid(beside, billed, 12051)
    beside.runtime.send_due()
    (owed,) = settled(billed).refunds
    for name, key in (("first", STRANGER), ("second", "1001244027")):
        refunds.approve(beside.ports, add_account(ports, name, key), owed.id, NOW)
    billing.tell_biller(beside.ports, NOW)
    assert settled(billed).refunds[0].state is RefundState.SENT
    assert kinds(beside) == [(DifferenceKind.RETURNED_UNHEARD, True)]
    assert settled(billed).refunds[0].state is RefundState.CONFIRMED
    assert kinds(beside) == []


def test_a_day_is_the_portals_and_not_the_biller_s(billed: Visitor, beside: Beside) -> None:
    midnight = datetime(2026, 11, 23, 21, tzinfo=UTC)  # in Riyadh
    paid(beside, billed, 100, midnight - timedelta(microseconds=1))
    paid(beside, billed, 200, midnight)
    report = reconciled(beside)
    assert (report.payments, report.total) == (1, Money("SAR", 100))
    report = reconciled(beside, TODAY + timedelta(days=1))
    assert (report.payments, report.total) == (1, Money("SAR", 200))


def test_yesterday_is_reconciled_once_by_itself(billed: Visitor, beside: Beside) -> None:
    paid(beside, billed)
    with tomorrow(beside):
        report = reconciling.reconcile_due(beside.ports, TOMORROW)
        assert report is not None
        assert report.day == TODAY
        assert reconciling.reconcile_due(beside.ports, TOMORROW) is None


def test_a_biller_that_is_down_gives_no_report(billed: Visitor, beside: Beside) -> None:
    beside.is_down = True
    with pytest.raises(BillerUnavailable):
        reconciled(beside)
    assert reconciling.reports(beside.ports) == ()
    with pytest.raises(NotThere):
        reconciling.report_of(beside.ports, 1)


def test_without_a_biller_there_is_nothing_to_compare(ports: Ports) -> None:
    assert reconciling.reconcile_due(ports, TOMORROW) is None
    with pytest.raises(NoBiller):
        reconciling.reconcile(ports, TODAY, TOMORROW)


def test_what_is_to_be_told_waits_until_the_biller_answers(
    visitor: Visitor, beside: Beside
) -> None:
    submitted(visitor)
    beside.is_down = True
    assert billing.tell_biller(beside.ports, NOW) == billing.Told(0, is_down=True)
    beside.is_down = False
    assert billing.tell_biller(beside.ports, NOW) == billing.Told(1, is_down=False)
    assert billing.tell_biller(beside.ports, NOW) == billing.Told(0, is_down=False)


def test_a_part_paid_bill_that_lapses_is_withdrawn_from_the_biller(
    billed: Visitor, beside: Beside
) -> None:
    say(beside.ports, partly(settled(billed), 500, "a"))
    invoice = settled(billed).invoice
    invoicing.expire_overdue(beside.ports, invoice.expires_at)
    assert billing.tell_biller(beside.ports, NOW) == billing.Told(1, is_down=False)
    with pytest.raises(desk.NotPayable):
        paid(beside, billed)
