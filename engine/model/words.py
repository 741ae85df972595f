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
