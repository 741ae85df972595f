"""Days of the solver against those of `datetime`: months added and clamped, days carried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import z3

from engine.analysis.formula.dates import (
    Day,
    Length,
    compared_days,
    compared_lengths,
    days_added,
    length_of,
    months_added,
)
from engine.expressions.core import Comparison
from engine.model.period import add_months

CONTEXT = z3.Context()
PARTS = tuple(z3.Int(name, CONTEXT) for name in ("year", "month", "day"))
ANY = Day(*PARTS)


def at(term: Any, day: date) -> int:
    """The plain value of a term over `ANY`, on a day."""
    of = Day.of(day)
    plain = (z3.IntVal(part, CONTEXT) for part in (of.year, of.month, of.day))
    value = z3.simplify(z3.substitute(term, *zip(PARTS, plain, strict=True)))
    return int(value.as_long()) if z3.is_int_value(value) else int(z3.is_true(value))


def of_day(made: Day, day: date) -> date:
    return date(at(made.year, day), at(made.month, day) + 1, at(made.day, day))


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


ENDS = [day for day in days(date(2023, 1, 1), date(2025, 12, 31)) if day.day in {1, 28, 29, 30, 31}]
CENTURIES = [date(year, 2, 28) for year in (1900, 2000, 2100, 2400)] + [date(2000, 2, 29)]


@pytest.mark.parametrize("months", [0, 1, -1, 2, 5, 11, 12, -12, 13, -25, 48, 780])
def test_months_are_added_and_clamped_as_the_calendar_has_it(months: int) -> None:
    made = months_added(ANY, months)
    for day in (*ENDS, *CENTURIES):
        assert of_day(made, day) == add_months(day, months), day


def test_months_that_are_not_known_are_added_alike() -> None:
    count = z3.Int("count", CONTEXT)
    made = months_added(ANY, count)
    for months in (-13, -1, 0, 1, 7, 24):
        plain = (count, z3.IntVal(months, CONTEXT))
        placed = Day(*(z3.substitute(part, plain) for part in (made.year, made.month, made.day)))
        for day in CENTURIES + ENDS[:12]:
            assert of_day(placed, day) == add_months(day, months), (day, months)


@pytest.mark.parametrize("count", [0, 1, -1, 27, 28, 29, 31, -31, 60, 365, -366, 800])
def test_days_are_carried_over_the_ends_of_months(count: int) -> None:
    made = days_added(ANY, count)
    assert made is not None
    for day in CENTURIES + ENDS[::9]:
        assert of_day(made, day) == day + timedelta(days=count), day


def test_a_long_or_unknown_stretch_of_days_is_not_carried() -> None:
    assert days_added(ANY, 801) is None
    assert days_added(ANY, z3.Int("count", CONTEXT)) is None


def test_days_are_numbered_as_datetime_does() -> None:
    for day in (*CENTURIES, *ENDS, date.min, date(1, 12, 31), date.max):
        assert at(ANY.number, day) == day.toordinal()
        assert Day.of(day).number == day.toordinal()


def test_months_have_their_days() -> None:
    for year in (1900, 2000, 2023, 2024):
        for month in range(1, 13):
            last = add_months(date(year, month, 1), 1) - timedelta(days=1)
            assert at(length_of(ANY), date(year, month, 1)) == last.day


@pytest.mark.parametrize("comparison", list(Comparison))
def test_days_between_two_dates_compare_from_either_side(comparison: Comparison) -> None:
    compare: dict[Comparison, Callable[[int, int], bool]] = {
        Comparison.EQ: lambda a, b: a == b,
        Comparison.NE: lambda a, b: a != b,
        Comparison.LT: lambda a, b: a < b,
        Comparison.LE: lambda a, b: a <= b,
        Comparison.GT: lambda a, b: a > b,
        Comparison.GE: lambda a, b: a >= b,
    }
    start = date(2024, 1, 31)
    since = Length(0, (ANY, Day.of(start)))
    for day in days(date(2024, 2, 27), date(2024, 3, 3)):
        between = (day - start).days
        for count in (29, 30, 900):
            plain = Length(count)
            said = compared_lengths(comparison, since, plain)
            assert at(said, day) == compare[comparison](between, count)
            turned = compared_lengths(comparison, plain, since)
            assert at(turned, day) == compare[comparison](count, between)


def test_plain_days_stay_plain() -> None:
    made = months_added(Day.of(date(2026, 1, 31)), 1)
    assert made == Day.of(date(2026, 2, 28))
    assert compared_days(Comparison.LT, made, Day.of(date(2026, 3, 1))) is True
