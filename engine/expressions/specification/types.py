"""Types of values: whether a value conforms to one, and the implicit conversions.

Source: OMG DMN 1.5, 10.3.2.9 (conformance, conversions) and 7.3.3 (item definitions).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeAlias

from engine.expressions.specification.calendar import Date
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.values import (
    BuiltInFunction,
    DateTime,
    DaysTime,
    Function,
    Range,
    Time,
    Value,
    YearsMonths,
    Zone,
)
from engine.expressions.syntax import TypeReference


@dataclass(frozen=True, slots=True)
class Basic:
    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    element: FeelType


@dataclass(frozen=True, slots=True)
class RangeOf:
    element: FeelType


@dataclass(frozen=True, slots=True)
class ContextOf:
    """A context with at least these entries, each of its type or null."""

    entries: tuple[tuple[str, FeelType], ...]


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """A function that takes such arguments; what it gives is not known before a call."""

    parameters: tuple[FeelType, ...]
    gives: FeelType


@dataclass(frozen=True, slots=True)
class Allowed:
    """A type whose values are constrained by the allowed values of an item definition."""

    base: FeelType
    allows: Callable[[Value], bool] = field(compare=False, repr=False)


FeelType: TypeAlias = Basic | ListOf | RangeOf | ContextOf | FunctionOf | Allowed
ANY: Final = Basic("Any")
DATE_TIME: Final = Basic("date and time")
_BASIC: Final[Mapping[str, FeelType]] = {
    name: Basic(name)
    for name in (
        "Any",
        "Null",
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    )
}
# Names that DMN files use for the same types: 7.3.3 and the typeRef values of DMN 1.1.
_ALSO: Final = {
    "any": "Any",
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
}
BUILT_IN: Final[Mapping[str, FeelType]] = {
    **_BASIC,
    **{name: _BASIC[known] for name, known in _ALSO.items()},
    "list": ListOf(ANY),
    "context": ContextOf(()),
    "range": RangeOf(ANY),
}
_CLASSES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "days and time duration": DaysTime,
    "years and months duration": YearsMonths,
    "function": (Function, BuiltInFunction),
}


def type_of(reference: TypeReference, known: Mapping[str, FeelType]) -> FeelType | None:
    """The type behind what was written, or None where part of it is unknown."""
    parts = tuple(type_of(part, known) for _, part in reference.of)
    if any(part is None for part in parts):
        return None
    types = tuple(part for part in parts if part is not None)
    match reference.name:
        case "list" if types:
            return ListOf(types[0])
        case "range" if types:
            return RangeOf(types[0])
        case "context" if types:
            keys = (key for key, _ in reference.of)
            return ContextOf(tuple(zip(keys, types, strict=True)))
        case "function" if not types and reference.gives is None:
            return Basic("function")
        case "function":
            gives = type_of(reference.gives, known) if reference.gives else ANY
            return None if gives is None else FunctionOf(types, gives)
        case name:
            return known.get(name) or BUILT_IN.get(name)


def conforms(value: Value, type_: FeelType, budget: Budget) -> bool:
    """Whether a value is of a type; null is of `Null` alone, and of any part of another."""
    budget.descend()
    result = _conforms(value, type_, budget)
    budget.ascend()
    return result


def _conforms(value: Value, type_: FeelType, budget: Budget) -> bool:
    match type_:
        case Basic("Any"):
            return value is not None
        case Basic("Null"):
            return value is None
        case Basic(name):
            return isinstance(value, _CLASSES[name])
        case ListOf(element):
            return isinstance(value, tuple) and all(_fits(item, element, budget) for item in value)
        case RangeOf(element):
            return isinstance(value, Range) and all(
                _fits(end, element, budget) for end in (value.low, value.high)
            )
        case ContextOf(entries):
            return isinstance(value, dict) and all(
                key in value and _fits(value[key], entry, budget) for key, entry in entries
            )
        case FunctionOf(parameters):
            if isinstance(value, BuiltInFunction):
                return True
            return isinstance(value, Function) and _all_include(
                [type_ for _, type_ in value.parameters], parameters
            )
        case Allowed(base, allows):
            return _conforms(value, base, budget) and allows(value)


def includes(wide: FeelType, narrow: FeelType) -> bool:
    """Whether every value of `narrow` is one of `wide`, allowed values apart."""
    if wide in (ANY, narrow) or narrow == Basic("Null"):
        return True
    match wide, narrow:
        case _, Allowed(base):
            return includes(wide, base)
        case Allowed(base), _:
            return includes(base, narrow)
        case (ListOf(a), ListOf(b)) | (RangeOf(a), RangeOf(b)):
            return includes(a, b)
        case ContextOf(entries), ContextOf(others):
            there = dict(others)
            return all(key in there and includes(type_, there[key]) for key, type_ in entries)
        case FunctionOf(taken, gives), FunctionOf(others, given):
            return _all_include(others, taken) and includes(gives, given)
        case _:
            return False


def _all_include(wide: Sequence[FeelType], narrow: Sequence[FeelType]) -> bool:
    return len(wide) == len(narrow) and all(map(includes, wide, narrow))


def _fits(value: Value, type_: FeelType, budget: Budget) -> bool:
    return value is None or conforms(value, type_, budget)


def coerced(value: Value, type_: FeelType, budget: Budget) -> Value:
    """The value as one of the type: by an implicit conversion where one is needed, or null."""
    if value is None or type_ == ANY or conforms(value, type_, budget):
        return value
    if isinstance(value, tuple) and len(value) == 1 and conforms(value[0], type_, budget):
        return value[0]
    base = type_.base if isinstance(type_, Allowed) else type_
    if isinstance(base, ListOf) and not isinstance(value, tuple):
        item = coerced(value, base.element, budget)
        made = (item,)
        return made if item is not None and conforms(made, type_, budget) else None
    if isinstance(value, Date) and base == DATE_TIME:
        midnight = DateTime(value, Time(0, 0, 0, 0, Zone(0)))
        return midnight if conforms(midnight, type_, budget) else None
    return None
