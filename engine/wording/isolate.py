"""Keeping runs of the other direction together inside a sentence.

Without isolation `15-J-M-0063790` inside Arabic prints as `J-M-0063790-15`: the digits and the
hyphens follow the direction of the words around them. The isolates of Unicode stop that wherever
text goes, not only in HTML.

Source: Unicode Standard Annex 9, sections 2.4 and 6.3.
"""

from __future__ import annotations

import re
import unicodedata

from engine.model.words import Language

_LRI, _RLI, _FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_SAFE_IN_ARABIC = re.compile(r"[\d.,:]*|[^\W\dA-Za-z_]+(?: [^\W\dA-Za-z_]+)*")
_ISOLATES = str.maketrans("", "", _LRI + _RLI + _FSI + PDI)


def isolate(text: str, language: Language) -> str:
    """Wrap `text` so that it keeps its own order inside a sentence of `language`.

    Text that cannot be reordered there is returned as it is: plain numbers, and words of the
    sentence's own direction.

    >>> isolate("15-J-M-0063790", Language.AR) == "\\u2066" + "15-J-M-0063790" + "\\u2069"
    True
    >>> isolate("1,200.50", Language.AR), isolate("15-J-M", Language.EN)
    ('1,200.50', '15-J-M')
    """
    has_rtl, has_ltr = False, False
    for character in text:
        direction = unicodedata.bidirectional(character)
        has_rtl = has_rtl or direction in ("R", "AL")
        has_ltr = has_ltr or direction == "L"
    if has_rtl and has_ltr:
        return f"{_FSI}{text}{PDI}"
    match language:
        case Language.AR if has_rtl or _SAFE_IN_ARABIC.fullmatch(text):
            return text
        case Language.AR:
            return f"{_LRI}{text}{PDI}"
        case Language.EN:
            return f"{_RLI}{text}{PDI}" if has_rtl else text


def without_isolates(text: str) -> str:
    """`text` without the characters that `isolate` puts in, for comparing and for plain logs."""
    return text.translate(_ISOLATES)
