"""Declared types, and values read by them: the text of a YAML scalar becomes a typed value."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import assert_never

from engine.definitions.parts import Parts, Unreadable
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence, Style
from engine.model.clock import SECONDS_A_DAY, Moment, Time, parse_moment, parse_time
from engine.model.dated import Dated
from engine.model.money import Money
from engine.model.period import Days, Length, Months, Seconds, parse_length
from engine.model.problem import Span
from engine.model.types import Kind, Type
from engine.model.value import Known

_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?")
_YES_NO = {"true": True, "false": False}
_HINTS = {
    Kind.NUMBER: "write digits, with a point for decimals, as in `12.5`",
    Kind.MONEY: "write the amount and its currency, as in `120.00 SAR`",
    Kind.YES_NO: "write `true` or `false`",
    Kind.DATE: "write year, month and day, as in `2026-01-31`",
    Kind.PERIOD: "write years and months, as in `P3M` or `P1Y6M`",
    Kind.DAYS: "write days, as in `P30D`",
    Kind.SECONDS: "write hours, minutes and seconds, as in `PT36H` or `PT1H30M`",
    Kind.TIME: "write hour, minute and second, as in `09:30:00`",
    Kind.DATE_TIME: "write the day and the time, as in `2026-01-31T09:30:00`",
}
_SIMPLE = {kind.value: kind for kind in _HINTS} | {"text": Kind.TEXT}
_LENGTHS: dict[Kind, type[object]] = {
    Kind.PERIOD: Months,
    Kind.DAYS: Days,
    Kind.SECONDS: Seconds,
}


def type_of(parts: Parts, node: Mapping) -> Type:
    """The type that `type`, `range` and `decimals` of `node` declare."""
    declared = named_type(parts, parts.scalar(node, "type"))
    if declared.kind is not Kind.NUMBER:
        return declared
    low, high = number_range(parts, node)
    return Type(Kind.NUMBER, decimals=parts.number(node, "decimals", 0), low=low, high=high)


def named_type(parts: Parts, scalar: Scalar) -> Type:
    """The type of the words `date`, `money`, `code of ranks`, `list of specialties` and so on.

    What stands behind `list of` is the id of a list of codes, or another type.
    """
    word, _, name = scalar.text.partition(" of ")
    if name in _SIMPLE and word == "list":
        return Type(Kind.LIST, element=_simple(parts, _SIMPLE[name]))
    if name:
        code = Type(Kind.CODE, of=list_id(parts, scalar, name))
        if word in ("code", "choice"):
            return code
        if word == "list":
            return Type(Kind.LIST, element=code)
    if scalar.text not in _SIMPLE:
        raise Unreadable
    return _simple(parts, _SIMPLE[scalar.text])


def _simple(parts: Parts, kind: Kind) -> Type:
    return Type(kind, of=parts.known.currency) if kind is Kind.MONEY else Type(kind)


def list_id(parts: Parts, scalar: Scalar, name: str) -> str:
    """The id of a list, which must be one of lists/; reports an unknown one, as Unreadable."""
    known = parts.known
    if name not in known.lists and name not in known.broken:
        hint = meant_or_listed(name, known.lists, "the lists are")
        parts.report("D105", f"there is no list `{name}`", scalar.span, hint)
        raise Unreadable
    return name


def number_range(parts: Parts, node: Mapping) -> tuple[Decimal | None, Decimal | None]:
    """The bounds under `range`, both inclusive, where they are written as plain numbers."""
    bounds = node.get("range")
    if not isinstance(bounds, Mapping):
        return None, None
    low, high = (_decimal(bounds.get(key)) for key in ("from", "to"))
    if low is not None and high is not None and high < low:
        at = parts.scalar(bounds, "to").span
        parts.report("D034", f"the range ends at {high}, before it begins at {low}", at)
        return None, None
    return low, high


def _decimal(node: Node | None) -> Decimal | None:
    if isinstance(node, Scalar) and node.style is Style.PLAIN and _NUMBER.fullmatch(node.text):
        return Decimal(node.text)
    return None


def read_value(parts: Parts, node: Node, type_: Type) -> Known:
    """The value of `node` as its type reads it; reports what is not one and raises Unreadable."""
    if type_.kind is Kind.LIST:
        return _list(parts, node, type_)
    if isinstance(node, Mapping):
        raise Unreadable  # of the wrong shape, which is reported
    if isinstance(node, Sequence):
        message = f"a list is not {type_words(type_)}"
        parts.report("D030", message, node.span, _HINTS.get(type_.kind))
        raise Unreadable
    value = _single(parts, node, type_)
    if value is None:
        message = f"`{node.text}` is not {type_words(type_)}"
        parts.report("D030", message, node.span, _HINTS.get(type_.kind))
        raise Unreadable
    return value


def _list(parts: Parts, node: Node, type_: Type) -> Known:
    assert type_.element is not None
    if isinstance(node, Mapping):
        raise Unreadable
    if isinstance(node, Scalar):
        hint = "write the codes in brackets, as in `[first, second]`"
        parts.report("D030", f"this is not {type_words(type_)}", node.span, hint)
        raise Unreadable
    values: dict[Known, Span] = {}
    for item in node.items:
        value = read_value(parts, item, type_.element)
        if value in values:
            related = (("first written here", values[value]),)
            parts.report("D029", f"`{value}` appears twice in the list", item.span, None, related)
        values.setdefault(value, item.span)
    return tuple(values)


def _single(parts: Parts, node: Scalar, type_: Type) -> Known | None:
    """The value of one scalar, or None when it is not of the type."""
    text = node.text
    match type_.kind:
        case Kind.TEXT:
            return text
        case Kind.CODE:
            return _code(parts, node, type_)
        case Kind.NUMBER:
            return _number(parts, node, type_) if _NUMBER.fullmatch(text) else None
        case Kind.MONEY:
            return _money(parts, node, type_)
        case Kind.YES_NO:
            return _YES_NO.get(text) if node.style is Style.PLAIN else None
        case Kind.DATE:
            return _date(text)
        case Kind.TIME | Kind.DATE_TIME:
            return _clock(text, type_.kind)
        case Kind.PERIOD | Kind.DAYS | Kind.SECONDS:
            return _length(text, type_.kind)
        case Kind.LIST | Kind.GROUP | Kind.RANGE | Kind.CONTEXT | Kind.FILE | Kind.NULL:
            return None
        case _:
            assert_never(type_.kind)


def _code(parts: Parts, node: Scalar, type_: Type) -> str:
    known = parts.known.lists.get(type_.of or "")
    broken = parts.known.broken
    is_lost = node.text in broken or (type_.of or "") in broken
    if known is not None and known.code(node.text) is None and not is_lost:
        hint = meant_or_listed(node.text, (code.id for code in known.codes), "the codes are")
        message = f"the list `{known.id}` has no code `{node.text}`"
        parts.report("D106", message, node.span, hint)
        raise Unreadable
    return node.text


def _number(parts: Parts, node: Scalar, type_: Type) -> Decimal:
    value = Decimal(node.text)
    places = len(node.text.partition(".")[2])
    if places > type_.decimals:
        allowed = "a whole number" if not type_.decimals else f"at most {type_.decimals} decimals"
        hint = "say `decimals` where the number is declared, or round it"
        parts.report("D031", f"`{node.text}` must be {allowed}", node.span, hint)
        raise Unreadable
    if type_.low is not None and value < type_.low:
        parts.report("D031", f"{value} is below the range, which begins at {type_.low}", node.span)
    elif type_.high is not None and value > type_.high:
        parts.report("D031", f"{value} is above the range, which ends at {type_.high}", node.span)
    return value


def _money(parts: Parts, node: Scalar, type_: Type) -> Money | None:
    try:
        value = Money.parse(node.text)
    except ValueError:
        return None
    if type_.of is not None and value.currency != type_.of:
        message = f"the amount is in {value.currency}, and the portal's currency is {type_.of}"
        parts.report("D031", message, node.span)
        raise Unreadable
    return value


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        return None


def _clock(text: str, kind: Kind) -> Time | Moment | None:
    try:
        return parse_time(text) if kind is Kind.TIME else parse_moment(text)
    except ValueError:
        return None


def _length(text: str, kind: Kind) -> Length | None:
    try:
        value = parse_length(text)
    except ValueError:
        return None
    if kind is Kind.SECONDS and isinstance(value, Days):
        return Seconds(value.count * SECONDS_A_DAY)
    return value if isinstance(value, _LENGTHS[kind]) else None


def by_date(parts: Parts, name: str, node: Mapping, type_: Type) -> Dated[Known]:
    """Values under their first days, in the order of the calendar; `null` ends the one before."""
    entries = [
        (
            parts.date_of(entry.key),
            None if _is_null(entry) else read_value(parts, entry.value, type_),
        )
        for entry in node.entries.values()
    ]
    return Dated(name, tuple(sorted(entries, key=lambda entry: entry[0])))


def _is_null(entry: Entry) -> bool:
    return isinstance(entry.value, Scalar) and entry.value.is_null


def type_words(type_: Type) -> str:
    """What a value of the type is called, with its article."""
    match type_.kind:
        case Kind.YES_NO:
            return "`true` or `false`"
        case Kind.MONEY:
            return "an amount of money"
        case Kind.DAYS:
            return "a number of days"
        case _:
            return f"a {type_.required()}"
