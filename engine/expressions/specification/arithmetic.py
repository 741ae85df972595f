"""The operators + - * / ** on values; null for every pair that has no result.

A date beside a date and time is its midnight in UTC. Months clamp to the end of the month.
Source: OMG DMN 1.5, 10.3.2.13, tables 57 to 60, and 10.3.2.3.
"""

from __future__ import annotations

from decimal import Decimal, DecimalException
from typing import Final

from engine.expressions.decimals import DECIMALS
from engine.expressions.specification.calendar import MAX_YEAR, Date, date_on
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.values import (
    DAY,
    DateTime,
    DaysTime,
    Time,
    Value,
    YearsMonths,
    instant,
    instant_of_time,
    moment_at,
    time_at,
)

_LONGEST: Final = DAY * 366 * 2 * MAX_YEAR


def calculated(operator: str, a: Value, b: Value, budget: Budget) -> Value:
    if isinstance(a, bool) or isinstance(b, bool):
        return None
    try:
        match operator:
            case "+":
                return _bounded(_sum(a, b, budget))
            case "-":
                return _bounded(_difference(a, b))
            case "*":
                return _bounded(_product(a, b))
            case "/":
                return _bounded(_quotient(a, b))
            case _:
                return _power(a, b)
    except (ValueError, DecimalException, ZeroDivisionError, OverflowError):
        return None


def negated(value: Value) -> Value:
    match value:
        case bool():
            return None
        case Decimal():
            return DECIMALS.minus(value)
        case YearsMonths(months):
            return YearsMonths(-months)
        case DaysTime(length):
            return DaysTime(-length)
        case _:
            return None


def _bounded(value: Value) -> Value:
    match value:
        case DaysTime(length) if abs(length) > _LONGEST:
            return None
        case YearsMonths(months) if abs(months) > 24 * MAX_YEAR:
            return None
        case _:
            return value


def _sum(a: Value, b: Value, budget: Budget) -> Value:
    match a, b:
        case Decimal(), Decimal():
            return DECIMALS.add(a, b)
        case str(), str():
            budget.letters(len(a) + len(b))
            return a + b
        case YearsMonths(), YearsMonths():
            return YearsMonths(a.months + b.months)
        case DaysTime(), DaysTime():
            return DaysTime(a.nanoseconds + b.nanoseconds)
        case ((Date() | DateTime() | Time()), (YearsMonths() | DaysTime())):
            return _moved(a, b, 1)
        case ((YearsMonths() | DaysTime()), (Date() | DateTime() | Time())):
            return _moved(b, a, 1)
        case _:
            return None


def _difference(a: Value, b: Value) -> Value:
    match a, b:
        case Decimal(), Decimal():
            return DECIMALS.subtract(a, b)
        case YearsMonths(), YearsMonths():
            return YearsMonths(a.months - b.months)
        case DaysTime(), DaysTime():
            return DaysTime(a.nanoseconds - b.nanoseconds)
        case ((Date() | DateTime() | Time()), (YearsMonths() | DaysTime())):
            return _moved(a, b, -1)
        case Time(), Time():
            if (a.zone is None) is not (b.zone is None):
                return None
            return DaysTime(instant_of_time(a) - instant_of_time(b))
        case ((Date() | DateTime()), (Date() | DateTime())):
            if _has_zone(a) is not _has_zone(b):
                return None
            return DaysTime(instant(a) - instant(b))
        case _:
            return None


def _has_zone(moment: Date | DateTime) -> bool:
    return isinstance(moment, Date) or moment.time.zone is not None


def _moved(a: Date | DateTime | Time, length: YearsMonths | DaysTime, sign: int) -> Value:
    match a, length:
        case Date(), YearsMonths(months):
            return a.plus_months(sign * months)
        case Date(), DaysTime(nanoseconds):
            return date_on((a.ordinal * DAY + sign * nanoseconds) // DAY)
        case DateTime(day, time), YearsMonths(months):
            return DateTime(day.plus_months(sign * months), time)
        case DateTime(), DaysTime(nanoseconds):
            return _later(a, sign * nanoseconds)
        case Time(zone=zone), DaysTime(nanoseconds):
            return time_at(a.since_midnight + sign * nanoseconds, zone)
        case _:
            return None


def _later(moment: DateTime, nanoseconds: int) -> DateTime:
    """So long after `moment`; a named zone may have changed its offset meanwhile."""
    zone = moment.time.zone
    moved = moment_at(moment.local + nanoseconds, zone)
    if zone is None or not zone.name:
        return moved
    change = instant(moment) + nanoseconds - instant(moved)
    return moment_at(moved.local + change, zone)


def _product(a: Value, b: Value) -> Value:
    match a, b:
        case Decimal(), Decimal():
            return DECIMALS.multiply(a, b)
        case ((YearsMonths() | DaysTime()), Decimal()):
            return _scaled(a, b)
        case Decimal(), (YearsMonths() | DaysTime()):
            return _scaled(b, a)
        case _:
            return None


def _quotient(a: Value, b: Value) -> Value:
    match a, b:
        case Decimal(), Decimal():
            return DECIMALS.divide(a, b)
        case ((YearsMonths() | DaysTime()), Decimal()):
            return _shared(a, b)
        case YearsMonths(), YearsMonths():
            return DECIMALS.divide(Decimal(a.months), Decimal(b.months))
        case DaysTime(), DaysTime():
            return DECIMALS.divide(Decimal(a.nanoseconds), Decimal(b.nanoseconds))
        case _:
            return None


def _shared(length: YearsMonths | DaysTime, parts: Decimal) -> Value:
    match length:
        case YearsMonths(months):
            return YearsMonths(_whole(DECIMALS.divide(Decimal(months), parts)))
        case DaysTime(nanoseconds):
            return DaysTime(_whole(DECIMALS.divide(Decimal(nanoseconds), parts)))


def _scaled(length: YearsMonths | DaysTime, factor: Decimal) -> Value:
    """The length times a number, cut to whole months or nanoseconds."""
    match length:
        case YearsMonths(months):
            return YearsMonths(_whole(DECIMALS.multiply(Decimal(months), factor)))
        case DaysTime(nanoseconds):
            return DaysTime(_whole(DECIMALS.multiply(Decimal(nanoseconds), factor)))


def _whole(number: Decimal) -> int:
    if number.adjusted() > 40:
        raise OverflowError
    return int(number)


def _power(a: Value, b: Value) -> Value:
    match a, b:
        case Decimal(), Decimal():
            return DECIMALS.power(a, b) if a or b else Decimal(1)  # Python refuses 0 ** 0
        case _:
            return None
