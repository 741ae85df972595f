"""Lists of codes: the closed vocabularies that answers and registers speak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.model.problem import Span
from engine.model.rule import Value
from engine.model.types import Type
from engine.model.value import ABSENT, Absent, Known
from engine.model.words import Text, Unit


@dataclass(frozen=True, slots=True)
class Attribute:
    """What else codes of a list say. Its type is optional when not every code says it."""

    name: str
    type: Type
    label: Text | None
    unit: Unit | None
    span: Span


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
    """A list of codes with words, and dated groups of them. Order is the order of the file.

    A group is a dated value of the law, read as `<list>.<group>`.
    """

    id: str
    title: Text
    codes: tuple[Code, ...]
    groups: tuple[Value, ...]
    span: Span
    attributes: tuple[Attribute, ...] = ()

    def code(self, code_id: str) -> Code | None:
        return next((code for code in self.codes if code.id == code_id), None)

    def attribute(self, name: str) -> Attribute | None:
        return next((one for one in self.attributes if one.name == name), None)

    def values_of(self, attribute: str) -> dict[str, Known | Absent]:
        """What each code says under `attribute`; absent where it says nothing."""
        return {code.id: dict(code.attributes).get(attribute, ABSENT) for code in self.codes}
