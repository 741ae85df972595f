import pytest

from engine.digits import clean_text, western_digits


@pytest.mark.parametrize("text", ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"])
def test_every_digit_of_every_keyboard_becomes_western(text: str) -> None:
    assert western_digits(text) == "0123456789"


def test_other_characters_stay_as_they_are() -> None:
    assert western_digits("حي ٣، A١") == "حي 3، A1"


@pytest.mark.parametrize(
    "mark", "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
def test_every_bidi_control_is_left_out(mark: str) -> None:
    assert clean_text(f"أح{mark}مد") == "أحمد"


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\x7f", "\x85", "\ufeff", "\ud800", "\U000e0041"])
def test_controls_tags_and_lone_surrogates_are_left_out(mark: str) -> None:
    assert clean_text(f"a{mark}b") == "ab"


def test_what_spells_a_name_stays() -> None:
    """The zero-width non-joiner is part of how Persian and Urdu are written."""
    assert clean_text("می\u200cخواهم") == "می\u200cخواهم"


def test_line_ends_become_one_kind() -> None:
    assert clean_text("a\r\nb\rc\nd") == "a\nb\nc\nd"
