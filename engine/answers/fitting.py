"""Whether a value that came from outside the definition is one of a declared type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from engine.model.clock import Moment, Time
from engine.model.listing import CodeList
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.types import Kind, Type
from engine.model.value import State

_CLASSES: Final[Mapping[Kind, type[object]]] = {
    Kind.TEXT: str,
    Kind.YES_NO: bool,
    Kind.NUMBER: Decimal,
    Kind.DATE: date,
    Kind.TIME: Time,
    Kind.DATE_TIME: Moment,
    Kind.PERIOD: Months,
    Kind.DAYS: Days,
    Kind.SECONDS: Seconds,
}


def fits(value: State, type_: Type, lists: Mapping[str, CodeList]) -> bool:
    """Whether `value` is of the type; a code must be one of its list, an amount of its currency.

    The range and decimals of a number are not looked at: they are of whoever declares it.
    """
    match type_.kind:
        case Kind.CODE:
            listing = lists.get(type_.of or "")
            return (
                isinstance(value, str) and listing is not None and listing.code(value) is not None
            )
        case Kind.MONEY:
            return isinstance(value, Money) and value.currency == type_.of
        case Kind.LIST if type_.element is not None:
            element = type_.element
            return isinstance(value, tuple) and all(fits(one, element, lists) for one in value)
        case _:
            wanted = _CLASSES.get(type_.kind)
            return wanted is not None and isinstance(value, wanted)
