"""Public look-ups: one question to a register, and an answer that says what is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model.problem import Span
from engine.model.record_page import Section
from engine.model.service import Service, Step


@dataclass(frozen=True, slots=True)
class Find:
    """How a record is found: `by` maps what the register finds records by to the fact that says
    it, which is an answer or what a register found before it says. The first one known is used."""

    register: str
    by: Mapping[str, str]
    span: Span


@dataclass(frozen=True, slots=True)
class PublicLookup:
    """A file of config/services/ of the kind `lookup`.

    `service` is what every kind has. Its first step asks; the others are those of the sections,
    which say the answer. It is open to what all of `finds` have found.
    """

    service: Service
    finds: tuple[Find, ...]
    sections: tuple[Section, ...]

    @property
    def id(self) -> str:
        return self.service.id

    @property
    def asking(self) -> Step:
        return self.service.steps[0]
