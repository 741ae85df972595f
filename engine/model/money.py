"""Money: whole minor units of one currency. No float ever holds money."""

from __future__ import annotations

import re
from dataclasses import dataclass

MINOR_DIGITS = 2  # halalas: every currency that a definition may name here has two
_AMOUNT = re.compile(r"(?P<major>\d{1,15})(?:\.(?P<minor>\d{2}))? (?P<currency>[A-Z]{3})")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`amount_minor` whole minor units (halalas) of `currency` (ISO 4217)."""

    currency: str
    amount_minor: int

    def __add__(self, other: Money) -> Money:
        """Add two amounts of one currency; raises ValueError when the currencies differ."""
        if self.currency != other.currency:
            raise ValueError(f"cannot add {self.currency} and {other.currency}")
        return Money(self.currency, self.amount_minor + other.amount_minor)

    def __sub__(self, other: Money) -> Money:
        return self + Money(other.currency, -other.amount_minor)

    def __str__(self) -> str:
        """The text that YAML and JSON hold.

        >>> str(Money("SAR", 12050))
        '120.50 SAR'
        """
        sign = "-" if self.amount_minor < 0 else ""
        major, minor = divmod(abs(self.amount_minor), 10**MINOR_DIGITS)
        return f"{sign}{major}.{minor:0{MINOR_DIGITS}} {self.currency}"

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read `"120.00 SAR"` or `"120 SAR"`; raises ValueError for anything else.

        >>> Money.parse("120.50 SAR")
        Money(currency='SAR', amount_minor=12050)
        """
        match = _AMOUNT.fullmatch(text)
        if match is None:
            raise ValueError(f"not an amount of money: {text}")
        minor = int(match["major"]) * 10**MINOR_DIGITS + int(match["minor"] or 0)
        return cls(match["currency"], minor)
