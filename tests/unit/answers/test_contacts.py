import pytest

from engine.model.service import FieldType
from tests.support.declared import field
from tests.support.reading import code_of, read

ID = field(FieldType.NATIONAL_ID)
MOBILE = field(FieldType.MOBILE)
EMAIL = field(FieldType.EMAIL)


@pytest.mark.parametrize("number", ["1058529940", "1001244019", "1101798278", "2000000006"])
def test_a_national_id_or_iqama_with_its_check_digit_is_read(number: str) -> None:
    assert read(ID, number) == number


def test_an_id_may_be_spaced_and_in_any_digits() -> None:
    assert read(ID, "١٠٠٠ ٠٠٠ ٠٠٨") == read(ID, "1-000-000-008") == "1000000008"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("100000000", "id-not-ten-digits"),
        ("10000000080", "id-not-ten-digits"),
        ("100000000x", "id-not-ten-digits"),
        ("3000000004", "id-first-digit"),
        ("1000000000", "id-checksum"),
        ("2123456782", "id-checksum"),
    ],
)
def test_a_wrong_id_is_refused_for_its_own_reason(text: str, code: str) -> None:
    assert code_of(ID, text) == code


@pytest.mark.parametrize(
    "text",
    [
        "0501234567",
        "501234567",
        "+966501234567",
        "+966 50 123 4567",
        "00966501234567",
        "966501234567",
        "+966 (0)50-123-4567",
        "٠٥٠١٢٣٤٥٦٧",
    ],
)
def test_a_mobile_number_has_one_form_however_it_is_written(text: str) -> None:
    assert read(MOBILE, text) == "0501234567"


@pytest.mark.parametrize(
    "text", ["0112345678", "920019393", "05012345678", "050123456", "+971501234567"]
)
def test_what_is_no_saudi_mobile_is_refused(text: str) -> None:
    assert code_of(MOBILE, text) == "not-a-mobile"


def test_the_domain_of_an_address_is_in_lower_case() -> None:
    assert read(EMAIL, "Noura.A+x@Demo.Example") == "Noura.A+x@demo.example"


@pytest.mark.parametrize(
    "text",
    [
        "noura",
        "noura@",
        "@demo.example",
        "noura@demo",
        "a b@demo.example",
        "a..b@demo.example",
        "a@-demo.example",
        "a@demo.example.",
        "a@b@demo.example",
        "نورة@demo.example",
        "a" * 65 + "@demo.example",
        "a@" + "b" * 250 + ".example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert code_of(EMAIL, text) == "not-an-email"


def test_an_endless_domain_is_refused_at_once() -> None:
    assert code_of(EMAIL, "a@" + "b." * 140) == "not-an-email"
