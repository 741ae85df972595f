import pytest

from engine.model.service import FieldType
from tests.support.declared import field
from tests.support.reading import code_of, read

IBAN = field(FieldType.IBAN)
SAUDI = "SA0380000000608010167519"


@pytest.mark.parametrize(
    "number",
    [
        SAUDI,
        "SA3915000999103143430001",
        "GB82WEST12345698765432",
        "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
    ],
)
def test_a_number_with_its_check_digits_is_read(number: str) -> None:
    assert read(IBAN, number) == number


@pytest.mark.parametrize(
    "text",
    [
        "SA03 8000 0000 6080 1016 7519",
        "sa03-8000-0000-6080-1016-7519",
        "IBAN: SA03 8000 0000 6080 1016 7519",
        "SA٠٣ ٨٠٠٠ ٠٠٠٠ ٦٠٨٠ ١٠١٦ ٧٥١٩",
        "\u202dSA03 8000 0000 6080 1016 7519\u202c",
    ],
)
def test_a_number_has_one_form_however_it_is_written(text: str) -> None:
    assert read(IBAN, text) == SAUDI


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0380000000608010167519", "iban-without-country"),
        (SAUDI[:-1], "iban-not-saudi"),
        (f"{SAUDI}0", "iban-not-saudi"),
        ("SAO380000000608010167519", "iban-not-saudi"),  # the letter O for a nought
        ("SA0380000000608010167591", "iban-checksum"),  # two digits in each other's place
        ("SA0480000000608010167519", "iban-checksum"),
        ("GB82WEST12345698765433", "iban-checksum"),
        ("GB8", "not-an-iban"),
        ("G182WEST12345698765432", "not-an-iban"),
        ("GB82" + "W" * 31, "not-an-iban"),
        ("حساب", "not-an-iban"),
        ("ＳＡ0380000000608010167519", "not-an-iban"),  # full-width letters
        ("SA03/8000/0000/6080/1016/7519", "not-an-iban"),
    ],
)
def test_a_wrong_number_is_refused_for_its_own_reason(text: str, code: str) -> None:
    assert code_of(IBAN, text) == code


def test_every_exchange_of_two_neighbours_is_found() -> None:
    for at in range(4, len(SAUDI) - 1):
        left, right = SAUDI[at], SAUDI[at + 1]
        changed = SAUDI[:at] + right + left + SAUDI[at + 2 :]
        assert left == right or code_of(IBAN, changed) == "iban-checksum", at
