import pytest

from engine.model.money import Money
from engine.model.words import Language
from engine.money import currency_name, format_amount, format_money


@pytest.mark.parametrize(
    ("amount_minor", "ar", "en"),
    [
        (12000, "120.00 ريال", "SAR 120.00"),
        (0, "0.00 ريال", "SAR 0.00"),
        (5, "0.05 ريال", "SAR 0.05"),
        (123456789, "1,234,567.89 ريال", "SAR 1,234,567.89"),
        (-12050, "\u200e-120.50 ريال", "SAR -120.50"),
    ],
)
def test_money_is_said_with_both_minor_digits(amount_minor: int, ar: str, en: str) -> None:
    money = Money("SAR", amount_minor)
    assert format_money(money, Language.AR) == ar
    assert format_money(money, Language.EN) == en


def test_an_amount_beyond_the_precision_of_a_float_is_exact() -> None:
    assert format_amount(Money("SAR", 10**17 + 1), Language.EN) == "1,000,000,000,000,000.01"


def test_another_currency_has_its_own_name_in_arabic() -> None:
    assert currency_name("KWD", Language.AR) == "دينار كويتي"
    assert currency_name("KWD", Language.EN) == "KWD"
