"""Plural forms: Arabic has six, English two. Source: CLDR, through Babel."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import cache
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
    return PluralForm(_rule(language)(-count if count < 0 else count))


@cache
def _rule(language: Language) -> PluralRule:
    from babel import Locale  # loads its tables: only when something is counted

    return Locale(language.value).plural_form
