"""What a path reads of a value: the entry of a context, or a part of a date, time, length, range.

Source: OMG DMN 1.5, 10.3.2.6 and table 65.
"""

from __future__ import annotations

from decimal import Decimal

from engine.expressions.decimals import DECIMALS
from engine.expressions.specification.calendar import Date
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.values import (
    DAY,
    SECOND,
    DateTime,
    DaysTime,
    Range,
    Time,
    Value,
    YearsMonths,
)


def property_of(value: Value, name: str, budget: Budget) -> Value:
    """The part of that name, or null; of a list, the part of each item."""
    match value:
        case dict():
            return value.get(name)
        case tuple():
            budget.descend()
            parts = tuple(property_of(item, name, budget) for item in value)
            budget.items(len(parts))
            budget.ascend()
            return parts
        case Date():
            return _of_date(value, name)
        case Time():
            return _of_time(value, name, None)
        case DateTime(date, time):
            found = _of_date(date, name)
            return _of_time(time, name, date) if found is None else found
        case YearsMonths(months):
            return _of_months(months, name)
        case DaysTime(nanoseconds):
            return _of_length(nanoseconds, name)
        case Range():
            return _of_range(value, name)
        case _:
            return None


def _of_date(day: Date, name: str) -> Value:
    match name:
        case "year":
            return Decimal(day.year)
        case "month":
            return Decimal(day.month)
        case "day":
            return Decimal(day.day)
        case "weekday":
            return Decimal(day.weekday)
        case _:
            return None


def _of_time(time: Time, name: str, day: Date | None) -> Value:
    match name:
        case "hour":
            return Decimal(time.hour)
        case "minute":
            return Decimal(time.minute)
        case "second":
            nanoseconds = Decimal(time.second * SECOND + time.nanosecond)
            return DECIMALS.normalize(DECIMALS.scaleb(nanoseconds, -9))
        case "timezone":
            return time.zone.name or None if time.zone else None
        case "time offset" if time.zone:
            offset = time.zone.offset_at(day or Date(1970, 1, 1), time.since_midnight)
            return DaysTime(offset * SECOND)
        case _:
            return None


def _of_months(months: int, name: str) -> Value:
    sign = -1 if months < 0 else 1
    match name:
        case "years":
            return Decimal(sign * (abs(months) // 12))
        case "months":
            return Decimal(sign * (abs(months) % 12))
        case _:
            return None


def _of_length(nanoseconds: int, name: str) -> Value:
    sign, length = (-1 if nanoseconds < 0 else 1), abs(nanoseconds)
    match name:
        case "days":
            return Decimal(sign * (length // DAY))
        case "hours":
            return Decimal(sign * (length % DAY // (3600 * SECOND)))
        case "minutes":
            return Decimal(sign * (length % (3600 * SECOND) // (60 * SECOND)))
        case "seconds":
            seconds = Decimal(sign * (length % (60 * SECOND)))
            return DECIMALS.normalize(DECIMALS.scaleb(seconds, -9))
        case _:
            return None


def _of_range(range_: Range, name: str) -> Value:
    match name:
        case "start":
            return range_.low
        case "end":
            return range_.high
        case "start included":
            return range_.has_low
        case "end included":
            return range_.has_high
        case _:
            return None
