"""What services are found by: the topic they are listed under, and words that people search for."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.problem import Span
from engine.model.words import Language, Text


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of services, as portal.yaml declares it."""

    id: str
    title: Text
    summary: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Keywords:
    """Words that people search for and that title, summary and audience do not have."""

    ar: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def in_(self, language: Language) -> tuple[str, ...]:
        return self.ar if language is Language.AR else self.en


NO_KEYWORDS = Keywords()
