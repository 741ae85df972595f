from datetime import date
from decimal import Decimal

import pytest

from engine.answers import answer_text
from engine.model.money import Money
from engine.model.value import ABSENT, UNKNOWN, State


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1200.50"), "1200.5"),
        (Decimal(-3), "-3"),
        (Money("SAR", 5), "0.05"),
        (Money("SAR", -12050), "-120.50"),
        (date(2026, 12, 3), "3/12/2026"),
        (True, "yes"),
        (False, "no"),
        ("نورة", "نورة"),
        (ABSENT, ""),
        (UNKNOWN, ""),
    ],
)
def test_a_value_is_written_as_it_would_be_typed(value: State, text: str) -> None:
    assert answer_text(value) == text
