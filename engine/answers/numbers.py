"""Reading numbers and amounts of money, with the separators that people here type.

The point and `٫` separate decimals. The comma, `،` and `٬` separate thousands where they stand at
every third digit (`1,200`); a single one elsewhere separates decimals (`1,5`). Nothing is
guessed beyond that: `1.200.000` and `1e3` are refused.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from engine.answers.bounds import Bounds, number_bounds, within
from engine.answers.errors import FieldError, field_error
from engine.model.money import MINOR_DIGITS, Money
from engine.model.service import Field

_DIGITS_AT_MOST: Final = 34  # the precision of every number here; source: DMN 1.5, 10.3.2.3.1
_SEPARATORS: Final = str.maketrans({"٫": ".", "٬": ",", "،": ",", "\u2212": "-", "\u2013": "-"})
_BLANKS: Final = re.compile(r"\s+")
_GROUPED: Final = re.compile(r"([+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+)(\.[0-9]+)?")
_PLAIN: Final = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)")
_CURRENCY: Final = re.compile(
    r"[A-Za-z]{3}|ر\.?س\.?|ريال(?:ات|ا|ين)?(?: سعودي(?:ة)?)?|\N{RIAL SIGN}|\u20c1"
)


def read_number(field: Field, text: str, bounds: Bounds) -> Decimal | FieldError:
    """`text` with western digits as a number, without trailing zeros behind the point."""
    number = _number(text)
    if number is None:
        return field_error(field, "not-a-number")
    places, digits = _size(number)
    if digits > _DIGITS_AT_MOST:
        return field_error(field, "too-many-digits")
    if places > field.fact_type.decimals:
        if field.fact_type.decimals == 0:
            return field_error(field, "not-whole")
        return field_error(field, "too-many-decimals", count=field.fact_type.decimals)
    return within(field, "number", number, *number_bounds(field, bounds))


def read_money(field: Field, text: str, bounds: Bounds) -> Money | FieldError:
    """`text` as an amount in the field's currency; its name may stand beside the number.

    Without a lower bound of the field a negative amount is refused: nobody pays or earns it.
    """
    currency = field.fact_type.of
    assert currency is not None, f"{field.id} is money of no currency"
    named = _CURRENCY.search(text)
    if named is not None and named[0].isascii() and named[0].upper() != currency:
        return field_error(field, "not-an-amount")
    number = _number(_CURRENCY.sub("", text, count=1))
    if number is None:
        return field_error(field, "not-an-amount")
    places, digits = _size(number)
    if digits > _DIGITS_AT_MOST // 2:
        return field_error(field, "too-many-digits")
    if places > MINOR_DIGITS:
        return field_error(field, "too-many-decimals", "amount-decimals")
    amount = Money(currency, int(number.scaleb(MINOR_DIGITS)))
    low = bounds.low if isinstance(bounds.low, Money) else Money(currency, 0)
    high = bounds.high if isinstance(bounds.high, Money) else None
    return within(field, "amount", amount, low, high)


def _number(text: str) -> Decimal | None:
    text = _BLANKS.sub("", text.translate(_SEPARATORS))
    if _GROUPED.fullmatch(text):
        return _plain(text.replace(",", ""))
    if _PLAIN.fullmatch(text):
        return _plain(text.replace(",", "."))
    return None


def _plain(text: str) -> Decimal:
    """The number without trailing zeros or a negative zero, so that equal answers are alike."""
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Decimal(text) if text.strip("+-0") else Decimal(0)


def _size(number: Decimal) -> tuple[int, int]:
    """How many decimal places and how many digits `number` has."""
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    return max(0, -exponent), len(digits)
