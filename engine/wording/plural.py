"""Plural forms: Arabic has six, English two. Source: CLDR, through Babel."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from engine.model.words import Language

if TYPE_CHECKING:
    from babel.plural import PluralRule


class PluralForm(StrEnum):
    ZERO = "zero"
    ONE = "one"
    TWO = "two"
    FEW = "few"
    MANY = "many"
    OTHER = "other"


FORMS: Final = {
    Language.AR: frozenset(PluralForm),
    Language.EN: frozenset({PluralForm.ONE, PluralForm.OTHER}),
}
"""The forms that a text which counts must have in each language."""


def plural_form(count: int | Decimal, language: Language) -> PluralForm:
    """The form that `count` takes, by its size: a negative number counts as its opposite.

    >>> [str(plural_form(n, Language.AR)) for n in (0, 1, 2, 3, 11, 100)]
    ['zero', 'one', 'two', 'few', 'many', 'other']
    """
    size = -count if count < 0 else count
    return _of_whole(size, language) if isinstance(size, int) else _form(size, language)


@lru_cache(maxsize=1024)
def _of_whole(size: int, language: Language) -> PluralForm:
    """Kept, as pages count the same few things; decimals are not, as 1 and 1.0 differ."""
    return _form(size, language)


def _form(size: int | Decimal, language: Language) -> PluralForm:
    return PluralForm(_rule(language)(size))


@cache
def _rule(language: Language) -> PluralRule:
    from babel import Locale  # loads its tables: only when something is counted

    return Locale(language.value).plural_form
