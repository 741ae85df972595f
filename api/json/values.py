"""Small bodies that others hold: money, citations, states of facts, typed values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final

from litestar.params import Parameter

from engine.definitions.catalogue import Catalogue
from engine.model.citation import is_official
from engine.model.money import Money
from engine.model.period import Days, Months
from engine.model.value import ABSENT, Fault, State, Unknown
from engine.model.words import Text

Value = str | int | bool | tuple[str, ...] | None
_MEDIA_TYPES: Final = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


class Truth(StrEnum):
    """The truth of a condition; `unknown`: it depends on what is not known yet."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class FactState(StrEnum):
    """The state of a fact: `absent` is known to be none, `unknown` is not known yet."""

    KNOWN = "known"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MoneyBody:
    """An amount: a decimal text, never a floating-point number, and an ISO 4217 currency."""

    amount: Annotated[str, Parameter(pattern=r"^-?[0-9]+\.[0-9]{2}$")]
    currency: str


@dataclass(frozen=True, slots=True)
class CitationBody:
    """The law, policy or page behind a rule or an amount. `is_official`: its own rank."""

    id: str
    title: Text
    address: str | None
    is_official: bool


def truth_of(state: object) -> Truth:
    """`state` is known, unknown or a fault; a fault counts as unknown."""
    if isinstance(state, bool):
        return Truth.YES if state else Truth.NO
    return Truth.UNKNOWN


def state_of(state: State) -> FactState:
    if isinstance(state, Unknown | Fault):
        return FactState.UNKNOWN
    return FactState.ABSENT if state is ABSENT else FactState.KNOWN


def value_of(state: State) -> Value:
    """A known value for JSON: a whole number, true or false, or a text; else null.

    Dates are ISO 8601, amounts and numbers with decimals decimal texts, several codes an array. A
    group has none.
    """
    match state:
        case bool() | str():
            return state
        case Decimal() if state == state.to_integral_value():
            return int(state)
        case Decimal():
            return f"{state:f}"
        case Money():
            return money_body(state).amount
        case date():
            return state.isoformat()
        case Months() | Days():
            return str(state)
        case tuple():
            return tuple(map(str, state))
        case _:
            return None


def money_body(money: Money) -> MoneyBody:
    amount, _, currency = str(money).partition(" ")
    return MoneyBody(amount, currency)


def maybe_money(amount: object) -> MoneyBody | None:
    """An amount that is known; null for one that is not."""
    return money_body(amount) if isinstance(amount, Money) else None


def citations(cite: tuple[str, ...], catalogue: Catalogue) -> tuple[CitationBody, ...]:
    sources = (catalogue.sources[id] for id in cite)
    return tuple(
        CitationBody(one.id, one.title, one.address, is_official(frozenset({one.rank})))
        for one in sources
    )


def are_official(cite: tuple[str, ...], catalogue: Catalogue) -> bool:
    """Whether what cites these sources may be shown as official."""
    return is_official(frozenset(catalogue.sources[id].rank for id in cite))


def media_types(accept: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of a definition (`pdf jpeg png`) as media types."""
    return tuple(_MEDIA_TYPES[kind] for kind in accept)
