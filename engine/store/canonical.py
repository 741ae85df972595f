"""States and facts as canonical JSON (RFC 8785), both ways, without loss.

Text and yes/no are written plainly; everything else is an object with one telling key, so that
what was recorded can be read without knowing the types of the release it was made under:
`{"number": "12.50"}`, `{"money": "120.00 SAR"}`, `{"date": "2026-10-14"}`, `{"months": 3}`,
`{"time": "09:30:00"}`, `{"absent": true}`, `{"unknown": [["unanswered", "employment.sector"]]}`.
A list is an array.

Decimals are text, digit by digit, so `42` and `42.0` stay what they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias, assert_never

import rfc8785

from engine.model.clock import Moment, Time, parse_moment, parse_time
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.problem import EngineError
from engine.model.register import Answer, RegisterAnswer
from engine.model.value import (
    ABSENT,
    Absent,
    Cause,
    CauseKind,
    Facts,
    Fault,
    Items,
    Known,
    Range,
    State,
    Unknown,
)

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


class NotCanonical(EngineError):
    """What was read is not a state, a fact or a decision as this module writes them."""


def dumps(value: Json) -> bytes:
    """Canonical bytes: equal values, equal bytes. Raises NotCanonical for lone surrogates."""
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise NotCanonical(str(error)) from error


def loads(content: bytes | str) -> Any:
    return json.loads(content)


def write_state(state: State) -> Json:
    match state:
        case bool() | str():
            return state
        case Decimal():
            return {"number": str(state)}
        case Money():
            return {"money": str(state)}
        case Months(count):
            return {"months": count}
        case Days(count):
            return {"days": count}
        case Seconds(count):
            return {"seconds": count}
        case date():
            return {"date": state.isoformat()}
        case Time():
            return {"time": str(state)}
        case Moment():
            return {"moment": str(state)}
        case Range(low, high, has_low, has_high):
            ends = [write_state(low), write_state(high)]
            return {"range": ends, "has_low": has_low, "has_high": has_high}
        case Mapping():
            return {"context": write_facts(state)}
        case tuple():
            return [write_state(element) for element in state]
        case Items(items, is_complete):
            return {"items": [write_facts(item) for item in items], "is_complete": is_complete}
        case Unknown(causes):
            return {"unknown": [[str(cause.kind), cause.fact] for cause in sorted(causes)]}
        case Fault(message, place):
            return {"fault": message, "place": place}
        case Absent():
            return {"absent": True}
        case _:
            assert_never(state)


def read_state(value: Any) -> State:
    """Raises NotCanonical for anything that `write_state` does not write."""
    match value:
        case {"absent": True}:
            return ABSENT
        case {"unknown": list(causes)}:
            return Unknown(frozenset(_cause(cause) for cause in causes))
        case {"fault": str(message), "place": str(place)}:
            return Fault(message, place)
        case _:
            return read_known(value)


def read_known(value: Any) -> Known:
    match value:
        case bool() | str():
            return value
        case {"number": str(text)}:
            return Decimal(text)
        case {"money": str(text)}:
            return _money(text)
        case {"months": int(count)}:
            return Months(count)
        case {"days": int(count)}:
            return Days(count)
        case {"seconds": int(count)}:
            return Seconds(count)
        case {"date": str(text)}:
            return date.fromisoformat(text)
        case {"time": str(text)}:
            return parse_time(text)
        case {"moment": str(text)}:
            return parse_moment(text)
        case {"range": [low, high], "has_low": bool(has_low), "has_high": bool(has_high)}:
            return Range(read_known(low), read_known(high), has_low, has_high)
        case {"context": dict(entries)}:
            return read_facts(entries)
        case {"items": list(items), "is_complete": bool(is_complete)}:
            return Items(tuple(read_facts(item) for item in items), is_complete)
        case list(elements):
            return tuple(read_known(element) for element in elements)
        case _:
            raise NotCanonical(f"not a recorded value: {type(value).__name__}")


def write_facts(facts: Facts) -> dict[str, Json]:
    return {name: write_state(state) for name, state in facts.items()}


def read_facts(value: Mapping[str, Any]) -> dict[str, State]:
    return {name: read_state(state) for name, state in value.items()}


def write_snapshot(snapshot: Mapping[str, RegisterAnswer]) -> dict[str, Json]:
    """What each register said, by register id."""
    return {
        register: {"answer": str(said.answer), "attributes": write_facts(said.attributes)}
        for register, said in snapshot.items()
    }


def read_snapshot(value: Mapping[str, Any]) -> dict[str, RegisterAnswer]:
    return {
        register: RegisterAnswer(
            Answer(said["answer"]),
            {name: _settled(state) for name, state in read_facts(said["attributes"]).items()},
        )
        for register, said in value.items()
    }


def write_corrections(names: Iterable[str], remarks: Mapping[str, str]) -> list[Json]:
    """What is to be changed: a name, or a name with the sentence about it."""
    return [{"name": name, "remark": remarks[name]} if name in remarks else name for name in names]


def read_corrections(value: list[Any]) -> tuple[tuple[str, ...], dict[str, str]]:
    names = tuple(str(one["name"] if isinstance(one, dict) else one) for one in value)
    remarks = {str(one["name"]): str(one["remark"]) for one in value if isinstance(one, dict)}
    return names, remarks


def _settled(state: State) -> Known | Absent:
    if isinstance(state, Unknown | Fault):
        raise NotCanonical("a register's attribute is known or absent")
    return state


def _cause(value: Any) -> Cause:
    match value:
        case [str(kind), str(fact)]:
            return Cause(CauseKind(kind), fact)
        case _:
            raise NotCanonical("not a recorded cause")


def _money(text: str) -> Money:
    """`Money.parse` reads what authors may write; a recorded amount may be negative too."""
    if text.startswith("-"):
        owed = Money.parse(text[1:])
        return Money(owed.currency, -owed.amount_minor)
    return Money.parse(text)
