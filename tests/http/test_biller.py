"""The simulator's doors: what the portal says is signed; a payer's page asks nothing of a card."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.biller import desk
from engine.model.money import Money
from engine.model.payment import Channel
from engine.store.keyring import Keyring, Purpose
from engine.wire.messages import (
    BILLS,
    REFUNDS,
    STATEMENTS,
    WITHDRAWALS,
    Bill,
    RefundOrder,
    StatementRequest,
    Withdrawal,
)
from engine.wire.signing import check, sign
from tests.support.paying import Beside, biller_beside
from tests.support.portal import Clock
from tests.support.visitors import NOW, open_here

BILL = Bill("1234567890", Money("SAR", 12050), NOW + timedelta(days=10))
SAID = {
    BILLS: BILL.write(),
    WITHDRAWALS: Withdrawal("1234567890").write(),
    REFUNDS: RefundOrder("F-1", "P-1", Money("SAR", 1)).write(),
    STATEMENTS: StatementRequest(NOW, NOW).write(),
}


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Beside]:
    ports = open_here(tmp_path, f"sqlite:///{tmp_path / 'mumaris.sqlite3'}")
    with biller_beside(ports, Clock()) as made:
        yield made
    ports.close()


def post(beside: Beside, path: str, body: bytes, ring: Keyring | None = None) -> int:
    signed = sign(ring or beside.ports.keys[Purpose.PORTAL], path, body, NOW)
    return beside.client.post(path, content=body, headers=dict(signed.headers)).status_code


@pytest.mark.parametrize("path", SAID)
def test_what_the_portal_did_not_sign_is_refused(beside: Beside, path: str) -> None:
    body = SAID[path]
    assert post(beside, path, body, Keyring([bytes(32)])) == 401
    assert post(beside, path, body, beside.ports.keys[Purpose.BILLER]) == 401
    assert beside.client.post(path, content=body).status_code == 401
    assert beside.client.get("/ar/bills/1234567890/bank").status_code == 404


@pytest.mark.parametrize("path", SAID)
def test_what_is_no_message_is_malformed(beside: Beside, path: str) -> None:
    assert post(beside, path, b"{}") == 400
    assert post(beside, path, b" " * 5000) in (400, 413)


def test_a_statement_is_signed_by_the_biller(beside: Beside) -> None:
    body = SAID[STATEMENTS]
    signed = sign(beside.ports.keys[Purpose.PORTAL], STATEMENTS, body, NOW)
    answer = beside.client.post(STATEMENTS, content=body, headers=dict(signed.headers))
    check(beside.ports.keys[Purpose.BILLER], STATEMENTS, answer.content, answer.headers, NOW)


def test_a_bill_told_again_is_replaced_and_one_withdrawn_cannot_be_paid(beside: Beside) -> None:
    store = beside.runtime.store
    assert post(beside, BILLS, BILL.write()) == post(beside, BILLS, BILL.write()) == 200
    assert post(beside, WITHDRAWALS, SAID[WITHDRAWALS]) == 200
    with pytest.raises(desk.NotPayable):
        desk.pay(store, BILL.bill_number, Channel.BANK, Money("SAR", 1), NOW)
    page = beside.client.get(f"/en/bills/{BILL.bill_number}/bank").text
    assert "was withdrawn" in page
    assert "<form" not in page


def test_a_bill_expires_at_its_instant(beside: Beside) -> None:
    desk.upload(beside.runtime.store, BILL)
    for at, is_paid in ((BILL.expires_at - timedelta(seconds=1), True), (BILL.expires_at, False)):
        try:
            desk.pay(beside.runtime.store, BILL.bill_number, Channel.CARD, Money("SAR", 1), at)
        except desk.NotPayable:
            assert not is_paid
        else:
            assert is_paid


def test_no_more_is_returned_than_was_paid_and_each_order_once(beside: Beside) -> None:
    desk.upload(beside.runtime.store, BILL)
    paid = desk.pay(beside.runtime.store, BILL.bill_number, Channel.BANK, BILL.amount, NOW)

    def order(id: str, minor: int, payment: str = paid.id) -> int:
        return post(beside, REFUNDS, RefundOrder(id, payment, Money("SAR", minor)).write())

    assert order("F-1", 12000) == order("F-1", 12000) == 200
    assert order("F-1", 1) == 409
    assert order("F-2", 51) == 409
    assert order("F-2", 50) == 200
    assert order("F-3", 1, "P-none") == 404


def test_a_message_is_sent_again_with_longer_and_longer_pauses(beside: Beside) -> None:
    desk.upload(beside.runtime.store, BILL)
    desk.pay(beside.runtime.store, BILL.bill_number, Channel.BANK, BILL.amount, NOW)
    clock = beside.line.clock
    assert isinstance(clock, Clock)
    beside.line.is_cut = True
    for pause in (0, 1, 2, 4):
        if pause:
            clock.now += timedelta(seconds=pause - 1)
            assert beside.runtime.send_due() == (0, 0)
            clock.now += timedelta(seconds=1)
        assert beside.runtime.send_due() == (0, 1)


@pytest.mark.parametrize("path", ["/ar/bills/1/bank", "/xx/bills/1/bank", "/ar/bills/1/cash", "/"])
def test_a_page_that_is_not_there_is_not_found(beside: Beside, path: str) -> None:
    assert beside.client.get(path).status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("channel", list(Channel))
def test_a_payers_page_says_that_it_is_a_simulation_and_asks_for_no_card(
    beside: Beside, language: str, channel: Channel
) -> None:
    desk.upload(beside.runtime.store, BILL)
    answer = beside.client.get(f"/{language}/bills/{BILL.bill_number}/{channel}")
    assert answer.status_code == 200
    assert "محاك" in answer.text or "imulat" in answer.text
    assert "cc-number" not in answer.text
    assert "form-action 'self'" in answer.headers["content-security-policy"]
