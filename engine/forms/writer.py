"""What every view is written with: a reading, the catalogue of its release, and a language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from engine.answers import Reading
from engine.decide.naming import Naming
from engine.decide.telling import Telling
from engine.definitions.catalogue import Catalogue
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.types import Type
from engine.model.value import State
from engine.model.wording import Words
from engine.model.words import Language, Unit
from engine.phrases import Sayable, phrase

_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class Writer:
    """`reading` is of an application under the release that `catalogue` is of."""

    catalogue: Catalogue
    reading: Reading
    language: Language

    @cached_property
    def program(self) -> Program:
        return self.catalogue.programs[self.reading.service.id]

    @cached_property
    def naming(self) -> Naming:
        return Naming(self.program, self.catalogue, self.language)

    @cached_property
    def evaluation(self) -> Evaluation:
        return Evaluation(self.program, self.reading.facts, self.reading.decision_date)

    @cached_property
    def telling(self) -> Telling:
        return Telling(self.naming, self.evaluation.fact)

    def text(self, words: Words) -> str:
        return self.telling.text(words)

    def optional(self, words: Words | None) -> str | None:
        return self.telling.optional(words)

    def phrase(self, name: str, /, **values: Sayable) -> str:
        return phrase(name, self.language, **values)

    def state(self, state: State, fact_type: Type, unit: Unit | None) -> str:
        """A state in words: codes by their labels, dates in both calendars, numbers with units."""
        return self.naming.state(state, fact_type, unit)


def html_id(name: str) -> str:
    """An id for the input that sends `name`, which may be dotted.

    >>> html_id("documents.letter.issue_date")
    'f-documents-letter-issue-date'
    """
    return f"f-{_NOT_IN_AN_ID.sub('-', name)}"
