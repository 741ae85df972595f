"""Reading what a register sent: a JSON object, each attribute strictly as it is declared.

A key that is not declared is ignored, so that an authority may say more than we read. A key that
misses, or `null`, is an attribute that the record lacks, and refused where it may not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.answers.fitting import fits
from engine.model.clock import SECONDS_A_DAY, parse_moment, parse_time
from engine.model.listing import CodeList
from engine.model.money import Money
from engine.model.period import Days, Seconds, parse_length
from engine.model.register import Answer, Register, RegisterAnswer
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Absent, Known

LONGEST_TEXT = 2_000
LONGEST_NUMBER = 30  # digits before the point


class NotAnAnswer(Exception):
    """The body is no record of this register; `why` is a code for the log and holds no data."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object; numbers as decimals. Raises NotAnAnswer for anything else."""
    try:
        value = json.loads(
            body.decode("utf-8"),
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_refuse,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError, InvalidOperation):
        raise NotAnAnswer("not-json") from None
    if not isinstance(value, dict):
        raise NotAnAnswer("not-an-object")
    return value


def read_record(register: Register, lists: Mapping[str, CodeList], body: bytes) -> RegisterAnswer:
    """The record in `body`; raises NotAnAnswer."""
    sent = read_object(body)
    values: dict[str, Known | Absent] = {}
    for fact in register.attributes:
        said = sent.get(fact.name.removeprefix(f"{register.id}."))
        if said is None:
            if not fact.type.is_optional:
                raise NotAnAnswer(f"{fact.name} is missing")
            values[fact.name] = ABSENT
            continue
        try:
            values[fact.name] = _value(said, fact.type, lists)
        except (ValueError, TypeError):
            raise NotAnAnswer(f"{fact.name} is not {fact.type}") from None
    return RegisterAnswer(Answer.RECORD, values)


def _value(said: object, type_: Type, lists: Mapping[str, CodeList]) -> Known:
    """The value of what was sent; raises ValueError for what is not of the type."""
    if type_.kind is Kind.LIST and type_.element is not None and isinstance(said, list):
        element = type_.element
        elements = tuple(_value(one, element, lists) for one in said)
        if len(set(elements)) != len(elements):
            raise ValueError("a value appears twice")
        found: Known = elements
    elif type_.kind is Kind.NUMBER and isinstance(said, Decimal):
        found = _number(said, type_)
    elif type_.kind is Kind.YES_NO and isinstance(said, bool):
        found = said
    elif isinstance(said, str):
        found = _of_text(said, type_.kind)
    else:
        raise ValueError("of another kind")
    if not fits(found, type_, lists):
        raise ValueError("of another type")
    return found


def _of_text(text: str, kind: Kind) -> Known:
    match kind:
        case Kind.TEXT | Kind.CODE if len(text) <= LONGEST_TEXT and text.isprintable():
            return text
        case Kind.MONEY:
            return Money.parse(text)
        case Kind.DATE if len(text) == len("2026-01-31"):
            return date.fromisoformat(text)
        case Kind.TIME:
            return parse_time(text)
        case Kind.DATE_TIME:
            return parse_moment(text)
        case Kind.PERIOD | Kind.DAYS | Kind.SECONDS:
            length = parse_length(text)
            is_clock = kind is Kind.SECONDS and isinstance(length, Days)
            return Seconds(length.count * SECONDS_A_DAY) if is_clock else length
        case _:
            raise ValueError("no text says it")


def _number(said: Decimal, type_: Type) -> Decimal:
    """A number within its range and decimals, which bound its digits too."""
    if said.adjusted() > LONGEST_NUMBER or -_exponent(said.normalize()) > type_.decimals:
        raise ValueError("too many digits")
    is_low = type_.low is not None and said < type_.low
    if is_low or (type_.high is not None and said > type_.high):
        raise ValueError("out of range")
    return said if _exponent(said) <= 0 else Decimal(int(said))


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "JSON writes finite numbers alone"
    return exponent


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key appears twice")
    return made


def _refuse(_: str) -> Any:
    raise ValueError("no number")
