"""Writing a typed value as the text of an input, so that reading it gives the value again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.answers.choices import NO, YES
from engine.model.money import MINOR_DIGITS, Money
from engine.model.partial import Precision
from engine.model.service import Field
from engine.model.value import State
from engine.numbers import format_number


def field_text(field: Field, value: State) -> str:
    """What an applicant would have typed for `value` as the answer to `field`."""
    if field.partial is None or not isinstance(value, date):
        return answer_text(value)
    is_month = field.partial.precision is Precision.MONTH
    return f"{value.month}/{value.year}" if is_month else f"{value.year}"


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
        case tuple():
            return ",".join(map(answer_text, value))
        case Decimal():
            return format_number(value, is_grouped=False)
        case Money():
            return f"{Decimal(value.amount_minor).scaleb(-MINOR_DIGITS):.{MINOR_DIGITS}f}"
        case date():
            return f"{value.day}/{value.month}/{value.year}"
        case _:
            return ""
