"""Scenarios: the authors' own tests, kept beside the rules they prove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from engine.model.problem import Span
from engine.model.value import Facts

Summary: TypeAlias = Mapping[str, object]  # the plain form of `Decision.summary`


@dataclass(frozen=True, slots=True)
class Scenario:
    """Facts in, a decision's summary out. `is_whole`: `expected` is compared as a whole."""

    service: str
    name: str
    decision_date: date
    facts: Facts
    expected: Summary
    is_whole: bool
    span: Span
