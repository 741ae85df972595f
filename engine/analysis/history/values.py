"""Known values as a column of a table holds them, and back, without loss.

What has no column type of its own is JSON: a list is an array, a group an object of `items` and
`is_complete`, each field of an item an array of its state and, where that is known, its value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from engine.model.clock import Moment, Time, parse_moment, parse_time
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, UNKNOWN, Items, Known, Range, State, Unknown

MOST: Final = 10**15  # of an integer, so that sums of thousands of them stay in 64 bits
_LENGTHS: Final[Mapping[Kind, Any]] = {Kind.DAYS: Days, Kind.PERIOD: Months, Kind.SECONDS: Seconds}
_STRUCTURED: Final = frozenset({Kind.GROUP, Kind.LIST, Kind.CONTEXT, Kind.RANGE})
UNFIT: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class UnfitField(ValueError):
    """A field of an item, or of an item inside it, is of another type; `path` leads to it."""

    def __init__(self, path: str, type_: Type) -> None:
        super().__init__(f"`{path}` is no {type_}")
        self.path, self.type = path, type_


def stored(state: Known, type_: Type, is_text: bool, decimals: int) -> Any:
    """A value as its column holds it; raises ValueError or the like for one of another type."""
    value = _json(state, type_)
    match type_.kind:
        case Kind.DATE:
            return state
        case kind if kind in _STRUCTURED:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        case Kind.NUMBER if not is_text:
            return _number(state, decimals)
        case _:
            return value


def known(value: Any, type_: Type, is_text: bool) -> Known:
    """The value that a column holds; raises ValueError or the like for what is none."""
    match type_.kind:
        case Kind.DATE:
            return _expect(value, date)  # type: ignore[no-any-return]
        case kind if kind in _STRUCTURED:
            return _of_json(json.loads(value), type_)
        case Kind.NUMBER if not is_text:
            return Decimal(value)
        case _:
            return _of_json(value, type_)


def _number(state: object, decimals: int) -> Any:
    """A whole number, or one with exactly so many places."""
    number = _expect(state, Decimal)
    scaled = number.scaleb(decimals)
    if scaled != scaled.to_integral_value():
        raise ValueError("too many decimals")
    _bounded(int(scaled))
    return int(number) if decimals == 0 else number.quantize(Decimal(1).scaleb(-decimals))


def _bounded(count: int) -> int:
    if abs(count) > MOST:
        raise ValueError("too large")
    return count


def _expect(value: object, kind: type[Any]) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"{value} is a {type(value).__name__}")
    return value


# JSON ---------------------------------------------------------------------------------------------


def _json(state: object, type_: Type) -> Any:
    match type_.kind:
        case Kind.YES_NO | Kind.FILE:
            return _expect(state, bool)
        case Kind.NUMBER:
            return str(_expect(state, Decimal))
        case Kind.MONEY:
            money = _expect(state, Money)
            if money.currency != type_.of:
                raise ValueError(f"in {money.currency}")
            return _bounded(money.amount_minor)
        case Kind.DAYS | Kind.PERIOD | Kind.SECONDS:
            return _bounded(_expect(state, _LENGTHS[type_.kind]).count)
        case Kind.DATE:
            return _expect(state, date).isoformat()
        case Kind.TIME:
            return str(_expect(state, Time))
        case Kind.DATE_TIME:
            return str(_expect(state, Moment))
        case Kind.LIST:
            return [_json(one, _element(type_)) for one in _expect(state, tuple)]
        case Kind.RANGE:
            span = _expect(state, Range)
            ends = [_json(end, _element(type_)) for end in (span.low, span.high)]
            return [*ends, span.has_low, span.has_high]
        case Kind.GROUP:
            group = _expect(state, Items)
            return {
                "items": [_fields(item, type_) for item in group.items],
                "is_complete": group.is_complete,
            }
        case Kind.CONTEXT:
            return _fields(_expect(state, Mapping), type_)
        case _:
            return _expect(state, str)


def _fields(item: Mapping[str, State], type_: Type) -> dict[str, Any]:
    return {name: _field(item[name], of) for name, of in type_.fields if name in item}


def _field(state: State, type_: Type) -> list[Any]:
    if state is ABSENT:
        return ["absent"]
    return ["unknown"] if isinstance(state, Unknown) else ["known", _json(state, type_)]


def _of_json(value: Any, type_: Type) -> Known:
    match type_.kind:
        case Kind.YES_NO | Kind.FILE:
            return _expect(value, bool)  # type: ignore[no-any-return]
        case Kind.NUMBER:
            return Decimal(_expect(value, str))
        case Kind.MONEY:
            return Money(type_.of or "", _expect(value, int))
        case Kind.DAYS | Kind.PERIOD | Kind.SECONDS:
            length: Known = _LENGTHS[type_.kind](_expect(value, int))
            return length
        case Kind.DATE:
            return date.fromisoformat(value)
        case Kind.TIME:
            return parse_time(value)
        case Kind.DATE_TIME:
            return parse_moment(value)
        case Kind.LIST:
            return tuple(_of_json(one, _element(type_)) for one in _expect(value, list))
        case Kind.RANGE:
            low, high, has_low, has_high = value
            ends = [_of_json(end, _element(type_)) for end in (low, high)]
            return Range(ends[0], ends[1], has_low, has_high)
        case Kind.GROUP:
            items = tuple(_item(item, type_) for item in value["items"])
            return Items(items, _expect(value["is_complete"], bool))
        case Kind.CONTEXT:
            return _item(value, type_)
        case _:
            return _expect(value, str)  # type: ignore[no-any-return]


def _item(value: Mapping[str, Any], type_: Type) -> dict[str, State]:
    item: dict[str, State] = {}
    for name, of in type_.fields:
        if name in value:
            try:
                item[name] = _state(value[name], of)
            except UnfitField as error:
                raise UnfitField(f"{name}.{error.path}", error.type) from error
            except UNFIT as error:
                raise UnfitField(name, of) from error
    return item


def _state(value: list[Any], type_: Type) -> State:
    match value:
        case ["absent"]:
            return ABSENT
        case ["unknown"]:
            return UNKNOWN
        case ["known", found]:
            return _of_json(found, type_)
        case _:
            raise ValueError(f"{value} is no state")


def _element(type_: Type) -> Type:
    if type_.element is None:
        raise ValueError("of no type")
    return type_.element
