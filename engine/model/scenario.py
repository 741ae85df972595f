"""Scenarios: the authors' own tests, kept beside the rules they prove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from engine.model.problem import Span
from engine.model.register import RegisterAnswer
from engine.model.value import Absent, Known

Lines: TypeAlias = Mapping[str, str]
"""A decision's summary, one line for each thing it says: `verdicts.window-is-open` -> `met`."""


@dataclass(frozen=True, slots=True)
class GroupAnswers:
    """The items of a repeating group; `is_complete`: its owner said that it holds all of them."""

    items: tuple[ItemAnswers, ...]
    is_complete: bool


ItemAnswers: TypeAlias = Mapping[str, Known | Absent | GroupAnswers]
"""The answers about an item, by field, and the groups that it holds."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is given about one person's application; everything else is unknown.

    `registers` holds answers by register, and one that is not there is silent. `answers` are
    typed values by field, absent for one left blank; `groups` by the group's fact; `documents`
    the details of each document supplied, under `<document>.<number>` of one that is for an item.
    """

    registers: Mapping[str, RegisterAnswer]
    answers: Mapping[str, Known | Absent]
    groups: Mapping[str, GroupAnswers]
    documents: Mapping[str, Mapping[str, Known]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation in, a decision's summary out. `id` is the name of the file without .yaml.

    `is_whole`: the summary must say what `expected` says and nothing else. Otherwise a line of
    the summary is compared where `expected` has it, and every line of a section in `lists`.
    `places` holds where each expected line is written. `awaits_confirmation`: it was proposed, and
    no author said yet that the law expects this.
    """

    id: str
    service: str
    name: str
    decision_date: date
    situation: Situation
    expected: Lines
    lists: frozenset[str]
    is_whole: bool
    places: Mapping[str, Span]
    span: Span
    awaits_confirmation: bool = False
