from decimal import Decimal

import pytest

from engine.numbers import format_number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("1200", "1,200"),
        ("1200.50", "1,200.5"),
        ("1E+3", "1,000"),
        ("-0.5", "-0.5"),
    ],
)
def test_a_number_is_written_in_full(number: str, text: str) -> None:
    assert format_number(Decimal(number)) == text


def test_grouping_can_be_left_out() -> None:
    assert format_number(1200, is_grouped=False) == "1200"
