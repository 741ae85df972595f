"""Types of facts and expressions. A type that can also be absent says so with `is_optional`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What sort of value a type holds; YAML uses the same words in `type:`."""

    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    YES_NO = "yes_no"  # FEEL's boolean
    DATE = "date"
    TIME = "time"  # of a day, to the second, by the clocks of the portal
    DATE_TIME = "date_and_time"  # a day and a time of it
    PERIOD = "period"  # whole months: FEEL's years and months duration
    DAYS = "days"  # whole days: FEEL's days and time duration, in days only
    SECONDS = "seconds"  # FEEL's days and time duration, by the clock
    CODE = "code"  # one entry of the list `of`
    LIST = "list"  # a list whose elements have the type `element`
    RANGE = "range"  # from one value of the type `element` to another
    CONTEXT = "context"  # named `fields`, each of a type; an item of a group is one
    GROUP = "group"  # a repeating group of items, open until its owner says that it is complete
    FILE = "file"
    NULL = "null"  # the literal `null` alone


@dataclass(frozen=True, slots=True)
class Type:
    """One type. Only the attributes that its kind uses are set.

    `of` is a list id for CODE, a currency for MONEY, the group's fact name for GROUP and for a
    CONTEXT that is an item of one. `fields` are those of GROUP and CONTEXT. `low` and
    `high` are inclusive and bound a number's domain; `decimals` is the most decimal places a number
    may have. `most` is the most elements that a GROUP, LIST or RANGE can have, 0 where nothing says
    it. The word behind a number stands on the fact.
    """

    kind: Kind
    of: str | None = None
    decimals: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    element: Type | None = None
    fields: tuple[tuple[str, Type], ...] = ()
    is_optional: bool = False
    most: int = field(default=0, compare=False)

    def field(self, name: str) -> Type | None:
        """The type of a field of a context or of an item, or None when it has no such field."""
        return dict(self.fields).get(name)

    @property
    def item(self) -> Type | None:
        """The type of what stands inside a list, a range or a group; None for anything else."""
        if self.kind is Kind.GROUP:
            return Type(Kind.CONTEXT, of=self.of, fields=self.fields)
        return self.element

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
        if self.kind is Kind.RANGE and self.element is not None:
            name = f"range of {self.element}"
        if self.kind is Kind.CONTEXT and self.of is not None:
            name = f"item of {self.of}"
        return f"{name} or absent" if self.is_optional else name


YES_NO = Type(Kind.YES_NO)
NUMBER = Type(Kind.NUMBER, decimals=34)
DATE = Type(Kind.DATE)
TEXT = Type(Kind.TEXT)
PERIOD = Type(Kind.PERIOD)
DAYS = Type(Kind.DAYS)
SECONDS = Type(Kind.SECONDS)
TIME = Type(Kind.TIME)
DATE_TIME = Type(Kind.DATE_TIME)
NULL = Type(Kind.NULL, is_optional=True)
