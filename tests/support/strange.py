"""Facts of a type or a size that no form and no register gives: what a fault elsewhere leaves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from engine.model.money import Money
from engine.model.value import ABSENT, UNKNOWN, Facts, Items, State
from tests.support.programs import PERSON

STRANGE: tuple[State, ...] = (
    ABSENT, UNKNOWN, True, "red", Decimal("NaN"), Decimal("1E+6000"), Decimal("0.1"), date.min,
    date.max, Money("SAR", 1), Money("USD", 1), (Decimal(1),), ("red",), Items(),
    Items(({"hours": "red"}, {})), Items((), is_complete=False),
)  # fmt: skip


def estranged(facts: Facts, random: Random) -> Facts:
    """The same facts of somebody on record; half of the time some of them are strange."""
    strange = random.choice((0.0, 0.0, 0.1, 0.4))
    return {
        name: random.choice(STRANGE) if random.random() < strange else state
        for name, state in facts.items()
    } | {PERSON: True}
