"""Saying phrases and typed values in one language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from engine.calendar import format_date
from engine.model.clock import Moment, Time
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.words import Language, Text
from engine.money import format_money
from engine.numbers import format_number
from engine.phrases.catalogue import PhraseError, find
from engine.wording import fill, isolate, join, plural_form

Sayable: TypeAlias = (
    str
    | bool
    | int
    | Decimal
    | date
    | Time
    | Moment
    | Money
    | Months
    | Days
    | Seconds
    | Text
    | tuple["Sayable", ...]
)


def phrase(name: str, language: Language, /, **values: Sayable) -> str:
    """The phrase `name` in `language`, its placeholders filled with `values` as `say` says them.

    Raises PhraseError when there is no such phrase, and WordingError when a value is missing.
    """
    found = find(name)
    if found is None:
        raise PhraseError(f"there is no phrase {name}")
    pattern = found.patterns[language]
    if isinstance(pattern, Mapping):
        count = values.get("count")
        if not isinstance(count, int | Decimal):
            raise PhraseError(f"phrase {name} needs a number named count")
        pattern = pattern[plural_form(count, language)]
    if not found.names:
        return pattern
    return fill(pattern, {name: say(value, language) for name, value in values.items()})


def phrase_text(name: str, /, **values: Sayable) -> Text:
    """The phrase `name` in both languages."""
    return Text(phrase(name, Language.AR, **values), phrase(name, Language.EN, **values))


def say(value: Sayable, language: Language) -> str:
    """`value` as part of a sentence in `language`, isolated where its order could break.

    Dates are said in both calendars. A code is not a sayable value: look up its words first.
    """
    match value:
        case Text():
            return value.in_(language)
        case bool():
            return phrase("values.yes" if value else "values.no", language)
        case str():
            return isolate(value, language)
        case int() | Decimal():
            return isolate(format_number(Decimal(value)), language)
        case Money():
            return format_money(value, language)
        case Months():
            return _months(value.count, language)
        case Days():
            return phrase("values.days", language, count=value.count)
        case Seconds():
            return _clock_length(value.count, language)
        case date():
            return format_date(value, language)
        case Time():
            return isolate(str(value).removesuffix(":00"), language)
        case Moment(day, time):
            return phrase("values.moment", language, day=day, time=time)
        case tuple():
            return join([say(item, language) for item in value], language)


def said(words: str) -> Text:
    """`words` that are already in the language of a sentence, to be put into it as they are."""
    return Text(words, words)


def _months(count: int, language: Language) -> str:
    """A length in the years and months that people say: `P18M` is one year and six months."""
    years, months = divmod(abs(count), 12)
    parts = [phrase("values.years", language, count=years)] if years else []
    if months or not years:
        parts.append(phrase("values.months", language, count=months))
    return join(parts, language)


def _clock_length(count: int, language: Language) -> str:
    """A length in days, hours, minutes and seconds: of `PT90M` one hour and 30 minutes."""
    minutes, seconds = divmod(abs(count), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
    counted = {unit: size for unit, size in units.items() if size} or {"seconds": 0}
    parts = [phrase(f"values.{unit}", language, count=size) for unit, size in counted.items()]
    return join(parts, language)
