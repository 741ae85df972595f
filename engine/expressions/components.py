"""Components of dates, times and lengths, by the names that FEEL gives them: `day.year`.

Source: OMG DMN 1.5, 10.3.2.12, table 65.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from engine.model.clock import Moment, Time
from engine.model.period import Days, Months, Seconds
from engine.model.types import DATE, TIME, YES_NO, Kind, Type
from engine.model.value import Known, Range

_DAY: Final[Mapping[str, Callable[[date], int]]] = {
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "weekday": lambda day: day.isoweekday(),
}
_CLOCK: Final = ("hour", "minute", "second")
_WHOLE: Final = Type(Kind.NUMBER)
_NAMES: Final[Mapping[Kind, Mapping[str, Type]]] = {
    Kind.DATE: dict.fromkeys(_DAY, _WHOLE),
    Kind.TIME: dict.fromkeys(_CLOCK, _WHOLE),
    Kind.DATE_TIME: {**dict.fromkeys((*_DAY, *_CLOCK), _WHOLE), "date": DATE, "time": TIME},
    Kind.PERIOD: dict.fromkeys(("years", "months"), _WHOLE),
    Kind.DAYS: {"days": _WHOLE},
    Kind.SECONDS: dict.fromkeys(("days", "hours", "minutes", "seconds"), _WHOLE),
}


def components(type_: Type) -> Mapping[str, Type]:
    """What a value of the type has components of, each with its own type."""
    if type_.kind is Kind.RANGE and type_.element is not None:
        point = type_.element
        return {"start": point, "end": point, "start_included": YES_NO, "end_included": YES_NO}
    return _NAMES.get(type_.kind, {})


def component(value: Known, name: str) -> Known:
    """A component of a known value; raises ValueError for one that it does not have."""
    found: Any
    match value:
        case Range(low, high, has_low, has_high):
            parts = {"start": low, "end": high, "start_included": has_low}
            return {**parts, "end_included": has_high}[name]
        case Moment(day, time):
            if name in {"date", "time"}:
                return day if name == "date" else time
            return component(time if name in _CLOCK else day, name)
        case date():
            found = _DAY[name](value)
        case Time():
            found = value.parts[_CLOCK.index(name)]
        case Months(count):
            years, months = divmod(abs(count), 12)
            found = _signed(years if name == "years" else months, count)
        case Days(count):
            found = count
        case Seconds(count):
            found = _signed(_of_length(abs(count))[name], count)
        case _:
            raise ValueError(f"{value} has no `{name}`")
    return Decimal(found)


def _of_length(seconds: int) -> Mapping[str, int]:
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    return {"days": days, "hours": hour, "minutes": minute, "seconds": second}


def _signed(count: int, of: int) -> int:
    return -count if of < 0 else count
