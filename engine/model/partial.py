"""Dates of which only the month or the year is asked, and the day that rules read for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """What of a date is asked."""

    MONTH = "month"
    YEAR = "year"


class ReadsAs(StrEnum):
    """Which of the possible days the fact is."""

    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """How a DATE field that asks for less than a day is asked and read."""

    precision: Precision
    reads_as: ReadsAs
