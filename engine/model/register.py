"""Registers: records that outside authorities hold about a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.model.fact import Fact
from engine.model.problem import Span
from engine.model.value import Absent, Known
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its attributes are facts named `<id>.<attribute>`; `key` finds a record.

    Every register has the built-in fact `<id>.is_on_record`, which is never absent.
    """

    id: str
    title: Text
    key: str
    attributes: tuple[Fact, ...]
    span: Span


class Answer(StrEnum):
    """What a register may say when it is asked for a record."""

    RECORD = "record"
    NO_RECORD = "no_record"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """The answer of one register about one key; `attributes` maps fact names to their values."""

    answer: Answer
    attributes: Mapping[str, Known | Absent]


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """One invented person of the demonstration register, with an answer of each register."""

    id: str
    key: str
    login: str
    purpose: Text
    answers: Mapping[str, RegisterAnswer]
    span: Span
