"""Types of facts and expressions. A type that can also be absent says so with `is_optional`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What sort of value a type holds; YAML uses the same words in `type:`."""

    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    YES_NO = "yes_no"  # FEEL's boolean
    DATE = "date"
    PERIOD = "period"  # whole months: FEEL's years and months duration
    DAYS = "days"  # whole days: FEEL's days and time duration, in days only
    CODE = "code"  # one entry of the list `of`
    LIST = "list"  # a list whose elements have the type `element`
    GROUP = "group"  # a repeating group of items, open until its owner says that it is complete
    FILE = "file"
    NULL = "null"  # the literal `null` alone


@dataclass(frozen=True, slots=True)
class Type:
    """One type. Only the attributes that its kind uses are set.

    `of` is a list id for CODE, a currency for MONEY, the group's fact name for GROUP. `low` and
    `high` are inclusive and bound a number's domain; `decimals` is the most decimal places a number
    may have. The word behind a number stands on the fact.
    """

    kind: Kind
    of: str | None = None
    decimals: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    element: Type | None = None
    fields: tuple[tuple[str, Type], ...] = ()
    is_optional: bool = False

    def field(self, name: str) -> Type | None:
        """The type of an item's field in a group, or None when the group has no such field."""
        return dict(self.fields).get(name)

    def optional(self) -> Type:
        return replace(self, is_optional=True)

    def required(self) -> Type:
        return replace(self, is_optional=False)

    def __str__(self) -> str:
        """The type in the words of an author: `code of ranks`, `money in SAR`, `date or absent`."""
        name = str(self.kind)
        if self.kind is Kind.CODE:
            name = f"code of {self.of}"
        if self.kind is Kind.MONEY and self.of is not None:
            name = f"money in {self.of}"
        if self.kind is Kind.LIST and self.element is not None:
            name = f"list of {self.element}"
        return f"{name} or absent" if self.is_optional else name


YES_NO = Type(Kind.YES_NO)
NUMBER = Type(Kind.NUMBER, decimals=34)
DATE = Type(Kind.DATE)
TEXT = Type(Kind.TEXT)
PERIOD = Type(Kind.PERIOD)
DAYS = Type(Kind.DAYS)
NULL = Type(Kind.NULL, is_optional=True)
