"""Lists of codes: the closed vocabularies that answers and registers speak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.model.dated import Dated
from engine.model.problem import Span
from engine.model.value import Known
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Code:
    """One entry. Offered from `first_date` to `last_date`, both inclusive; readable for ever."""

    id: str
    label: Text
    first_date: date | None
    last_date: date | None
    attributes: tuple[tuple[str, Known], ...]
    span: Span

    def is_offered_on(self, day: date) -> bool:
        return (self.first_date or day) <= day <= (self.last_date or day)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes with words, and dated groups of them. Order is the order of the file."""

    id: str
    title: Text
    codes: tuple[Code, ...]
    groups: tuple[tuple[str, Dated[tuple[str, ...]]], ...]
    span: Span

    def code(self, code_id: str) -> Code | None:
        return next((code for code in self.codes if code.id == code_id), None)
