"""Dated values on a day and over a period: what is in force, or a fault; never the nearest."""

from __future__ import annotations

from datetime import date

from engine.model.dated import Dated, NotInForceError
from engine.model.problem import Span
from engine.model.value import Fault, Known, State


def in_force(dated: Dated[Known], at: Span, day: State) -> State:
    """The value on a known day; `at` is where it is declared."""
    if not isinstance(day, date):
        return _no_day(dated, at)
    try:
        return dated.on(day)
    except NotInForceError as error:
        return Fault(str(error), str(at))


def in_force_during(dated: Dated[Known], at: Span, first: State, last: State) -> State:
    """Every value from one known day to another, both inclusive; see `Dated.during`."""
    if not isinstance(first, date) or not isinstance(last, date):
        return _no_day(dated, at)
    try:
        return dated.during(first, last)
    except NotInForceError as error:
        return Fault(str(error), str(at))


def _no_day(dated: Dated[Known], at: Span) -> Fault:
    return Fault(f"{dated.name} is read on what is no day", str(at))
