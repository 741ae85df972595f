"""Payments: one callback, one payment; anything forged, late or wrong changes nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from engine.model.money import Money
from engine.model.payment import Invoice, InvoiceState
from engine.operations import payments, records
from engine.operations.payments import Callback, CallbackRefused, Paid, Refusal
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.operations.submission import Submitted, submit
from engine.store.keyring import Keyring, Purpose
from tests.support.stores import on_both
from tests.support.visitors import (
    FORM,
    NOW,
    STRANGER,
    Visitor,
    add_account,
    config,
    edited,
    publish,
)

DAY = timedelta(days=1)


@pytest.fixture
def billed(visitor: Visitor) -> Visitor:
    visitor.fill(metres="10")
    result = submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    assert isinstance(result, Submitted)
    return visitor


def invoice(visitor: Visitor) -> Invoice:
    found = payments.invoice_of(visitor.ports, visitor.account, visitor.reference)
    assert found is not None
    return found


def receive(ports: Ports, callback: Callback, now: datetime = NOW) -> Paid | CallbackRefused:
    headers = dict(callback.headers)
    return payments.receive_callback(
        ports, callback.body, headers["Mumaris-Timestamp"], headers["Mumaris-Signature"], now
    )


def signed(ports: Ports, body: bytes, now: datetime = NOW) -> Callback:
    timestamp = str(int(now.timestamp()))
    signature = payments.sign(ports.biller_key, timestamp, body)
    return Callback(body, (("Mumaris-Timestamp", timestamp), ("Mumaris-Signature", signature)))


def written(visitor: Visitor, now: datetime = NOW, **changes: Any) -> Callback:
    """A callback of the biller with some of its values changed, signed rightly."""
    simulated = payments.simulate_payment(visitor.ports, invoice(visitor).bill_number, now)
    return signed(visitor.ports, json.dumps(json.loads(simulated.body) | changes).encode(), now)


def pay(visitor: Visitor, now: datetime = NOW) -> Paid | CallbackRefused:
    simulated = payments.simulate_payment(visitor.ports, invoice(visitor).bill_number, now)
    return receive(visitor.ports, simulated, now)


def unchanged(visitor: Visitor) -> bool:
    is_open = invoice(visitor).state is InvoiceState.OPEN
    return is_open and visitor.view().state.id == "awaiting_payment"


@on_both
def test_a_payment_moves_the_application_and_is_recorded(billed: Visitor) -> None:
    bill = invoice(billed).bill_number
    later = NOW + 3 * DAY
    assert pay(billed, later) == Paid(billed.reference, bill, is_new=True)
    billed.now = later
    assert billed.view().state.id == "submitted"
    paid = invoice(billed)
    assert (paid.state, paid.paid_at) == (InvoiceState.PAID, later)
    assert records.verify(billed.ports) == records.ChainIntact(4, 0)


@on_both
def test_a_callback_sent_again_is_accepted_and_changes_nothing(billed: Visitor) -> None:
    first = pay(billed)
    again = pay(billed, NOW + DAY)
    assert isinstance(first, Paid)
    assert again == replace(first, is_new=False)
    assert records.verify(billed.ports) == records.ChainIntact(4, 0)


def test_the_simulator_shows_and_pays_the_bill(billed: Visitor) -> None:
    bill = payments.bill(billed.ports, invoice(billed).bill_number)
    assert bill.total == Money("SAR", 12050)
    with pytest.raises(NotThere):
        payments.bill(billed.ports, "0000000000")
    with pytest.raises(NotThere):
        payments.simulate_payment(billed.ports, "0000000000", NOW)


@pytest.mark.parametrize("signature", [None, "", "00" * 32, "غير صحيح", "\ud800"])
def test_a_forged_callback_is_refused(billed: Visitor, signature: str | None) -> None:
    callback = written(billed)
    result = payments.receive_callback(
        billed.ports, callback.body, dict(callback.headers)["Mumaris-Timestamp"], signature, NOW
    )
    assert result == CallbackRefused(Refusal.FORGED)
    assert unchanged(billed)


def test_a_callback_signed_with_another_key_or_for_another_time_is_forged(billed: Visitor) -> None:
    keys = {Purpose.BILLER: Keyring([bytes(32)])}
    other = replace(billed.ports, keys=keys)
    body = written(billed).body
    assert receive(billed.ports, signed(other, body)) == CallbackRefused(Refusal.FORGED)
    headers = dict(signed(billed.ports, body).headers)
    moved = str(int(headers["Mumaris-Timestamp"]) + 1)
    result = payments.receive_callback(billed.ports, body, moved, headers["Mumaris-Signature"], NOW)
    assert result == CallbackRefused(Refusal.FORGED)


@pytest.mark.parametrize(("minutes", "is_taken"), [(-6, False), (-5, True), (5, True), (6, False)])
def test_a_callback_is_good_for_five_minutes(billed: Visitor, minutes: int, is_taken: bool) -> None:
    result = receive(billed.ports, written(billed), NOW + timedelta(minutes=minutes))
    if is_taken:
        assert isinstance(result, Paid)
    else:
        assert result == CallbackRefused(Refusal.STALE)
        assert unchanged(billed)


def test_a_callback_replayed_later_with_its_old_signature_is_stale(billed: Visitor) -> None:
    callback = written(billed)
    assert isinstance(receive(billed.ports, callback), Paid)
    result = receive(billed.ports, callback, NOW + DAY)
    assert result == CallbackRefused(Refusal.STALE)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"not json",
        b"\xff",
        b'{"id": "a"}',
        b'{"id": "a", "id": "b", "bill_number": "1", "amount": "1 SAR", "paid_at": "2026-11-23"}',
        b"[" * 2000,
        b" " * 5000,
    ],
)
def test_a_body_that_is_no_callback_is_malformed(billed: Visitor, body: bytes) -> None:
    result = receive(billed.ports, signed(billed.ports, body))
    assert result == CallbackRefused(Refusal.MALFORMED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", 7),
        ("id", ""),
        ("id", "x" * 101),
        ("amount", "a lot"),
        ("amount", 12050),
        ("paid_at", "yesterday"),
        ("paid_at", "2026-11-23T09:00:00"),
        ("paid_at", "2026-11-23T09:06:00+00:00"),
        ("bill_number", None),
    ],
)
def test_a_value_that_cannot_be_is_malformed(billed: Visitor, name: str, value: Any) -> None:
    changes: dict[str, Any] = {name: value}
    result = receive(billed.ports, written(billed, **changes))
    assert result == CallbackRefused(Refusal.MALFORMED)
    assert unchanged(billed)


@pytest.mark.parametrize("amount", ["120.49 SAR", "120.51 SAR", "120.50 USD", "0 SAR"])
def test_a_wrong_amount_is_refused(billed: Visitor, amount: str) -> None:
    result = receive(billed.ports, written(billed, amount=amount))
    assert result == CallbackRefused(Refusal.WRONG_AMOUNT)
    assert unchanged(billed)


def test_an_unknown_bill_is_refused(billed: Visitor) -> None:
    result = receive(billed.ports, written(billed, bill_number="0000000000"))
    assert result == CallbackRefused(Refusal.UNKNOWN_BILL)


def test_a_second_payment_by_another_callback_is_refused(billed: Visitor) -> None:
    pay(billed)
    result = receive(billed.ports, written(billed, id="another"))
    assert result == CallbackRefused(Refusal.ALREADY_PAID)


def test_one_callback_cannot_be_about_two_bills(billed: Visitor) -> None:
    pay(billed)
    other = Visitor.starting(billed.ports, billed.account, "second").fill(metres="10")
    submit(other.ports, other.account, other.reference, None, NOW)
    result = receive(billed.ports, written(other, id=f"paid-{invoice(billed).bill_number}"))
    assert result == CallbackRefused(Refusal.MALFORMED)
    assert unchanged(other)


def last_moment(days: int) -> datetime:
    """A second before midnight in Riyadh, so many days after the day of submission."""
    return datetime(2026, 11, 23, 20, 59, 59, tzinfo=UTC) + days * DAY


def test_a_bill_can_be_paid_on_its_due_date_and_not_the_day_after(billed: Visitor) -> None:
    late = last_moment(10) + timedelta(seconds=1)
    assert pay(billed, late) == CallbackRefused(Refusal.LATE)
    assert isinstance(pay(billed, last_moment(10)), Paid)


def test_an_unpaid_application_lapses_the_day_after_the_due_date(billed: Visitor) -> None:
    assert payments.run_deadlines(billed.ports, last_moment(10)) == ()
    late = last_moment(10) + timedelta(seconds=1)
    assert payments.run_deadlines(billed.ports, late) == (billed.reference,)
    assert billed.view().state.id == "lapsed"
    assert invoice(billed).state is InvoiceState.EXPIRED
    assert payments.run_deadlines(billed.ports, late) == ()


def test_a_payment_made_in_time_but_heard_of_after_the_lapse_is_late(billed: Visitor) -> None:
    late = last_moment(10) + timedelta(seconds=1)
    payments.run_deadlines(billed.ports, late)
    callback = written(billed, now=late, paid_at=last_moment(10).isoformat())
    assert receive(billed.ports, callback, late) == CallbackRefused(Refusal.LATE)


def test_a_paid_application_does_not_lapse(billed: Visitor) -> None:
    pay(billed)
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


def test_invoices_are_their_owners_alone(billed: Visitor) -> None:
    other = add_account(billed.ports, "omar", STRANGER)
    assert payments.invoices(billed.ports, billed.account) == (invoice(billed),)
    assert payments.invoices(billed.ports, other) == ()
    with pytest.raises(NotThere):
        payments.invoice_of(billed.ports, other, billed.reference)


def test_a_refused_callback_is_logged_by_its_reason_alone(billed: Visitor) -> None:
    with capture_logs() as logs:
        receive(billed.ports, written(billed, amount="1 SAR"))
    assert [(one["event"], one["reason"]) for one in logs] == [("callback.refused", "wrong_amount")]
