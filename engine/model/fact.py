"""Facts: the typed things that rules read, declared once each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.model.problem import Span
from engine.model.types import Type
from engine.model.words import Text, Unit


class FactSource(StrEnum):
    """Who says what the fact is."""

    REGISTER = "register"
    APPLICANT = "applicant"
    DOCUMENT = "document"
    REVIEWER = "reviewer"
    ACTOR = "actor"  # somebody whom the applicant invited
    DERIVED = "derived"
    BUILT_IN = "built_in"


LATER: Final = frozenset({FactSource.REVIEWER, FactSource.ACTOR})
"""Who says something only after everything that rules decide."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`name` is dotted (`practitioner.birth_date`). `unit` is the word behind a number."""

    name: str
    type: Type
    source: FactSource
    label: Text
    span: Span
    unit: Unit | None = None
