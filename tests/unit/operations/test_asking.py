"""Look-ups are kept for their application as long as their register declares, and no longer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath

import pytest

from engine.definitions.catalogue import Catalogue
from engine.model.account import Account
from engine.model.register import Answer, RegisterAnswer
from engine.operations import applications
from engine.operations.ports import Ports
from engine.operations.submission import Submitted, submit
from engine.registers import Registers
from tests.support.stores import on_both
from tests.support.visitors import NOW, RULES, Visitor, config, edited, publish

RESIDENT = PurePosixPath("registers/resident.yaml")
KEPT = "key: national_id\nlookup: {timeout_seconds: 3, keep_minutes: 10}\n"


@dataclass
class Counting:
    """Registers that count how often they were asked, and may be silent."""

    registers: Registers
    asked: list[str] = field(default_factory=list)
    is_silent: bool = False

    def ask(
        self, catalogue: Catalogue, registers: tuple[str, ...], key: str
    ) -> dict[str, RegisterAnswer]:
        self.asked += registers
        if self.is_silent:
            return dict.fromkeys(registers, RegisterAnswer(Answer.SILENT, {}))
        return self.registers.ask(catalogue, registers, key)

    def find(self, catalogue: Catalogue, register: str, by: str, key: str) -> RegisterAnswer:
        return self.registers.find(catalogue, register, by, key)

    def close(self) -> None:
        self.registers.close()


@pytest.fixture
def counting(ports: Ports) -> Counting:
    return Counting(ports.registers)


@pytest.fixture
def visitor(ports: Ports, account: Account, counting: Counting) -> Visitor:
    """With a draft, whose register was asked once, to start it."""
    ports = replace(ports, registers=counting)
    publish(ports, edited(config(), RESIDENT, "key: national_id\n", KEPT))
    started = Visitor.starting(ports, account)
    assert counting.asked == ["resident"]
    counting.asked.clear()
    return started


def look(visitor: Visitor, at: datetime) -> Answer:
    found = applications.view(visitor.ports, visitor.account, visitor.reference, at)
    return found.snapshot["resident"].answer


@on_both
def test_an_answer_serves_its_application_for_a_while(visitor: Visitor, counting: Counting) -> None:
    for minutes in (0, 5, 9):
        assert look(visitor, NOW + timedelta(minutes=minutes)) is Answer.RECORD
    assert counting.asked == ["resident"]
    look(visitor, NOW + timedelta(minutes=10))
    assert counting.asked == ["resident"] * 2


@on_both
def test_silence_is_never_kept(visitor: Visitor, counting: Counting) -> None:
    counting.is_silent = True
    assert look(visitor, NOW) is Answer.SILENT
    counting.is_silent = False
    assert look(visitor, NOW) is Answer.RECORD


def test_a_kept_answer_outlives_silence(visitor: Visitor, counting: Counting) -> None:
    look(visitor, NOW)
    counting.is_silent = True
    assert look(visitor, NOW + timedelta(minutes=9)) is Answer.RECORD
    assert look(visitor, NOW + timedelta(minutes=10)) is Answer.SILENT


def test_another_application_asks_for_itself(visitor: Visitor, counting: Counting) -> None:
    look(visitor, NOW)
    counting.asked.clear()
    second = Visitor.starting(visitor.ports, visitor.account, key="another")
    look(second, NOW)
    assert counting.asked == ["resident"] * 2  # to start, and to show


def test_a_newer_release_asks_again(visitor: Visitor, counting: Counting) -> None:
    look(visitor, NOW)
    files = edited(config(), RESIDENT, "key: national_id\n", KEPT)
    publish(visitor.ports, edited(files, RULES, "2025-04-01: 12}", "2025-04-01: 13}"))
    look(visitor, NOW + timedelta(seconds=3))
    assert counting.asked == ["resident"] * 2


def test_what_was_kept_goes_when_the_application_is_submitted(visitor: Visitor) -> None:
    visitor.fill()
    with visitor.ports.store.read() as work:
        assert len(work.lookups.of_application(visitor.reference)) == 1
    sent = submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    assert isinstance(sent, Submitted)
    with visitor.ports.store.read() as work:
        assert work.lookups.of_application(visitor.reference) == ()


def test_what_was_kept_goes_with_a_draft(visitor: Visitor) -> None:
    look(visitor, NOW)
    applications.discard(visitor.ports, visitor.account, visitor.reference, NOW)
    with visitor.ports.store.read() as work:
        assert work.lookups.of_application(visitor.reference) == ()
