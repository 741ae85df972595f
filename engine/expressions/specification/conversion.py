"""Conversion functions: date, time, date and time, number, string, duration, range.

Source: OMG DMN 1.5, 10.3.4.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Final

from engine.expressions.decimals import DECIMALS
from engine.expressions.specification.calendar import Date, date_of
from engine.expressions.specification.signatures import BuiltIn, Run, built_in, whole
from engine.expressions.specification.texts import (
    MOST_HOURS,
    read_date,
    read_duration,
    read_moment,
    read_time,
    text_of,
    zone_named,
)
from engine.expressions.specification.values import (
    SECOND,
    DateTime,
    DaysTime,
    Time,
    Value,
    YearsMonths,
    Zone,
)

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_SEPARATORS: Final = {" ", ",", "."}


def _read(reader: Callable[[str], Value]) -> Callable[[Run, str], Value]:
    def body(_: Run, text: str) -> Value:
        try:
            return reader(text)
        except ValueError:
            return None

    return body


def _date_of(_: Run, moment: Date | DateTime) -> Value:
    return moment.date if isinstance(moment, DateTime) else moment


def _date(_: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    numbers = [whole(part) for part in (year, month, day)]
    if None in numbers:
        return None
    try:
        return date_of(*(number for number in numbers if number is not None))
    except ValueError:
        return None


def _time_of(_: Run, value: Time | DateTime | Date) -> Value:
    match value:
        case Time():
            return value
        case DateTime():
            return value.time
        case _:
            return Time(0, 0, 0, 0, Zone(0))


def _time(
    _: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None
) -> Value:
    hours, minutes = whole(hour), whole(minute)
    if hours is None or minutes is None or not 0 <= second < 60:
        return None
    nanoseconds = int(DECIMALS.multiply(second, Decimal(SECOND)))
    zone = None
    if offset is not None:
        seconds, rest = divmod(offset.nanoseconds, SECOND)
        if rest or abs(seconds) > MOST_HOURS * 3600:
            return None
        zone = Zone(seconds)
    if not 0 <= hours < 24 or not 0 <= minutes < 60:
        return None
    return Time(hours, minutes, nanoseconds // SECOND, nanoseconds % SECOND, zone)


def _moment(_: Run, day: Date | DateTime, time: Time) -> Value:
    return DateTime(day.date if isinstance(day, DateTime) else day, time)


def _moment_in_zone(_: Run, day: Date | DateTime, time: Time, zone: str) -> Value:
    try:
        made = Time(time.hour, time.minute, time.second, time.nanosecond, zone_named(zone))
    except ValueError:
        return None
    return DateTime(day.date if isinstance(day, DateTime) else day, made)


def _moment_of(_: Run, value: Date | DateTime) -> Value:
    return value if isinstance(value, DateTime) else DateTime(value, Time(0, 0, 0, 0))


def _number(run: Run, text: Value, grouping: Value, decimal: Value) -> Value:
    if isinstance(text, Decimal) and grouping is None and decimal is None:
        return text
    if not isinstance(text, str):
        return None
    if grouping is not None and (grouping not in _SEPARATORS or grouping == decimal):
        return None
    if decimal is not None and decimal not in {",", "."}:
        return None
    run.budget.letters(len(text))
    plain = text.replace(str(grouping), "") if grouping is not None else text
    if decimal is not None and decimal != ".":
        plain = plain.replace(str(decimal), ".") if "." not in plain else ""
    if _NUMBER.fullmatch(plain) is None:
        return None
    try:
        return DECIMALS.create_decimal(plain)
    except DecimalException:
        return None


def _string(run: Run, value: Value) -> Value:
    return None if value is None else text_of(value, run.budget)


def _years_and_months(_: Run, start: Date | DateTime, end: Date | DateTime) -> Value:
    first, last = (day.date if isinstance(day, DateTime) else day for day in (start, end))
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsMonths(months)


def _same(_: Run, value: Value) -> Value:
    return value


FUNCTIONS: Final[tuple[BuiltIn, ...]] = (
    built_in(
        "date",
        ("from: string", _read(read_date)),
        ("from: day", _date_of),
        ("year: number; month: number; day: number", _date),
    ),
    built_in(
        "time",
        ("from: string", _read(read_time)),
        ("from: temporal", _time_of),
        ("hour: number; minute: number; second: number; offset?: length", _time),
    ),
    built_in(
        "date and time",
        ("from: string", _read(read_moment)),
        ("from: day", _moment_of),
        ("date: day; time: time", _moment),
        ("date: day; time: time; timezone: string", _moment_in_zone),
    ),
    built_in("number", ("from: any; grouping separator?: any; decimal separator?: any", _number)),
    built_in("string", ("from: any", _string)),
    built_in("duration", ("from: string", _read(read_duration)), ("from: duration", _same)),
    built_in("years and months duration", ("from: day; to: day", _years_and_months)),
)
