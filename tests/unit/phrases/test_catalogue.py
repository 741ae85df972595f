import re

import pytest

from engine.model.problem import EngineError
from engine.model.words import Language
from engine.phrases import Phrase, phrases
from engine.phrases.catalogue import read_phrases


def test_every_phrase_is_there_in_both_languages() -> None:
    for found in phrases().values():
        assert set(found.patterns) == set(Language), found.id


def test_no_phrase_is_left_untranslated() -> None:
    """A forgotten translation is a copy of the other language, or written in its letters."""
    for found in phrases().values():
        ar, en = (_letters(found, language) for language in Language)
        assert found.id in NAMES or not any(map(_is_arabic, en)), found.id
        assert not ar or any(map(_is_arabic, ar)), found.id


NAMES = {"menu.own-name"}  # each language names itself, the other one's switch included


def _letters(found: Phrase, language: Language) -> str:
    """The letters that a phrase itself has, without its placeholders."""
    pattern = found.patterns[language]
    text = pattern if isinstance(pattern, str) else " ".join(pattern.values())
    return "".join(filter(str.isalpha, re.sub(r"\{[^}]*\}", "", text)))


def _is_arabic(letter: str) -> bool:
    return "\u0600" <= letter <= "\u06ff"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: {ar: أ}", "needs exactly: ar, en"),
        ("a: {ar: أ, en: A, fr: A}", "needs exactly: ar, en"),
        ("a: {ar: أ, en: A}\na: {ar: ب, en: B}", "has twice: a"),
        ("a: {ar: '{x}', en: A}", "different values"),
        ("a: {ar: '{', en: A}", "stray brace"),
        ("a: {ar: {one: أ, other: أ}, en: {one: A, other: A}}", "plural form"),
        ("a: {ar: 1, en: A}", "neither a text nor plural forms"),
        ("- a", "is not a mapping"),
    ],
)
def test_a_phrase_that_is_not_whole_is_refused(text: str, fault: str) -> None:
    with pytest.raises(EngineError, match=fault):
        read_phrases(text, "theme")


def test_plural_forms_may_leave_the_count_unsaid() -> None:
    text = """
    a:
      ar: {zero: أ, one: أ, two: أ, few: "{count} أ", many: "{count} أ", other: "{count} أ"}
      en: {one: A, other: "{count} A"}
    """
    assert read_phrases(text, "theme")["theme.a"].counts
