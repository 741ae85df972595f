"""Texts of dates, times and durations, both ways, and the text of every value.

Readers raise ValueError for what is none. Sources: OMG DMN 1.5, 10.3.2.3 and 10.3.4.1 (`string`);
XML Schema 1.1, part 2; ISO 8601. Fractions of a second are cut after nine digits.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.expressions.decimals import DECIMALS
from engine.expressions.specification.calendar import Date, date_of
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
    Zone,
)

_DATE = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(Z|z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+/-]+)?"
)
_MONTHS = re.compile(r"(-?)P(?:([0-9]{1,12})Y)?(?:([0-9]{1,12})M)?")
_DAYS = re.compile(
    r"(-?)P(?:([0-9]{1,12})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,12})H)?(?:([0-9]{1,12})M)?"
    r"(?:([0-9]{1,12})(?:\.([0-9]*))?S)?)?"
)
MOST_HOURS: Final = 18  # of an offset from UTC


def read_date(text: str) -> Date:
    if match := _DATE.fullmatch(text):
        return date_of(int(match[1]), int(match[2]), int(match[3]))
    raise ValueError("no date")


def read_time(text: str) -> Time:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("no time")
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError("no such time")
    return Time(hour, minute, second, _fraction(match[4]), _zone(match[5]))


def read_moment(text: str) -> DateTime:
    """Read a date and time; a date alone is its midnight."""
    day, separator, time = text.partition("T")
    return DateTime(read_date(day), read_time(time) if separator else Time(0, 0, 0, 0))


def read_duration(text: str) -> YearsMonths | DaysTime:
    if (match := _MONTHS.fullmatch(text)) and (match[2] or match[3]):
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonths(-months if match[1] else months)
    match = _DAYS.fullmatch(text)
    if match is None or not any(match.group(2, 3, 4, 5)):
        raise ValueError("no duration")
    days, hours, minutes, seconds = (int(part or 0) for part in match.group(2, 3, 4, 5))
    length = days * DAY + ((hours * 60 + minutes) * 60 + seconds) * SECOND + _fraction(match[6])
    return DaysTime(-length if match[1] else length)


def read_literal(text: str) -> Value:
    """Read what stands in `@"..."`."""
    if "P" in text[:2]:
        return read_duration(text)
    if _DATE.fullmatch(text):
        return read_date(text)
    return read_moment(text) if "T" in text[:16] else read_time(text)


def zone_named(name: str) -> Zone:
    """The zone with a name of the tz database; raises ValueError for any other text."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise ValueError("no such zone") from None
    return Zone(0, name)


def _fraction(digits: str | None) -> int:
    return int((digits or "0")[:9].ljust(9, "0"))


def _zone(text: str | None) -> Zone | None:
    if text is None:
        return None
    if text in "Zz":
        return Zone(0)
    if text.startswith("@"):
        return zone_named(text[1:])
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    offset = hours * 3600 + minutes * 60 + sum(seconds)
    if minutes > 59 or any(part > 59 for part in seconds) or offset > MOST_HOURS * 3600:
        raise ValueError("no such offset")
    return Zone(-offset if text[0] == "-" else offset)


def number_text(number: Decimal) -> str:
    """All digits, never with an exponent."""
    text = f"{DECIMALS.normalize(number):f}"
    return "0" if text == "-0" else text


def _time_text(time: Time) -> str:
    text = f"{time.hour:02d}:{time.minute:02d}:{time.second:02d}"
    if time.nanosecond:
        text += f".{time.nanosecond:09d}".rstrip("0")
    if time.zone is None:
        return text
    if time.zone.name:
        return f"{text}@{time.zone.name}"
    return text + offset_text(time.zone.offset)


def offset_text(offset: int) -> str:
    if not offset:
        return "Z"
    minutes, second = divmod(abs(offset), 60)
    seconds = f":{second:02d}" if second else ""
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}{seconds}"


def _months_text(length: YearsMonths) -> str:
    years, months = divmod(abs(length.months), 12)
    parts = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    return f"{'-' if length.months < 0 else ''}P{parts}"


def _days_text(length: DaysTime) -> str:
    days, rest = divmod(abs(length.nanoseconds), DAY)
    seconds, nanosecond = divmod(rest, SECOND)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    fraction = f".{nanosecond:09d}".rstrip("0") if nanosecond else ""
    time = (f"{hours}H" if hours else "") + (f"{minute}M" if minute else "")
    time += f"{second}{fraction}S" if second or fraction else ""
    text = (f"{days}D" if days else "") + (f"T{time}" if time else "")
    return f"{'-' if length.nanoseconds < 0 else ''}P{text or 'T0S'}"


def text_of(value: Value, budget: Budget, *, is_inside: bool = False) -> str:
    """What `string(value)` gives; inside a list or a context strings stand in quotation marks."""
    budget.descend()
    text = _text(value, budget, is_inside=is_inside)
    budget.letters(len(text))
    budget.ascend()
    return text


def _text(value: Value, budget: Budget, *, is_inside: bool) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return number_text(value)
        case str():
            return json.dumps(value, ensure_ascii=False) if is_inside else value
        case Date():
            return str(value)
        case Time():
            return _time_text(value)
        case DateTime(date, time):
            return f"{date}T{_time_text(time)}"
        case YearsMonths():
            return _months_text(value)
        case DaysTime():
            return _days_text(value)
        case Range():
            return _range_text(value, budget)
        case tuple():
            items = [text_of(item, budget, is_inside=True) for item in value]
            return f"[{', '.join(items)}]"
        case dict():
            entries = [
                f"{_key(key)}: {text_of(item, budget, is_inside=True)}"
                for key, item in value.items()
            ]
            return f"{{{', '.join(entries)}}}"
        case _:
            return "function"


def _key(key: str) -> str:
    is_plain = re.fullmatch(r"[^\W\d][\w ]*", key) is not None
    return key if is_plain else json.dumps(key, ensure_ascii=False)


def _range_text(value: Range, budget: Budget) -> str:
    low, high = (text_of(end, budget, is_inside=True) for end in (value.low, value.high))
    if value.low is None and value.high is not None:
        return f"({'<=' if value.has_high else '<'} {high})"
    if value.high is None and value.low is not None:
        return f"({'>=' if value.has_low else '>'} {low})"
    return f"{'[' if value.has_low else '('}{low}..{high}{']' if value.has_high else ')'}"
