"""Writing days and moments for people, in either language and both calendars."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.calendar.hijri import to_hijri
from engine.calendar.months import GREGORIAN_MONTHS, HIJRI_MONTHS
from engine.model.words import Language


def format_date(day: date, language: Language) -> str:
    """`day` in both calendars; in the Gregorian one alone where the Hijri tables end.

    >>> format_date(date(2026, 12, 3), Language.AR)
    '3 ديسمبر 2026م (23 جمادى الآخرة 1448هـ)'
    >>> format_date(date(2026, 12, 3), Language.EN)
    '3 December 2026 (23 Jumada II 1448 AH)'
    """
    hijri = format_hijri(day, language)
    gregorian = format_gregorian(day, language)
    return gregorian if hijri is None else f"{gregorian} ({hijri})"


def format_gregorian(day: date, language: Language) -> str:
    """`day` in the Gregorian calendar alone."""
    month = GREGORIAN_MONTHS[day.month - 1].in_(language)
    match language:
        case Language.AR:
            return f"{day.day} {month} {day.year}م"
        case Language.EN:
            return f"{day.day} {month} {day.year}"


def format_hijri(day: date, language: Language) -> str | None:
    """`day` in the Hijri calendar alone, or None outside its tables."""
    hijri = to_hijri(day)
    if hijri is None:
        return None
    month = HIJRI_MONTHS[hijri.month - 1].in_(language)
    match language:
        case Language.AR:
            return f"{hijri.day} {month} {hijri.year}هـ"
        case Language.EN:
            return f"{hijri.day} {month} {hijri.year} AH"


def format_part(year: int, month: int | None, language: Language, *, is_hijri: bool) -> str:
    """A month of a year, or a year, in the calendar that it is of.

    >>> format_part(2019, 3, Language.EN, is_hijri=False)
    'March 2019'
    >>> format_part(1440, None, Language.AR, is_hijri=True)
    '1440هـ'
    """
    months = HIJRI_MONTHS if is_hijri else GREGORIAN_MONTHS
    name = "" if month is None else f"{months[month - 1].in_(language)} "
    match language:
        case Language.AR:
            return f"{name}{year}{'هـ' if is_hijri else 'م'}"
        case Language.EN:
            return f"{name}{year}{' AH' if is_hijri else ''}"


def format_moment(moment: datetime, time_zone: str, language: Language) -> str:
    """An aware instant as the day and the 24-hour time where the service is run."""
    there = moment.astimezone(ZoneInfo(time_zone))
    clock = f"{there.hour:02}:{there.minute:02}"
    match language:
        case Language.AR:
            return f"{format_date(there.date(), language)}، الساعة {clock}"
        case Language.EN:
            return f"{format_date(there.date(), language)}, {clock}"
