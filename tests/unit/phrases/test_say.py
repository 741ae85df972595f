from datetime import date
from decimal import Decimal

import pytest

from engine.model.money import Money
from engine.model.period import Days, Months
from engine.model.words import Language, Text
from engine.phrases import Sayable, phrase, phrase_text, said, say
from engine.phrases.catalogue import PhraseError
from engine.wording import WordingError


@pytest.mark.parametrize(
    ("value", "ar", "en"),
    [
        (True, "نعم", "Yes"),
        (False, "لا", "No"),
        (Decimal("1200.5"), "1,200.5", "1,200.5"),
        (30, "30", "30"),
        (-5, "\u2066-5\u2069", "-5"),
        (Money("SAR", 12000), "120.00 ريال", "SAR 120.00"),
        (Months(1), "شهر واحد", "1 month"),
        (Months(3), "3 أشهر", "3 months"),
        (Months(24), "سنتان", "2 years"),
        (Months(18), "سنة واحدة و6 أشهر", "1 year and 6 months"),
        (Months(0), "0 شهر", "0 months"),
        (Days(11), "11 يومًا", "11 days"),
        (date(2090, 1, 2), "2 يناير 2090م", "2 January 2090"),
        ("15-J-M", "\u206615-J-M\u2069", "15-J-M"),
        (Text("أ", "A"), "أ", "A"),
        (("أ", "ب"), "أ وب", "\u2067أ\u2069 and \u2067ب\u2069"),
    ],
)
def test_every_kind_of_value_is_said_in_both_languages(value: Sayable, ar: str, en: str) -> None:
    assert say(value, Language.AR) == ar
    assert say(value, Language.EN) == en


def test_a_phrase_that_counts_takes_the_form_of_its_count() -> None:
    assert phrase("values.days", Language.AR, count=2) == "يومان"
    assert phrase("values.days", Language.AR, count=5) == "5 أيام"
    assert phrase("values.days", Language.EN, count=1) == "1 day"


def test_a_phrase_can_be_had_in_both_languages() -> None:
    assert phrase_text("values.yes") == Text("نعم", "Yes")


def test_a_phrase_that_is_not_there_is_a_fault_of_ours() -> None:
    with pytest.raises(PhraseError, match=r"no phrase nowhere\.nothing"):
        phrase("nowhere.nothing", Language.AR)


def test_a_phrase_that_counts_needs_a_count() -> None:
    with pytest.raises(PhraseError, match="count"):
        phrase("values.days", Language.AR)


def test_a_missing_value_is_a_fault_of_ours() -> None:
    with pytest.raises(WordingError, match="high"):
        phrase("errors.number-between", Language.EN, low=1)


def test_words_already_said_are_put_in_as_they_are() -> None:
    words = said("خطوة PDF")
    assert phrase("forms.open-step", Language.AR, name=words) == "أكمل خطوة «خطوة PDF»"
