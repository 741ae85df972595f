"""Writing numbers for people: Western digits in both languages, as Saudi government sites do.

Grouping and the decimal mark are the same in both, so this needs no locale data.
"""

from __future__ import annotations

from decimal import Decimal


def format_number(number: Decimal | int, *, is_grouped: bool = True) -> str:
    """`number` in full, without trailing zeros behind the decimal point.

    >>> format_number(Decimal("1200.50")), format_number(Decimal("1E+3")), format_number(-7)
    ('1,200.5', '1,000', '-7')
    """
    text = format(Decimal(number), ",f" if is_grouped else "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
