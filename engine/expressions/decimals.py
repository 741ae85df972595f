"""The only numbers there are: decimals of 34 digits, as IEEE 754 decimal128 has them.

Source: OMG DMN 1.5, 10.3.2.3.1. No float holds a number anywhere.
"""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from typing import Final

DIGITS: Final = 34
DECIMALS: Final = Context(prec=DIGITS, Emin=-6143, Emax=6144)
_EXACT: Final = Context(
    prec=DIGITS, Emin=-6143, Emax=6144, traps=[Inexact, InvalidOperation, Overflow]
)


def exact_decimal(text: str) -> Decimal:
    """The number that `text` writes; raises ValueError where 34 digits cannot hold it.

    >>> exact_decimal("1.50")
    Decimal('1.50')
    """
    try:
        return _EXACT.create_decimal(text)
    except (Inexact, InvalidOperation, Overflow):
        raise ValueError(f"more than {DIGITS} digits: {text}") from None


def places(number: Decimal) -> int:
    """How many decimal places `number` is written with.

    >>> places(Decimal("1.50")), places(Decimal("1E+3"))
    (2, 0)
    """
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
