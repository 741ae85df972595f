"""Days of terms: moved by months or days, and how many lie between two of them.

A day is moved only as far as the calendar goes, so that no engine is asked for a day that it does
not have; beyond it is a fault. Dates are cast back to dates.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import ibis

from engine.analysis.relation.logic import strict
from engine.analysis.relation.terms import NotCovered, Term
from engine.analysis.relation.truths import (
    DAY,
    WHOLE,
    Value,
    all_of,
    any_of,
    chosen,
    column,
    denied,
    is_plain,
    is_true,
    wide,
)
from engine.model.period import add_months

_FIRST_MONTH: Final = 12  # counted from the year 0: January of the year 1
_LAST_MONTH: Final = 9999 * 12 + 11


def days_between(first: Value, last: Value) -> Value:
    if is_plain(first) and is_plain(last):
        return (last - first).days
    return column(last, DAY).delta(column(first, DAY), unit="day")


def months_added(day: Term, months: Term, sign: int) -> Term:
    if day.value is None or months.value is None:
        return Term(is_fault=strict((day, months)))
    if day.kind != DAY or months.kind != WHOLE:
        raise NotCovered
    return moved(day, months, sign, is_months=True)


def moved(day: Term, length: Term, sign: int, *, is_months: bool) -> Term:
    """A day and whole months or days, clamped to the end of the month."""
    low, high = (length.low, length.high) if sign > 0 else (-length.high, -length.low)
    first, last = _shifted(day.low, low, is_months), _shifted(day.high, high, is_months)
    is_fault, is_sure = strict((day, length)), day.is_sure and length.is_sure
    count, inside = length.value, True
    if first is None or last is None:
        # What lies outside the calendar is not computed, wherever it stands in the query.
        inside = _stays(day.value, length.value, sign, is_months)
        count = chosen(((inside, count),), None, WHOLE)
        is_fault = any_of((is_fault, is_true(denied(inside))))
        is_sure = False
    if is_plain(count) and is_plain(day.value):
        value: Any = None if count is None else _shifted(day.value, sign * count, is_months)
    elif count is None:
        value = None
    else:
        value = _with_interval(column(day.value, DAY), count, sign, is_months)
    return Term(
        value,
        False,
        is_fault,
        DAY,
        low=first or date.min,
        high=last or date.max,
        is_sure=is_sure,
    )


def _with_interval(day: Any, count: Value, sign: int, is_months: bool) -> Any:
    if isinstance(count, int):
        length = ibis.interval(count, "M" if is_months else "D")
    else:
        length = count.as_interval("M" if is_months else "D")
    moved = day + length if sign > 0 else day - length
    return moved.cast("timestamp").cast("date")  # engines make a moment of it


def _shifted(day: date, count: int, is_months: bool) -> date | None:
    try:
        return add_months(day, count) if is_months else date.fromordinal(day.toordinal() + count)
    except (OverflowError, ValueError):
        return None


def _stays(day: Value, count: Value, sign: int, is_months: bool) -> Any:
    """Whether a day stays inside the calendar."""
    if is_plain(day) and is_plain(count):
        return _shifted(day, sign * count, is_months) is not None
    moved = column(day, DAY)
    if is_months:
        index = wide(moved.year()) * 12 + (wide(moved.month()) - 1)
        least, most = _FIRST_MONTH - index, _LAST_MONTH - index
    else:
        least, most = days_between(moved, date.min), days_between(moved, date.max)
    low, high = (least, most) if sign > 0 else (-most, -least)
    return all_of((column(count, WHOLE) >= low, column(count, WHOLE) <= high))
