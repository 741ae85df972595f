"""Registers: records that outside authorities hold about a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from engine.model.fact import Fact
from engine.model.money import Money
from engine.model.past import OwnHistory
from engine.model.problem import Span
from engine.model.types import Kind
from engine.model.value import Absent, Known
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Lookup:
    """How a register is asked over a network, where the server's settings have its address.

    `timeout_seconds` is for one look-up. An answer serves its application for `keep`, and is then
    asked for again; silence is never kept.
    """

    timeout_seconds: int
    keep: timedelta


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its attributes are facts named `<id>.<attribute>`; `key` finds a record.

    Every register has the built-in fact `<id>.is_on_record`, which is never absent. One with
    `own` is our own store, and needs no key. `found_by` are the names of attributes by which a
    record can be found too, in public look-ups.
    """

    id: str
    title: Text
    key: str
    attributes: tuple[Fact, ...]
    span: Span
    lookup: Lookup | None = None
    own: OwnHistory | None = None
    found_by: tuple[str, ...] = ()

    def is_always_there(self, fact: str) -> bool:
        """Whether the attribute is known though there is no record: a count, a sum, a claim."""
        return self.own is not None and self.own.asks[fact].is_always_there

    def no_record(self) -> RegisterAnswer:
        """What it says of somebody of whom it has no record."""
        return RegisterAnswer(
            Answer.NO_RECORD,
            {one.name: _nothing(one) for one in self.attributes if self.is_always_there(one.name)},
        )


def _nothing(fact: Fact) -> Known:
    match fact.type.kind:
        case Kind.YES_NO:
            return False
        case Kind.MONEY:
            return Money(fact.type.of or "", 0)
        case _:
            return Decimal(0)


class Answer(StrEnum):
    """What a register may say when it is asked for a record."""

    RECORD = "record"
    NO_RECORD = "no_record"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """The answer of one register about one key; `attributes` maps fact names to their values.

    Without a record there are attributes of our own history alone: a count is 0 then.
    """

    answer: Answer
    attributes: Mapping[str, Known | Absent]


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """One invented person of the demonstration register, with an answer of each register.

    `key` None: somebody without a number, of whom no register has a record.
    """

    id: str
    key: str | None
    login: str
    purpose: Text
    answers: Mapping[str, RegisterAnswer]
    span: Span
