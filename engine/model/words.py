"""Words a person sees: one text in both languages.

A `Text` is never a template: `{name}` placeholders are closed and typed, and are filled by
`engine.wording`, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class Language(StrEnum):
    """A language the product speaks. Arabic comes first everywhere."""

    AR = "ar"
    EN = "en"

    @property
    def direction(self) -> str:
        """The writing direction, as HTML's `dir` wants it."""
        return "rtl" if self is Language.AR else "ltr"

    @property
    def other(self) -> Language:
        return Language.EN if self is Language.AR else Language.AR


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Arabic and English."""

    ar: str
    en: str

    def in_(self, language: Language) -> str:
        match language:
            case Language.AR:
                return self.ar
            case Language.EN:
                return self.en
            case _:
                assert_never(language)


@dataclass(frozen=True, slots=True)
class Unit:
    """The word behind a number. `word` fits most counts; `forms` has those that it does not fit,
    by language and plural form (`few`): 3 ساعات, but 20 ساعة."""

    word: Text
    forms: tuple[tuple[Language, str, str], ...] = ()

    def counted(self, form: str, language: Language) -> str:
        """The word in the plural form `form` of CLDR."""
        written = {(spoken, name): word for spoken, name, word in self.forms}
        return written.get((language, form), self.word.in_(language))
