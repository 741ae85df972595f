"""Look-ups over HTTP against a real server: three outcomes, and no fourth."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files
from engine.model.register import Answer, Lookup, RegisterAnswer
from engine.registers import Address, DemonstrationRegisters, NetworkRegisters
from engine.registers.breaker import FAILURES, REST_SECONDS
from engine.registers.network import MOST_BYTES
from tests.support.registry import JSON, Registry, Reply, record, serving_registry
from tests.support.visitors import RESIDENT, config

CATALOGUE = read_files(config())
GOOD = record(name="نورة", zone="A")
PERSON = {"resident.name": "نورة", "resident.zone": "A"}
SILENT, NO_RECORD = RegisterAnswer(Answer.SILENT, {}), RegisterAnswer(Answer.NO_RECORD, {})


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def registry() -> Iterator[Registry]:
    with serving_registry() as registry:
        registry.reply = GOOD
        yield registry


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def registers(
    opened: ExitStack, *asked: Registry, seconds: float = 20.0, clock: Seconds | None = None
) -> NetworkRegisters:
    """`resident`, and then `second`, are asked of these; nobody is known beside them."""
    names = ("resident", "second")
    addresses = {
        name: Address(one.address, "secret") for name, one in zip(names, asked, strict=False)
    }
    nobody = DemonstrationRegisters(dict)
    made = (
        NetworkRegisters(addresses, nobody, seconds)
        if clock is None
        else NetworkRegisters(addresses, nobody, seconds, clock)
    )
    opened.callback(made.close)
    return made


def said(of: NetworkRegisters, catalogue: Catalogue = CATALOGUE) -> RegisterAnswer:
    return of.ask(catalogue, ("resident",), RESIDENT)["resident"]


def lookup(timeout_seconds: int) -> Catalogue:
    resident = replace(
        CATALOGUE.registers["resident"], lookup=Lookup(timeout_seconds, timedelta(0))
    )
    return replace(CATALOGUE, registers={**CATALOGUE.registers, "resident": resident})


def test_a_record_is_read_as_its_register_declares(registry: Registry, opened: ExitStack) -> None:
    assert said(registers(opened, registry)) == RegisterAnswer(Answer.RECORD, PERSON)
    assert registry.asked == [f'{{"key":"{RESIDENT}"}}'.encode()]
    assert registry.sent[0]["Authorization"] == "Bearer secret"


def test_what_is_not_declared_is_ignored(registry: Registry, opened: ExitStack) -> None:
    registry.reply = record(name="نورة", zone="A", street="x")
    assert said(registers(opened, registry)).attributes == PERSON


@pytest.mark.parametrize("kind", [JSON, "application/problem+json; charset=utf-8"])
def test_a_404_that_is_json_is_no_record(registry: Registry, opened: ExitStack, kind: str) -> None:
    registry.reply = Reply(404, kind=kind)
    assert said(registers(opened, registry)) == NO_RECORD


WRONG = {
    "a page of a proxy": Reply(404, b"<h1>Not found</h1>", "text/html"),
    "a failure": Reply(500),
    "too many": Reply(429),
    "a redirect": Reply(302, headers={"Location": "/elsewhere"}),
    "nothing": Reply(204, b""),
    "no json": Reply(body=b"name: x"),
    "a list": Reply(body=b"[]"),
    "no text": Reply(body=b"\xff\xfe"),
    "a key twice": Reply(body=b'{"name": "x", "zone": "A", "zone": "B"}'),
    "not a number": Reply(body=b'{"name": "x", "zone": NaN}'),
    "deep": Reply(body=b'{"name": ' + b"[" * 20_000),
    "an attribute missing": record(name="x"),
    "an attribute that is null": record(name="x", zone=None),
    "a code of no list": record(name="x", zone="Z"),
    "another type": record(name=7, zone="A"),
    "too large": Reply(body=b'{"name": "' + b"x" * MOST_BYTES + b'", "zone": "A"}'),
    "compressed": Reply(body=gzip.compress(GOOD.body), headers={"Content-Encoding": "gzip"}),
    "cut off": Reply(body=GOOD.body, is_cut=True),
    "a page": Reply(body=GOOD.body, kind="text/html"),
}


@pytest.mark.parametrize("reply", WRONG.values(), ids=WRONG.keys())
def test_anything_else_is_no_answer(registry: Registry, opened: ExitStack, reply: Reply) -> None:
    registry.reply = reply
    with structlog.testing.capture_logs() as logged:
        assert said(registers(opened, registry)) == SILENT
    assert [one["register"] for one in logged] == ["resident"]
    assert len(registry.asked) == 1  # nothing is tried twice, and no redirect is followed
    assert RESIDENT not in str(logged)


def test_a_wrong_shape_is_logged_as_an_error(registry: Registry, opened: ExitStack) -> None:
    registry.reply = record(name="x", zone="Z")
    with structlog.testing.capture_logs() as logged:
        said(registers(opened, registry))
    assert (logged[0]["log_level"], logged[0]["event"]) == ("error", "register.unreadable")
    assert logged[0]["why"] == "resident.zone is not code of zones"


def test_a_register_that_is_not_there_did_not_answer(opened: ExitStack) -> None:
    with serving_registry() as gone:
        pass
    assert said(registers(opened, gone)) == SILENT


def test_a_slow_register_did_not_answer_and_holds_up_no_other(opened: ExitStack) -> None:
    """It answers once the test has the answers of both: nothing waits for it."""
    catalogue = lookup(1)
    second = replace(CATALOGUE.registers["resident"], id="second", attributes=())
    catalogue = replace(catalogue, registers={**catalogue.registers, "second": second})
    slow = opened.enter_context(serving_registry())
    quick = opened.enter_context(serving_registry())
    slow.reply, quick.reply = replace(GOOD, waits_for=threading.Event()), record()
    both = registers(opened, slow, quick)
    answers = both.ask(catalogue, ("resident", "second"), RESIDENT)
    assert slow.reply.waits_for is not None
    slow.reply.waits_for.set()
    assert answers == {"resident": SILENT, "second": RegisterAnswer(Answer.RECORD, {})}


def test_all_look_ups_share_one_time(registry: Registry, opened: ExitStack) -> None:
    registry.reply = replace(GOOD, waits_for=threading.Event())
    with structlog.testing.capture_logs() as logged:
        assert said(registers(opened, registry, seconds=0.2), lookup(30)) == SILENT
    assert registry.reply.waits_for is not None
    registry.reply.waits_for.set()
    assert logged[0]["why"] in {"overall-time", "time-out"}


def test_registers_without_an_address_are_answered_as_before(opened: ExitStack) -> None:
    assert said(registers(opened)) == NO_RECORD


def test_a_register_that_keeps_failing_rests_and_is_tried_again(
    registry: Registry, opened: ExitStack
) -> None:
    clock = Seconds()
    asked = registers(opened, registry, clock=clock)
    registry.reply = Reply(500)
    for _ in range(FAILURES + 3):
        assert said(asked) == SILENT
    assert len(registry.asked) == FAILURES
    registry.reply = GOOD
    assert said(asked) == SILENT
    clock.now += REST_SECONDS
    assert said(asked).answer is Answer.RECORD
    assert said(asked).answer is Answer.RECORD
    assert len(registry.asked) == FAILURES + 2


def test_a_trial_that_fails_lets_it_rest_again(registry: Registry, opened: ExitStack) -> None:
    clock = Seconds()
    asked = registers(opened, registry, clock=clock)
    registry.reply = Reply(500)
    for _ in range(FAILURES):
        said(asked)
    clock.now += REST_SECONDS
    said(asked)
    said(asked)
    assert len(registry.asked) == FAILURES + 1


def test_a_record_is_found_by_what_stands_on_a_card(registry: Registry, opened: ExitStack) -> None:
    of = registers(opened, registry)
    assert of.find(CATALOGUE, "resident", "resident.name", "نورة").attributes == PERSON
    assert of.find(CATALOGUE, "resident", "national_id", RESIDENT).attributes == PERSON
    sent = ['{"name":"نورة"}', f'{{"key":"{RESIDENT}"}}']
    assert registry.asked == [one.encode() for one in sent]


def test_a_find_that_is_not_answered_is_silence(registry: Registry, opened: ExitStack) -> None:
    registry.reply = Reply(status=503)
    of = registers(opened, registry)
    assert of.find(CATALOGUE, "resident", "resident.name", "نورة") == SILENT
