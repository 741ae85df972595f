"""Writing money for people. Western digits in both languages; the amount is exact."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Final

from engine.model.money import MINOR_DIGITS, Money
from engine.model.words import Language

NUMBERING: Final = "latn"
"""The digits of every amount in both languages, by their CLDR name; `arab` for ٠ to ٩."""

_PATTERN: Final = "#,##0." + "0" * MINOR_DIGITS
_SHORT_NAMES: Final = {"SAR": "ريال"}  # CLDR says «ريال سعودي», which no Saudi site writes


def format_money(money: Money, language: Language) -> str:
    """`money` with its currency in the words of `language`.

    >>> format_money(Money("SAR", 120_000_00), Language.AR)
    '120,000.00 ريال'
    >>> format_money(Money("SAR", -50), Language.EN)
    'SAR -0.50'
    """
    amount = format_amount(money, language)
    match language:
        case Language.AR:
            return f"{amount} {currency_name(money.currency, language)}"
        case Language.EN:
            return f"{money.currency} {amount}"


def format_amount(money: Money, language: Language) -> str:
    """The number alone, with both minor digits, for a column that names the currency itself.

    A negative amount in Arabic carries a left-to-right mark, so that its sign stays in front.
    """
    from babel.numbers import format_decimal  # loads its tables: only when money is shown

    number = Decimal(money.amount_minor).scaleb(-MINOR_DIGITS)
    text = format_decimal(
        abs(number), format=_PATTERN, locale=language.value, numbering_system=NUMBERING
    )
    mark = "\u200e" if language is Language.AR else ""
    return f"{mark}-{text}" if number < 0 else text


@cache
def currency_name(currency: str, language: Language) -> str:
    """What stands beside an amount: the name in Arabic, the ISO 4217 code in English."""
    match language:
        case Language.AR:
            from babel.numbers import get_currency_name

            return _SHORT_NAMES.get(currency) or get_currency_name(currency, locale="ar")
        case Language.EN:
            return currency
