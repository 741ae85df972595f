"""How standard functions are declared, and how the arguments of a call meet their parameters.

A parameter has a kind. An argument of another kind gives null, after the implicit conversions:
a list of one stands for its item, and what is no list for a list of itself.

Source: OMG DMN 1.5, 10.3.2.9.4 and 10.3.4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Protocol

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
)


class Run(Protocol):
    """What a function may use: the budget, the clock, and calls of functions given to it."""

    @property
    def budget(self) -> Budget: ...

    @property
    def clock(self) -> datetime: ...

    def call(self, function: Value, arguments: tuple[Value, ...]) -> Value: ...


Body = Callable[..., Value]
_MOST_DIGITS: Final = 15
_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (Date,),
    "time": (Time,),
    "moment": (DateTime,),
    "day": (Date, DateTime),
    "temporal": (Date, DateTime, Time),
    "length": (DaysTime,),
    "duration": (DaysTime, YearsMonths),
    "range": (Range,),
    "context": (dict,),
    "function": (Function, BuiltInFunction),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    kind: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function; `is_open` takes any number of arguments as one list."""

    parameters: tuple[Parameter, ...]
    body: Body
    is_open: bool = False

    def bound(self, arguments: tuple[Value, ...], names: tuple[str, ...]) -> list[Value] | None:
        """The arguments in the order of the parameters, or None when this is not the way."""
        if self.is_open:
            return [arguments] if arguments and not names else None
        if names:
            return self._by_name(dict(zip(names, arguments, strict=True)), len(names))
        least = sum(not parameter.is_optional for parameter in self.parameters)
        if not least <= len(arguments) <= len(self.parameters):
            return None
        return self._fitted([*arguments, *[None] * (len(self.parameters) - len(arguments))])

    def _by_name(self, given: dict[str, Value], count: int) -> list[Value] | None:
        known = {parameter.name for parameter in self.parameters}
        required = {parameter.name for parameter in self.parameters if not parameter.is_optional}
        if count != len(given) or not given.keys() <= known or not required <= given.keys():
            return None
        return self._fitted([given.get(parameter.name) for parameter in self.parameters])

    def _fitted(self, values: list[Value]) -> list[Value] | None:
        fitted: list[Value] = []
        for parameter, value in zip(self.parameters, values, strict=True):
            is_good, made = _fit(value, parameter.kind)
            if not is_good and not (parameter.is_optional and value is None):
                return None
            fitted.append(made)
        return fitted


def _fit(value: Value, kind: str) -> tuple[bool, Value]:
    """Whether the value is of the kind, and the value by then."""
    if kind == "any":
        return True, value
    if value is None:
        return False, None
    if kind == "list":
        return True, value if isinstance(value, tuple) else (value,)
    classes = _KINDS[kind]
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if isinstance(value, classes) and (kind == "boolean" or not isinstance(value, bool)):
        return True, value
    return False, None


@dataclass(frozen=True, slots=True)
class BuiltIn:
    name: str
    signatures: tuple[Signature, ...]

    def call(self, run: Run, arguments: tuple[Value, ...], names: tuple[str, ...]) -> Value:
        """The result of the first signature that the arguments meet; null when none is met."""
        for signature in self.signatures:
            fitted = signature.bound(arguments, names)
            if fitted is not None:
                return signature.body(run, *fitted)
        return None


def signature(parameters: str, body: Body) -> Signature:
    """Read `name: kind; other name?: kind`, where `?` says optional; `...` takes any arguments."""
    if parameters == "...":
        return Signature((), body, is_open=True)
    made = []
    for part in filter(None, parameters.split(";")):
        name, _, kind = part.partition(":")
        made.append(Parameter(name.strip(" ?"), kind.strip(), name.strip().endswith("?")))
    return Signature(tuple(made), body)


def built_in(name: str, *signatures: tuple[str, Body]) -> BuiltIn:
    return BuiltIn(name, tuple(signature(parameters, body) for parameters, body in signatures))


def cut(number: Decimal) -> int | None:
    """The number without its decimals, as positions and scales are read; None for a huge one."""
    return int(number) if number.adjusted() <= _MOST_DIGITS else None


def whole(number: Any) -> int | None:
    """A whole number small enough to count with, or None."""
    if (
        not isinstance(number, Decimal)
        or not number.is_finite()
        or number.adjusted() > _MOST_DIGITS
    ):
        return None
    return int(number) if number == int(number) else None
