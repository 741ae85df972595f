from decimal import Decimal

import pytest

from engine.answers import Bounds
from engine.model.money import Money
from engine.model.service import FieldType
from tests.support.declared import field
from tests.support.reading import code_of, error_of, read

WHOLE = field(FieldType.NUMBER)
EXACT = field(FieldType.NUMBER, decimals=3)
AMOUNT = field(FieldType.MONEY, of="SAR")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("30", "30"),
        ("+30", "30"),
        ("007", "7"),
        ("٣٠", "30"),
        ("۳۰", "30"),
        ("３０", "30"),
        ("\u200f٣٠\u200f", "30"),
        ("1,200", "1200"),
        ("1،200", "1200"),
        ("١٬٢٠٠", "1200"),
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("30.0", "30"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("-0", "0"),
        ("12,345,678", "12345678"),
    ],
)
def test_a_whole_number_is_read_as_people_write_it(text: str, number: str) -> None:
    assert repr(read(WHOLE, text)) == repr(Decimal(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("١٫٥", "1.5"),
        (".5", "0.5"),
        (",25", "0.25"),
        ("1.50", "1.5"),
        (".0", "0"),
        ("1,200.5", "1200.5"),
        ("0,125", "0.125"),
    ],
)
def test_decimals_come_after_a_point_or_a_comma(text: str, number: str) -> None:
    assert repr(read(EXACT, text)) == repr(Decimal(number))


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1.200.000",
        "1,20,000",
        "1e3",
        "0x1F",
        "NaN",
        "inf",
        "5-",
        "--5",
        "1.",
        "१२",
        "½",
        "٪5",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert code_of(EXACT, text) == "not-a-number"


def test_a_whole_number_takes_no_decimals() -> None:
    assert code_of(WHOLE, "1.5") == "not-whole"


def test_decimals_beyond_the_declared_places_are_refused() -> None:
    assert read(EXACT, "1.125") == Decimal("1.125")
    assert code_of(EXACT, "1.1255") == "too-many-decimals"


def test_a_number_of_34_digits_is_read_and_one_of_35_refused() -> None:
    assert read(WHOLE, "9" * 34) == Decimal("9" * 34)
    assert code_of(WHOLE, "9" * 35) == "too-many-digits"


def test_bounds_are_inclusive_and_the_error_names_them() -> None:
    bounds = Bounds(Decimal(0), Decimal(300))
    assert read(WHOLE, "0", bounds) == Decimal(0)
    assert read(WHOLE, "300", bounds) == Decimal(300)
    assert code_of(WHOLE, "-1", bounds) == "below-minimum"
    above = error_of(WHOLE, "301", bounds)
    assert above.code == "above-maximum"
    assert above.message.en == "Enter a number from 0 to 300"
    assert above.message.ar == "أدخل رقمًا من 0 إلى 300"


def test_a_single_bound_is_named_alone() -> None:
    assert error_of(WHOLE, "4", Bounds(low=Decimal(5))).message.en == "Enter 5 or more"
    assert error_of(WHOLE, "6", Bounds(high=Decimal(5))).message.en == "Enter 5 or less"


def test_a_bound_that_is_not_known_is_not_checked() -> None:
    assert read(WHOLE, "1000000") == Decimal(1000000)


@pytest.mark.parametrize(
    "text", ["120.50", "120,50", "120.5", "١٢٠٫٥٠", "SAR 120.50", "120.50 sar", "120.50 ريال"]
)
def test_an_amount_may_carry_its_currency(text: str) -> None:
    assert read(AMOUNT, text) == Money("SAR", 12050)


def test_an_amount_in_another_currency_is_refused() -> None:
    assert code_of(AMOUNT, "120 USD") == "not-an-amount"


def test_an_amount_has_two_decimals_at_most() -> None:
    assert code_of(AMOUNT, "1.005") == "too-many-decimals"


def test_an_amount_is_not_negative_unless_the_field_says_so() -> None:
    assert code_of(AMOUNT, "-1") == "below-minimum"
    assert read(AMOUNT, "-1", Bounds(low=Money("SAR", -500))) == Money("SAR", -100)
    assert code_of(AMOUNT, "-6", Bounds(low=Money("SAR", -500))) == "below-minimum"
