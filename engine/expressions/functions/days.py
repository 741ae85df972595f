"""Functions on dates and times, and ours of the calendar: weekdays, working days, gaps.

Days of the week and months are codes of two built-in lists, so that they are compared as codes.
Source: OMG DMN 1.5, 10.3.4.1 and 10.3.4.8.
"""

from __future__ import annotations

from typing import Final

from engine.expressions import beyond
from engine.expressions.core import Node
from engine.expressions.functions.calling import called, list_of
from engine.expressions.functions.constants import READ_DATE, READ_MOMENT, READ_TIME
from engine.expressions.functions.signatures import Arguments, Function, function
from engine.model.types import (
    DATE,
    DATE_TIME,
    DAYS,
    NUMBER,
    PERIOD,
    TIME,
    YES_NO,
    Kind,
    Type,
)

WEEKDAYS: Final = "weekdays"
MONTHS: Final = "months"
_WEEKDAY: Final = Type(Kind.CODE, of=WEEKDAYS)
_PERIODS: Final = "periods: list of range of date"


def _same_day(arguments: Arguments) -> Node:
    """`date(x)` of a date is the date itself."""
    day = arguments[0]
    return day if day.type.kind is Kind.DATE else beyond.FieldOf(day, "date", DATE, arguments.at)


def _time_of(arguments: Arguments) -> Node:
    return beyond.FieldOf(arguments[0], "time", TIME, arguments.at)


FUNCTIONS: Final[tuple[Function, ...]] = (
    function(
        "date",
        ("from: text", READ_DATE),
        ("from: day", _same_day),
        ("year: number; month: number; day: number", called("date", DATE.optional())),
    ),
    function(
        "time",
        ("from: text", READ_TIME),
        ("from: date_and_time", _time_of),
        ("hour: number; minute: number; second: number", called("time", TIME.optional())),
    ),
    function(
        "date and time",
        ("from: text", READ_MOMENT),
        ("date: date; time: time", called("date and time", DATE_TIME)),
    ),
    function(
        "years and months duration",
        ("from: date; to: date", called("years and months duration", PERIOD)),
    ),
    function("day of year", ("date: day", called("day of year", NUMBER))),
    function("day of week", ("date: day", called("day of week", _WEEKDAY))),
    function("month of year", ("date: day", called("month of year", Type(Kind.CODE, of=MONTHS)))),
    function("week of year", ("date: day", called("week of year", NUMBER))),
    # Ours
    function("weeks", ("n: number", called("weeks", DAYS)), is_ours=True),
    function(
        "weekday on or before",
        ("date: date; weekday: code of weekdays", called("weekday on or before", DATE)),
        is_ours=True,
    ),
    function(
        "weekday on or after",
        ("date: date; weekday: code of weekdays", called("weekday on or after", DATE)),
        is_ours=True,
    ),
    function("is working day", ("date: date", called("is working day", YES_NO)), is_ours=True),
    function(
        "working days after",
        ("date: date; count: number", called("working days after", DATE)),
        is_ours=True,
    ),
    function(
        "working days between",
        ("from: date; to: date", called("working days between", NUMBER)),
        is_ours=True,
    ),
    function(
        "yearly on or after",
        ("first: date; date: date", called("yearly on or after", DATE)),
        is_ours=True,
    ),
    function(
        "yearly on or before",
        ("first: date; date: date", called("yearly on or before", DATE.optional())),
        is_ours=True,
    ),
    function("have overlap", (_PERIODS, called("have overlap", YES_NO)), is_ours=True),
    function(
        "gaps",
        (
            f"{_PERIODS}; within: range of date",
            called("gaps", list_of(Type(Kind.RANGE, element=DATE))),
        ),
        is_ours=True,
    ),
    function(
        "longest gap",
        (f"{_PERIODS}; within: range of date", called("longest gap", DAYS)),
        is_ours=True,
    ),
)
