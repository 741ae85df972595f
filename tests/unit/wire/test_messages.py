"""Messages come out as they were put in, and nothing else is read as one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.money import Money
from engine.model.payment import Channel
from engine.wire.messages import (
    Bill,
    CardDeclined,
    Notice,
    PaymentNotice,
    RefundNotice,
    RefundOrder,
    Statement,
    StatementRequest,
    Withdrawal,
    read_notice,
    write_notice,
)
from engine.wire.signing import Refusal, Refused

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ONE = Money("SAR", 12050)
NOTICES: list[Notice] = [
    PaymentNotice("P-1", Channel.BANK, "1", ONE, AT),
    PaymentNotice("P-2", Channel.CARD, "1", ONE, AT),
    CardDeclined("P-3", "1", ONE, AT),
    RefundNotice("F-1", ONE, AT),
]


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_comes_out_as_it_was_put_in(notice: Notice) -> None:
    assert read_notice(write_notice(notice)) == notice


def test_what_the_portal_says_comes_out_as_it_was_put_in() -> None:
    bill, withdrawal = Bill("1", ONE, AT), Withdrawal("1")
    order, request = RefundOrder("F-1", "P-1", ONE), StatementRequest(AT, AT)
    assert Bill.read(bill.write()) == bill
    assert Withdrawal.read(withdrawal.write()) == withdrawal
    assert RefundOrder.read(order.write()) == order
    assert StatementRequest.read(request.write()) == request


def test_a_statement_keeps_its_order_and_what_stands_twice() -> None:
    paid = PaymentNotice("P-1", Channel.BANK, "1", ONE, AT)
    statement = Statement((paid, paid), (RefundNotice("F-1", ONE, AT),))
    assert Statement.read(statement.write()) == statement


@pytest.mark.parametrize(
    "body", [b"{}", b'{"entries": {}}', b'{"entries": [1]}', b'{"entries": [{"kind": "x"}]}']
)
def test_what_is_no_statement_is_refused(body: bytes) -> None:
    with pytest.raises(Refused) as caught:
        Statement.read(body)
    assert caught.value.reason is Refusal.MALFORMED


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_nothing_else_is_read_as_a_notice(body: bytes) -> None:
    with pytest.raises(Refused):
        read_notice(body)
