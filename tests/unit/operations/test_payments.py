"""Callbacks: what is forged or cannot be read changes nothing; the rest is in test_settling."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from engine.model.payment import InvoiceState
from engine.operations import payments, records
from engine.operations.payments import CallbackRefused, Declined, Paid, Refusal
from engine.operations.results import NotThere
from engine.store.keyring import Keyring, Purpose
from engine.wire.messages import CALLBACKS, CardDeclined, write_notice
from engine.wire.signing import KEY, SIGNATURE, TIMESTAMP, sign
from tests.support.billers import hear, in_full, say, settled, submitted
from tests.support.stores import on_both
from tests.support.visitors import NOW, STRANGER, Visitor, add_account

DAY = timedelta(days=1)


@pytest.fixture
def billed(visitor: Visitor) -> Visitor:
    return submitted(visitor)


def written(visitor: Visitor, **changes: Any) -> bytes:
    """A callback of the biller with some of its values changed."""
    body = write_notice(in_full(settled(visitor)))
    return json.dumps(json.loads(body) | changes).encode()


def unchanged(visitor: Visitor) -> bool:
    is_open = settled(visitor).invoice.state is InvoiceState.OPEN
    is_waiting = visitor.view().state.id == "awaiting_payment"
    return is_open and is_waiting and not settled(visitor).payments


@on_both
def test_a_payment_moves_the_application_and_is_recorded(billed: Visitor) -> None:
    bill = settled(billed).invoice.bill_number
    later = NOW + 3 * DAY
    assert say(billed.ports, in_full(settled(billed), later), later) == Paid(
        billed.reference, bill, is_new=True
    )
    billed.now = later
    assert billed.view().state.id == "submitted"
    paid = settled(billed)
    assert (paid.invoice.state, paid.invoice.paid_at) == (InvoiceState.PAID, later)
    assert (paid.paid, paid.left.amount_minor) == (paid.invoice.total, 0)
    assert records.verify(billed.ports) == records.ChainIntact(4, 0)


@on_both
def test_a_callback_sent_again_is_accepted_and_changes_nothing(billed: Visitor) -> None:
    notice = in_full(settled(billed))
    first = say(billed.ports, notice)
    again = say(billed.ports, notice, NOW + DAY)
    assert isinstance(first, Paid)
    assert again == replace(first, is_new=False)
    assert len(settled(billed).payments) == 1
    assert records.verify(billed.ports) == records.ChainIntact(4, 0)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (SIGNATURE, None),
        (SIGNATURE, ""),
        (SIGNATURE, "00" * 32),
        (SIGNATURE, "غير صحيح"),
        (SIGNATURE, "\ud800"),
        (KEY, None),
        (KEY, "00" * 8),
        (TIMESTAMP, None),
        (TIMESTAMP, str(int(NOW.timestamp()) + 1)),
    ],
)
def test_a_forged_callback_is_refused(billed: Visitor, header: str, value: str | None) -> None:
    signed = sign(billed.ports.keys[Purpose.BILLER], CALLBACKS, written(billed), NOW)
    headers = {name: text for name, text in signed.headers if name != header}
    if value is not None:
        headers[header] = value
    result = payments.receive_callback(billed.ports, signed.body, headers, NOW)
    assert result == CallbackRefused(Refusal.FORGED)
    assert unchanged(billed)


def test_a_message_signed_for_another_address_is_forged(billed: Visitor) -> None:
    signed = sign(billed.ports.keys[Purpose.BILLER], "/statements", written(billed), NOW)
    result = payments.receive_callback(billed.ports, signed.body, dict(signed.headers), NOW)
    assert result == CallbackRefused(Refusal.FORGED)


def test_two_keys_are_accepted_while_one_is_changed_and_no_third(billed: Visitor) -> None:
    old, new = billed.ports.keys[Purpose.BILLER].current.secret, b"n" * 32
    ports = replace(billed.ports, keys={Purpose.BILLER: Keyring((new, old))})
    for number, key in enumerate((old, new)):
        body = written(billed, id=f"by-key-{number}")
        assert isinstance(hear(ports, body, NOW, Keyring((key,))), Paid)
    result = hear(ports, written(billed, id="third"), NOW, Keyring((bytes(32),)))
    assert result == CallbackRefused(Refusal.FORGED)


@pytest.mark.parametrize(("minutes", "is_taken"), [(-6, False), (-5, True), (5, True), (6, False)])
def test_a_callback_is_good_for_five_minutes(billed: Visitor, minutes: int, is_taken: bool) -> None:
    signed = sign(billed.ports.keys[Purpose.BILLER], CALLBACKS, written(billed), NOW)
    now = NOW + timedelta(minutes=minutes)
    result = payments.receive_callback(billed.ports, signed.body, dict(signed.headers), now)
    if is_taken:
        assert isinstance(result, Paid)
    else:
        assert result == CallbackRefused(Refusal.STALE)
        assert unchanged(billed)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"not json",
        b"\xff",
        b'{"id": "a"}',
        b'{"kind": "payment", "id": "a", "id": "b", "bill_number": "1", "amount": "1 SAR"}',
        b"[" * 2000,
        b" " * 5000,
    ],
)
def test_a_body_that_is_no_callback_is_malformed(billed: Visitor, body: bytes) -> None:
    assert say(billed.ports, body) == CallbackRefused(Refusal.MALFORMED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "gift"),
        ("outcome", "approved"),
        ("id", 7),
        ("id", ""),
        ("id", "x" * 101),
        ("id", "a\x00b"),
        ("amount", "a lot"),
        ("amount", 12050),
        ("amount", "0 SAR"),
        ("amount", "-1.00 SAR"),
        ("amount", "120.50 USD"),
        ("paid_at", "yesterday"),
        ("paid_at", "2026-11-23T09:00:00"),
        ("paid_at", "2026-11-23T09:06:00+00:00"),
        ("bill_number", None),
    ],
)
def test_a_value_that_cannot_be_is_malformed(billed: Visitor, name: str, value: Any) -> None:
    changes: dict[str, Any] = {name: value}
    assert say(billed.ports, written(billed, **changes)) == CallbackRefused(Refusal.MALFORMED)
    assert unchanged(billed)


def test_an_unknown_bill_is_refused(billed: Visitor) -> None:
    result = say(billed.ports, written(billed, bill_number="0000000000"))
    assert result == CallbackRefused(Refusal.UNKNOWN)


@pytest.mark.parametrize(
    "changes", [{"amount": "1.00 SAR"}, {"paid_at": "2026-11-22T09:00:00+00:00"}]
)
def test_a_payment_cannot_change_what_it_said(billed: Visitor, changes: dict[str, str]) -> None:
    say(billed.ports, written(billed))
    assert say(billed.ports, written(billed, **changes)) == CallbackRefused(Refusal.CONTRADICTS)
    assert len(settled(billed).payments) == 1


def test_one_payment_cannot_be_about_two_bills(billed: Visitor) -> None:
    say(billed.ports, in_full(settled(billed)))
    other = submitted(Visitor.starting(billed.ports, billed.account, "second"))
    result = say(billed.ports, in_full(settled(other)))
    assert result == CallbackRefused(Refusal.CONTRADICTS)
    assert unchanged(other)


def test_a_declined_card_changes_nothing(billed: Visitor) -> None:
    bill = settled(billed).invoice
    declined = CardDeclined("card-1", bill.bill_number, bill.total, NOW)
    assert say(billed.ports, declined) == Declined(bill.bill_number)
    assert unchanged(billed)


def test_invoices_and_receipts_are_their_owners_alone(billed: Visitor) -> None:
    other = add_account(billed.ports, "omar", STRANGER)
    say(billed.ports, in_full(settled(billed)))
    own = settled(billed)
    assert payments.invoices(billed.ports, billed.account) == (own,)
    assert payments.bill(billed.ports, billed.account, own.invoice.bill_number) == own
    assert payments.receipt(billed.ports, billed.account, "in-full") == (own, own.payments[0])
    assert payments.invoices(billed.ports, other) == ()
    with pytest.raises(NotThere):
        payments.invoice_of(billed.ports, other, billed.reference)
    with pytest.raises(NotThere):
        payments.bill(billed.ports, other, own.invoice.bill_number)
    with pytest.raises(NotThere):
        payments.receipt(billed.ports, other, "in-full")
    with pytest.raises(NotThere):
        payments.receipt(billed.ports, billed.account, "another")


def test_a_refused_callback_is_logged_by_its_reason_alone(billed: Visitor) -> None:
    with capture_logs() as logs:
        say(billed.ports, written(billed, amount="1 USD"))
    assert [(one["event"], one["reason"]) for one in logs] == [("callback.refused", "malformed")]
