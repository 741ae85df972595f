"""What the functions give that are called on known values: `Call` nodes.

Ours are here; the others are the standard's own (`standard.py`). Each raises a ValueError or an
ArithmeticError where there is no result, and gives absent where its type says that it can.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, DecimalException
from typing import Any, Final

from engine.expressions import calendar_functions as days
from engine.expressions.decimals import DECIMALS
from engine.model.clock import Moment, Time
from engine.model.period import Days, Months, whole_months_between
from engine.model.types import Type
from engine.model.value import ABSENT, Absent, Known, Range
from engine.model.working import WorkingCalendar

MOST: Final = 1000  # elements of a list


def call(
    function: str, values: tuple[Any, ...], gives: Type, calendar: WorkingCalendar
) -> Known | Absent:
    """Apply a function to known values."""
    ours = _OURS.get(function)
    if ours is not None:
        return ours(*values)
    of_calendar = _OF_CALENDAR.get(function)
    if of_calendar is not None:
        return of_calendar(calendar, *values)
    from engine.expressions.standard import applied

    return applied(function, values, gives)


def whole(number: Decimal) -> int:
    """A number to count with; raises ValueError for one that is not whole or too large."""
    if number != number.to_integral_value() or number.adjusted() > 9:
        raise ValueError(f"{number} is not a whole number")
    return int(number)


# Numbers and dates ---------------------------------------------------------------------------


def _power(base: Decimal, exponent: Decimal) -> Known | Absent:
    try:
        made = DECIMALS.power(base, exponent)
    except DecimalException:
        return ABSENT
    if not made.is_finite():
        return ABSENT
    return made


def _product(numbers: tuple[Decimal, ...]) -> Known | Absent:
    product = Decimal(1)
    for number in numbers:
        product = DECIMALS.multiply(product, number)
    return product if numbers else ABSENT


def _date(year: Decimal, month: Decimal, day: Decimal) -> Known | Absent:
    try:
        return date(whole(year), whole(month), whole(day))
    except (ValueError, OverflowError):
        return ABSENT


def _time(hour: Decimal, minute: Decimal, second: Decimal) -> Known | Absent:
    try:
        return Time.of(whole(hour), whole(minute), whole(second))
    except ValueError:
        return ABSENT


def _moment(day: object, time: object) -> Known:
    if isinstance(day, date) and isinstance(time, Time):
        return Moment(day, time)
    raise ValueError(f"{day} and {time}")


def _range_elements(range_: Range) -> Known:
    """The whole numbers or the days of a range, downwards where it begins with the greater."""
    match range_:
        case Range(Decimal() as low, Decimal() as high):
            first, last = whole(low), whole(high)
            make: Callable[[int], Known] = Decimal
        case Range(date() as low, date() as high):
            first, last = low.toordinal(), high.toordinal()
            make = date.fromordinal
        case _:
            raise ValueError("only whole numbers and days can be counted through")
    step = 1 if first <= last else -1
    first += 0 if range_.has_low else step
    last -= 0 if range_.has_high else step
    if abs(last - first) >= MOST:
        raise ValueError(f"a range of more than {MOST} elements")
    return tuple(make(at) for at in range(first, last + step, step))


# Lists ---------------------------------------------------------------------------------------


def _bounded(values: tuple[Known, ...]) -> tuple[Known, ...]:
    if len(values) > MOST:
        raise ValueError(f"a list of more than {MOST} elements")
    return values


def _index(values: tuple[Known, ...], position: Decimal) -> int | None:
    """The place counted from 0, of a position counted from 1, or from the end when negative."""
    at = whole(position)
    at = at - 1 if at > 0 else len(values) + at if at < 0 else -1
    return at if 0 <= at < len(values) else None


def _item_at(values: tuple[Known, ...], position: Decimal) -> Known | Absent:
    at = _index(values, position)
    return ABSENT if at is None else values[at]


def _sublist(
    values: tuple[Known, ...], start: Decimal, length: Decimal | None = None
) -> Known | Absent:
    at = _index(values, start)
    count = len(values) if length is None else whole(length)
    return ABSENT if at is None or count < 0 else values[at : at + count]


def _insert(values: tuple[Known, ...], position: Decimal, item: Known) -> Known | Absent:
    at = _index(values, position)
    if at is None and whole(position) == len(values) + 1:
        at = len(values)
    return ABSENT if at is None else _bounded((*values[:at], item, *values[at:]))


def _remove(values: tuple[Known, ...], position: Decimal) -> Known | Absent:
    at = _index(values, position)
    return ABSENT if at is None else (*values[:at], *values[at + 1 :])


def _replace(values: tuple[Known, ...], position: Decimal, item: Known) -> Known | Absent:
    at = _index(values, position)
    return ABSENT if at is None else (*values[:at], item, *values[at + 1 :])


def _index_of(values: tuple[Known, ...], match: Known) -> Known:
    return tuple(Decimal(at) for at, value in enumerate(values, start=1) if value == match)


def _distinct(values: tuple[Known, ...]) -> Known:
    found: list[Known] = []
    for value in values:
        if value not in found:
            found.append(value)
    return tuple(found)


def _concatenated(*lists: tuple[Known, ...]) -> tuple[Known, ...]:
    return _bounded(tuple(value for one in lists for value in one))


def _flattened(values: tuple[Known, ...]) -> tuple[Known, ...]:
    flat: list[Known] = []
    for value in values:
        flat += _flattened(value) if isinstance(value, tuple) else (value,)
    return _bounded(tuple(flat))


_OURS: Final[Mapping[str, Callable[..., Known | Absent]]] = {
    "power": _power,
    "product": _product,
    "date": _date,
    "time": _time,
    "date and time": _moment,
    "years and months duration": lambda start, end: Months(whole_months_between(start, end)),
    "range elements": _range_elements,
    "item at": _item_at,
    "sublist": _sublist,
    "append": lambda values, *items: _bounded((*values, *items)),
    "concatenate": _concatenated,
    "insert before": _insert,
    "remove": _remove,
    "list replace": _replace,
    "reverse": lambda values: tuple(reversed(values)),
    "index of": _index_of,
    "union": lambda *lists: _distinct(_concatenated(*lists)),
    "distinct values": _distinct,
    "flatten": _flattened,
    "flatten once": lambda lists: _concatenated(*lists),
    "weeks": lambda count: Days(7 * whole(count)),
    "weekday on or before": days.weekday_on_or_before,
    "weekday on or after": days.weekday_on_or_after,
    "yearly on or after": days.yearly_on_or_after,
    "yearly on or before": days.yearly_on_or_before,
    "have overlap": days.have_overlap,
    "gaps": lambda periods, within: _bounded(days.gaps(periods, within)),
    "longest gap": days.longest_gap,
}
_OF_CALENDAR: Final[Mapping[str, Callable[..., Known | Absent]]] = {
    "is working day": lambda calendar, day: calendar.is_working_day(day),
    "working days after": lambda calendar, day, count: calendar.after(day, whole(count)),
    "working days between": lambda calendar, start, end: Decimal(calendar.between(start, end)),
}
