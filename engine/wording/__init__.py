"""The mechanics of words: closed placeholders, plural forms, lists, and Latin runs in Arabic.

Here are no words of the product (`engine.phrases`) and no formatting of typed values (`say`,
there too): only what turns patterns and strings into a sentence in one language.
"""

from engine.wording.fill import WordingError, escaped, fill, found_in, placeholders, replaced
from engine.wording.isolate import PDI, isolate, without_isolates
from engine.wording.lists import Conjunction, join
from engine.wording.plural import FORMS, PluralForm, plural_form

__all__ = [
    "FORMS",
    "PDI",
    "Conjunction",
    "PluralForm",
    "WordingError",
    "escaped",
    "fill",
    "found_in",
    "isolate",
    "join",
    "placeholders",
    "plural_form",
    "replaced",
    "without_isolates",
]
