import pytest

from engine.model.service import FieldType, Script
from tests.support.declared import field
from tests.support.reading import code_of, error_of, read

LINE = field(FieldType.TEXT, max_length=10)
PAGE = field(FieldType.LONG_TEXT, max_length=20)
ARABIC = field(FieldType.TEXT, script=Script.ARABIC)
LATIN = field(FieldType.TEXT, script=Script.LATIN)


def test_a_line_keeps_single_spaces_and_no_line_ends() -> None:
    assert read(LINE, "  a \t b\r\nc ") == "a b c"


def test_long_text_keeps_its_lines() -> None:
    assert read(PAGE, " one \r\n\r\n two\t ") == "one\n\ntwo"


def test_text_is_composed_so_that_equals_are_alike() -> None:
    assert read(LINE, "é") == read(LINE, "e\u0301") == "é"


def test_controls_and_bidi_marks_are_left_out() -> None:
    assert read(LINE, "\u202eab\u202c\u200f\x00c\ufeff") == "abc"


def test_digits_in_text_are_western() -> None:
    assert read(LINE, "حي ١٢") == "حي 12"


def test_length_is_counted_in_characters_both_sides_of_the_limit() -> None:
    assert read(LINE, "ن" * 10) == "ن" * 10
    assert code_of(LINE, "ن" * 11) == "too-long"


def test_the_error_of_length_counts_in_plural() -> None:
    assert error_of(LINE, "x" * 11).message.ar == "أدخل 10 أحرف على الأكثر"
    assert error_of(LINE, "x" * 11).message.en == "Enter at most 10 characters"


@pytest.mark.parametrize("text", ["نورة العتيبي", "نورة 2", "نورة-سعد (أ)", "نُورَة"])
def test_arabic_letters_are_taken_where_they_are_asked(text: str) -> None:
    assert read(ARABIC, text) == text


@pytest.mark.parametrize("text", ["Noura", "نورة N", "Нура"])
def test_other_letters_are_refused_where_arabic_is_asked(text: str) -> None:
    assert code_of(ARABIC, text) == "not-arabic"


@pytest.mark.parametrize("text", ["Noura", "15-J-M-0063790", "José"])
def test_latin_letters_are_taken_where_they_are_asked(text: str) -> None:
    assert read(LATIN, text) == text


def test_other_letters_are_refused_where_latin_is_asked() -> None:
    assert code_of(LATIN, "نورة") == "not-latin"
