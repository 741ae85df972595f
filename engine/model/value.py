"""The states of a fact and of every result: known, absent, unknown, or a fault.

A known value is the plain Python value itself (`bool`, `Decimal`, `str` for text and codes,
`date`, `Time`, `Moment`, `Money`, `Months`, `Days`, `Seconds`, `Range`, a tuple for a list, a
mapping for a context, `Items` for a repeating group). Absent is the one `ABSENT`. Unknown carries
its causes. A fault is a value with a place, so that it can be settled past; it is never raised
across an expression.

Laws: unknown is not null, absent is not unknown, and nothing can ask whether a fact is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Final, TypeAlias

from engine.model.clock import Moment, Time
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds


class _Absent(Enum):
    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent.ABSENT
Absent: TypeAlias = _Absent


class CauseKind(StrEnum):
    """Why a fact is unknown. Only the first three become questions to the applicant."""

    UNANSWERED = "unanswered"  # a field or a document's detail not given yet
    NOT_SUPPLIED = "not_supplied"  # a document that is due
    OPEN_GROUP = "open_group"  # its owner has not said that it is complete
    REGISTER_SILENT = "register_silent"  # the register did not answer
    LATER_STAGE = "later_stage"  # a reviewer's or another actor's fact


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    kind: CauseKind
    fact: str


class _Open:
    """What is no known truth. With any truth, `&` and `|` are Kleene's: see `kleene.py`."""

    __slots__ = ()

    def __and__(self, other: bool | Unknown | Fault) -> bool | Unknown | Fault:
        return other if other is False else self._with(other)

    def __or__(self, other: bool | Unknown | Fault) -> bool | Unknown | Fault:
        return other if other is True else self._with(other)

    __rand__, __ror__ = __and__, __or__

    def _with(self, other: bool | Unknown | Fault, /) -> Unknown | Fault:
        """What is left where neither settles it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Unknown(_Open):
    """Not known yet. `causes` may be empty: an atom that reads an absent fact has none."""

    causes: frozenset[Cause] = frozenset()

    def __repr__(self) -> str:
        return f"Unknown({sorted(self.causes)})"  # sets have no order that stays

    def _with(self, other: bool | Unknown | Fault, /) -> Unknown | Fault:
        if isinstance(other, Unknown):
            return Unknown(self.causes | other.causes)
        return other if isinstance(other, Fault) else self


@dataclass(frozen=True, slots=True)
class Fault(_Open):
    """What failed at run time: nothing in force, a bound reached. `place` is file:line:column."""

    message: str
    place: str

    def _with(self, _: bool | Unknown | Fault, /) -> Fault:
        return self


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a repeating group. While `is_complete` is false everything over it is unknown.

    Each item maps the group's field names to states.
    """

    items: tuple[Mapping[str, State], ...] = field(default=())
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; an end belongs to it where `has_low` or `has_high` says so."""

    low: Known
    high: Known
    has_low: bool = True
    has_high: bool = True

    def __str__(self) -> str:
        opening, closing = "[" if self.has_low else "(", "]" if self.has_high else ")"
        return f"{opening}{self.low}..{self.high}{closing}"


Known: TypeAlias = (
    bool
    | Decimal
    | str
    | date
    | Time
    | Moment
    | Money
    | Months
    | Days
    | Seconds
    | Range
    | Items
    | tuple["Known", ...]
    | Mapping[str, "State"]
)
State: TypeAlias = Known | Absent | Unknown | Fault
Facts: TypeAlias = Mapping[str, State]

UNKNOWN: Final = Unknown()


def is_known(state: State) -> bool:
    return not (state is ABSENT or isinstance(state, Unknown | Fault))


def unanswered(fact: str) -> Unknown:
    return Unknown(frozenset({Cause(CauseKind.UNANSWERED, fact)}))
