"""Writing a typed value as the text of an input, so that reading it gives the value again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.answers.choices import NO, YES
from engine.model.money import MINOR_DIGITS, Money
from engine.model.value import State
from engine.numbers import format_number


def answer_text(value: State) -> str:
    """What an applicant would have typed for `value`; empty for what is not known.

    >>> answer_text(date(2026, 12, 3)), answer_text(Money("SAR", 12050)), answer_text(True)
    ('3/12/2026', '120.50', 'yes')
    """
    match value:
        case bool():
            return YES if value else NO
        case str():
            return value
        case Decimal():
            return format_number(value, is_grouped=False)
        case Money():
            return f"{Decimal(value.amount_minor).scaleb(-MINOR_DIGITS):.{MINOR_DIGITS}f}"
        case date():
            return f"{value.day}/{value.month}/{value.year}"
        case _:
            return ""
