"""Codes of issued documents: unlike one another, signed, and with slips in typing found."""

import random

import pytest

from engine.operations.codes import LETTERS, is_signed, new_code, read_code
from engine.store.keyring import Keyring

KEY, OTHER = (Keyring([letter * 32]) for letter in (b"k", b"o"))
BOTH = Keyring([b"o" * 32, b"k" * 32])


def test_a_new_code_reads_as_itself_and_is_signed_by_its_key_alone() -> None:
    code = new_code(KEY)
    assert read_code(code) == code
    assert is_signed(code, KEY)
    assert not is_signed(code, OTHER)
    assert is_signed(code, BOTH), "a key that was replaced still reads its codes"


def test_codes_are_not_alike() -> None:
    codes = {new_code(KEY) for _ in range(2000)}
    assert len(codes) == 2000
    assert len({code[:11] for code in codes}) == 2000, "50 random bits begin each of them"


@pytest.mark.parametrize(
    "retyped",
    [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")],
    ids=["small letters", "spaces", "in one piece"],
)
def test_a_code_reads_the_same_however_it_was_typed(retyped: object) -> None:
    assert callable(retyped)
    code = new_code(KEY)
    assert read_code(retyped(code)) == code


def test_arabic_digits_and_letters_like_digits_are_read_as_digits() -> None:
    code = next(one for one in iter(lambda: new_code(KEY), "") if "0" in one and "1" in one)
    eastern = code.translate({ord("0") + digit: 0x0660 + digit for digit in range(10)})
    assert read_code(eastern) == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code


def test_any_one_wrong_letter_is_found() -> None:
    letters = new_code(KEY).replace("-", "")
    for position, letter in enumerate(letters):
        for other in LETTERS.replace(letter, ""):
            assert read_code(letters[:position] + other + letters[position + 1 :]) is None


def test_two_letters_that_changed_places_are_found() -> None:
    """But 0 and Z side by side, which the algorithm cannot tell apart."""
    chance = random.Random(4)
    for _ in range(200):
        letters = list(new_code(KEY).replace("-", ""))
        at = chance.randrange(len(letters) - 1)
        pair = {letters[at], letters[at + 1]}
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
        assert len(pair) == 1 or pair == {"0", "Z"} or read_code("".join(letters)) is None


@pytest.mark.parametrize("typed", ["", "-", "٠", "ß" * 35, "\0" * 35, "A" * 35, "0" * 10_000])
def test_what_is_no_code_is_read_as_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_code_that_was_made_up_is_not_signed() -> None:
    made_up = read_code("0" * 35)
    assert made_up is not None, "its check letter is right"
    assert not is_signed(made_up, KEY)
