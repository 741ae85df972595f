import pytest

from engine.model.words import Language
from engine.wording import isolate, without_isolates


@pytest.mark.parametrize(
    "text", ["15-J-M-0063790", "n@demo.example", "-5", "3/12", "PDF", "+966 50"]
)
def test_latin_ids_and_signed_numbers_are_isolated_in_arabic(text: str) -> None:
    assert isolate(text, Language.AR) == f"\u2066{text}\u2069"


@pytest.mark.parametrize(
    "text", ["30", "1,200.50", "نورة العتيبي", "سعد - نورة (أ)", "حي 12", "01:05", ""]
)
def test_what_cannot_be_reordered_in_arabic_stays_bare(text: str) -> None:
    assert isolate(text, Language.AR) == text


@pytest.mark.parametrize("text", ["15-J-M-0063790", "30", "PDF"])
def test_latin_text_stays_bare_in_english(text: str) -> None:
    assert isolate(text, Language.EN) == text


def test_an_arabic_name_is_isolated_in_english() -> None:
    assert isolate("نورة", Language.EN) == "\u2067نورة\u2069"


@pytest.mark.parametrize("language", list(Language))
def test_mixed_text_keeps_the_direction_that_it_begins_with(language: Language) -> None:
    assert isolate("شركة ABC", language) == "\u2068شركة ABC\u2069"


def test_isolates_can_be_taken_out_again() -> None:
    assert without_isolates(isolate("15-J-M", Language.AR)) == "15-J-M"
