"""Text messages through a real gateway: taken over once for each key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.sending import Message, NotSent, Sent
from engine.sending.sms import SmsSender
from tests.support.gateway import DROP, Gateway, gateway
from tests.support.ports import free_port

TEXT = "اعتُمد طلبك\n\nYour application was approved\n"
WRITTEN = datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)
MESSAGE = Message("R-30AT-BYBQ-P3:2:approved:sms", "+966500000000", "subject", TEXT, WRITTEN)


@pytest.fixture
def told() -> Iterator[Gateway]:
    with gateway() as told:
        yield told


@pytest.fixture
def sender(told: Gateway) -> Iterator[SmsSender]:
    opened = SmsSender(told.address, seconds=5, token="hush", name="Mumaris")
    yield opened
    opened.close()


def test_a_message_goes_out_with_its_id_as_key(told: Gateway, sender: SmsSender) -> None:
    assert sender.send(MESSAGE) == Sent()
    body = {"to": "+966500000000", "text": TEXT.strip(), "from": "Mumaris"}
    assert told.delivered == {MESSAGE.id: body}
    assert told.tokens == ["Bearer hush"]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (429, NotSent("http-429")),
        (503, NotSent("http-503")),
        (401, NotSent("http-401")),  # ours to mend: the message is fine
        (307, NotSent("http-307")),
        (422, NotSent("http-422", is_final=True)),
        (400, NotSent("http-400", is_final=True)),
    ],
)
def test_what_the_gateway_says_of_the_message_is_final(
    told: Gateway, sender: SmsSender, status: int, answer: NotSent
) -> None:
    told.replies.append(status)
    assert sender.send(MESSAGE) == answer
    assert told.delivered == {}


def test_a_line_that_breaks_delivers_once(told: Gateway, sender: SmsSender) -> None:
    told.replies.append(DROP)
    broken = sender.send(MESSAGE)
    assert isinstance(broken, NotSent)
    assert not broken.is_final
    assert sender.send(MESSAGE) == Sent()
    assert told.asked == [MESSAGE.id, MESSAGE.id]
    assert len(told.delivered) == 1


def test_without_a_gateway_a_message_is_put_off() -> None:
    nobody = SmsSender(f"http://127.0.0.1:{free_port()}/", seconds=5)
    assert nobody.send(MESSAGE) == NotSent("ConnectError")
    nobody.close()
